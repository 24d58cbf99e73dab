"""What a person types while an answer of the server is on its way."""

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import account


@pytest.fixture
def order_page(site, open_as):
    page = open_as(account(site, "officer"))
    page.goto(f"{site.url}/viec/moi/")
    return page


def held_back(page):
    """Holds the answers to POSTs until the returned function is called."""
    waiting, released = [], []

    def hold(route):
        if route.request.method == "POST" and not released:
            waiting.append(route)
        else:
            route.continue_()

    def release():
        released.append(True)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            for route in waiting:
                route.continue_()
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)

    page.route("**/viec/moi/**", hold)
    return release


def test_a_figure_selected_before_the_swap_is_replaced_and_not_added_to(order_page):
    weight = order_page.get_by_label("Trọng số, phần trăm, của chỉ tiêu 1")
    expect(weight).to_have_value("100")
    release = held_back(order_page)
    order_page.get_by_label("Loại của chỉ tiêu 1").select_option(label="Số, giảm")
    weight.select_text()
    release()
    order_page.keyboard.type("50")
    expect(weight).to_have_value("50")


def test_what_was_typed_before_the_swap_stays(order_page):
    release = held_back(order_page)
    order_page.get_by_label("Loại của chỉ tiêu 1").select_option(label="Số, giảm")
    order_page.get_by_label("Tên chỉ tiêu 1").fill("Thời gian cấp giấy")
    goal = order_page.get_by_label("Chỉ tiêu giao của chỉ tiêu 1")
    goal.press_sequentially("1")
    release()
    order_page.keyboard.type("2")
    expect(goal).to_have_value("12")
    expect(order_page.get_by_label("Tên chỉ tiêu 1")).to_have_value("Thời gian cấp giấy")


def test_nothing_is_kept_or_drawn_behind_a_form_that_is_on_its_way(site, open_as):
    page = open_as(account(site, "assignee"), width=390)
    page.goto(f"{site.url}/viec/dang-ky/")
    posts = []

    def slow(route):
        if route.request.method == "POST":
            posts.append(route.request.post_data)
            page.wait_for_timeout(4500)  # longer than the page waits before it keeps what is typed
        route.continue_()

    page.get_by_label("Tên việc").fill("Tăng cường công tác hộ tịch")
    page.route("**/viec/dang-ky/**", slow)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Gửi đăng ký", exact=True).click()
    assert len(posts) == 1 and "lam=trinh" in posts[0]
    expect(page.get_by_role("alert")).to_be_visible()

"""Acts carried out without a pointer, from the page to the toast: Tab, letters, the space bar and Enter."""

from playwright.sync_api import expect

from tests.browser.addresses import account, task_of
from tests.browser.test_journey import told

MOST_TABS = 120


def tab_to(page, selector):
    """Press Tab until the element has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def write_and_send(page, url, field, words):
    page.goto(url)
    tab_to(page, field)
    page.keyboard.type(words)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")


def test_a_leader_directs_by_keyboard(site, open_as):
    username = account(site, "leader")
    page = open_as(username)
    here = f"{site.url}/viec/{task_of(site, username, 'in_force')}/y-kien/"
    write_and_send(page, here, "textarea[name=text]", "Khẩn trương bàn giao mặt bằng")
    page.wait_for_url(f"{site.url}/viec/*/")
    assert "Khẩn trương bàn giao mặt bằng" in page.content()


def test_a_cadre_reports_by_keyboard(site, open_as):
    username = account(site, "assignee")
    page = open_as(username, 390)
    page.goto(f"{site.url}/viec/{task_of(site, username, 'in_force', mine=True)}/bao-cao/")
    tab_to(page, "input[name=outlook]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=narrative]")
    page.keyboard.type("Đã bàn giao mặt bằng thôn 3")
    tab_to(page, "button[name=lam][value=nhap]")
    page.keyboard.press("Enter")
    told(page, "Đã lưu nháp báo cáo")
    page.go_back()
    expect(page.get_by_label("Khó khăn, giải pháp")).to_have_value("Đã bàn giao mặt bằng thôn 3")


def test_an_officer_urges_by_keyboard(site, open_as):
    username = account(site, "officer")
    page = open_as(username)
    here = f"{site.url}/viec/{task_of(site, username, 'in_force')}/don-doc/"
    write_and_send(page, here, "main textarea", " Đề nghị báo cáo bằng văn bản.")
    page.wait_for_url(f"{site.url}/viec/*/")
    assert "đôn đốc" in page.content().lower()

"""A cadre registers a task on his phone: the words are kept while he types, the six checks say what is missing, he sends it."""

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.addresses import account
from tests.browser.test_journey import button, told
from tests.browser.test_pages import look

TITLE = "Hoàn thành số hóa hồ sơ hộ tịch của các xã khu vực phía bắc"


def test_a_cadre_registers_a_task_on_his_phone(site, open_as):
    page = open_as(account(site, "assignee"), width=390)
    page.goto(f"{site.url}/viec-cua-toi/")
    page.get_by_role("link", name="Đăng ký việc").last.click()
    page.get_by_label("Tên việc").fill("Tăng cường công tác hộ tịch")
    with page.expect_response(lambda answer: "lam=giu" in (answer.request.post_data or "")):
        page.get_by_label("Tên việc").blur()
    expect(page.locator("#giu-lai")).to_contain_text("Đã giữ nội dung đang nhập")
    expect(page.locator("#ro")).to_contain_text("«Tăng cường» chưa đo được")

    # The phone was put away: what was typed is there again, and says that it is no draft yet.
    page.goto(f"{site.url}/viec-cua-toi/")
    page.goto(f"{site.url}/viec/dang-ky/")
    expect(page.get_by_label("Tên việc")).to_have_value("Tăng cường công tác hộ tịch")
    expect(page.get_by_role("main")).to_contain_text("đã được giữ lại bên dưới")
    assert look(page) == []
    page.set_viewport_size({"width": 390, "height": 844})

    page.get_by_label("Tên việc").fill(TITLE)
    page.get_by_label("Lĩnh vực").select_option(index=1)
    page.get_by_label("Việc khó").check()
    page.get_by_label("Tên chỉ tiêu 1").fill("Hồ sơ hộ tịch đã số hóa")
    page.get_by_label("Đơn vị tính của chỉ tiêu 1").fill("hồ sơ")
    page.get_by_label("Chỉ tiêu giao của chỉ tiêu 1").fill("12.000")
    page.get_by_label("Trọng số, phần trăm, của chỉ tiêu 1").fill("100")
    with page.expect_response(lambda answer: "lam=kiem" in (answer.request.post_data or "")):
        page.get_by_label("Trọng số, phần trăm, của chỉ tiêu 1").blur()
    expect(page.locator("#ro")).to_contain_text("chỉ tiêu 1 chưa có hiện trạng, nguồn số liệu")
    page.get_by_label("Hiện trạng của chỉ tiêu 1").fill("3.500")
    page.get_by_label("Hạn hoàn thành").fill(f"{localdate() + timedelta(days=200):%d/%m/%Y}")
    button(page, "Gửi đăng ký").click()
    told(page, "Đã gửi đăng ký")
    expect(page.get_by_role("main")).to_contain_text("Đang chờ ở khâu kiểm tra hình thức")

    # Sent too early: he takes it back, and gives it up.
    page.get_by_role("link", name="Lấy lại để sửa").click()
    button(page, "Lấy lại để sửa").click()
    told(page, "Đã lấy lại bản đăng ký")
    expect(page.get_by_label("Tên việc")).to_have_value(TITLE)
    page.goto(f"{site.url}/viec-cua-toi/")
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_text("Thao tác khác").click()
    page.get_by_role("link", name="Thôi đăng ký").click()
    page.get_by_label(re.compile("^Lý do")).fill("Đã có trong đề án của ngành")
    button(page, "Thôi đăng ký").click()
    told(page, "Đã thôi đăng ký")

"""A report on a phone that loses its signal: what was typed is kept on the device, sent again, and offered after a reload."""

import re

import pytest
from playwright.sync_api import expect

# A task in force of somebody who signs in himself, with a figure that can be reported now and no draft yet.
TASK = """
    SELECT u.username, t.code FROM tasks_app_task t JOIN tasks_app_assignment a ON a.task_id = t.id AND a.ends_on IS NULL
    JOIN cadres_cadre c ON c.id = a.cadre_id JOIN cadres_user u ON u.id = c.user_id
    WHERE t.status = 'in_force' AND t.committed_on IS NOT NULL AND u.is_active AND u.password NOT LIKE '!%%'
      AND a.role = 'lead' AND NOT EXISTS (SELECT 1 FROM tasks_app_progressreport r WHERE r.task_id = t.id AND r.status = 'draft')
    ORDER BY t.code DESC LIMIT 1"""
DRAFT = """
    SELECT r.narrative FROM tasks_app_progressreport r JOIN tasks_app_task t ON t.id = r.task_id
    WHERE t.code = %s AND r.status = 'draft'"""


@pytest.fixture
def form(site, open_as):
    username, code = site.rows(TASK)[0]
    page = open_as(username, width=390)
    page.goto(f"{site.url}/viec/{code}/bao-cao/")
    page.code = code
    return page


def type_in(page, text):
    page.get_by_label("Khó khăn, giải pháp").fill(text)
    page.get_by_label("Khó khăn, giải pháp").blur()


def test_what_is_typed_without_a_signal_is_kept_and_sent_when_it_is_back(site, form):
    status = form.locator("[data-tu-luu]")
    type_in(form, "Đã họp ba thôn")
    expect(status).to_contain_text("Đã lưu nháp lúc")
    assert site.rows(DRAFT, form.code) == [("Đã họp ba thôn",)]

    form.context.set_offline(True)
    type_in(form, "Đã họp ba thôn, còn hai hộ")
    expect(status).to_contain_text("Mất kết nối. Đã giữ trên máy này")
    form.get_by_role("main").get_by_role("button", name="Gửi báo cáo").click()
    expect(status).to_contain_text("tự gửi lại khi có mạng")
    assert site.rows(DRAFT, form.code) == [("Đã họp ba thôn",)]

    form.context.set_offline(False)
    expect(status).to_contain_text("Đã lưu nháp lúc")
    assert site.rows(DRAFT, form.code) == [("Đã họp ba thôn, còn hai hộ",)]
    assert form.evaluate("Object.keys(localStorage).filter(k => k.startsWith('nhap|')).length") == 0


def test_what_an_earlier_visit_could_not_send_is_offered_and_never_put_in_by_itself(form):
    form.route(
        "**/bao-cao/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    type_in(form, "Nội dung nhập trên đường")
    expect(form.locator("[data-tu-luu]")).to_contain_text("Mất kết nối")
    form.reload()

    expect(form.get_by_text(re.compile("trên máy này chưa gửi lên được"))).to_be_visible()
    expect(form.get_by_label("Khó khăn, giải pháp")).not_to_have_value("Nội dung nhập trên đường")
    form.unroute("**/bao-cao/")
    form.get_by_role("button", name="Lấy lại nội dung đó").click()
    expect(form.get_by_label("Khó khăn, giải pháp")).to_have_value("Nội dung nhập trên đường")
    expect(form.locator("[data-tu-luu]")).to_contain_text("Đã lưu nháp lúc")
    expect(form.get_by_text(re.compile("trên máy này chưa gửi lên được"))).to_have_count(0)

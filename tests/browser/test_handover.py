"""A handover in Chromium: who is to take over confirms on his phone, the officer records the committee's decision."""

import re

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.addresses import account
from tests.browser.test_journey import button, told

# The open minutes of the demo: who leaves, the account of who is to take over, and what.
MINUTES = """
    SELECT leaver.full_name, taker_user.username, taker.full_name, t.code, t.title
    FROM tasks_app_handoverminutes m JOIN tasks_app_handoveritem i ON i.minutes_id = m.id JOIN tasks_app_task t ON t.id = i.task_id
    JOIN cadres_cadre leaver ON leaver.id = m.cadre_id JOIN cadres_cadre taker ON taker.id = i.to_cadre_id
    JOIN cadres_user taker_user ON taker_user.id = taker.user_id WHERE m.decided_at IS NULL LIMIT 1"""


def test_a_handover_is_confirmed_on_a_phone_and_decided_at_the_desk(site, open_as):
    leaver, username, taker, code, title = site.rows(MINUTES)[0]
    phone, officer = open_as(username, width=390), open_as(account(site, "officer"))

    phone.goto(f"{site.url}/can-lam/?muc=nhan-ban-giao")
    phone.get_by_role("link", name=re.compile(r"^Xác nhận nhận bàn giao\s*:")).click()
    expect(phone.get_by_role("main")).to_contain_text(title)
    expect(phone.get_by_role("main")).to_contain_text("Chưa xác nhận")
    button(phone, "Xác nhận đúng").click()
    told(phone, "Đã xác nhận biên bản bàn giao")

    officer.goto(f"{site.url}/can-bo/")
    officer.get_by_role("main").get_by_role("link", name="Bàn giao", exact=True).click()
    officer.get_by_role("main").get_by_role("link", name=leaver).first.click()
    officer.get_by_role("link", name="Ghi quyết định").click()
    officer.get_by_label("Số", exact=True).fill("91")
    officer.get_by_label(re.compile("^Ký hiệu")).fill("QĐ/TU")
    officer.get_by_label("Ngày ban hành").fill(f"{localdate():%d/%m/%Y}")
    button(officer, "Ghi quyết định bàn giao").click()
    told(officer, "Đã ghi quyết định bàn giao")

    officer.goto(f"{site.url}/viec/{code}/")
    expect(officer.get_by_role("main")).to_contain_text(f"Trước đó: đ/c {leaver}")
    expect(officer.get_by_role("main")).to_contain_text(taker)

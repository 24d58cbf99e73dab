"""A giao ban in Chromium: the officer steps through the stuck tasks before the meeting, one gains a person and a day."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.addresses import account
from tests.browser.test_journey import button

# The meeting that the demo left open, of the committee of the officer.
OPEN = "SELECT id FROM tasks_app_meeting WHERE closed_at IS NULL ORDER BY id DESC LIMIT 1"
CONCLUDED = """
    SELECT c.cadre_id, u.username, t.title FROM tasks_app_meetingconclusion c JOIN tasks_app_meetingitem i ON i.id = c.item_id
    JOIN tasks_app_task t ON t.id = i.task_id JOIN cadres_cadre k ON k.id = c.cadre_id LEFT JOIN cadres_user u ON u.id = k.user_id
    WHERE c.text = %s"""


def test_a_meeting_from_the_first_stuck_task_to_the_minutes(site, open_as):
    officer = open_as(account(site, "officer"))
    officer.goto(f"{site.url}/giao-ban/")
    if not site.rows(OPEN):
        officer.get_by_role("link", name="Mở phiên giao ban").click()
        officer.get_by_label("Chủ trì").fill("Đ/c Phó Bí thư Thường trực")
        officer.get_by_role("main").locator("button.btn-chinh").click()
    meeting = site.rows(OPEN)[0][0]

    officer.goto(f"{site.url}/giao-ban/{meeting}/viec/1/")
    while button(officer, "Ghi kết luận").count() == 0:
        officer.get_by_role("link", name="Việc tiếp theo").click()
    day = localdate() + timedelta(days=10)
    officer.get_by_role("textbox", name="Kết luận").fill("Bàn giao xong mặt bằng thôn 3")
    officer.get_by_label("Thời hạn").fill(f"{day:%d/%m/%Y}")
    button(officer, "Ghi kết luận").click()
    expect(officer.get_by_role("main")).to_contain_text("Bàn giao xong mặt bằng thôn 3")

    officer.goto(f"{site.url}/giao-ban/{meeting}/ket-thuc/")
    officer.get_by_role("main").locator("button.btn-chinh").click()
    officer.goto(f"{site.url}/giao-ban/{meeting}/bien-ban/")
    expect(officer.get_by_role("main")).to_contain_text(f"{day:%d/%m/%Y}")

    ((_, _, title),) = site.rows(CONCLUDED, "Bàn giao xong mặt bằng thôn 3")
    leader = open_as(account(site, "leader"), width=390)
    leader.goto(f"{site.url}/y-kien-chi-dao/")
    expect(leader.get_by_role("main")).to_contain_text("Bàn giao xong mặt bằng thôn 3")
    expect(leader.get_by_role("main")).to_contain_text(title)

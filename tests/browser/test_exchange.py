"""Between the phone and the desks: an obstacle is named and solved, a leader's word is answered, looked at and closed."""

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.addresses import account, task_of
from tests.browser.test_journey import button, told
from tests.browser.test_pages import look

OBSTACLE = "Ba hộ chưa thống nhất giá đất tái định cư"
WORD = "Gặp từng hộ trong tuần này"


def test_an_obstacle_and_a_direction_go_there_and_back(site, open_as):
    username = account(site, "assignee")
    ref = task_of(site, username, "in_force", mine=True)
    phone, officer, leader = (
        open_as(username, width=390), open_as(account(site, "officer")), open_as(account(site, "leader")),
    )  # fmt: skip
    here = f"{site.url}/viec/{ref}/"

    # On the phone: named in two fields, without leaving the task.
    phone.goto(here)
    phone.get_by_text("Thao tác khác").click()
    phone.get_by_role("link", name="Nêu vướng mắc").click()
    button(phone, "Nêu vướng mắc").click()
    expect(phone.get_by_role("alert")).to_contain_text("Nêu khó khăn, vướng mắc")
    phone.get_by_label("Khó khăn, vướng mắc").fill(OBSTACLE)
    phone.get_by_label("Cần ai tháo gỡ").fill("Hội đồng bồi thường, hỗ trợ")
    assert look(phone) == []
    phone.set_viewport_size({"width": 390, "height": 844})
    button(phone, "Nêu vướng mắc").click()
    told(phone, "Đã nêu vướng mắc")
    expect(phone.get_by_role("main")).to_contain_text(OBSTACLE)

    # At the desks: the officer writes what was done, the leader says what he wants, by a day.
    officer.goto(here)
    officer.get_by_role("listitem").filter(has_text=OBSTACLE).get_by_role(
        "link", name="Ghi kết quả tháo gỡ"
    ).click()
    officer.get_by_label("Kết quả tháo gỡ").fill("Đã phê duyệt giá bổ sung")
    button(officer, "Ghi kết quả tháo gỡ").click()
    told(officer, "Đã ghi kết quả tháo gỡ")
    leader.goto(f"{here}y-kien/")
    leader.get_by_label("Nội dung").fill(WORD)
    leader.get_by_label("Trả lời trước hết ngày").fill(f"{localdate() + timedelta(days=7):%d/%m/%Y}")
    button(leader, "Gửi ý kiến").click()
    told(leader, "Đã gửi ý kiến chỉ đạo")

    # The cadre finds it among what he has to do, and answers.
    phone.goto(f"{site.url}/can-lam/?muc=tra-loi-chi-dao")
    phone.locator("tr", has_text=WORD).get_by_role("link", name=re.compile("^Trả lời ý kiến chỉ đạo")).click()
    phone.get_by_label("Nội dung trả lời").fill("Đã gặp cả ba hộ, hai hộ đồng ý")
    button(phone, "Trả lời").click()
    told(phone, "Đã trả lời ý kiến chỉ đạo")

    leader.goto(f"{site.url}/can-lam/?muc=xem-tra-loi-chi-dao")
    looks = re.compile("^Xem trả lời ý kiến chỉ đạo")
    leader.locator("tr", has_text="Đã gặp cả ba hộ").get_by_role("link", name=looks).click()
    leader.get_by_role("radio", name="Kết thúc").check()
    button(leader, "Ghi ý kiến").click()
    told(leader, "Đã kết thúc ý kiến chỉ đạo")

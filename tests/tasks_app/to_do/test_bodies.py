"""What waits for a team, a council, the two sides of a handover, and for the year to be concluded."""

import html
import re
from datetime import date

import pytest

from cadres.models import Office
from tasks_app.models import (
    Conclusion,
    CouncilMember,
    Task,
)
from tasks_app.statistics import waiting
from tests.factories import (
    START,
    make_cadre,
    make_round,
    make_user,
)
from tests.tasks_app.to_do.making import (
    acts,
    certifiable,
    days,
    give_sheet,
    hand_over,
    inspected,
    moment,
    report_of,
    say,
    sit,
)

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


def test_on_the_spot_a_member_of_the_team_records_what_it_found(client, world):
    inspection = inspected(world)
    task, mission = inspection.task, inspection.mission
    (line,) = waiting.lines(world.teammate, on=days(0))
    assert (line.queue.act, line.age(days(0))) == ("Ghi kết quả kiểm tra", 2)
    # Not who carries the task, though he goes on the team; the officer enters it from the minutes.
    assert (acts(world.cadre), acts(world.officer)) == ({}, {"Ghi kết quả kiểm tra": 1})
    client.force_login(world.teammate)
    page = html.unescape(client.get("/can-lam/").content.decode())
    assert f'href="/viec/{task.ref}/kiem-tra/{inspection.pk}/"' in page
    assert "Cần làm <b>1<span" in page
    assert client.get(f"/viec/{task.ref}/kiem-tra/{inspection.pk}/").status_code == 200

    mission.closed_on = days(0)
    mission.save()
    assert acts(world.teammate) == {}


def test_a_seat_in_the_council_gives_a_link_a_badge_and_lines_and_no_seat_none(client, world):
    task = sit(world, world.member, world.cadre, make_cadre("Nông Văn Giấy"), secretary=world.secretary)
    other = world.task(
        S.AWAITING_CONCLUSION, asked_conclusion_on=days(-9), round=task.round, title="Chờ lâu hơn"
    )
    found = waiting.lines(world.member, on=days(0))
    assert [(line.task, line.age(days(0))) for line in found] == [(other.pk, 9), (task.pk, 4)]
    # The secretary has scored one himself; of both the sheet of who signs in nowhere is his to enter.
    assert acts(world.secretary) == {"Chấm điểm kết quả": 1, "Nhập phiếu điểm đã ký": 2}
    # Nobody his own.
    assert acts(world.cadre) == {}

    for user, sheets, lines in ((world.member, 2, 2), (world.secretary, 3, 3)):
        client.force_login(user)
        page = html.unescape(client.get("/cham-diem/").content.decode())
        assert f'aria-current="page">Chấm điểm <b>{sheets}<span' in page
        assert f">Cần làm <b>{lines}<span" in page
        links = re.findall(r'btn-nho" href="([^"]+)"', page)
        assert len(links) == sheets
        assert [a for a in links if client.get(a).status_code != 200] == []
    assert "phiếu điểm đã ký chờ nhập" in page and "Nông Văn Giấy" in page

    for given in (task, other):
        give_sheet(given, CouncilMember.objects.get(cadre=world.member.cadre))
    client.force_login(world.member)
    page = client.get("/cham-diem/").content.decode()
    assert acts(world.member) == {}
    assert 'aria-current="page">Chấm điểm</a>' in page and ">Cần làm" not in page
    assert (
        client.get("/viec-cua-toi/").content.decode().count('href="/cham-diem/"') == 2
    )  # and in the phone's menu

    client.force_login(world.teammate)
    assert "/cham-diem/" not in client.get("/viec-cua-toi/").content.decode()
    Office.objects.create(user=world.teammate, role=Role.COUNCIL, unit=world.giver, starts_on=START)
    assert "/cham-diem/" not in client.get("/can-lam/").content.decode()


def test_nothing_waits_for_a_council_that_has_no_criteria_or_whose_member_left(client, world):
    sit(world, world.member, criteria=False)
    assert acts(world.member) == {}
    client.force_login(world.member)
    assert "0 việc chưa chấm" in client.get("/cham-diem/").content.decode()
    sit(world, world.member)
    assert acts(world.member) == {"Chấm điểm kết quả": 1}
    CouncilMember.objects.update(ends_on=days(0))
    assert acts(world.member) == {}


def test_minutes_of_a_handover_wait_for_both_sides_once_then_for_the_decision(world):
    leaver = make_user()
    item = hand_over(world, leaver)
    hand_over(world, leaver)
    minutes = item.minutes
    assert (acts(leaver), acts(world.head)) == (
        {"Xác nhận biên bản bàn giao": 1},
        {"Xác nhận nhận bàn giao": 1},
    )
    say(minutes, "leaving", leaver)
    assert (acts(leaver), acts(world.head)) == ({}, {"Xác nhận nhận bàn giao": 1})
    assert acts(world.officer) == {}
    # Something is not right: the desk's turn, until a new version or his other word.
    say(minutes, "taking", world.head, agreed=False)
    assert (acts(world.head), acts(world.officer)) == ({}, {"Xem ý kiến khác về biên bản bàn giao": 1})
    say(minutes, "taking", world.head)
    assert acts(world.officer) == {"Ghi quyết định bàn giao": 1}
    (line,) = waiting.lines(world.officer, on=days(0))
    assert (line.pk, line.since) == (minutes.pk, days(-1))
    minutes.version += 1
    minutes.save()
    assert acts(world.officer) == {}
    assert (len(acts(leaver)), len(acts(world.head))) == (1, 1)
    minutes.decided_at = moment(0)
    minutes.save()
    assert acts(leaver) == acts(world.head) == acts(world.officer) == {}


def test_minutes_without_the_word_of_a_side_for_a_week_wait_for_the_decision_too(world):
    hand_over(world, make_user(), at=-7)
    assert acts(world.officer) == {}
    hand_over(world, make_user(), at=-9)
    (line,) = waiting.lines(world.officer, on=days(0))
    assert (line.queue.act, line.age(days(0))) == ("Ghi quyết định bàn giao", 1)
    # Who is to decide about himself is not asked.
    hand_over(world, world.officer, at=-9)
    assert acts(world.officer) == {"Ghi quyết định bàn giao": 1, "Xác nhận biên bản bàn giao": 1}


def test_a_handover_leads_to_its_minutes(client, world):
    minutes = hand_over(world).minutes
    for user in (world.cadre, world.head):
        client.force_login(user)
        assert (
            f'<td><a class="dam" href="/ban-giao/{minutes.pk}/">' in client.get("/can-lam/").content.decode()
        )


def test_a_year_that_is_over_waits_for_its_conclusion_and_the_one_that_is_running_does_not(client, world):
    year = days(0).year
    task = world.task(starts_on=date(year - 2, 3, 1), due_on=date(year + 1, 6, 30), title="Ba năm")
    world.task(starts_on=date(year, 1, 1), due_on=date(year + 1, 6, 30), title="Bắt đầu năm nay")
    world.task(
        starts_on=date(year - 1, 3, 1),
        due_on=date(year, 12, 31),
        title="Xong trong năm nay",
        status=S.ON_HOLD,
    )
    found = {line.task: line.since for line in waiting.lines(world.officer, on=days(0))}
    # Of three years that are over one line, since the first.
    last = Task.objects.get(title="Xong trong năm nay").pk
    assert found == {task.pk: date(year - 1, 1, 1), last: date(year, 1, 1)}

    conclude_year(world, task, year - 2)
    client.force_login(world.officer)
    page = client.get("/can-lam/?muc=ket-luan-nam").content.decode()
    address = f"/viec/{task.ref}/ket-luan-nam/"
    assert f'href="{address}"' in page
    assert f"Kết luận năm {year - 1}" in client.get(address).content.decode()
    conclude_year(world, task, year - 1)
    assert acts(world.officer) == {"Ghi kết luận năm": 1}


def test_a_round_that_closes_the_year_asks_for_its_conclusion_before_the_year_is_over(world):
    on = date(days(0).year, 12, 5)
    closing = make_round(world.giver, year=on.year, closes_on=date(on.year, 11, 30))
    world.task(starts_on=date(on.year, 1, 1), due_on=date(on.year + 1, 6, 30), round=closing)
    found = [line for line in waiting.lines(world.officer, on=on) if line.queue.code == "ket-luan-nam"]
    assert [line.since for line in found] == [closing.closes_on]
    before = waiting.lines(world.officer, on=date(on.year, 11, 29))
    assert [line for line in before if line.queue.code == "ket-luan-nam"] == []


def conclude_year(world, task, year):
    Conclusion.objects.create(
        task=task, year=year, result="met", completed=True, on_time=True, quality_met=True, exceeded=False,
        finished_on=date(year, 12, 31), concluded_on=days(-1), by=world.officer, at=moment(-1),
    )  # fmt: skip


def test_the_unit_head_is_asked_to_certify_the_newest_report_where_the_round_asks_for_it(world):
    report_of(world.task(), world.cadre)
    assert acts(world.unit_head) == {}
    first = certifiable(world)
    assert acts(world.unit_head) == {"Xác nhận báo cáo của đơn vị": 1}
    report_of(first.task, world.cadre, n=-1)
    assert acts(world.unit_head) == {"Xác nhận báo cáo của đơn vị": 1}
    newest = first.task.reports.latest("submitted_at")
    newest.certified_by, newest.certified_at = world.unit_head, moment(0)
    newest.save()
    assert acts(world.unit_head) == {}
    # Signed already, or about to be sent anew.
    certifiable(world, by=world.officer, paper_no="12-BC/ĐU", paper_received_on=days(-4))
    certifiable(world, note="more", note_text="Thiếu biểu")
    assert acts(world.unit_head) == {}
    # Nobody's own; and where nobody else could, it waits for nobody.
    report_of(world.task(assignee=world.unit_head, round=first.task.round), world.unit_head)
    assert acts(world.unit_head) == {}
    assert [
        line for line in waiting.stuck(world.officer, on=days(0)) if line.queue.code == "xac-nhan-don-vi"
    ] == []

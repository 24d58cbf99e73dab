"""Does the leader's page say what was counted, to whom it may, and does each figure open its list?"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Succession
from tasks_app.models import StatisticalGroup, StatisticsSnapshot, Task
from tests.factories import make_field, make_kind, make_round, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def province():
    kind = make_kind("tinh_uy", level=1, name="Tỉnh ủy")
    unit = make_unit("Tỉnh ủy Mẫu", kind=kind)
    StatisticalGroup.objects.create(committee=unit, code="btv", name="Diện Ban Thường vụ quản lý", rank=1)
    return unit


@pytest.fixture
def leader(province):
    return make_user(role=Role.LEADER, unit=province, name="Lãnh Đạo")


def living(unit, today, n=1, *, below=None, **fields):
    """Tasks decided this year, on track unless said otherwise."""
    round = fields.pop("round", None) or make_round(unit, year=today.year)
    return [
        make_task(
            round=round, giver=unit, unit=below or make_unit(parent=unit), decided_on=date(today.year, 1, 10),
            **({"due_on": today + timedelta(days=90), "committed_on": date(today.year, 1, 12)} | fields),
        )
        for _ in range(n)
    ]  # fmt: skip


def page(client, user, url="/tong-quan/", **headers):
    client.force_login(user)
    return client.get(url, headers=headers)


def text(response):
    return " ".join(response.content.decode().split())


# ---- who gets where


def test_home_leads_everybody_to_his_first_page(client, province):
    for user, name in (
        (make_user(role=Role.LEADER, unit=province), "tasks:overview"),
        (make_user(role=Role.UNIT_HEAD, unit=province), "tasks:overview"),
        (make_user(), "tasks:my_tasks"),
        (make_user(role=Role.SYSTEM_ADMIN, unit=province, cadre=False), "cadres:unit_list"),
    ):
        response = page(client, user, "/")
        assert (response.status_code, response.headers["Location"]) == (302, reverse(name))


def test_a_cadre_without_a_role_has_no_overview(client):
    assert page(client, make_user()).status_code == 403


def test_outside_his_scope_a_node_does_not_exist(client, province, leader, today):
    other = make_unit("Tỉnh ủy Khác")
    for unit in (other.pk, make_unit(parent=other).pk, 10**9):
        assert page(client, leader, f"/tong-quan/{unit}/").status_code == 404
    child = make_unit(parent=province)
    assert page(client, leader, f"/tong-quan/{child.pk}/").status_code == 200
    assert (
        page(client, make_user(role=Role.LEADER, unit=child), f"/tong-quan/{province.pk}/").status_code == 404
    )


def test_breadcrumbs_lead_up_to_the_top_of_the_readers_scope(client, province, leader, today):
    commune = make_unit("Đảng ủy xã Một", parent=province)
    body = make_unit("Phòng Hai", parent=commune)
    living(province, today, 1, below=body)
    above = page(client, leader, f"/tong-quan/{body.pk}/").context["page"].above
    assert above == [province, commune]
    own = make_user(role=Role.UNIT_HEAD, unit=commune)
    assert page(client, own, f"/tong-quan/{body.pk}/").context["page"].above == [commune]
    assert "Tỉnh ủy Mẫu" not in text(page(client, own, f"/tong-quan/{commune.pk}/"))


def test_no_figure_of_another_scope_is_counted(client, province, leader, today):
    living(province, today, 2)
    living(make_unit(), today, 5)
    assert page(client, leader).context["page"].counted.whole.tasks == 2


def test_a_successor_reads_what_its_predecessors_were_given(client, today):
    old, new = (
        make_unit("Huyện ủy Cũ", ends_on=date(2025, 7, 1)),
        make_unit("Đảng ủy Mới", starts_on=date(2025, 7, 1)),
    )
    Succession.objects.create(predecessor=old, successor=new, effective_on=date(2025, 7, 1))
    task = make_task(giver=old, unit=old, round=make_round(old, year=2024), decided_on=date(2024, 3, 1))
    response = page(client, make_user(role=Role.LEADER, unit=new), "/tong-quan/?ky=2024")
    assert response.context["page"].counted.whole.tasks == 1
    assert "Huyện ủy Cũ (đến 30/06/2025)" in text(response)
    assert task.unit_path == old.path


# ---- what the page says


def test_headline_rows_print_tasks_and_distinct_people(client, province, leader, today):
    group = StatisticalGroup.objects.get()
    first, second = living(province, today, 2, group=group)
    second.assignments.update(cadre=first.assignments.get().cadre)
    response = page(client, leader)
    (line,) = response.context["page"].headline
    assert (line.name, line.tally.tasks, line.people) == ("Diện Ban Thường vụ quản lý", 2, 1)
    assert "Theo thẩm quyền quản lý cán bộ" in text(response)
    assert '<b>2</b> việc <span class="mo">/ 1 đồng chí</span>' in text(response)


def test_every_tile_opens_the_list_that_it_counts(client, province, leader, today):
    living(province, today, 3)
    living(province, today, 2, due_on=today - timedelta(days=4))
    living(province, today, 1, status=S.CONCLUDED, finished_on=today, concluded_on=today)
    tiles = page(client, leader).context["tiles"]
    assert [tile["value"] for tile in tiles] == [6, 0, 3, 0, 0, 2, 0, 1]
    for tile in tiles:
        listed = client.get(tile["url"])
        assert listed.status_code == 200
        assert listed.context["counted"].tasks == tile["value"], tile["label"]
        assert listed.context["counted"].people == tile["people"], tile["label"]


def test_figures_of_a_row_open_the_list_of_that_unit(client, province, leader, today):
    commune = make_unit("Đảng ủy xã Một", parent=province)
    living(province, today, 2, below=commune, due_on=today - timedelta(days=4))
    living(province, today, 1, below=make_unit(parent=province))
    body = page(client, leader).content.decode()
    url = f"/viec/?don-vi={commune.pk}&ky={today.year}&trang-thai=qua-han"
    assert url.replace("&", "&amp;") in body
    assert client.get(url).context["counted"].tasks == 2


def test_groups_and_fields_open_their_lists(client, province, leader, today):
    group, field = StatisticalGroup.objects.get(), make_field("Nông thôn mới")
    living(province, today, 2, group=group, field=field)
    living(province, today, 1)
    body = page(client, leader).content.decode()
    for param in ("nhom=btv", f"linh-vuc={field.code}"):
        url = f"/viec/?don-vi={province.pk}&ky={today.year}&{param}"
        assert url.replace("&", "&amp;") in body
        assert client.get(url).context["counted"].tasks == 2


def test_what_waits_is_shown_at_the_desk_of_the_committee_only(client, province, leader, today):
    commune = make_unit(parent=province)
    living(province, today, 1, below=commune, due_on=today - timedelta(days=40))
    response = page(client, leader)
    assert "Cần Thường trực cho ý kiến" in text(response)
    line = response.context["waiting"][0]
    assert line["waiting"].count == 1
    assert client.get(line["url"]).context["page"].paginator.count == 1
    inspector = make_user(role=Role.INSPECTOR, unit=province)
    assert page(client, inspector).context["waiting"] == []
    assert page(client, leader, f"/tong-quan/{commune.pk}/").context["waiting"] == []


def test_a_closed_stage_is_read_by_how_its_tasks_ended(client, province, leader):
    round = make_round(province, year=2021, stage="2021–2025")
    for days in (-1, 0, 1):
        make_task(
            round=round, giver=province, unit=province, status=S.CLOSED, decided_on=date(2021, 3, 1),
            starts_on=date(2021, 3, 1), due_on=date(2022, 3, 1), finished_on=date(2022, 3, 1) + timedelta(days=days),
        )  # fmt: skip
    response = page(client, leader, "/tong-quan/?ky=2021-2025")
    labels = {tile["label"]: tile["value"] for tile in response.context["tiles"]}
    assert (
        labels["Hoàn thành trước hạn"] == labels["Hoàn thành đúng hạn"] == labels["Hoàn thành quá hạn"] == 1
    )
    assert "Chờ cam kết" not in labels
    assert response.context["waiting"] == []


def test_a_year_counts_by_decision_and_names_what_is_carried_out_beside(client, province, leader, today):
    living(province, today, 2)
    earlier = make_round(province, year=today.year - 1)
    make_task(
        round=earlier,
        giver=province,
        unit=province,
        decided_on=date(today.year - 1, 5, 1),
        starts_on=date(today.year - 1, 5, 1),
    )
    response = page(client, leader)
    assert response.context["page"].counted.whole.tasks == 2
    assert f"Thực hiện trong năm {today.year}: <b>3</b> việc" in text(response)


def test_shares_add_up_to_a_hundred_percent(client, province, leader, today):
    living(province, today, 3)
    living(province, today, 3, due_on=today - timedelta(days=70))
    living(province, today, 1, status=S.ON_HOLD)
    response = page(client, leader)
    marks = response.context["page"].marks
    assert sum(line.share for line in marks) == 100
    assert "Quá hạn 61–120 ngày" in text(response)
    listed = client.get(f"/viec/?don-vi={province.pk}&ky={today.year}&han=qua-61-120")
    assert listed.context["counted"].tasks == 3


def test_an_empty_node_says_so_and_a_bad_period_is_forgiven(client, province, leader):
    for url in (
        "/tong-quan/",
        "/tong-quan/?ky=khong-co",
        "/tong-quan/?mo=&theo=nua",
        f"/tong-quan/{province.pk}/?ky=0",
    ):
        response = page(client, leader, url)
        assert response.status_code == 200
        assert "Chưa có việc nào được quyết định giao" in text(response)


def test_undecided_tasks_are_not_counted(client, province, leader, today):
    for status in Task.BEFORE_DECISION:
        make_task(giver=province, unit=province, status=status, round=make_round(province, year=today.year))
    assert page(client, leader).context["page"].counted.whole.tasks == 0


def test_the_time_and_the_way_of_counting_stand_on_the_page(client, province, leader, today):
    living(province, today)
    shown = text(page(client, leader))
    assert "Số liệu tính lúc" in shown
    assert f"ngày {today:%d/%m/%Y}" in shown
    assert "Cách tính các con số trên trang này" in shown


def test_people_are_never_claimed_to_add_up(client, province, leader, today):
    cadre = make_user().cadre
    living(province, today, 1, assignee=cadre)
    living(province, today, 1, assignee=cadre)
    response = page(client, leader)
    rows = [row for group in response.context["page"].branches for row in group.rows]
    assert [row.people for row in rows] == [1, 1]
    assert response.context["page"].sum.people == 1
    assert "không cộng dồn" in text(response)
    assert "Cộng" not in text(response)


# ---- large tables


def test_a_hundred_and_more_children_are_read_by_area(client, province, leader, today):
    for n in range(48):
        living(province, today, 1, below=make_unit(parent=province, area=f"Huyện {n % 3} (cũ)"))
    response = page(client, leader)
    groups = response.context["page"].branches
    assert [group.label.split(": ")[1] for group in groups] == [
        "Huyện 0 (cũ)",
        "Huyện 1 (cũ)",
        "Huyện 2 (cũ)",
    ]
    assert [group.is_open for group in groups] == [True, False, False]
    other = page(client, leader, f"/tong-quan/?mo={groups[1].slug}")
    assert [group.is_open for group in other.context["page"].branches] == [False, True, False]


def test_a_unit_without_tasks_is_named_among_the_idle(client, province, leader, today):
    living(province, today)
    make_unit("Đảng ủy xã Chưa Có Việc", parent=province)
    make_unit("Đảng ủy xã Đã Hết", parent=province, ends_on=date(2025, 7, 1))
    shown = text(page(client, leader))
    assert "1 đơn vị chưa có việc trong kỳ này" in shown
    assert "Đảng ủy xã Chưa Có Việc" in shown
    assert "Đảng ủy xã Đã Hết" not in shown


# ---- HTMX and print


def test_htmx_gets_the_part_it_asks_for(client, province, leader, today):
    living(province, today)
    table = page(client, leader, "/tong-quan/", **{"HX-Request": "true", "HX-Target": "don-vi"})
    whole = page(client, leader, "/tong-quan/", **{"HX-Request": "true", "HX-Target": "tong-quan"})
    part = page(
        client, leader, "/tong-quan/?theo=tinh-chat", **{"HX-Request": "true", "HX-Target": "phan-tich"}
    )
    assert "<html" not in table.content.decode() + whole.content.decode() + part.content.decode()
    assert "Theo đơn vị" in text(table)
    assert "so-lieu" not in text(table)
    assert "so-lieu" in text(whole)
    assert "Tính chất việc" in text(part)
    assert "HX-Request" in table.headers["Vary"]


@pytest.mark.parametrize("cut", ["linh-vuc", "tinh-chat", "nguon", "dien-quan-ly"])
def test_each_cut_opens_its_lists(client, province, leader, today, cut):
    living(province, today, 2, natures=["hard"], management_level="Diện Ban Thường vụ")
    response = page(client, leader, f"/tong-quan/?theo={cut}")
    (part,) = response.context["page"].breakdown
    assert (part.tally.tasks, part.people) == (2, 2)
    if response.context["page"].cut.param:
        url = f"/viec/?don-vi={province.pk}&ky={today.year}&{cut}={part.code}"
        assert client.get(url).context["counted"].tasks == 2


def test_the_trend_says_quietly_that_there_is_not_enough_yet(client, province, leader, today):
    living(province, today, 1, group=StatisticalGroup.objects.get())
    assert "Chưa đủ số liệu các tháng trước" in text(page(client, leader))
    for days in (40, 80):
        StatisticsSnapshot.objects.create(
            unit=province, taken_on=today - timedelta(days=days), period=str(today.year), tasks=1, people=1,
            marks={"on_track": 1},
        )  # fmt: skip
    assert "Xem bảng số" in text(page(client, leader))


# ---- questions asked


def questions(client, user, url):
    """Queries of a page without the frame of its transaction."""
    client.force_login(user)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in found if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("grouped", [True, False])
def test_a_page_asks_the_same_questions_at_one_and_at_twenty_rows(client, province, leader, today, grouped):
    if not grouped:
        StatisticalGroup.objects.all().delete()
    group = StatisticalGroup.objects.first()
    round = make_round(province, year=today.year)
    late = today - timedelta(days=3)
    living(province, today, 1, group=group, due_on=late, round=round)
    urls = ["/tong-quan/", "/tong-quan/?theo=linh-vuc"]
    before = [len(questions(client, leader, url)) for url in urls]
    for n in range(19):
        living(province, today, 1, group=group, due_on=late, round=round, field=make_field(f"Lĩnh vực {n}"))
    assert [len(questions(client, leader, url)) for url in urls] == before
    assert before[0] <= 20, "\n".join(questions(client, leader, urls[0]))


def test_a_node_below_asks_no_more_than_twenty_questions(client, province, leader, today):
    commune = make_unit(parent=province)
    living(province, today, 3, below=commune, due_on=today - timedelta(days=3))
    living(province, today, 3, below=make_unit(parent=commune))
    asked = questions(client, leader, f"/tong-quan/{commune.pk}/")
    assert len(asked) <= 20, "\n".join(asked)

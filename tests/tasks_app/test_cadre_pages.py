"""The cadres: who is listed, what each one's page adds up, and that nothing of it leaves the reader's scope."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cadres.models import Office, Position
from tasks_app.models import Assignment, Conclusion, Mark, Task
from tasks_app.permissions import visible_tasks
from tasks_app.statistics import careers
from tests.factories import NOW, appoint, make_cadre, make_kind, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


def today():
    return timezone.localdate()


def days(n):
    return today() + timedelta(days=n)


@pytest.fixture
def giver():
    return make_unit("Huyện ủy Yên Sơn", short_code="YS", kind=make_kind("huyen-uy", level=2))


@pytest.fixture
def officer(giver):
    return make_user(role=Role.OFFICER, unit=giver, cadre=False)


def body(response, status=200):
    assert response.status_code == status
    return html.unescape(response.content.decode())


def names(text):
    return re.findall(r'<a class="ten" href="/can-bo/\d+/">([^<]*)</a>', text)


def conclude(task, *, on_time=True, quality_met=True, exceeded=False, completed=True, comment="", year=None):
    return Conclusion.objects.create(
        task=task, year=year, result="met", completed=completed, on_time=on_time, quality_met=quality_met, exceeded=exceeded,
        finished_on=date(2026, 5, 10), concluded_on=date(2026, 5, 20), comment=comment, by=task.created_by, at=NOW,
    )  # fmt: skip


# ---- the list --------------------------------------------------------------------------------------------------------


def test_the_list_is_of_the_readers_reach_in_the_order_of_given_names(client, giver, officer):
    commune = make_unit("Đảng ủy xã Mỹ Bằng", parent=giver)
    for name in ("Vũ Văn Đức", "Lê Thị Anh", "Đỗ Văn Cường"):
        appoint(make_cadre(name), "Bí thư", commune)
    make_task(giver=giver, assignee=make_cadre("Bùi Thị Yến"))
    appoint(make_cadre("Người Nơi Khác"), "Bí thư", make_unit())
    client.force_login(officer)

    assert names(body(client.get("/can-bo/"))) == ["Lê Thị Anh", "Đỗ Văn Cường", "Vũ Văn Đức", "Bùi Thị Yến"]


def test_the_list_is_searched_without_diacritics_and_narrowed_by_unit_and_tasks(client, giver, officer):
    one, two = make_unit("Đảng ủy xã Mỹ Bằng", parent=giver), make_unit("Đảng ủy xã Tân Long", parent=giver)
    dat, hoa = make_cadre("Đỗ Đình Đạt"), make_cadre("Lê Thị Hoa")
    appoint(dat, "Bí thư", one)
    appoint(hoa, "Bí thư", two)
    make_task(giver=giver, unit=two, assignee=hoa)
    client.force_login(officer)

    def shown(**query):
        return names(body(client.get("/can-bo/", {k.replace("_", "-"): v for k, v in query.items()})))

    assert shown(q="do dinh dat") == ["Đỗ Đình Đạt"]
    assert shown(q="%") == []
    assert shown(don_vi=two.pk) == ["Lê Thị Hoa"]
    assert shown(viec="khong") == ["Đỗ Đình Đạt"]
    assert shown(viec="co") == shown(q="hoa") == ["Lê Thị Hoa"]
    assert shown(sap_xep="viec") == ["Lê Thị Hoa", "Đỗ Đình Đạt"]
    assert len(shown(don_vi="10" * 5, viec="?", sap_xep="?", trang="x")) == 2


def test_the_official_order_goes_by_level_and_rank_of_the_post(client, giver, officer):
    commune = make_unit("Đảng ủy xã Mỹ Bằng", parent=giver)
    Position.objects.create(name="Bí thư", rank=1)
    Position.objects.create(name="Chủ tịch", rank=2)
    appoint(make_cadre("Lê Văn An"), "Chủ tịch", commune, managed_by=giver)
    appoint(make_cadre("Lê Văn Yên"), "Bí thư", commune, managed_by=giver)
    appoint(
        make_cadre("Lê Văn Ba"),
        "Bí thư",
        commune,
        managed_by=make_unit("Tỉnh ủy", kind=make_kind("tinh-uy", level=1)),
    )
    client.force_login(officer)

    assert names(body(client.get("/can-bo/?sap-xep=thu-bac"))) == ["Lê Văn Ba", "Lê Văn Yên", "Lê Văn An"]


def test_the_numbers_beside_a_name_count_visible_tasks_by_how_they_go(client, giver, officer):
    cadre = make_cadre("Đỗ Đình Đạt")
    make_task(giver=giver, assignee=cadre, due_on=days(-5))
    make_task(giver=giver, assignee=cadre, status=S.CONCLUDED)
    make_task(giver=giver, assignee=cadre, status=S.DRAFT)
    make_task(assignee=cadre)  # given by somebody else, elsewhere
    client.force_login(officer)

    text = re.sub(r"\s+", " ", body(client.get("/can-bo/")))

    numbers = re.findall(r'<td class="so[^"]*" data-nhan="([^"]*)">(\d+)</td>', text)
    assert numbers == [
        ("Số việc", "2"),
        ("Đang thực hiện", "1"),
        ("Chậm, quá hạn", "1"),
        ("Đã kết luận", "1"),
    ]


def test_htmx_gets_the_table_of_cadres_only(client, giver, officer):
    appoint(make_cadre("Lê Thị Anh"), "Bí thư", giver)
    client.force_login(officer)
    response = client.get("/can-bo/?q=anh&don-vi=", headers={"HX-Request": "true"})
    assert "<html" not in body(response) and response["HX-Push-Url"] == "/can-bo/?q=anh"


def test_a_cadre_without_an_office_has_no_list_of_cadres(client):
    client.force_login(make_user())
    assert client.get("/can-bo/").status_code == 403


# ---- one cadre -------------------------------------------------------------------------------------------------------


def test_a_cadres_page_shows_his_posts_and_tasks(client, giver, officer):
    commune = make_unit("Đảng ủy xã Mỹ Bằng", parent=giver)
    cadre = make_cadre("Nguyễn Văn Bình")
    appoint(cadre, "Phó Bí thư", commune, starts_on=date(2021, 1, 1), ends_on=date(2023, 1, 1))
    appoint(cadre, "Bí thư", commune, managed_by=giver, starts_on=date(2023, 1, 1))
    task = make_task(giver=giver, unit=commune, assignee=cadre, title="Bàn giao 6 khu tái định cư")
    client.force_login(officer)

    text = body(client.get(f"/can-bo/{cadre.pk}/"))

    assert "Bí thư Đảng ủy xã Mỹ Bằng, thuộc diện Ban Thường vụ Huyện ủy Yên Sơn quản lý" in text
    assert "01/01/2021 – 01/01/2023, 24 tháng" in text
    assert "Bàn giao 6 khu tái định cư" in text and task.code in text


def test_the_facts_are_counted_over_concluded_tasks_and_no_grade_is_named(client, giver, officer):
    cadre = make_cadre("Nguyễn Văn Bình")
    good = make_task(giver=giver, assignee=cadre, status=S.CONCLUDED)
    late = make_task(giver=giver, assignee=cadre, status=S.CONCLUDED)
    conclude(good, exceeded=True, comment="Về đích trước hạn.")
    conclude(late, on_time=False)
    conclude(good, year=2025, on_time=False)
    make_task(giver=giver, assignee=cadre, committed_on=days(-9), due_on=days(9))
    make_task(giver=giver, assignee=cadre, committed_on=days(-9), due_on=days(-1))
    make_task(giver=giver, assignee=cadre, due_on=days(9))
    client.force_login(officer)

    text = re.sub(r"<[^>]+>|\s+", " ", body(client.get(f"/can-bo/{cadre.pk}/")))
    text = re.sub(r" +", " ", text)

    for words in (
        "Việc đã kết luận là hoàn thành 2/2 việc", "Hoàn thành đúng thời hạn 1/2 việc", "Bảo đảm chất lượng 2/2 việc",
        "Vượt yêu cầu 1/2 việc", "Việc đang thực hiện đúng tiến độ 1/2 việc, còn 1 việc chậm hoặc quá hạn",
        "Việc được giao 5 3 đang thực hiện, 1 chờ cam kết", "Về đích trước hạn.",
    ):  # fmt: skip
        assert words in text, words
    for grade in ("xuất sắc", "Hoàn thành tốt", "Điểm bình quân"):
        assert grade not in text


def test_only_tasks_that_the_reader_may_see_are_shown_and_counted(client, giver, officer):
    cadre = make_cadre("Nguyễn Văn Bình")
    make_task(giver=giver, assignee=cadre, title="Việc nhìn thấy")
    make_task(assignee=cadre, title="Việc của nơi khác")
    client.force_login(officer)

    text = body(client.get(f"/can-bo/{cadre.pk}/"))

    assert "Việc nhìn thấy" in text and "nơi khác" not in text
    assert re.search(r"Việc được giao</dt><dd><b>1</b>", text)


def test_a_stranger_finds_no_page_and_a_cadre_finds_his_own(client, giver, officer):
    user, colleague = make_user(), make_user()
    make_task(giver=giver, assignee=user)
    for url in (f"/can-bo/{user.cadre.pk}/", f"/can-bo/{user.cadre.pk}/phieu/"):
        for who, status in (
            (user, 200), (officer, 200), (colleague, 404), (make_user(role=Role.OFFICER, unit=make_unit()), 404),
            (make_user(role=Role.SYSTEM_ADMIN, unit=giver), 404),
        ):  # fmt: skip
            client.force_login(who)
            assert client.get(url).status_code == status
    assert client.get(f"/can-bo/{10**17}/").status_code == 404


def test_a_year_or_a_stage_narrows_the_page(client, giver, officer):
    cadre = make_cadre()
    make_task(
        giver=giver, assignee=cadre, title="Năm 2021", decided_on=date(2021, 5, 1), starts_on=date(2021, 5, 1)
    )
    make_task(giver=giver, assignee=cadre, title="Năm 2026")
    client.force_login(officer)

    def shown(query):
        return re.findall(
            r'<a class="ten" href="[^"]*">([^<]*)</a>', body(client.get(f"/can-bo/{cadre.pk}/{query}"))
        )

    assert shown("") == ["Năm 2026", "Năm 2021"]
    assert shown("?ky=2021") == ["Năm 2021"]
    assert shown("?ky=vô-lý") == ["Năm 2026", "Năm 2021"]


def test_a_task_handed_over_stays_on_the_page_with_the_months_held(client, giver, officer):
    first, second = make_cadre(), make_cadre()
    task = make_task(giver=giver, assignee=first, starts_on=date(2026, 1, 10))
    Assignment.objects.filter(task=task).update(ends_on=date(2026, 4, 10))
    Assignment.objects.create(task=task, cadre=second, starts_on=date(2026, 4, 10), name=second.full_name)
    client.force_login(officer)

    text = body(client.get(f"/can-bo/{first.pk}/"))
    assert "giữ việc 3 tháng" in text and "bàn giao 10/04/2026" in text
    assert "bàn giao" not in body(client.get(f"/can-bo/{second.pk}/"))


def test_the_sheet_lists_every_task_on_one_page_for_print(client, giver, officer, settings):
    settings.DEMO = True
    cadre = make_cadre("Nguyễn Văn Bình")
    for _ in range(60):
        make_task(giver=giver, assignee=cadre, indicators=0)
    task = make_task(giver=giver, assignee=cadre, status=S.CONCLUDED)
    conclude(task)
    client.force_login(officer)

    text = body(client.get(f"/can-bo/{cadre.pk}/phieu/"))

    assert "PHIẾU CÁN BỘ" in text and text.count('<th scope="row">') == 61
    assert "Đạt; hoàn thành, đúng hạn" in text and "Dữ liệu minh họa" in text


def test_peers_in_the_same_post_are_compared_where_there_are_enough(client, giver, officer):
    everyone = []
    for n in range(5):
        commune = make_unit(f"Đảng ủy xã {n}", parent=giver)
        cadre = make_cadre(f"Bí thư {n}")
        appoint(cadre, "Bí thư", commune)
        conclude(make_task(giver=giver, unit=commune, assignee=cadre, status=S.CONCLUDED), on_time=n != 0)
        everyone.append(cadre)
    client.force_login(officer)
    text = body(client.get(f"/can-bo/{everyone[0].pk}/"))
    assert "5 đồng chí cùng chức danh Bí thư" in text and "Bí thư 0 0 %" in text

    user = make_user()
    Assignment.objects.filter(cadre=everyone[0]).update(cadre=user.cadre)
    appoint(user.cadre, "Bí thư", giver.children.first())
    client.force_login(user)
    assert "cùng chức danh" not in body(client.get(f"/can-bo/{user.cadre.pk}/"))


def test_an_empty_cadre_has_a_page(client, giver, officer):
    cadre = make_cadre()
    appoint(cadre, "Bí thư", giver, starts_on=days(30))
    client.force_login(officer)
    assert "Chưa có việc nào được giao" in body(client.get(f"/can-bo/{cadre.pk}/"))
    assert "Chưa có việc nào được giao" in body(client.get(f"/can-bo/{cadre.pk}/phieu/"))


# ---- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "n"),
    [
        ((2021, 1, 1), (2023, 1, 1), 24), ((2021, 1, 10), (2021, 1, 11), 1), ((2021, 1, 31), (2021, 3, 1), 1),
        ((2021, 1, 1), (2021, 1, 1), 0), ((2021, 1, 10), (2021, 4, 28), 4), ((2021, 5, 1), (2021, 4, 1), 0),
    ],
)  # fmt: skip
def test_months_are_whole_ones_rounded_by_half(starts, ends, n):
    assert careers.months(date(*starts), date(*ends)) == n


def test_the_summary_is_one_query_and_adds_up(giver, officer, django_assert_num_queries):
    cadre = make_cadre()
    for status in S:
        make_task(giver=giver, assignee=cadre, status=status, extension_count=1)
    tasks = careers.carried_by(cadre, visible_tasks(officer))
    list(visible_tasks(officer)[:1])
    with django_assert_num_queries(1):
        found = careers.summary(tasks, cadre, today())
    marks = list(tasks.with_mark(today()).values_list("mark", flat=True))
    assert found.total == found.extensions == len(marks)
    assert found.concluded == 2 and found.on_time_share == Decimal(0)
    assert found.uncommitted == marks.count(Mark.AWAITING_COMMITMENT)

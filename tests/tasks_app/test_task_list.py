"""The list: everything the user may see and nothing else, under every condition of the address."""

import html
import re
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from cadres.models import Office
from tasks_app.models import Assignment, ChangeRequest, Mark, Round, StatisticalGroup, Task
from tasks_app.models.codes import code_key
from tasks_app.statistics import listing
from tasks_app.statistics.states import ALIASES, STATES, TABS, marked
from tests.factories import NOW, make_cadre, make_field, make_indicator, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
URL = "/viec/"


def today():
    return timezone.localdate()


def days(n):
    return today() + timedelta(days=n)


@pytest.fixture
def giver():
    return make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")


@pytest.fixture
def page(client, officer):
    """The list as the officer gets it: `page(q="…")` → the page's text, entities resolved."""
    client.force_login(officer)

    def get(status=200, htmx=False, **conditions):
        query = {name.replace("_", "-"): value for name, value in conditions.items()}
        headers = {"HX-Request": "true"} if htmx else {}
        response = client.get(URL, query, headers=headers)
        assert response.status_code == status
        return html.unescape(response.content.decode())

    return get


def titles(text):
    return re.findall(r'<a class="ten" href="[^"]*">([^<]*)</a>', text)


def tabs(text):
    text = re.search(r'id="the-nhanh".*?</ul>', text, re.DOTALL)[0]
    return {
        label.strip(): int(n.replace(".", ""))
        for label, n in re.findall(
            r"<li><a href=\"[^\"]*\"(?: aria-current=\"true\")?>([^<]+)<b>([\d.]+)</b>", text
        )
    }


def counted(text):
    tasks, people = re.search(r"Có ([\d.]+) việc, ([\d.]+) đồng chí", text).groups()
    return int(tasks.replace(".", "")), int(people.replace(".", ""))


def test_the_list_shows_what_the_user_may_see_and_nothing_else(page, giver):
    make_task(giver=giver, title="Việc của tỉnh")
    make_task(title="Việc của nơi khác")

    text = page()

    assert titles(text) == ["Việc của tỉnh"]
    assert "nơi khác" not in text
    assert tabs(text)["Tất cả"] == 1


def test_a_cadre_finds_his_own_tasks_only(client, giver):
    cadre = make_user()
    make_task(giver=giver, assignee=cadre, title="Việc của tôi")
    make_task(giver=giver, title="Việc của người khác")
    client.force_login(cadre)

    text = html.unescape(client.get(URL).content.decode())

    assert titles(text) == ["Việc của tôi"]
    assert "Đặt hàng việc" not in text and 'name="viec"' not in text


def a_task_of_every_kind(giver):
    """Each status with each side of every date that a mark looks at."""
    on = today()
    for status, due, committed, slow, soon in product(
        S, (on - timedelta(days=1), on, days(40)), (None, on), (None, on, days(1)), (None, on, days(1))
    ):
        fields = {}
        if status in (S.CONCLUDED, S.CLOSED):
            fields = {"finished_on": on, "completed": soon != on}
        yield make_task(
            giver=giver, status=status, due_on=due, starts_on=days(-300), committed_on=committed, indicators=0,
            slow_from_on=slow, due_soon_on=soon, **fields,
        )  # fmt: skip


def test_each_condition_on_a_mark_says_the_same_as_the_mark_itself(giver):
    for _ in a_task_of_every_kind(giver):
        pass
    on = today()
    told = dict(Task.objects.with_mark(on).values_list("pk", "mark"))
    assert set(told.values()) == {None, *Mark}
    for mark in Mark:
        found = set(Task.objects.filter(marked(mark, on)).values_list("pk", flat=True))
        assert found == {pk for pk, m in told.items() if m == mark}, mark


def test_the_number_on_each_tab_is_the_number_of_its_rows(page, giver):
    for _ in a_task_of_every_kind(giver):
        pass
    running = Task.objects.filter(status=S.IN_FORCE).first()
    ChangeRequest.objects.create(
        task=running, kind="extension", reason="mưa lũ", requested_by=running.created_by, requested_at=NOW
    )

    shown = tabs(page())

    assert list(shown) == [state.label for state in TABS]
    for state in TABS:
        tasks, _ = counted(page(trang_thai=state.code))
        assert tasks == shown[state.label], state.label
    assert shown["Xin gia hạn"] == 1
    # What was given up before anybody looked at it is its cadre's own.
    assert shown["Tất cả"] + shown["Chưa quyết định"] == Task.objects.exclude(status=S.WITHDRAWN).count()


@pytest.mark.parametrize("code", [*STATES, *ALIASES])
def test_every_state_of_the_address_gives_a_page(page, giver, code):
    make_task(giver=giver, status=S.CONCLUDED)
    text = page(trang_thai=code)
    assert "Không có giá trị này" not in text


def test_a_mark_of_the_code_base_and_its_word_in_the_address_are_the_same_condition(page, giver):
    make_task(giver=giver, title="Quá hạn rồi", due_on=days(-2))
    make_task(giver=giver, title="Còn hạn", due_on=days(20))

    assert titles(page(trang_thai="overdue")) == titles(page(trang_thai="qua-han")) == ["Quá hạn rồi"]


def test_search_finds_titles_codes_and_people_without_diacritics(page, giver):
    make_task(giver=giver, title="Giải phóng mặt bằng xã Mỹ Bằng", assignee=make_cadre("Đỗ Đình Đạt"))
    make_task(giver=giver, title="Trồng chè", assignee=make_cadre("Lê Thị Hoa"), code="TU-2026-777")

    assert titles(page(q="do dinh dat")) == ["Giải phóng mặt bằng xã Mỹ Bằng"]
    assert titles(page(q="ĐỖ ĐÌNH")) == ["Giải phóng mặt bằng xã Mỹ Bằng"]
    assert titles(page(q="my bang")) == ["Giải phóng mặt bằng xã Mỹ Bằng"]
    assert titles(page(q="tu-2026-777")) == ["Trồng chè"]
    assert titles(page(q="không có")) == []


def test_signs_of_like_are_plain_letters_in_a_search(page, giver):
    make_task(giver=giver, title="Đạt 100% tiêu chí")
    make_task(giver=giver, title="Đạt 100 tiêu chí")
    make_task(giver=giver, title="Biểu a_b")

    assert titles(page(q="100%")) == ["Đạt 100% tiêu chí"]
    assert titles(page(q="a_b")) == ["Biểu a_b"]
    assert titles(page(q="%%%")) == []


def test_what_is_typed_is_shown_again_and_never_as_markup(client, officer, page):
    client.force_login(officer)
    raw = client.get(URL, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in raw


def test_a_unit_means_everything_below_it(page, giver):
    district = make_unit("Huyện ủy Yên Sơn", parent=giver)
    commune = make_unit("Đảng ủy xã Mỹ Bằng", parent=district)
    make_task(giver=giver, unit=district, title="Huyện")
    make_task(giver=giver, unit=commune, title="Xã", due_on=days(0))
    make_task(giver=giver, title="Nơi khác")

    assert titles(page(don_vi=district.pk)) == ["Xã", "Huyện"]
    assert titles(page(don_vi=commune.pk)) == ["Xã"]
    assert "Huyện ủy Yên Sơn" in page(don_vi=district.pk)


@pytest.mark.parametrize(
    "conditions",
    [
        {"don_vi": "999999999"}, {"don_vi": "x"}, {"don_vi": "9" * 40}, {"linh_vuc": "khong-co"}, {"han": "den-2026-99-99"},
        {"han": "trong-x"}, {"trang_thai": "??"}, {"nhom": "khong-co"}, {"ky": "1"}, {"ky": "2021-20255"}, {"tinh_chat": "x"},
        {"nguon": "x"}, {"sap_xep": "; drop"}, {"cap_uy": "1"}, {"cap_uy": "x"}, {"q": "\x00"},
    ],
)  # fmt: skip
def test_a_condition_that_makes_no_sense_is_set_aside_and_named(page, giver, conditions):
    make_task(giver=giver, title="Vẫn hiện")
    text = page(**conditions)
    assert titles(text) == ["Vẫn hiện"]
    assert "Không có giá trị này" in text


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", ""])
def test_a_page_that_is_not_there_gives_the_nearest_one(page, giver, number):
    make_task(giver=giver, title="Vẫn hiện")
    assert titles(page(trang=number)) == ["Vẫn hiện"]


def test_a_unit_outside_the_scope_is_as_unknown_as_one_that_is_not_there(page, giver):
    make_task(giver=giver, title="Vẫn hiện")
    other = make_unit("Đảng ủy xã Bí Mật")

    there, nowhere = page(don_vi=other.pk), page(don_vi=other.pk + 10**6)

    assert "Bí Mật" not in there
    assert titles(there) == titles(nowhere) == ["Vẫn hiện"]


def test_field_group_nature_origin_year_and_stage_narrow_the_list(page, giver):
    group = StatisticalGroup.objects.create(committee=giver, code="btv", name="Diện Ban Thường vụ")
    stage = Round.objects.create(
        committee=giver, name="Giai đoạn", year_from=2021, year_to=2025, stage="2021–2025"
    )
    wanted = make_task(
        giver=giver, title="Trúng", field=make_field("Thu ngân sách"), group=group, natures=["hard"],
        origin=Task.Origin.REGISTERED, round=stage, decided_on=days(0).replace(year=2021, month=5, day=4),
        starts_on=days(0).replace(year=2021, month=5, day=4),
    )  # fmt: skip
    make_task(giver=giver, title="Trượt")

    for conditions in (
        {"linh_vuc": wanted.field.code}, {"nhom": "btv"}, {"tinh_chat": "hard"}, {"nguon": "registered"}, {"ky": "2021"},
        {"ky": "2021-2025"}, {"ky": "2021–2025"},
    ):  # fmt: skip
        assert titles(page(**conditions)) == ["Trúng"], conditions
    assert "Diện Ban Thường vụ" in page(nhom="btv")


def test_deadlines_narrow_the_list_by_days_ahead_days_overdue_and_a_last_day(page, giver):
    for n in (-200, -90, -45, -3, 0, 6, 12, 60):
        make_task(giver=giver, title=f"{n}", due_on=days(n), starts_on=days(-300))

    assert titles(page(han="trong-7")) == ["0", "6"]
    assert titles(page(han="trong-15")) == ["0", "6", "12"]
    assert titles(page(han="qua-han")) == ["-200", "-90", "-45", "-3"]
    assert titles(page(han="qua-1-30")) == ["-3"]
    assert titles(page(han="qua-31-60")) == ["-45"]
    assert titles(page(han="qua-61-120")) == ["-90"]
    assert titles(page(han="qua-120")) == ["-200"]
    assert titles(page(han=f"den-{days(-3)}")) == ["-200", "-90", "-45", "-3"]


def test_people_are_counted_once_and_collectives_not_at_all(page, giver):
    one, two = make_cadre(), make_cadre()
    for _ in range(3):
        make_task(giver=giver, assignee=one)
    shared = make_task(giver=giver, assignee=two)
    Assignment.objects.create(task=shared, cadre=one, role="co", starts_on=today(), name=one.full_name)

    assert counted(page()) == (4, 2)


def test_sorting_by_person_goes_by_the_given_name(page, giver):
    for name in ("Vũ Văn Đức", "Lê Thị Anh", "Đỗ Văn Cường", "Ao Thị Yến", "Bùi Văn Dũng"):
        make_task(giver=giver, title=name, assignee=make_cadre(name))

    order = ["Lê Thị Anh", "Đỗ Văn Cường", "Bùi Văn Dũng", "Vũ Văn Đức", "Ao Thị Yến"]
    assert titles(page(sap_xep="dong-chi")) == order
    assert titles(page(sap_xep="-dong-chi")) == order[::-1]


@pytest.mark.parametrize("key", listing.ORDERS)
def test_every_order_gives_a_page_and_its_mirror(page, giver, key):
    for n in range(3):
        make_task(giver=giver, title=f"Việc {n}", due_on=days(n), progress=n / 10)
    down = key.startswith("-")
    expected = ["Việc 0", "Việc 1", "Việc 2"]
    if key.lstrip("-") != "dong-chi":
        assert titles(page(sap_xep=key)) == (expected[::-1] if down else expected)


def test_codes_stand_in_the_order_of_their_numbers_and_what_has_none_last(page, giver):
    codes = ["TU-2025-7", "TU-2026-098", "TU-2026-999", "TU-2026-1000", "TU-2026-10001"]
    tasks = [make_task(giver=giver, title=code, code=code) for code in reversed(codes)]
    waiting = make_task(giver=giver, title="Chờ quyết định", status=Task.Status.AWAITING_DECISION)
    assert titles(page(sap_xep="ma")) == codes
    assert titles(page(sap_xep="-ma")) == codes[::-1]
    assert list(Task.objects.in_code_order().values_list("code", flat=True)) == [*codes, None]
    assert [task.code for task in sorted([waiting, *tasks], key=lambda task: code_key(task.code))] == [
        *codes,
        None,
    ]


def test_fifty_rows_a_page_and_the_links_keep_the_conditions(page, giver):
    for n in range(51):
        make_task(giver=giver, title=f"Cầu {n:02}", indicators=0)

    first, second = page(q="cau", sap_xep="viec"), page(q="cau", sap_xep="viec", trang="2")

    assert len(titles(first)) == 50 and titles(second) == ["Cầu 50"]
    assert "?q=cau&sap-xep=viec&trang=2" in first
    assert "Việc 51–51 trong 51" in second


def test_each_chip_takes_its_own_condition_away(page, giver):
    make_task(giver=giver, title="Cầu", due_on=days(-2))
    text = page(q="cau", trang_thai="can-don-doc", han="qua-han")
    chips = dict(re.findall(r'<a class="bo" href="([^"]*)"><span class="mot-dong">([^<]*)<', text))

    assert chips == {
        "?han=qua-han&trang-thai=can-don-doc": "«cau»",
        "?q=cau&trang-thai=can-don-doc": "Đã quá hạn",
        "?q=cau&han=qua-han": "Cần đôn đốc",
    }


def test_tabs_keep_the_conditions_and_count_under_them(page, giver):
    make_task(giver=giver, title="Cầu", due_on=days(-2))
    make_task(giver=giver, title="Đường", due_on=days(-2))

    text = page(q="cau")

    assert tabs(text)["Cần đôn đốc"] == 1
    assert 'href="?q=cau&trang-thai=can-don-doc"' in text


def test_an_empty_list_says_what_it_means(page, giver):
    assert "Chưa có việc nào được quyết định giao" in page()
    assert "Không có việc quá hạn" in page(trang_thai="overdue")
    assert "Không có việc nào đang chờ kết luận" in page(trang_thai="cho-ket-luan")
    assert "Không có việc phù hợp" in page(q="gì đó")


def test_htmx_gets_the_table_and_what_changes_around_it(page, client, giver, officer):
    make_task(giver=giver, title="Cầu")
    response = client.get(URL, {"q": "cau", "don-vi": ""}, headers={"HX-Request": "true"})
    text = html.unescape(response.content.decode())

    assert "<html" not in text and titles(text) == ["Cầu"]
    assert 'id="the-nhanh" hx-swap-oob' in text and "Có 1 việc, 1 đồng chí" in text
    assert response["HX-Push-Url"] == "/viec/?q=cau"
    assert "HX-Request" in response["Vary"]
    assert "HX-Request" in client.get(URL)["Vary"]


def test_a_row_shows_the_figure_against_its_target(page, giver):
    def one(**fields):
        task = make_task(giver=giver, indicators=0, title=f"Việc {Task.objects.count()}")
        indicator = make_indicator(task, **fields)
        text = re.sub(r"\s+", " ", page(q=task.title))
        assert indicator.task == task
        return re.search(r'data-nhan="Kết quả">(.*?)</td>', text)[1].replace("<wbr>", "")

    assert one(target=18, current=17, measure_unit="km") == "17/18 km"
    assert one(target="1046.5", measure_unit="ha") == "–/1.046,5 ha"
    assert one(kind="ratio", target=17, whole=19, current=12, measure_unit="tiêu chí") == "12/19 tiêu chí"
    assert one(kind="document", target=1, current=1, measure_unit="") == "Đã ban hành"
    assert one(kind="yes_no", target=1, measure_unit="") == "Chưa có"
    assert (
        one(kind="down", lower_is_better=True, target=5, baseline=9, current="7.2", measure_unit="%")
        == "7,2/≤ 5%"
    )


def test_only_the_desk_of_the_giver_finds_the_way_to_urge_and_order(client, page, giver):
    task = make_task(giver=giver, due_on=days(-2))
    assert f"/viec/{task.code}/don-doc/" in page() and "Đặt hàng việc" in page()

    client.force_login(make_user(role=Role.INSPECTOR, unit=giver))
    text = client.get(URL).content.decode()
    assert task.code in text
    assert f"/viec/{task.code}/don-doc/" not in text and 'name="viec"' not in text


def test_the_officer_is_led_to_the_decision_where_tasks_wait_for_it(page, giver):
    assert "Ghi quyết định" not in page()
    make_task(giver=giver, status=S.AWAITING_DECISION)
    assert "Ghi quyết định" in page()


def test_with_several_committees_the_address_says_which_one(client, giver):
    other = make_unit("Huyện ủy Sơn Dương")
    user = make_user(role=Role.OFFICER, unit=giver)
    Office.objects.create(user=user, role=Role.OFFICER, unit=other, starts_on=days(-9))
    make_task(giver=giver, title="Của tỉnh")
    make_task(giver=other, title="Của huyện")
    client.force_login(user)

    def shown(query):
        return set(titles(html.unescape(client.get(URL + query).content.decode())))

    assert shown("") == {"Của tỉnh", "Của huyện"}
    assert shown(f"?cap-uy={other.pk}") == {"Của huyện"}


def test_figures_of_a_large_list_are_kept_some_seconds_and_those_of_a_small_one_never(
    page, giver, monkeypatch
):
    make_task(giver=giver)
    assert counted(page()) == (1, 1)
    make_task(giver=giver)
    assert counted(page()) == (2, 2)

    monkeypatch.setattr(listing, "COUNTED_ANEW", 2)
    assert counted(page()) == (2, 2)
    make_task(giver=giver)
    assert counted(page()) == (2, 2)


def test_awkward_data_gives_a_page(page, giver):
    long = "Đ" * 40
    task = make_task(giver=giver, title=" ".join([long] * 7)[:300], indicators=0)
    Assignment.objects.filter(task=task).update(ends_on=today())
    assert "Chưa có" in page()

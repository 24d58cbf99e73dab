"""Ordering a task: the form, its rules, drafts, and what it writes."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cadres.models import Office
from tasks_app.models import Assignment, Indicator, Notice, PendingForm, Task
from tests.factories import START, appoint, make_cadre, make_task, make_unit, make_user
from tests.tasks_app.ordering_desk import errors_of, make_desk, order_data

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
NEW = "/viec/moi/"


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def as_officer(client, desk):
    client.force_login(desk.officer)
    return client


def test_an_order_is_written_whole_and_waits_for_the_decision(as_officer, desk):
    answer = as_officer.post(NEW, order_data(desk, coordinating="huyen uy yen son", co="le thi mai"))

    task = Task.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("tasks:task_page", args=[task.ref])
    assert (task.status, task.origin, task.giver, task.unit) == (
        S.AWAITING_DECISION, Task.Origin.ORDERED, desk.giver, desk.land,
    )  # fmt: skip
    assert task.natures == ["hard", "backlog"]
    assert task.code is None and task.unit_path == desk.land.path
    assert list(task.coordinating_units.all()) == [desk.district]
    lead, co = task.assignments.order_by("pk")
    assert (lead.cadre, lead.role, lead.title) == (
        desk.hung.cadre, Assignment.Role.LEAD, "Giám đốc Sở Tài nguyên và Môi trường",
    )  # fmt: skip
    assert (co.cadre, co.role) == (desk.mai, Assignment.Role.CO)
    row = task.indicators.get()
    assert (row.name, row.target, row.weight) == ("Diện tích bàn giao mặt bằng", Decimal(312), Decimal(100))
    assert [event.kind for event in task.events.order_by("pk")] == ["created", "order"]


def test_the_page_names_the_giver_and_asks_for_one_thing(as_officer):
    page = as_officer.get(NEW)

    assert page.status_code == 200
    assert "Ban Thường vụ Tỉnh ủy Tuyên Quang giao việc" in page.content.decode()
    assert page.content.decode().count("btn-chinh") == 1
    assert "Đưa vào danh mục trình" in page.content.decode()


def test_the_leader_orders_and_the_desk_is_told(client, desk):
    client.force_login(desk.leader)
    assert "Đặt hàng</button>" in client.get(NEW).content.decode()

    client.post(NEW, order_data(desk))

    assert Task.objects.get().status == S.AWAITING_DECISION
    assert list(Notice.objects.values_list("recipient", flat=True)) == [desk.officer.pk]


@pytest.mark.parametrize("who", ["hung", "appraiser"])
def test_nobody_else_has_an_order_form(client, desk, who):
    client.force_login(getattr(desk, who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, order_data(desk)).status_code == 403


def test_a_committee_one_does_not_sit_in_has_no_order_form(as_officer, desk):
    assert as_officer.get(f"{NEW}?cap-uy={desk.stranger.offices.get().unit_id}").status_code == 404
    assert as_officer.get(f"{NEW}?cap-uy=x").status_code == 404


@pytest.mark.parametrize(
    ("changes", "rows", "sentence"),
    [
        ({"title": ""}, [{}], "Nhập tên việc"),
        ({"title": "a" * 301}, [{}], "Tên việc: rút gọn còn nhiều nhất 300 ký tự, hiện là 301"),
        ({"lead": ""}, [{}], "Chọn đồng chí được giao"),
        ({"field": ""}, [{}], "Chọn lĩnh vực"),
        ({"field": "999999"}, [{}], "Chọn lĩnh vực trong danh sách"),
        ({"natures": []}, [{}], "Tính chất việc: chọn ít nhất một tính chất của việc"),
        ({"due_on": "31/02/2027"}, [{}], "Hạn hoàn thành: nhập ngày có thật theo dạng ngày/tháng/năm, ví dụ 28/02/2027"),
        ({"due_on": "01/01/20226"}, [{}], None),
        ({}, [{"weight": "50"}, {"weight": "25"}, {"weight": "15"}], "Tổng trọng số phải bằng 100, hiện là 90"),
        ({}, [{"weight": "33,33"}] * 3, "Tổng trọng số phải bằng 100, hiện là 99,99"),
        ({}, [{"weight": "60"}, {"weight": "40", "target": ""}], "Chỉ tiêu 2: nhập chỉ tiêu giao bằng số"),
        ({}, [{"target": "nhiều"}], "Chỉ tiêu 1: nhập chỉ tiêu giao bằng số, ví dụ 1.046 hoặc 91,5"),
        ({}, [{"target": "0"}], "Chỉ tiêu 1: nhập chỉ tiêu giao lớn hơn 0"),
        ({}, [{"target": "-5"}], "Chỉ tiêu 1: nhập chỉ tiêu giao từ 0 trở lên"),
        ({}, [{"target": "NaN"}], "Chỉ tiêu 1: nhập chỉ tiêu giao bằng số, ví dụ 1.046 hoặc 91,5"),
        ({}, [{"baseline": "400"}], "Chỉ tiêu 1: nhập chỉ tiêu giao không thấp hơn hiện trạng, hoặc chọn loại «Số, giảm»"),
        ({}, [{"kind": "down", "baseline": ""}], "Chỉ tiêu 1: nhập hiện trạng để tính được mức giảm"),
        ({}, [{"kind": "down", "baseline": "3"}], "Chỉ tiêu 1: nhập chỉ tiêu giao không cao hơn hiện trạng, hoặc chọn loại khác"),
        ({}, [{"kind": "ratio", "whole": ""}], "Chỉ tiêu 1: nhập tổng số lớn hơn 0"),
        ({}, [{"target": "190/200"}], "Chỉ tiêu 1: chọn loại «Tỷ số x/y» để nhập chỉ tiêu giao dạng 190/200"),
        ({}, [{"kind": "ratio", "target": "190/200", "whole": "300"}], "Chỉ tiêu 1: nhập chỉ tiêu giao bằng số, ví dụ 1.046 hoặc 91,5"),
        ({}, [{"kind": "ratio", "whole": "300"}], "Chỉ tiêu 1: nhập chỉ tiêu giao không quá tổng số 300"),
        ({}, [{"kind": "percent", "baseline": "120", "target": "130"}], "Chỉ tiêu 1: nhập hiện trạng từ 0 đến 100"),
        ({}, [{"kind": "document"}], None),
        ({}, [{"kind": "rubric"}], None),
        ({}, [{"measure_unit": ""}], "Chỉ tiêu 1: nhập đơn vị tính, ví dụ: ha, hộ, tỷ đồng"),
        ({}, [{"weight": "0"}], "Chỉ tiêu 1: nhập trọng số lớn hơn 0, không quá 100"),
        ({}, [{"weight": "33,333"}], None),
        ({}, [], "Nhập ít nhất một chỉ tiêu đo được"),
        ({}, [{"name": "", "measure_unit": "", "baseline": "", "target": ""}], "Nhập ít nhất một chỉ tiêu đo được"),
    ],
)  # fmt: skip
def test_a_wrong_order_is_refused_with_its_sentence_and_keeps_what_was_typed(
    as_officer, desk, changes, rows, sentence
):
    data = order_data(desk, rows=rows, **changes)
    answer = as_officer.post(NEW, data)

    assert answer.status_code == 422
    assert Task.objects.count() == 0
    found = errors_of(answer)
    assert found, answer.content.decode()[:2000]
    if sentence:
        assert sentence in [text.replace("&#x27;", "'") for text in found]
    page = answer.content.decode()
    assert "<title>Lỗi:" in page
    assert "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII" in page


def test_the_deadline_lies_after_the_start(as_officer, desk):
    answer = as_officer.post(NEW, order_data(desk, due_on=f"{desk.today:%d/%m/%Y}"))
    assert errors_of(answer) == [f"Nhập hạn hoàn thành sau ngày bắt đầu {desk.today:%d/%m/%Y}"]


def test_the_closing_day_of_a_figure_lies_within_the_task(as_officer, desk):
    late = desk.today + timedelta(days=400)
    answer = as_officer.post(NEW, order_data(desk, rows=[{"due_on": f"{late:%d/%m/%Y}"}]))
    assert answer.status_code == 422
    assert "nhập ngày trong khoảng" in errors_of(answer)[0]


@pytest.mark.parametrize(
    ("row", "stored"),
    [
        ({"kind": "down", "baseline": "40", "target": "0"}, {"lower_is_better": True, "target": Decimal(0)}),
        ({"kind": "ratio", "baseline": "12", "target": "28", "whole": "28"}, {"whole": Decimal(28), "lower_is_better": False}),
        ({"kind": "ratio", "baseline": "12", "target": "190/200", "whole": ""}, {"target": Decimal(190), "whole": Decimal(200)}),
        ({"kind": "ratio", "baseline": "0/200", "target": "190/200", "whole": "200"}, {"baseline": Decimal(0), "target": Decimal(190)}),
        ({"kind": "percent", "baseline": "12,5", "target": "3", "measure_unit": ""}, {"lower_is_better": True, "measure_unit": "%"}),
        ({"kind": "percent", "baseline": "90", "target": "136,4"}, {"target": Decimal("136.4")}),
        ({"kind": "yes_no", "target": "", "measure_unit": ""}, {"target": Decimal(1), "baseline": None}),
        ({"kind": "rank", "baseline": "9", "target": "3"}, {"lower_is_better": True}),
        ({"target": "1.046"}, {"target": Decimal(1046)}),
        ({"target": "１２"}, {"target": Decimal(12)}),
        ({"weight": "100,00"}, {"weight": Decimal(100)}),
    ],
)  # fmt: skip
def test_each_kind_of_indicator_is_stored_as_it_is_counted(as_officer, desk, row, stored):
    answer = as_officer.post(NEW, order_data(desk, rows=[row]))
    assert answer.status_code == 302, errors_of(answer)
    assert {name: getattr(Indicator.objects.get(), name) for name in stored} == stored


def test_a_name_may_be_typed_without_diacritics_and_in_part(as_officer, desk):
    as_officer.post(NEW, order_data(desk, lead="giam doc so tai nguyen"))
    assert Assignment.objects.get().cadre == desk.hung.cadre


def test_of_several_that_fit_one_is_chosen_from_a_list_that_works_without_script(as_officer, desk):
    answer = as_officer.post(NEW, order_data(desk, lead="giám đốc"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Có 2 kết quả phù hợp" in page
    button = f'value="lead:{desk.mai_post.pk}"'
    assert button in page and "Lê Thị Mai, Giám đốc Sở Giao thông vận tải" in page

    drawn = as_officer.post(NEW, order_data(desk, lead="giám đốc", chon=f"lead:{desk.mai_post.pk}"))
    assert drawn.status_code == 200
    assert f'name="lead-id" value="{desk.mai_post.pk}"' in drawn.content.decode()
    assert Task.objects.count() == 0

    text = "Lê Thị Mai, Giám đốc Sở Giao thông vận tải"
    as_officer.post(NEW, order_data(desk, lead=text) | {"lead-id": desk.mai_post.pk})
    assert Task.objects.get().unit == desk.roads


def test_a_text_typed_over_a_picked_person_wins(as_officer, desk):
    as_officer.post(NEW, order_data(desk, lead="Lê Thị Mai") | {"lead-id": desk.hung_post.pk})
    assert Assignment.objects.get().cadre == desk.mai


def test_people_outside_the_committee_do_not_exist_for_the_form(as_officer, desk):
    far = make_unit("Tỉnh ủy Vĩnh Phúc")
    post = appoint(make_cadre("Hoàng Văn Xa"), "Bí thư", far, managed_by=far)

    answer = as_officer.post(NEW, order_data(desk, lead="Hoàng Văn Xa"))
    assert "Hoàng Văn Xa, Bí thư" not in answer.content.decode()
    answer = as_officer.post(NEW, order_data(desk, lead="") | {"lead-id": post.pk})
    assert errors_of(answer) == ["Chọn đồng chí được giao"]
    found = as_officer.get(f"/viec/tim-dong-chi/?o=lead&trong={desk.giver.pk}&lead=hoang")
    assert "Hoàng" not in found.content.decode()
    assert as_officer.get(f"/viec/tim-dong-chi/?o=lead&trong={far.pk}&lead=hoang").status_code == 404
    assert as_officer.get("/viec/tim-dong-chi/?o=lead&trong=99999999999999999&lead=hoang").status_code == 404


def test_who_left_or_was_switched_off_is_refused_and_the_successor_named(as_officer, desk):
    desk.hung_post.ends_on = desk.today
    desk.hung_post.save()
    appoint(make_cadre("Vũ Đức Minh"), "Giám đốc", desk.land, managed_by=desk.giver, starts_on=desk.today)

    answer = as_officer.post(NEW, order_data(desk, lead="Trần Quốc Hưng"))
    assert "Giám đốc Sở Tài nguyên và Môi trường hiện là đồng chí Vũ Đức Minh" in answer.content.decode()

    desk.mai.user = make_user(cadre=False, is_active=False)
    desk.mai.save()
    answer = as_officer.post(NEW, order_data(desk, lead="Lê Thị Mai"))
    assert answer.status_code == 422 and Task.objects.count() == 0


def test_the_same_comrade_stands_once_in_a_task(as_officer, desk):
    answer = as_officer.post(NEW, order_data(desk, co="Trần Quốc Hưng"))
    assert errors_of(answer) == ["Đồng chí cùng thực hiện: mỗi đồng chí chỉ ghi một lần trong một việc"]


def test_one_comrade_does_not_carry_two_running_tasks_of_one_name(as_officer, desk):
    as_officer.post(NEW, order_data(desk))
    answer = as_officer.post(
        NEW, order_data(desk, title="HOÀN THÀNH  giải phóng mặt bằng đường cao tốc qua huyện Yên Sơn")
    )
    assert answer.status_code == 422
    assert "đồng chí Trần Quốc Hưng đang có việc cùng tên" in errors_of(answer)[0]
    assert as_officer.post(NEW, order_data(desk, lead="Lê Thị Mai")).status_code == 302


def test_a_collective_is_carried_by_its_head(as_officer, desk):
    post = desk.hung_post.position
    post.is_head = True
    post.save()

    answer = as_officer.post(NEW, order_data(desk, lead="", collective="so tai nguyen"))

    assert answer.status_code == 302, errors_of(answer)
    row = Assignment.objects.get()
    assert (row.cadre, row.collective, row.task.unit) == (desk.hung.cadre, desk.land, desk.land)


def test_a_task_may_make_a_higher_one_concrete(as_officer, desk):
    higher = make_task(giver=desk.giver, unit=desk.land, title="Giải phóng mặt bằng toàn tỉnh")
    as_officer.post(NEW, order_data(desk, contributes_to=higher.code))
    assert Task.objects.get(status=S.AWAITING_DECISION).contributes_to == higher


def test_a_task_one_may_not_see_cannot_be_named_as_the_higher_one(as_officer, desk):
    hidden = make_task()
    answer = as_officer.post(NEW, order_data(desk, contributes_to=hidden.code))
    assert answer.status_code == 422
    missing = as_officer.post(NEW, order_data(desk, contributes_to="KHONG-2026-001"))
    assert errors_of(answer) == errors_of(missing)


# ---- drafts ----------------------------------------------------------------------------------------------------------


def test_a_draft_needs_a_title_a_field_and_somebody(as_officer, desk):
    answer = as_officer.post(NEW, order_data(desk, lam="nhap", natures=[], due_on="", rows=[{"target": ""}]))

    task = Task.objects.get()
    assert answer.url == reverse("tasks:edit_task", args=[task.ref])
    assert task.status == S.DRAFT
    assert task.indicators.get().target is None
    page = as_officer.get(answer.url).content.decode()
    assert "Đã lưu nháp lúc" in page
    assert "Còn chỉ tiêu chưa có chỉ tiêu giao" in page
    assert "Trần Quốc Hưng, Giám đốc Sở Tài nguyên và Môi trường" in page

    assert errors_of(as_officer.post(NEW, order_data(desk, lam="nhap", title="", lead="", field=""))) == [
        "Chọn đồng chí được giao", "Nhập tên việc", "Chọn lĩnh vực",
    ]  # fmt: skip


def test_a_draft_is_changed_and_then_listed(as_officer, desk):
    as_officer.post(
        NEW, order_data(desk, lam="nhap", rows=[{"weight": "60"}, {"weight": "40", "name": "Hộ"}])
    )
    task = Task.objects.get()
    url = reverse("tasks:edit_task", args=[task.ref])
    _, second = task.indicators.order_by("rank")
    data = order_data(
        desk,
        lam="nhap",
        title="Xây dựng khu tái định cư thôn Cầu",
        rows=[{"id": second.pk, "name": "Khu tái định cư"}],
    )

    as_officer.post(url, data | {"version": 1})

    task.refresh_from_db()
    assert (task.title, task.version) == ("Xây dựng khu tái định cư thôn Cầu", 2)
    assert [row.pk for row in task.indicators.all()] == [second.pk]
    assert task.events.filter(kind="edited").count() == 1

    as_officer.post(url, order_data(desk, lead="Lê Thị Mai") | {"version": 2})
    task.refresh_from_db()
    assert (task.status, task.unit) == (S.AWAITING_DECISION, desk.roads)


def test_a_draft_order_exists_for_the_givers_desk_only(client, desk):
    task = make_task(giver=desk.giver, unit=desk.land, assignee=desk.hung, status=S.DRAFT)
    url = reverse("tasks:edit_task", args=[task.ref])
    for user, status in ((desk.leader, 200), (desk.hung, 404), (desk.stranger, 404), (desk.officer, 200)):
        client.force_login(user)
        assert client.get(url).status_code == status


def test_two_who_edit_one_draft_are_told_and_nothing_is_lost(as_officer, desk):
    as_officer.post(NEW, order_data(desk, lam="nhap"))
    task = Task.objects.get()
    url = reverse("tasks:edit_task", args=[task.ref])
    as_officer.post(
        url, order_data(desk, lam="nhap", title="Hoàn thành cầu Tân Hà đúng hạn") | {"version": 1}
    )

    mine = order_data(desk, lam="nhap", title="Hoàn thành đường dẫn cầu Tân Hà", rows=[{"target": "500"}])
    answer = as_officer.post(url, mine | {"version": 1})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "vừa được người khác cập nhật" in page
    assert "Hoàn thành đường dẫn cầu Tân Hà" in page and "Hoàn thành cầu Tân Hà đúng hạn" in page
    assert "Giá trị hiện nay" in page
    task.refresh_from_db()
    assert task.title == "Hoàn thành cầu Tân Hà đúng hạn"
    assert 'name="version" value="2"' in page


def test_who_saves_a_draft_that_has_moved_on_keeps_his_text(as_officer, desk):
    as_officer.post(NEW, order_data(desk, lam="nhap"))
    task = Task.objects.get()
    url = reverse("tasks:edit_task", args=[task.ref])
    as_officer.post(url, order_data(desk) | {"version": 1})
    assert Task.objects.get().status == S.AWAITING_DECISION

    answer = as_officer.post(
        url, order_data(desk, lam="nhap", title="Làm đường mới qua xã Mỹ Bằng") | {"version": 1}
    )

    assert answer.status_code == 409
    assert "Làm đường mới qua xã Mỹ Bằng" in answer.content.decode()
    assert as_officer.get(url).status_code == 404


def test_a_double_click_makes_one_task(as_officer, desk):
    data = order_data(desk) | {"key": str(uuid.uuid4())}
    first, second = as_officer.post(NEW, data), as_officer.post(NEW, data)
    assert Task.objects.count() == 1
    assert second.status_code == 302 and second.url == first.url


def test_what_was_refused_comes_back_with_a_key_so_that_a_double_click_still_makes_one(as_officer, desk):
    assert as_officer.post(NEW, order_data(desk, title="")).status_code == 422
    key = as_officer.get(NEW).context["form"]["key"].value()
    data = order_data(desk, lam="nhap") | {"key": str(key)}
    for _ in range(2):
        assert as_officer.post(NEW, data).status_code == 302
    assert Task.objects.count() == 1


def test_a_refused_listing_leaves_no_draft_behind(client, desk):
    """The leader who is himself the lead may not list the order: nothing is half done."""
    appoint(desk.leader.cadre, "Phó Bí thư Thường trực", desk.giver, managed_by=desk.giver)
    client.force_login(desk.leader)

    answer = client.post(NEW, order_data(desk, lead="Nguyễn Văn Sơn"))

    assert answer.status_code == 422
    assert "không có thẩm quyền" in answer.content.decode()
    assert Task.objects.count() == 0


# ---- buttons inside the form -----------------------------------------------------------------------------------------


def test_rows_are_added_and_taken_away_without_script(as_officer, desk):
    rows = [{"weight": "60"}, {"name": "Hộ nhận tiền", "weight": "25"}]
    page = as_officer.post(NEW, order_data(desk, rows=rows, lam=None, them="1"))
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="ct-TOTAL_FORMS" value="3"' in text
    assert 'name="ct-2-weight" value="15"' in text
    assert "data-loi-tong" not in text

    text = as_officer.post(NEW, order_data(desk, rows=rows, lam=None, xoa="1")).content.decode()
    assert 'name="ct-TOTAL_FORMS" value="1"' in text
    assert "Hộ nhận tiền" in text and 'value="Diện tích' not in text
    assert Task.objects.count() == 0


def test_htmx_gets_only_the_part_that_changed(as_officer, desk):
    def ask(target, lam=None, **more):
        data = order_data(desk, lam=lam, **more)
        return as_officer.post(
            NEW, data, headers={"HX-Request": "true", "HX-Target": target}
        ).content.decode()

    clear = ask("ro", lam="kiem", title="")
    assert "<html" not in clear and "Chưa có tên việc" in clear and 'id="tong-ts"' in clear
    table = ask("chi-tieu", them="1")
    assert "<html" not in table and 'value="2"' in table and 'id="ro"' in table
    field = ask("div_id_co", chon=f"co:{desk.mai_post.pk}")
    assert "<html" not in field and "Lê Thị Mai, Giám đốc Sở Giao thông vận tải" in field


def test_the_load_of_the_person_is_said(as_officer, desk):
    make_task(giver=desk.giver, unit=desk.land, assignee=desk.hung)
    make_task(giver=desk.giver, unit=desk.land, assignee=desk.hung, due_on=START.replace(year=2026, month=2))
    make_task(assignee=desk.hung)  # not visible to this desk: not counted
    page = as_officer.post(NEW, order_data(desk, lam="kiem")).content.decode()
    assert "Đồng chí Trần Quốc Hưng đang thực hiện 2 việc khác, 1 việc quá hạn" in page


@pytest.mark.parametrize(
    "data",
    [
        {"ct-TOTAL_FORMS": "999999"},
        {"ct-TOTAL_FORMS": "-1"},
        {"ct-TOTAL_FORMS": "x"},
        {"ct-TOTAL_FORMS": None},
        {"lead-id": "99999999999999999999"},
        {"lead-id": "1 OR 1=1"},
        {"title": "a\x00b"},
        {"product": "x" * 2_000_001},
        {"round": "0"},
        {"report_rhythm": "7"},
        {"origin": "registered"},
        {"natures": ["new", "none"]},
        {"ct-0-id": "abc", "ct-0-kind": "none"},
        {"ct-0-target": "9" * 5000},
        {"ct-0-target": "1e308"},
        {"ct-0-target": "Infinity"},
        {"starts_on": "01/01/0001"},
        {"due_on": "01/01/9999"},
    ],
)
@pytest.mark.parametrize("button", ["nhap", "trinh", "kiem"])
def test_nothing_odd_breaks_the_form(as_officer, desk, data, button):
    answer = as_officer.post(
        NEW, {k: v for k, v in (order_data(desk, lam=button) | data).items() if v is not None}
    )
    assert answer.status_code in (200, 302, 413, 422, 400)
    # Ids that can't be are passed over, a negative number of rows is none; the rest is refused.
    harmless = "lead-id" in data or data.get("ct-TOTAL_FORMS") == "-1"
    assert harmless or answer.status_code != 302


@pytest.mark.parametrize("field", ["them", "xoa", "chon", "bo"])
@pytest.mark.parametrize("value", ["", "x", "lead:", "title:1", "lead:99999999999999999999", "-1", "co:1"])
def test_odd_buttons_change_nothing(as_officer, desk, field, value):
    assert as_officer.post(NEW, order_data(desk, lam=None) | {field: value}).status_code == 200
    assert Task.objects.count() == 0


def test_fields_that_are_not_the_users_to_set_are_ignored(as_officer, desk):
    as_officer.post(
        NEW, order_data(desk) | {"status": "in_force", "code": "TU-2021-999", "giver": "1", "version": "9"}
    )
    task = Task.objects.get()
    assert (task.status, task.code, task.giver) == (S.AWAITING_DECISION, None, desk.giver)


def test_what_was_typed_is_shown_as_text(as_officer, desk):
    answer = as_officer.post(NEW, order_data(desk, title='"><script>alert(1)</script>', lead="<b>ai</b>"))
    assert "<script>alert" not in answer.content.decode()
    assert "<b>ai</b>" not in answer.content.decode()


def test_a_save_that_comes_in_after_the_form_was_taken_keeps_nothing(as_officer, desk):
    """Otherwise the next order would begin with the words of the one that was just given."""
    data = order_data(desk) | {"key": str(uuid.uuid4())}
    assert as_officer.post(NEW, data | {"lam": "giu"}).status_code == 200
    assert PendingForm.objects.exists()
    assert as_officer.post(NEW, data).status_code == 302
    assert not PendingForm.objects.exists()
    assert as_officer.post(NEW, data | {"lam": "giu"}).status_code == 200
    assert not PendingForm.objects.exists()

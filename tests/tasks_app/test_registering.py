"""Way 1: the cadre registers, his assistant prepares, the desk screens and appraises."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from cadres.models import Authorisation, Office
from tasks_app.actions.appraising import appraise
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.actions.registering import rounds_open_to, submit
from tasks_app.models import Appraisal, Notice, Task
from tests.factories import NOW, START, appoint, make_cadre, make_round, make_task, make_user
from tests.tasks_app.ordering_desk import errors_of, make_desk, order_data

pytestmark = pytest.mark.django_db
Role, S, Opinion = Office.Role, Task.Status, Appraisal.Opinion
URL = "/viec/dang-ky/"


@pytest.fixture
def desk():
    return make_desk()


def registration(desk, **changes):
    return order_data(desk, lead=None, origin=None, collective=None, **changes)


def assistant_of(cadre):
    user = make_user(cadre=False)
    Authorisation.objects.create(cadre=cadre, assistant=user, starts_on=START)
    return user


def test_a_cadre_registers_for_himself_with_the_committee_that_manages_his_post(client, desk):
    client.force_login(desk.hung)
    page = client.get(URL).content.decode()
    assert "Trần Quốc Hưng, Giám đốc Sở Tài nguyên và Môi trường" in page
    assert "Đăng ký với Ban Thường vụ Tỉnh ủy Tuyên Quang" in page

    answer = client.post(URL, registration(desk))

    task = Task.objects.get()
    assert answer.status_code == 302, errors_of(answer)
    assert (task.status, task.origin, task.giver, task.unit) == (
        S.SUBMITTED, Task.Origin.REGISTERED, desk.giver, desk.land,
    )  # fmt: skip
    assert task.assignments.get().cadre == desk.hung.cadre
    assert [e.kind for e in task.events.order_by("pk")] == ["created", "submit"]
    assert Notice.objects.get().recipient == desk.officer


def test_somebody_elses_name_cannot_be_slipped_in(client, desk):
    client.force_login(desk.hung)
    client.post(
        URL, registration(desk) | {"lead": "Lê Thị Mai", "lead-id": desk.mai_post.pk, "origin": "ordered"}
    )
    task = Task.objects.get()
    assert (task.assignments.get().cadre, task.origin) == (desk.hung.cadre, Task.Origin.REGISTERED)


def test_a_registration_follows_the_rules_of_an_order(client, desk):
    client.force_login(desk.hung)
    answer = client.post(URL, registration(desk, rows=[{"weight": "90"}], title=""))
    assert answer.status_code == 422
    assert errors_of(answer) == ["Nhập tên việc", "Tổng trọng số phải bằng 100, hiện là 90"]
    assert Task.objects.count() == 0


def test_he_who_registers_names_people_of_his_own_unit_only(client, desk):
    deputy = appoint(make_cadre("Đỗ Văn Phó"), "Phó Giám đốc", desk.land, managed_by=desk.giver)
    client.force_login(desk.hung)
    assert client.post(URL, registration(desk, co="Lê Thị Mai")).status_code == 422
    assert client.post(URL, registration(desk, co="do van pho")).status_code == 302
    assert Task.objects.get().assignments.filter(cadre=deputy.cadre).exists()
    find = "/viec/tim-dong-chi/?o=co&trong={}&co=le"
    assert client.get(find.format(desk.land.pk)).status_code == 200
    assert client.get(find.format(desk.giver.pk)).status_code == 404


def test_the_assistant_prepares_and_only_the_cadre_sends(client, desk):
    helper = assistant_of(desk.hung.cadre)
    client.force_login(helper)
    assert "Gửi đồng chí xác nhận" in client.get(URL).content.decode()
    answer = client.post(URL, registration(desk))
    task = Task.objects.get()
    assert task.status == S.DRAFT
    assert answer.url == reverse("tasks:edit_task", args=[task.ref])
    events = list(task.events.order_by("pk"))
    assert [event.kind for event in events] == ["created", "edited"]
    assert {(event.by, event.on_behalf_of) for event in events} == {(helper, desk.hung.cadre)}
    notice = Notice.objects.get()
    assert notice.recipient == desk.hung and "xác nhận và gửi" in notice.text
    with pytest.raises(NotPossible, match="thẩm quyền"):
        submit(task, by=helper, at=NOW)

    client.force_login(desk.hung)
    url = reverse("tasks:edit_task", args=[task.ref])
    assert "Gửi đăng ký" in client.get(url).content.decode()
    client.post(url, registration(desk) | {"version": task.version})
    task.refresh_from_db()
    assert task.status == S.SUBMITTED
    assert task.events.get(kind="submit").by == desk.hung


def test_an_assistant_of_two_says_for_whom(client, desk):
    helper = assistant_of(desk.hung.cadre)
    Authorisation.objects.create(cadre=desk.mai, assistant=helper, starts_on=START)
    client.force_login(helper)
    assert "Lê Thị Mai, Giám đốc" in client.get(f"{URL}?dong-chi={desk.mai.pk}").content.decode()
    stranger = make_cadre()
    assert client.get(f"{URL}?dong-chi={stranger.pk}").status_code == 404


def test_without_an_open_round_the_page_says_so(client, desk):
    desk.round.registration_until = desk.today - timedelta(days=1)
    desk.round.save()
    client.force_login(desk.hung)
    assert "Hiện không có đợt nào nhận đăng ký" in client.get(URL).content.decode()
    assert client.post(URL, registration(desk)).status_code == 200
    assert Task.objects.count() == 0


def test_a_round_is_open_to_whom_its_committee_manages(desk):
    make_round(desk.district, year=desk.today.year)
    make_round(desk.giver, year=desk.today.year - 1)
    assert list(rounds_open_to(desk.hung.cadre, on=desk.today)) == [desk.round]
    assert list(rounds_open_to(make_cadre(), on=desk.today)) == []


def test_a_registration_after_the_last_day_is_refused(desk):
    desk.round.registration_until = NOW.date() - timedelta(days=1)
    desk.round.save()
    task = registered(desk, S.DRAFT)
    with pytest.raises(NotPossible, match="nhận đăng ký đến hết ngày"):
        submit(task, by=desk.hung, at=NOW)


def test_a_returned_registration_shows_why_and_is_sent_again(client, desk):
    client.force_login(desk.hung)
    client.post(URL, registration(desk))
    task = Task.objects.get()
    client.force_login(desk.officer)
    answer = client.post(
        reverse("tasks:move_task", args=[task.ref, "return"]),
        {"reason": "Chỉ tiêu chưa đo được, đề nghị nêu số hộ", "version": task.version},
    )
    assert answer.status_code == 302
    # The draft is the cadre's again: the desk is led to a page that it may read.
    assert client.get(answer.url).status_code == 200

    client.force_login(desk.hung)
    task.refresh_from_db()
    url = reverse("tasks:edit_task", args=[task.ref])
    page = client.get(url).content.decode()
    assert task.status == S.DRAFT
    assert "Bản đăng ký được trả lại" in page and "đề nghị nêu số hộ" in page
    row = {"id": task.indicators.get().pk, "name": "Hộ nhận tiền bồi thường", "measure_unit": "hộ"}
    client.post(url, registration(desk, rows=[row]) | {"version": task.version})
    task.refresh_from_db()
    assert task.status == S.SUBMITTED
    assert task.indicators.get().name == "Hộ nhận tiền bồi thường"


def test_the_appraisers_are_told_of_what_waits_for_them(client, desk):
    task = registered(desk, S.SUBMITTED)
    client.force_login(desk.officer)
    client.post(reverse("tasks:move_task", args=[task.ref, "pass"]), {"version": task.version})
    assert Notice.objects.get(recipient=desk.appraiser).text == f"Chờ thẩm định: «{task.title}»"


def test_a_draft_registration_exists_for_its_cadre_and_his_side_only(client, desk):
    task = registered(desk, S.DRAFT, by=desk.hung)
    url = reverse("tasks:edit_task", args=[task.ref])
    for user, status in (
        (desk.hung, 200), (assistant_of(desk.hung.cadre), 200), (desk.officer, 404), (desk.leader, 404), (desk.stranger, 404),
    ):  # fmt: skip
        client.force_login(user)
        assert client.get(url).status_code == status


def test_a_double_click_registers_once(client, desk):
    client.force_login(desk.hung)
    data = registration(desk) | {"key": str(uuid.uuid4())}
    assert client.post(URL, data).url == client.post(URL, data).url
    assert Task.objects.count() == 1


def test_who_is_no_cadre_and_helps_none_has_no_such_page(client):
    client.force_login(make_user(cadre=False))
    assert client.get(URL).status_code == 403


# ---- appraisal -------------------------------------------------------------------------------------------------------


def registered(desk, status=S.APPRAISING, **fields):
    return make_task(
        **{
            "giver": desk.giver,
            "unit": desk.land,
            "assignee": desk.hung,
            "round": desk.round,
            "status": status,
        }
        | {"origin": Task.Origin.REGISTERED, "due_on": desk.today + timedelta(days=300)}
        | fields
    )


def opinion(task, **changes):
    row = task.indicators.get()
    return {
        "opinion": "agree", "text": "", "title": task.title, "product": task.product, "version": task.version,
        "due_on": f"{task.due_on:%d/%m/%Y}", f"target-{row.pk}": "100",
    } | changes  # fmt: skip


def test_agreement_puts_the_task_on_the_list(client, desk):
    task = registered(desk)
    client.force_login(desk.appraiser)
    url = reverse("tasks:appraise_task", args=[task.ref])
    assert client.get(url).status_code == 200

    answer = client.post(url, opinion(task, text="Nhất trí"))

    assert answer.status_code == 302, errors_of(answer)
    task.refresh_from_db()
    assert task.status == S.AWAITING_DECISION
    assert Appraisal.objects.get().opinion == Opinion.AGREE
    assert [e.kind for e in task.events.order_by("pk")] == ["appraised", "list"]
    assert "được đưa vào danh mục trình" in Notice.objects.get(recipient=desk.hung).text


def test_what_was_adjusted_stays_visible(client, desk):
    task = registered(desk)
    row = task.indicators.get()
    due_on = desk.today + timedelta(days=200)
    client.force_login(desk.appraiser)

    answer = client.post(
        reverse("tasks:appraise_task", args=[task.ref]),
        opinion(
            task,
            opinion="adjust",
            text="Rút ngắn thời gian",
            due_on=f"{due_on:%d/%m/%Y}",
            **{f"target-{row.pk}": "136,5"},
        ),
    )

    assert answer.status_code == 302, errors_of(answer)
    old = task.due_on
    task.refresh_from_db()
    row.refresh_from_db()
    assert (task.status, task.due_on, task.original_due_on) == (S.AWAITING_DECISION, due_on, due_on)
    event = task.events.get(kind="appraised")
    assert event.text == (
        f"Hạn hoàn thành: {old:%d/%m/%Y} → {due_on:%d/%m/%Y}\nChỉ tiêu giao: {row.name}: 100 → 136,5\nRút ngắn thời gian"
    )
    assert [change["name"] for change in event.data["changes"]] == [
        "Hạn hoàn thành",
        f"Chỉ tiêu giao: {row.name}",
    ]


def test_a_task_left_out_has_its_reason(client, desk):
    task = registered(desk)
    client.force_login(desk.appraiser)
    url = reverse("tasks:appraise_task", args=[task.ref])

    answer = client.post(url, opinion(task, opinion="drop"))
    assert answer.status_code == 422
    assert "Nội dung ý kiến: nêu lý do để đồng chí đăng ký biết" in errors_of(answer)

    client.post(url, opinion(task, opinion="drop", text="Trùng với việc TU-2026-003"))
    task.refresh_from_db()
    assert task.status == S.REJECTED
    assert "không được đưa vào danh mục" in Notice.objects.get(recipient=desk.hung).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opinion": ""}, "Chọn một ý kiến thẩm định"),
        ({"opinion": "adjust"}, "Sửa ít nhất một nội dung bên dưới"),
        ({"title": "Tên khác hẳn với bản đăng ký"}, "Đồng chí đã sửa nội dung"),
        ({"opinion": "adjust", "due_on": "31/02/2027"}, "nhập ngày có thật"),
        ({"opinion": "adjust", "title": ""}, "Nhập tên việc"),
    ],
)
def test_an_opinion_that_contradicts_itself_is_refused(client, desk, changes, sentence):
    task = registered(desk)
    client.force_login(desk.appraiser)
    answer = client.post(reverse("tasks:appraise_task", args=[task.ref]), opinion(task, **changes))
    assert answer.status_code == 422
    assert any(sentence.lower() in text.lower() for text in errors_of(answer)), errors_of(answer)
    task.refresh_from_db()
    assert task.status == S.APPRAISING and not Appraisal.objects.exists()


def test_adjusting_keeps_to_the_kind_of_the_indicator(client, desk):
    task = registered(desk)
    row = task.indicators.get()
    row.kind, row.whole = "ratio", 120
    row.save()
    client.force_login(desk.appraiser)
    answer = client.post(
        reverse("tasks:appraise_task", args=[task.ref]),
        opinion(task, opinion="adjust", **{f"target-{row.pk}": "130"}),
    )
    assert answer.status_code == 422 and "không quá tổng số 120" in errors_of(answer)[0]


def test_nobody_appraises_his_own_registration(client, desk):
    appoint(desk.appraiser.cadre, "Phó Trưởng ban", desk.giver, managed_by=desk.giver)
    task = registered(desk, assignee=desk.appraiser)
    client.force_login(desk.appraiser)
    assert client.get(reverse("tasks:appraise_task", args=[task.ref])).status_code == 404
    with pytest.raises(NotPossible, match="thẩm quyền"):
        appraise(task, opinion=Opinion.AGREE, by=desk.appraiser, at=NOW)


def test_two_opinions_on_one_version_the_later_is_told(client, desk):
    task = registered(desk)
    stale = Task.objects.get(pk=task.pk)
    appraise(task, opinion=Opinion.AGREE, by=desk.appraiser, at=NOW)
    with pytest.raises(Stale):
        appraise(stale, opinion=Opinion.DROP, text="Trùng", by=desk.officer, at=NOW)
    client.force_login(desk.officer)
    answer = client.post(
        reverse("tasks:appraise_task", args=[task.ref]), opinion(stale, opinion="drop", text="Trùng")
    )
    assert answer.status_code == 409
    assert Appraisal.objects.count() == 1


def test_only_the_desk_of_the_giver_appraises(client, desk):
    task = registered(desk)
    url = reverse("tasks:appraise_task", args=[task.ref])
    for user, status in ((desk.officer, 200), (desk.leader, 404), (desk.hung, 404), (desk.stranger, 404)):
        client.force_login(user)
        assert client.get(url).status_code == status

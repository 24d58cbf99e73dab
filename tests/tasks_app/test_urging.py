"""Urging: who may, what is written, what the cadre reads, and what he answers."""

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cadres.audit import acting_as
from cadres.models import Office
from tasks_app.actions import urging
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Notice, Task, TaskEvent, Urge
from tests.factories import TODAY, appoint, make_indicator, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status


def soon(n=7):
    return timezone.localdate() + timedelta(days=n)


@pytest.fixture
def giver():
    return make_unit("Tỉnh ủy Tuyên Quang", short_code="TU")


def urge(tasks, by, **options):
    with acting_as(by):
        return urging.urge_many(tasks, **({"answer_by": soon(), "by": by, "at": timezone.now()} | options))


def test_urging_many_writes_a_record_an_event_and_a_notice_each(giver, officer):
    cadres = [make_user(), make_user()]
    tasks = [make_task(giver=giver, assignee=user) for user in cadres]

    made = urge(tasks, officer, text="Đề nghị báo cáo.")

    assert {u.task_id for u in made} == {t.pk for t in tasks}
    assert Urge.objects.count() == 2
    assert list(TaskEvent.objects.values_list("kind", "text")) == [("urged", "Đề nghị báo cáo.")] * 2
    assert {n.recipient for n in Notice.objects.filter(kind="urged")} == set(cadres)


def test_an_urge_leaves_the_version_of_the_task_alone(giver, officer):
    task = make_task(giver=giver)
    urge([task], officer)
    assert Task.objects.get(pk=task.pk).version == task.version


def test_one_task_that_cannot_be_urged_stops_all_of_them(giver, officer):
    good, done = make_task(giver=giver), make_task(giver=giver, status=S.CONCLUDED)
    with pytest.raises(NotPossible, match=re.escape("Đã kết luận")):
        urge([good, done], officer)
    assert not Urge.objects.exists() and not TaskEvent.objects.exists()


def test_a_task_that_changed_since_it_was_shown_stops_all_of_them(giver, officer):
    tasks = [make_task(giver=giver), make_task(giver=giver)]
    Task.objects.filter(pk=tasks[1].pk).update(version=5)
    with pytest.raises(Stale):
        urge(tasks, officer)
    assert not Urge.objects.exists()


def test_nobody_urges_himself_a_stranger_or_without_the_office(giver, officer):
    stranger, inspector = (
        make_user(role=Role.OFFICER, unit=make_unit()),
        make_user(role=Role.INSPECTOR, unit=giver),
    )
    for user in (stranger, inspector):
        with pytest.raises(NotPossible, match="không do đồng chí theo dõi"):
            urge([make_task(giver=giver)], user)
    with pytest.raises(NotPossible, match="là người được giao"):
        urge([make_task(giver=giver, assignee=officer)], officer)


def test_the_answer_is_not_asked_for_a_day_that_is_past(giver, officer):
    with pytest.raises(NotPossible) as refusal:
        urge([make_task(giver=giver)], officer, answer_by=soon(-1))
    assert refusal.value.field == "answer_by"


def test_the_urging_body_is_that_of_the_first_post_else_the_giver(giver, officer):
    (by_giver,) = urge([make_task(giver=giver)], officer)
    board = make_unit("Ban Tổ chức Tỉnh ủy", parent=giver)
    appoint(officer.cadre, "Phó Trưởng ban", board)
    (by_board,) = urge([make_task(giver=giver)], officer)

    assert (by_giver.body_name, by_board.body_name) == ("Tỉnh ủy Tuyên Quang", "Ban Tổ chức Tỉnh ủy")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"due_on": TODAY - timedelta(days=20), "committed_on": TODAY}, ["đã quá hạn 20 ngày", "đạt 50%", "3/6 khu", "nguyên nhân"]),
        ({"due_on": TODAY + timedelta(days=11), "committed_on": TODAY}, ["còn 11 ngày", "đạt 50%", "khó khăn"]),
        ({"due_on": TODAY, "committed_on": TODAY}, ["hạn hoàn thành là hôm nay"]),
        ({"committed_on": None, "commitment_due_on": TODAY - timedelta(days=3)}, ["chưa có cam kết (hạn 29/05/2026)"]),
        ({"status": S.AWAITING_CONCLUSION}, ["đang chờ kết luận", "minh chứng"]),
        ({"status": S.ON_HOLD}, ["đang tạm dừng"]),
        ({"committed_on": TODAY, "next_report_on": TODAY - timedelta(days=2)}, ["chưa có báo cáo tiến độ phải gửi ngày 30/05/2026"]),
    ],
)  # fmt: skip
def test_the_ready_made_words_say_what_is_missing_and_by_when(giver, fields, words):
    task = make_task(giver=giver, indicators=0, **fields)
    make_indicator(task, target=6, current=3, measure_unit="khu")

    text = urging.draft_texts([task], on=TODAY, answer_by=TODAY + timedelta(days=7))[task.pk]

    for word in [*words, "Đề nghị đồng chí", "trước ngày 08/06/2026"]:
        assert word.lower() in text.lower()
    assert "!" not in text and text[0].isupper()


def test_ready_made_words_ask_the_same_number_of_queries_for_one_and_for_many(
    giver, django_assert_num_queries
):
    tasks = [make_task(giver=giver) for _ in range(5)]
    for some in (tasks[:1], tasks):
        with django_assert_num_queries(3):
            urging.draft_texts(some, on=TODAY, answer_by=TODAY)


# ---- pages -----------------------------------------------------------------------------------------------------------


def body(response):
    return html.unescape(response.content.decode())


def post(client, url, **data):
    return client.post(url, {"key": str(uuid.uuid4())} | data)


def test_one_task_is_urged_from_its_page_with_the_words_ready(client, giver, officer):
    cadre = make_user()
    task = make_task(giver=giver, assignee=cadre)
    client.force_login(officer)
    url = f"/viec/{task.code}/don-doc/"
    assert "Việc chưa có cam kết" in body(client.get(url))

    response = post(
        client, url, text="Đề nghị gửi cam kết.", answer_by=f"{soon():%d/%m/%Y}", version=task.version
    )

    assert response["Location"] == f"/viec/{task.code}/"
    assert Urge.objects.get().text == "Đề nghị gửi cam kết."


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""},
        {"text": "x", "answer_by": "31/02/2027"},
        {"answer_by": "01/01/2020"},
        {"text": "x" * 3000},
    ],
)
def test_what_is_invalid_is_refused_with_what_was_typed(client, giver, officer, data):
    task = make_task(giver=giver)
    client.force_login(officer)
    sent = {"text": "Đề nghị", "answer_by": f"{soon():%d/%m/%Y}", "version": task.version} | data
    response = post(client, f"/viec/{task.code}/don-doc/", **sent)
    assert response.status_code == 422
    assert sent["answer_by"] in body(response) and sent["text"][:50] in body(response)
    assert not Urge.objects.exists()


def test_a_stale_page_is_refused_and_kept(client, giver, officer):
    task = make_task(giver=giver)
    client.force_login(officer)
    Task.objects.filter(pk=task.pk).update(version=9)
    data = {"text": "Đề nghị", "answer_by": f"{soon():%d/%m/%Y}", "version": 1}
    response = post(client, f"/viec/{task.code}/don-doc/", **data)
    assert response.status_code == 409 and "vừa được người khác cập nhật" in body(response)


def test_a_double_click_urges_once(client, giver, officer):
    task = make_task(giver=giver)
    client.force_login(officer)
    data = {
        "key": str(uuid.uuid4()),
        "text": "Đề nghị",
        "answer_by": f"{soon():%d/%m/%Y}",
        "version": task.version,
    }
    for _ in range(2):
        assert client.post(f"/viec/{task.code}/don-doc/", data).status_code == 302
    assert Urge.objects.count() == 1


def test_to_those_who_may_not_urge_the_page_does_not_exist(client, giver):
    cadre = make_user()
    task = make_task(giver=giver, assignee=cadre)
    for user in (
        cadre,
        make_user(role=Role.INSPECTOR, unit=giver),
        make_user(role=Role.OFFICER, unit=make_unit()),
    ):
        client.force_login(user)
        assert client.get(f"/viec/{task.code}/don-doc/").status_code == 404


def test_the_confirmation_names_what_is_sent_and_what_cannot_be(client, giver, officer):
    good = make_task(giver=giver, title="Việc được", due_on=soon(-3), committed_on=soon(-90))
    done = make_task(giver=giver, title="Việc xong", status=S.CONCLUDED)
    make_task(title="Việc lạ", code="XX-2026-001")
    client.force_login(officer)

    text = body(client.get("/viec/don-doc/", {"viec": [good.code, done.code, "XX-2026-001", "rác", "\x00"]}))

    assert "Đôn đốc 1 việc đã chọn?" in text and "đã quá hạn 3 ngày" in text
    assert "Việc xong: việc đang ở trạng thái «Đã kết luận»" in text
    assert "Việc lạ" not in text


def test_many_are_urged_with_their_own_words_and_one_is_led_to_what_was_sent_and_back_to_the_list(
    client, giver, officer
):
    tasks = [make_task(giver=giver, assignee=make_user()) for _ in range(3)]
    client.force_login(officer)
    back = "/viec/?q=xay&trang-thai=cho-cam-ket"
    text = body(
        client.get(
            "/viec/don-doc/",
            {"viec": [t.code for t in tasks]},
            headers={"Referer": f"http://testserver{back}"},
        )
    )
    versions = re.findall(r'name="ban" value="([^"]*)"', text)
    assert len(versions) == 3 and f'name="back" value="{back}"' in text

    response = post(
        client, "/viec/don-doc/", viec=[t.code for t in tasks], ban=versions, back=back, text="", answer_by=f"{soon():%d/%m/%Y}"
    )  # fmt: skip

    sent = client.get(response["Location"])
    assert sent.context["back_url"] == back
    assert "Đã đôn đốc 3 việc" in body(sent)
    assert Urge.objects.count() == 3
    assert all("chưa có cam kết" in u.text for u in Urge.objects.all())


def test_many_are_refused_together_when_one_has_changed(client, giver, officer):
    tasks = [make_task(giver=giver), make_task(giver=giver)]
    client.force_login(officer)
    data = {
        "viec": [t.code for t in tasks],
        "ban": [f"{t.pk}:{t.version}" for t in tasks],
        "answer_by": f"{soon():%d/%m/%Y}",
    }
    Task.objects.filter(pk=tasks[0].pk).update(version=4)
    assert post(client, "/viec/don-doc/", **data).status_code == 409
    Task.objects.filter(pk=tasks[0].pk).update(
        version=1, status=S.CONCLUDED, concluded_on=TODAY, finished_on=TODAY, completed=True, result="met"
    )
    assert post(client, "/viec/don-doc/", **data).status_code == 422
    assert not Urge.objects.exists()


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/viec/", "//evil.example/viec/", "javascript:alert(1)", "/dang-xuat/", "x" * 5000],
)
def test_one_is_never_led_out_of_the_site(client, giver, officer, back):
    task = make_task(giver=giver)
    client.force_login(officer)
    data = {"viec": [task.code], "ban": [f"{task.pk}:1"], "answer_by": f"{soon():%d/%m/%Y}", "back": back}
    location = post(client, "/viec/don-doc/", **data)["Location"]
    assert location.startswith("/don-doc/da-gui/?")
    assert client.get(location).context["back_url"].startswith("/viec/?")
    assert client.get("/don-doc/da-gui/", {"lan": 1, "ve": back}).context["back_url"].startswith("/viec/?")


@pytest.mark.parametrize("ban", ["x", "1:2:3", "9" * 40 + ":1", ":", "²:1"])
def test_nonsense_in_the_hidden_versions_breaks_nothing(client, giver, officer, ban):
    task = make_task(giver=giver)
    client.force_login(officer)
    data = {"viec": [task.code], "ban": [ban], "answer_by": f"{soon():%d/%m/%Y}"}
    assert post(client, "/viec/don-doc/", **data).status_code in (302, 409)


def test_urging_nothing_is_said_so(client, officer):
    client.force_login(officer)
    assert "Chưa có việc nào để đôn đốc" in body(client.get("/viec/don-doc/"))
    assert post(client, "/viec/don-doc/", answer_by=f"{soon():%d/%m/%Y}").status_code == 422


def test_the_cadre_answers_once_and_who_urged_is_told(client, giver, officer):
    cadre = make_user()
    task = make_task(giver=giver, assignee=cadre)
    (made,) = urge([task], officer)
    client.force_login(cadre)
    url = f"/viec/{task.code}/don-doc/{made.pk}/tra-loi/"
    assert made.text in body(client.get(url))

    assert post(client, url, text="Xã sẽ bàn giao ngày 30/06.", version=task.version).status_code == 302

    made.refresh_from_db()
    assert (made.reply, made.replied_by) == ("Xã sẽ bàn giao ngày 30/06.", cadre)
    assert Notice.objects.filter(recipient=officer, text__contains="trả lời đôn đốc").count() == 1
    assert TaskEvent.objects.filter(kind="replied").count() == 1
    assert client.get(url).status_code == 302
    assert post(client, url, text="Lần nữa", version=task.version).status_code == 422


def test_only_the_assignee_answers_and_only_an_urge_of_this_task(client, giver, officer):
    cadre = make_user()
    task, other = make_task(giver=giver, assignee=cadre), make_task(giver=giver)
    (made,) = urge([task], officer)
    (elsewhere,) = urge([other], officer)
    client.force_login(officer)
    assert client.get(f"/viec/{task.code}/don-doc/{made.pk}/tra-loi/").status_code == 404
    client.force_login(cadre)
    assert client.get(f"/viec/{task.code}/don-doc/{elsewhere.pk}/tra-loi/").status_code == 404
    assert client.get(f"/viec/{task.code}/don-doc/{10**17}/tra-loi/").status_code == 404

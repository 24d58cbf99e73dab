"""The conclusion: what is suggested, what is written, once, by whom; and what happens to who comes second."""

import re
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cadres.audit import acting_as
from cadres.models import Office, system_actor
from tasks_app.actions import changing, concluding, granting
from tasks_app.actions.concluding import Findings
from tasks_app.actions.proposing import Facts, suggested_facts, suggested_result
from tasks_app.actions.refusals import NotPossible, Refused, Stale
from tasks_app.models import (
    ChangeRequest,
    Commitment,
    Conclusion,
    Document,
    Evidence,
    Indicator,
    Milestone,
    MilestoneTarget,
    Result,
    Task,
)
from tasks_app.models.marks import Mark
from tests.factories import (
    NOW,
    TODAY,
    make_document,
    make_follow_up,
    make_indicator,
    make_inspection,
    make_task,
    make_unit,
    make_user,
)

Role, S, R = Office.Role, Task.Status, Result
MET = Facts("met", True, True, True, False)


@pytest.fixture
def giver(db):
    return make_unit("Huyện ủy Sơn Dương", short_code="SD")


@pytest.fixture
def owner(db):
    return make_user(name="Đỗ Văn Lâm")


@pytest.fixture
def task(giver, owner):
    """Asked for its conclusion on 20/05/2026, due 30/06/2026; two figures: 24 km reported 25,3 and 310 households 310."""
    made = make_task(
        giver=giver, assignee=owner, status=S.AWAITING_CONCLUSION, indicators=0, due_on=date(2026, 6, 30),
        asked_conclusion_on=date(2026, 5, 20), committed_on=date(2026, 1, 20),
    )  # fmt: skip
    make_indicator(made, name="Chiều dài đường", target=24, weight=40, current=Decimal("25.3"), rank=1)
    make_indicator(made, name="Hộ hiến đất", target=310, weight=60, current=Decimal(310), rank=2)
    return made


def address(view, task, *more):
    return reverse(f"tasks:{view}", args=[task.ref, *more])


def post(client, user, task, view="conclude_task", **data):
    client.force_login(user)
    return client.post(address(view, task), data)


def typed(task, **changes):
    """The form as it comes back when nothing but the paper was touched."""
    data = {
        "version": task.version, "result": "met", "completed": "on", "on_time": "on", "quality_met": "on",
        "finished_on": "20/05/2026", "comment": "", "number": "210", "symbol": "KL/HU", "issued_on": "28/05/2026",
    }  # fmt: skip
    for row, result in zip(task.indicators.order_by("rank"), ("exceeded", "met"), strict=False):
        data |= {
            f"confirmed_{row.pk}": f"{row.current.normalize():f}".replace(".", ","),
            f"result_{row.pk}": result,
        }
    return {k: v for k, v in (data | changes).items() if v is not None}


def findings(task, *, facts=MET, **changes):
    rows = {row.pk: (row.current, "met") for row in task.indicators.all()}
    defaults = {
        "figures": rows,
        "finished_on": date(2026, 5, 20),
        "document": make_document(task.giver, issued_on=date(2026, 5, 28)),
        "comment": "",
        "difference_reason": "Theo ý kiến tập thể",
    }
    return Findings(facts=facts, **(defaults | changes))


# ---- suggestions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "baseline", "target", "confirmed", "result"),
    [
        ("up", 0, 24, "25.1", R.EXCEEDED),
        ("up", 0, 24, "24", R.MET),
        ("up", 9, 24, "23.99999", R.PARTLY),
        ("up", 9, 24, "9", R.NOT_MET),
        ("up", 9, 24, "8", R.NOT_MET),
        ("up", 0, 24, None, R.NOT_MET),
        ("down", 12, 5, "4", R.EXCEEDED),
        ("down", 12, 5, "5", R.MET),
        ("down", 12, 5, "9", R.PARTLY),
        ("down", 12, 5, "12", R.NOT_MET),
        ("yes_no", 0, 1, "1", R.MET),
        ("document", 0, 1, "0", R.NOT_MET),
        ("up", 100, 100, "100", R.MET),
        ("up", 100, 100, "90", R.NOT_MET),
    ],
)
def test_the_result_of_a_figure_follows_from_its_share(kind, baseline, target, confirmed, result):
    row = Indicator(
        kind=kind,
        baseline=Decimal(baseline),
        target=Decimal(target),
        lower_is_better=kind == "down",
        weight=100,
    )
    assert suggested_result(row, None if confirmed is None else Decimal(confirmed)) == result


@given(
    st.lists(st.tuples(st.sampled_from(list(R)), st.integers(1, 100).map(Decimal)), max_size=8),
    st.dates(),
    st.dates(),
)
def test_the_facts_never_contradict_each_other(results, finished_on, due_on):
    facts = suggested_facts(results, finished_on=finished_on, due_on=due_on)
    assert facts.completed or not (facts.on_time or facts.exceeded)
    assert facts.completed == (facts.result in (R.MET, R.EXCEEDED))
    assert not facts.on_time or finished_on <= due_on


def test_exceeded_needs_half_of_the_weight_and_no_shortfall():
    def of(*results):
        return suggested_facts(results, finished_on=TODAY, due_on=TODAY).result

    assert of((R.EXCEEDED, 50), (R.MET, 50)) == R.EXCEEDED
    assert of((R.EXCEEDED, 40), (R.MET, 60)) == R.MET
    assert of((R.EXCEEDED, 99), (R.PARTLY, 1)) == R.PARTLY
    assert of((R.NOT_MET, 50), (R.MET, 50)) == R.PARTLY
    assert of((R.NOT_MET, 50), (R.NOT_MET, 50)) == R.NOT_MET
    assert of() == R.NOT_MET


# ---- the page --------------------------------------------------------------------------------------------------------


def test_the_page_sets_the_reported_beside_the_confirmed_with_suggestions_ready(client, task, officer):
    client.force_login(officer)
    page = " ".join(client.get(address("conclude_task", task)).content.decode().split())
    for words in (
        "Chỉ tiêu giao", "Tự báo cáo", "Số liệu xác nhận", "% đạt", "Minh chứng", "105%", "100%", "25,3",
        "Đề nghị kết luận 20/05/2026, trước hạn 41 ngày", "Công nhận kết quả", "Yêu cầu bổ sung",
    ):  # fmt: skip
        assert words in page, words
    form = client.get(address("conclude_task", task)).context["form"]
    assert [form.initial[f"result_{row.pk}"] for row in form.indicators] == ["exceeded", "met"]
    assert (form.initial["result"], form.initial["completed"], form.initial["on_time"]) == ("met", True, True)


@pytest.mark.parametrize(("found_on", "stands"), [(date(2026, 5, 20), "23,1"), (date(2026, 4, 3), "25,3")])
def test_what_was_confirmed_gives_way_to_what_was_reported_after_it(client, task, officer, found_on, stands):
    """An inspection of April does not decide in December; one of the day of the last report does."""
    row = task.indicators.get(rank=1)
    row.current_on, row.confirmed, row.confirmed_on = date(2026, 5, 15), Decimal("23.1"), found_on
    row.save()
    client.force_login(officer)
    form = client.get(address("conclude_task", task)).context["form"]
    assert form[f"confirmed_{row.pk}"].value() == stands
    page = client.get(address("task_page", task)).text
    assert "23,1" in page and f"{found_on:%d/%m/%Y}" in page


def test_a_changed_figure_moves_the_suggestions_but_not_what_somebody_chose(client, task, officer):
    first, second = task.indicators.order_by("rank")
    hints = {f"hint_{first.pk}": "exceeded", f"hint_{second.pk}": "met", "hint_result": "met", "hint_completed": "1",
             "hint_on_time": "1", "hint_quality_met": "1", "hint_exceeded": ""}  # fmt: skip
    data = typed(task, **hints | {f"confirmed_{second.pk}": "200", "quality_met": None, "lam": "tinh"})
    client.force_login(officer)

    part = client.post(address("conclude_task", task), data, headers={"HX-Request": "true"})

    page = part.content.decode()
    assert part.status_code == 200 and "<html" not in page
    assert (
        chosen(page, f"result_{second.pk}") == "partly" and chosen(page, f"result_{first.pk}") == "exceeded"
    )
    assert re.search('value="partly"[^>]*checked', page)
    assert not re.search('name="(completed|quality_met)"[^>]*checked', page)
    assert 'value="210"' in page and "65%" in page
    task.refresh_from_db()
    assert task.status == S.AWAITING_CONCLUSION

    kept = client.post(
        address("conclude_task", task),
        data | {f"result_{second.pk}": "not_met"},
        headers={"HX-Request": "true"},
    )
    assert chosen(kept.content.decode(), f"result_{second.pk}") == "not_met"


def chosen(page, name):
    """The value selected in the <select> of that name."""
    options = page.partition(f'<select name="{name}"')[2].partition("</select>")[0]
    return re.search('value="([a-z_]*)" selected', options)[1]


def test_evidence_is_listed_under_its_indicator_and_quarantined_files_are_not(client, task, officer, owner):
    row = task.indicators.get(rank=1)
    for name, scan in (("Biên bản nghiệm thu.pdf", "clean"), ("Xấu.exe", "quarantined")):
        Evidence.objects.create(
            task=task, indicator=row, name=name, scan=scan, file="a/b", size=1, content_type="x", sha256="a" * 64,
            uploaded_by=owner, uploaded_at=NOW,
        )  # fmt: skip
    client.force_login(officer)
    page = client.get(address("conclude_task", task)).content.decode()
    assert f"#mc-{row.pk}" in page and "1 tài liệu" in page
    assert "Biên bản nghiệm thu.pdf" in page and "Xấu.exe" not in page


@pytest.mark.parametrize("who", ["owner", "leader", "appraiser", "inspector", "stranger"])
def test_only_the_desk_of_the_giver_concludes(client, giver, task, owner, who):
    user = {
        "owner": owner, "leader": make_user(role=Role.LEADER, unit=giver),
        "appraiser": make_user(role=Role.APPRAISER, unit=giver), "inspector": make_user(role=Role.INSPECTOR, unit=giver),
        "stranger": make_user(role=Role.OFFICER),
    }[who]  # fmt: skip
    client.force_login(user)
    assert client.get(address("conclude_task", task)).status_code == 404
    assert post(client, user, task, **typed(task)).status_code == 404
    with pytest.raises(NotPossible):
        concluding.conclude(task, findings(task), by=user, at=NOW)
    assert not Conclusion.objects.exists()


def test_nobody_concludes_a_task_he_carries_or_carried(client, giver, officer):
    own = make_task(giver=giver, assignee=officer, status=S.AWAITING_CONCLUSION)
    own.assignments.update(ends_on=date(2026, 5, 1))
    own.indicators.update(current=100)
    assert post(client, officer, own, **typed(own)).status_code == 404
    with pytest.raises(NotPossible):
        concluding.conclude(own, findings(own), by=officer, at=NOW)


# ---- the act ---------------------------------------------------------------------------------------------------------


def test_a_conclusion_writes_result_facts_and_figures_and_tells_the_cadre(client, task, officer, owner):
    answer = post(client, officer, task, **typed(task))
    assert answer.status_code == 302, answer.content.decode()

    task.refresh_from_db()
    made = Conclusion.objects.get()
    assert (task.status, task.result, task.completed) == (S.CONCLUDED, "met", True)
    assert (task.finished_on, task.concluded_on) == (date(2026, 5, 20), date(2026, 5, 28))
    assert (made.on_time, made.quality_met, made.exceeded) == (True, True, False)
    rows = list(made.results.order_by("indicator__rank").values_list("reported", "confirmed", "result"))
    assert rows == [(Decimal("25.3"), Decimal("25.3"), "exceeded"), (310, 310, "met")]
    assert task.indicators.get(rank=1).confirmed == Decimal("25.3")
    event = task.events.get()
    assert (event.kind, str(event.document)) == ("conclude", "số 210-KL/HU ngày 28/05/2026")
    assert owner.notices.get().text.endswith(": Đạt")

    client.force_login(owner)
    page = client.get(address("task_page", task)).content.decode()
    assert "Bảo đảm chất lượng" in page and "210-KL/HU" in page


@pytest.mark.parametrize(
    ("finished_on", "facts", "mark"),
    [
        (date(2026, 5, 20), MET, Mark.DONE_EARLY),
        (date(2026, 6, 30), MET, Mark.DONE_ON_TIME),
        (date(2026, 7, 1), Facts("met", True, False, True, False), Mark.DONE_LATE),
        (date(2026, 5, 20), Facts("not_met", False, False, False, False), Mark.NOT_DONE),
    ],
)
def test_timeliness_goes_by_the_confirmed_day_not_by_the_day_of_the_click(
    task, officer, finished_on, facts, mark
):
    paper = make_document(task.giver, issued_on=date(2026, 11, 20))
    at = NOW.replace(month=11, day=23)
    concluding.conclude(
        task, findings(task, facts=facts, finished_on=finished_on, document=paper), by=officer, at=at
    )
    assert Task.objects.with_mark(TODAY).get(pk=task.pk).mark == mark


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": ""}, "Nhập số văn bản"),
        ({"issued_on": "28/13/2026"}, "Nhập ngày có thật"),
        ({"issued_on": "19/05/2026"}, "không được sau ngày của văn bản"),
        ({"finished_on": ""}, "Nhập ngày hoàn thành"),
        ({"finished_on": "01/01/2099"}, "không được sau hôm nay"),
        ({"finished_on": "01/01/2026"}, "từ 10/01/2026"),
        ({"result": ""}, "Chọn kết luận"),
        ({"result": "xuat-sac"}, ""),
        ({"completed": None}, "chưa hoàn thành thì không thể đúng thời hạn"),
        ({"quality_met": None}, "khác với đề xuất theo số liệu: ghi lý do"),
        ({"exceeded": "on", "result": "exceeded"}, "khác với đề xuất theo số liệu: ghi lý do"),
        ({"quality_met": None, "comment": "Nhận xét không phải là lý do"}, "ghi lý do"),
    ],
)
def test_what_does_not_hold_together_is_refused_and_what_was_typed_is_kept(
    client, task, officer, changes, sentence
):
    answer = post(client, officer, task, **typed(task, symbol="KL/HU-đã gõ", **changes))
    page = answer.content.decode()
    assert answer.status_code == 422, page
    assert sentence in page and "KL/HU-đã gõ" in page
    assert not Conclusion.objects.exists() and not Document.objects.exists()


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-5", "1e308", "mười", "1,123456", "9" * 40])
def test_figures_that_are_no_figures_are_refused(client, task, officer, bad):
    row = task.indicators.first()
    assert post(client, officer, task, **typed(task, **{f"confirmed_{row.pk}": bad})).status_code == 422


def test_no_figure_means_not_met(client, task, officer):
    row = task.indicators.get(rank=2)
    answer = post(client, officer, task, **typed(task, **{f"confirmed_{row.pk}": ""}))
    assert answer.status_code == 422 and "hoặc kết luận không đạt" in answer.content.decode()
    changes = {f"confirmed_{row.pk}": "", f"result_{row.pk}": "not_met", "result": "partly", "completed": None,
               "on_time": None, "quality_met": None}  # fmt: skip
    assert post(client, officer, task, **typed(task, **changes)).status_code == 302
    assert Conclusion.objects.get().results.get(indicator=row).confirmed is None


def test_another_conclusion_than_the_suggested_one_stands_with_its_reason(client, task, officer):
    data = typed(task, quality_met=None, difference_reason="Mặt đường nứt tại Km 2, chờ sửa.")
    assert post(client, officer, task, **data).status_code == 302
    made = Conclusion.objects.get()
    assert (made.quality_met, made.proposed, made.result) == (False, "met", "met")
    assert made.difference_reason == "Mặt đường nứt tại Km 2, chờ sửa."


def test_open_findings_of_an_inspection_put_the_quality_in_doubt(client, task, officer):
    make_follow_up(make_inspection(task, by=officer, findings="Nứt"), due_on=TODAY)
    client.force_login(officer)
    assert client.get(address("conclude_task", task)).context["form"].initial["quality_met"] is False


def test_more_is_asked_for_with_the_comment_as_reason(client, task, officer, owner):
    silent = post(client, officer, task, version=1, lam="bo-sung", comment=" ")
    assert silent.status_code == 422 and "Nêu nội dung cần bổ sung" in silent.content.decode()
    assert (
        post(client, officer, task, version=1, lam="bo-sung", comment="Bổ sung biên bản").status_code == 302
    )
    task.refresh_from_db()
    assert (task.status, task.asked_conclusion_on) == (S.IN_FORCE, None)
    assert task.events.get().text == "Bổ sung biên bản"
    assert owner.notices.count() == 1


def test_who_comes_second_gets_409_with_what_was_typed_and_the_present_state(client, task, officer):
    post(client, officer, task, **typed(task))
    answer = post(client, officer, task, **typed(task, version=1, comment="Nhận xét dài đã gõ"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "vừa được người khác cập nhật" in page and "Nhận xét dài đã gõ" in page
    assert "không còn chờ" in page
    assert Conclusion.objects.count() == 1


def test_a_newer_figure_is_shown_beside_what_was_typed(client, task, officer):
    row = task.indicators.get(rank=1)
    Indicator.objects.filter(pk=row.pk).update(current=Decimal("26.7"))
    Task.objects.filter(pk=task.pk).update(version=2)
    data = typed(task, version=1, **{f"confirmed_{row.pk}": "25,1"})
    page = post(client, officer, task, **data).content.decode()
    assert "26,7" in page and 'value="25,1"' in page and 'name="version" value="2"' in page


def test_the_action_itself_asks_for_the_reason_of_a_difference(task, officer):
    lower = Facts("partly", False, False, False, False)
    with pytest.raises(NotPossible, match="ghi lý do"):
        concluding.conclude(task, findings(task, facts=lower, difference_reason=" "), by=officer, at=NOW)
    made = concluding.conclude(
        task, findings(task, facts=lower, difference_reason="Thiếu hồ sơ"), by=officer, at=NOW
    )
    assert (made.proposed, made.result, made.difference_reason) == ("met", "partly", "Thiếu hồ sơ")
    assert list(made.results.order_by("indicator__rank").values_list("proposed", "result")) == [
        ("exceeded", "met"), ("met", "met"),
    ]  # fmt: skip


def test_an_indicator_of_another_task_can_not_be_smuggled_in(task, officer, giver):
    other = make_indicator(make_task(giver=giver))
    figures = {other.pk: (Decimal(1), "met")}
    with pytest.raises(NotPossible, match="từng chỉ tiêu"):
        concluding.conclude(task, findings(task, figures=figures), by=officer, at=NOW)


# ---- years -----------------------------------------------------------------------------------------------------------


def test_a_year_of_a_longer_task_is_concluded_against_its_milestone_and_the_task_goes_on(
    client, giver, officer, owner
):
    task = make_task(
        giver=giver, assignee=owner, starts_on=date(2025, 1, 1), due_on=date(2027, 12, 31), decided_on=date(2025, 1, 1),
        committed_on=date(2025, 1, 10),
    )  # fmt: skip
    row = task.indicators.get()
    Indicator.objects.filter(pk=row.pk).update(current=Decimal(42))
    plan = Commitment.objects.create(
        task=task, content_version=1, committed_on=date(2025, 1, 10), cadre=owner.cadre, by=owner, at=NOW
    )
    milestone = Milestone.objects.create(
        task=task, commitment=plan, name="Hết năm 2025", due_on=date(2025, 12, 31)
    )
    MilestoneTarget.objects.create(milestone=milestone, indicator=row, value=Decimal(40))

    client.force_login(officer)
    page = client.get(address("conclude_year", task), {"nam": "2025"})
    assert "Kết luận năm 2025" in page.content.decode() and "105%" in page.content.decode()
    data = {
        "version": 1, "nam": "2025", f"confirmed_{row.pk}": "42", f"result_{row.pk}": "exceeded", "result": "exceeded",
        "completed": "on", "on_time": "on", "quality_met": "on", "exceeded": "on", "finished_on": "31/12/2025",
        "number": "9", "symbol": "KL/HU", "issued_on": "15/01/2026",
    }  # fmt: skip
    answer = post(client, officer, task, view="conclude_year", **data)
    assert answer.status_code == 302, answer.content.decode()

    task.refresh_from_db()
    assert (task.status, task.result, task.version) == (S.IN_FORCE, "", 2)
    assert (Conclusion.objects.get().year, task.events.get().kind) == (2025, "year_concluded")
    assert 2025 not in concluding.years_to_conclude(task, on=TODAY)
    with pytest.raises(NotPossible, match="không chờ kết luận"):
        concluding.conclude_year(task, 2025, findings(task), by=officer, at=NOW)


def test_a_task_of_one_year_has_no_yearly_conclusion(client, giver, officer):
    client.force_login(officer)
    assert client.get(address("conclude_year", make_task(giver=giver))).status_code == 404


# ---- six at once -----------------------------------------------------------------------------------------------------


def race(users, act):
    """All act at the same moment, each in a transaction and connection of his own: what each got."""
    start, got = threading.Barrier(len(users)), []

    def run(user):
        try:
            with acting_as(user):
                start.wait(10)
                act(user)
            got.append("done")
        except Refused as refusal:
            got.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return got


def six_officers(unit):
    return [make_user(role=Role.OFFICER, unit=unit) for _ in range(6)]


def assert_one_won(got):
    refusals = [one for one in got if one != "done"]
    assert got.count("done") == 1 and len(refusals) == 5
    assert all(isinstance(one, Stale) and "vừa được người khác cập nhật" in str(one) for one in refusals)


@pytest.mark.django_db(transaction=True)
def test_six_officers_conclude_one_task_and_one_succeeds():
    with acting_as(system_actor("clock")):
        unit = make_unit()
        task = make_task(giver=unit, status=S.AWAITING_CONCLUSION)
        task.indicators.update(current=100)
        users, paper = six_officers(unit), make_document(unit, issued_on=date(2026, 5, 28))

    got = race(users, lambda user: concluding.conclude(task, findings(task, document=paper), by=user, at=NOW))

    assert_one_won(got)
    task.refresh_from_db()
    assert (task.status, task.version) == (S.CONCLUDED, 2)
    assert task.events.count() == Conclusion.objects.filter(task=task).count() == 1


@pytest.mark.django_db(transaction=True)
def test_six_officers_decide_one_extension_and_one_succeeds():
    with acting_as(system_actor("clock")):
        unit = make_unit()
        owner = make_user()
        task = make_task(giver=unit, assignee=owner, due_on=date(2030, 12, 31))
        users, paper = six_officers(unit), make_document(unit)
    with acting_as(owner):
        change = changing.ask(
            task, ChangeRequest.Kind.EXTENSION, reason="x", cause="objective", due_proposed=date(2031, 3, 31),
            by=owner, at=NOW,
        )  # fmt: skip
    task.refresh_from_db()

    def decide(user):
        mine = ChangeRequest.objects.select_related("task").get(pk=change.pk)
        granting.approve(mine, document=paper, by=user, at=NOW, seen=2)

    assert_one_won(race(users, decide))
    task.refresh_from_db()
    assert (task.due_on, task.extension_count, task.content_version) == (date(2031, 3, 31), 1, 2)
    assert task.events.filter(kind="change_decided").count() == 1

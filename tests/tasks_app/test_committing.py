"""Commitment: the plan's rules, who commits to what, and the page with its proposals and its kept drafts."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cadres.models import Authorisation, Office
from tasks_app.actions import committing
from tasks_app.actions.committing import Named, Step, plan_problems, proposed_steps
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.models import Assignment, Commitment, Indicator, Mark, Notice, Obstacle, PendingForm, Task
from tests.factories import NOW, START, make_indicator, make_task, make_unit, make_user

Role, S = Office.Role, Task.Status


def plain_task(**fields):
    return Task(**({"starts_on": date(2026, 1, 10), "due_on": date(2026, 12, 31)} | fields))


def plain(pk=1, *, baseline=0, target=100, **fields):
    return Indicator(pk=pk, name="Chỉ tiêu", baseline=Decimal(baseline), target=Decimal(target), **fields)


def step(day, value=None, *, pk=1):
    return Step(f"Mốc {day}", day, {} if value is None else {pk: Decimal(value)})


# ---- the plan --------------------------------------------------------------------------------------------------------


def test_a_rising_plan_within_the_period_has_no_problem():
    steps = [step(date(2026, 3, 31), 20), step(date(2026, 6, 30), 50), step(date(2026, 12, 31), 100)]
    assert plan_problems(plain_task(), [plain()], steps) == []


def test_a_falling_plan_fits_an_indicator_that_is_to_fall():
    falling = plain(baseline=120, target=0, lower_is_better=True)
    good = [step(date(2026, 3, 31), 90), step(date(2026, 6, 30), 30)]
    assert plan_problems(plain_task(), [falling], good) == []
    (problem,) = plan_problems(
        plain_task(), [falling], [step(date(2026, 3, 31), 30), step(date(2026, 6, 30), 90)]
    )
    assert "không cao hơn mốc trước (30)" in problem.text and (problem.step, problem.indicator) == (1, 1)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([step(date(2026, 1, 9), 5)], "từ 10/01/2026 đến 31/12/2026"),
        ([step(date(2027, 1, 1), 5)], "từ 10/01/2026 đến 31/12/2026"),
        ([step(date(2026, 3, 31), 5), step(date(2026, 3, 31), 6)], "Đã có mốc khác đến ngày 31/03/2026"),
        ([step(date(2026, 3, 31), 101)], "từ 0 đến 100"),
        ([step(date(2026, 3, 31), -1)], "từ 0 đến 100"),
        ([step(date(2026, 6, 30), 20), step(date(2026, 3, 31), 50)], "không thấp hơn mốc trước (50)"),
    ],
)
def test_what_is_wrong_with_a_milestone_is_said_in_a_sentence(steps, sentence):
    (problem,) = plan_problems(plain_task(), [plain()], steps)
    assert sentence in problem.text


@given(
    first=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    length=st.integers(2, 1500),
    late=st.integers(0, 1500),
    ends=st.tuples(st.integers(-500, 500), st.integers(-500, 500)),
)
def test_what_is_proposed_is_always_a_valid_plan(first, length, late, ends):
    task = plain_task(starts_on=first, due_on=first + timedelta(days=length))
    indicator = plain(baseline=ends[0], target=ends[1])
    steps = proposed_steps(task, [indicator], on=first + timedelta(days=late))
    assert 1 <= len(steps) <= 4
    assert plan_problems(task, [indicator], steps) == []


def test_quarter_ends_are_proposed_on_the_straight_line():
    steps = proposed_steps(plain_task(), [plain(baseline=0, target=355)], on=date(2026, 1, 20))
    assert [(s.name, s.due_on, s.values[1]) for s in steps] == [
        ("Quý I/2026", date(2026, 3, 31), 72),
        ("Quý II/2026", date(2026, 6, 30), 166),
        ("Quý III/2026", date(2026, 9, 30), 260),
    ]


# ---- the act ---------------------------------------------------------------------------------------------------------


def commit(task, *, by, at=NOW, **plan):
    task.refresh_from_db()
    pk = task.indicators.order_by("pk").first().pk
    steps = [step(date(2026, 6, 30), 50, pk=pk), step(date(2026, 9, 30), 80, pk=pk)]
    return committing.commit(task, **({"steps": steps} | plan), by=by, at=at)


@pytest.mark.django_db
def test_a_commitment_brings_the_plan_line_ends_the_waiting_and_tells_the_desk():
    cadre, giver = make_user(name="Nguyễn Văn Bình"), make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(assignee=cadre, giver=giver, starts_on=date(2026, 5, 31))
    solver = make_unit("Sở Tài nguyên", parent=giver)

    made = commit(task, by=cadre, resources="2 tỷ", obstacles=[Named("Vướng đất", solver=solver)])

    task = Task.objects.with_mark(date(2026, 6, 1)).get(pk=task.pk)
    assert (task.committed_on, task.mark, task.version) == (date(2026, 6, 1), Mark.ON_TRACK, 2)
    assert date(2026, 6, 1) < task.slow_from_on < date(2026, 7, 1)
    assert [(m.due_on, m.targets.get().value) for m in made.milestones.order_by("due_on")] == [
        (date(2026, 6, 30), 50), (date(2026, 9, 30), 80),
    ]  # fmt: skip
    assert Obstacle.objects.get(task=task).solver == solver
    assert task.events.get().kind == "committed"
    assert "Nguyễn Văn Bình" in Notice.objects.get(recipient=officer).text


@pytest.mark.django_db
def test_a_version_is_committed_to_once_and_a_new_one_anew():
    cadre = make_user()
    task = make_task(assignee=cadre)
    commit(task, by=cadre)
    with pytest.raises(NotPossible, match="đã cam kết"):
        commit(task, by=cadre)
    Task.objects.filter(pk=task.pk).update(content_version=2, committed_on=None)
    assert commit(task, by=cadre).content_version == 2


@pytest.mark.django_db
def test_each_assignee_commits_and_the_plan_is_the_leads():
    lead, other = make_user(), make_user()
    task = make_task(assignee=lead)
    Assignment.objects.create(task=task, cadre=other.cadre, role="co", starts_on=task.starts_on, name="Hai")

    theirs = commit(task, by=other, steps=())
    task.refresh_from_db()
    assert task.committed_on is None and not theirs.milestones.exists()
    with pytest.raises(NotPossible, match="ít nhất một mốc"):
        commit(task, by=lead, steps=())
    commit(task, by=lead)
    task.refresh_from_db()
    assert task.committed_on == date(2026, 6, 1)
    assert Commitment.objects.filter(task=task).count() == 2


@pytest.mark.django_db
def test_only_assignees_commit_and_only_while_the_task_is_in_force():
    cadre, giver = make_user(), make_unit()
    task = make_task(assignee=cadre, giver=giver)
    for other in (make_user(), make_user(role=Role.OFFICER, unit=giver)):
        with pytest.raises(NotPossible):
            commit(task, by=other)
    Task.objects.filter(pk=task.pk).update(status=S.ON_HOLD)
    with pytest.raises(Stale, match="Tạm dừng"):
        commit(task, by=cadre)


# ---- the page --------------------------------------------------------------------------------------------------------


def page_of(task):
    return reverse("tasks:commit_task", args=[task.ref])


def typed(task, rows, **more):
    """Posted data: rows of (name, day, value of the first indicator)."""
    pk = task.indicators.order_by("rank", "pk").first().pk
    data = {"version": task.version, "moc-TOTAL_FORMS": len(rows), "moc-INITIAL_FORMS": len(rows)}
    for n, (name, day, value) in enumerate(rows):
        data |= {f"moc-{n}-name": name, f"moc-{n}-due_on": day, f"moc-{n}-so_{pk}": value}
    return data | {"vm-TOTAL_FORMS": 1, "vm-INITIAL_FORMS": 0} | more


GOOD = [("Xong giải phóng mặt bằng", "30/06/2026", "50"), ("", "", "")]


@pytest.mark.django_db
def test_the_page_is_for_assignees_and_assistants_only(client):
    cadre, assistant, giver = make_user(), make_user(), make_unit()
    task = make_task(assignee=cadre, giver=giver)
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    officer = make_user(role=Role.OFFICER, unit=giver)
    for user, status in [(cadre, 200), (assistant, 200), (officer, 404), (make_user(), 404)]:
        client.force_login(user)
        assert client.get(page_of(task)).status_code == status


@pytest.mark.django_db
def test_the_proposed_plan_can_be_committed_to_as_it_stands(client):
    cadre = make_user()
    task = make_task(assignee=cadre, due_on=date(2028, 12, 31), indicators=3)
    client.force_login(cadre)
    page = client.get(page_of(task))
    steps = page.context["steps"]
    data = {"version": 1, "moc-TOTAL_FORMS": len(steps), "moc-INITIAL_FORMS": len(steps)}
    for row in steps:
        data |= {bound.html_name: bound.value() or "" for bound in row if bound.name != "DELETE"}
    data |= {"vm-TOTAL_FORMS": 1, "vm-INITIAL_FORMS": 1, "key": str(uuid4())}

    for _ in range(2):
        assert client.post(page_of(task), data).status_code == 302

    assert Commitment.objects.filter(task=task).count() == 1
    assert client.get(page_of(task)).status_code == 302


@pytest.mark.django_db
def test_blank_rows_are_left_out_and_obstacles_name_their_solver(client):
    cadre, giver = make_user(), make_unit("Huyện ủy Yên Sơn")
    task = make_task(assignee=cadre, giver=giver)
    client.force_login(cadre)
    hurdle = {"vm-0-text": "Vướng đất", "vm-0-solver": "huyen uy yen son", "vm-0-due_on": "15/07/2026"}
    assert client.post(page_of(task), typed(task, GOOD, **hurdle)).status_code == 302
    assert Commitment.objects.get(task=task).milestones.count() == 1
    made = Obstacle.objects.get(task=task)
    assert (made.solver, made.solver_note, made.due_on) == (giver, "", date(2026, 7, 15))


@pytest.mark.django_db
def test_who_is_not_a_unit_of_ours_is_kept_in_words(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    client.post(
        page_of(task), typed(task, GOOD, **{"vm-0-text": "Vướng đất", "vm-0-solver": "Công ty Điện lực"})
    )
    made = Obstacle.objects.get(task=task)
    assert (made.solver, made.solver_note) == (None, "Công ty Điện lực")


@pytest.mark.django_db
def test_wrong_rows_are_said_at_their_field_and_everything_typed_is_kept(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    rows = [("Mốc một", "31/02/2026", "50"), ("", "30/06/2026", "150"), ("Mốc ba", "30/09/2026", "mười")]

    response = client.post(page_of(task), typed(task, rows, solutions="Họp dân"))

    page = response.content.decode()
    assert response.status_code == 422
    for sentence in ("Nhập ngày có thật", "Nhập tên mốc", "Nhập số cần đạt bằng số"):
        assert sentence in page
    assert "Họp dân" in page and 'value="mười"' in page and "Lỗi:" in page
    assert not Commitment.objects.exists()

    values = [("Mốc một", "30/06/2026", "150"), ("Mốc hai", "30/09/2026", "50")]
    assert "Nhập số từ 0 đến 100" in client.post(page_of(task), typed(task, values)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("htmx", [False, True])
def test_one_more_milestone_keeps_what_was_typed_and_judges_nothing(client, htmx):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    headers = {"HX-Request": "true"} if htmx else {}
    rows = [("Mốc một", "xx", "50")]
    response = client.post(page_of(task), typed(task, rows, lam="them-moc"), headers=headers)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="moc-TOTAL_FORMS" value="2"' in page
    assert 'value="xx"' in page and "Nhập ngày có thật" not in page
    assert ("<html" in page) is not htmx


@pytest.mark.django_db
def test_a_stale_commitment_gets_409_with_what_was_typed_and_is_offered_again(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    data = typed(task, GOOD, solutions="Họp dân")
    Task.objects.filter(pk=task.pk).update(version=2, title="Tên việc mới")

    response = client.post(page_of(task), data)

    assert response.status_code == 409
    assert "Họp dân" in response.content.decode() and "Tên việc mới" in response.content.decode()
    again = client.get(page_of(task)).content.decode()
    assert "được giữ lại" in again and "Họp dân" in again and "Xong giải phóng mặt bằng" in again
    task.refresh_from_db()
    assert client.post(page_of(task), typed(task, GOOD)).status_code == 302
    assert not PendingForm.objects.exists()


@pytest.mark.django_db
def test_the_assistant_prepares_and_the_cadre_commits(client):
    cadre, assistant = make_user(name="Nguyễn Văn Bình"), make_user(name="Lê Trợ")
    task = make_task(assignee=cadre)
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    client.force_login(assistant)

    assert client.post(page_of(task), typed(task, GOOD)).status_code == 404
    assert client.post(page_of(task), typed(task, GOOD, lam="chuyen")).status_code == 302

    event = task.events.get()
    assert (event.by, event.on_behalf_of) == (assistant, cadre.cadre)
    client.force_login(cadre)
    page = client.get(page_of(task)).content.decode()
    assert "Lê Trợ" in page and "Xong giải phóng mặt bằng" in page
    client.force_login(make_user())
    assert client.get(page_of(task)).status_code == 404


@pytest.mark.django_db
def test_what_the_assistant_prepared_meanwhile_is_not_written_over_by_the_cadre(client):
    cadre, assistant = make_user(name="Nguyễn Văn Bình"), make_user(name="Lê Trợ")
    task = make_task(assignee=cadre)
    Authorisation.objects.create(cadre=cadre.cadre, assistant=assistant, starts_on=START)
    client.force_login(assistant)
    theirs = [("Mốc của trợ lý", "30/06/2026", "40"), ("", "", "")]
    client.post(page_of(task), typed(task, theirs, lam="chuyen", revision="0", key=str(uuid4())))

    client.force_login(cadre)
    mine = typed(task, GOOD, revision="0", key=str(uuid4()))
    for extra in ({}, {"lam": "nhap"}):
        answer = client.post(page_of(task), mine | extra)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Mốc của trợ lý" in page and "Xong giải phóng mặt bằng" in page and "Lê Trợ" in page
    auto = client.post(page_of(task), mine | {"lam": "nhap"}, headers={"HX-Request": "true"})
    assert auto.status_code == 409 and "Chưa lưu" in auto.content.decode()
    assert not Commitment.objects.exists()
    assert PendingForm.objects.get().revision == 1

    assert client.post(page_of(task), mine | {"revision": "1"}).status_code == 302
    assert Commitment.objects.get().milestones.get().name == "Xong giải phóng mặt bằng"


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["nhap", "them-moc"])
def test_an_autosave_behind_the_commitment_says_nothing_more(client, asked):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    data = typed(task, GOOD, key=str(uuid4()))
    page = client.post(page_of(task), data).url
    late = client.post(page_of(task), data | {"lam": asked}, headers={"HX-Request": "true"})
    assert (late.status_code, late.content) == (204, b"") and "messages" not in late.cookies
    said = client.get(page).content.decode()
    assert "Đã cam kết" in said and "Cam kết đối với nội dung này đã được ghi" not in said
    assert Commitment.objects.count() == 1 and not PendingForm.objects.exists()


@pytest.mark.django_db
def test_saves_of_one_page_follow_each_other_whatever_revision_they_bear(client):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    key = str(uuid4())
    for _ in range(3):
        answer = client.post(page_of(task), typed(task, GOOD, lam="nhap", revision="0", key=key))
        assert answer.status_code == 302
    assert PendingForm.objects.get().revision == 3


@pytest.mark.django_db
def test_where_the_round_asks_a_plan_counts_once_it_is_approved(client):
    cadre, giver = make_user(), make_unit()
    officer = make_user(role=Role.OFFICER, unit=giver)
    task = make_task(assignee=cadre, giver=giver)
    task.round.plan_approval = True
    task.round.save()
    indicator = task.indicators.get()
    steps = [Step("Quý II", date(2026, 6, 30), {indicator.pk: Decimal(50)})]

    first = committing.commit(task, steps=steps, by=cadre, at=NOW)
    task.refresh_from_db()
    assert (first.plan, task.committed_on, task.slow_from_on) == ("waiting", date(2026, 6, 1), None)
    with pytest.raises(NotPossible, match="đã cam kết"):
        committing.commit(task, steps=steps, by=cadre, at=NOW)

    url = reverse("tasks:decide_plan", args=[task.ref, first.pk])
    client.force_login(officer)
    assert client.post(url, {"word": "returned", "text": ""}).status_code == 422
    assert client.post(url, {"word": "returned", "text": "Thêm mốc quý III"}).status_code == 302
    client.force_login(cadre)
    page = client.get(page_of(task)).content.decode()
    assert "Thêm mốc quý III" in page and 'value="Quý II"' in page

    task.refresh_from_db()
    steps.append(Step("Quý III", date(2026, 9, 30), {indicator.pk: Decimal(80)}))
    second = committing.commit(task, steps=steps, by=cadre, at=NOW)
    assert (second.revision, second.committed_on) == (2, first.committed_on)
    second.task.refresh_from_db()
    committing.decide_plan(second, approved=True, by=officer, at=NOW)
    task.refresh_from_db()
    assert task.slow_from_on is not None
    assert [e.kind for e in task.events.order_by("pk")] == [
        "committed",
        "plan_decided",
        "committed",
        "plan_decided",
    ]
    client.force_login(make_user(role=Role.LEADER, unit=make_unit()))
    assert client.get(url).status_code == 404


@pytest.mark.django_db
def test_nobody_approves_his_own_plan(client):
    cadre, giver = make_user(), make_unit()
    Office.objects.create(user=cadre, role=Role.LEADER, unit=giver, starts_on=START)
    task = make_task(assignee=cadre, giver=giver)
    task.round.plan_approval = True
    task.round.save()
    made = committing.commit(task, steps=[Step("Mốc", date(2026, 6, 30), {})], by=cadre, at=NOW)
    task.refresh_from_db()
    with pytest.raises(NotPossible):
        committing.decide_plan(made, approved=True, by=cadre, at=NOW)


@pytest.mark.django_db
def test_units_are_suggested_from_around_the_giver_only(client):
    cadre = make_user()
    giver = make_unit("Huyện ủy Yên Sơn", parent=make_unit("Tỉnh ủy"))
    make_unit("Huyện ủy Yên Lạc", parent=make_unit("Tỉnh ủy khác"))
    task = make_task(assignee=cadre, giver=giver)
    client.force_login(cadre)
    found = client.get(reverse("tasks:find_solvers", args=[task.ref]), {"vm-0-solver": "huyen uy"})
    assert found.content.decode() == '<option value="Huyện ủy Yên Sơn">'


@pytest.mark.django_db
def test_kinds_without_a_line_take_no_value_at_a_milestone(client):
    cadre = make_user()
    task = make_task(assignee=cadre, indicators=0)
    make_indicator(task, kind=Indicator.Kind.YES_NO, target=1)
    assert committing.planned_indicators(task) == []
    client.force_login(cadre)
    assert client.get(page_of(task)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"moc-TOTAL_FORMS": "x", "vm-TOTAL_FORMS": "-3"},
        {
            "moc-TOTAL_FORMS": "99999999",
            "moc-INITIAL_FORMS": "0",
            "vm-TOTAL_FORMS": "1",
            "vm-INITIAL_FORMS": "0",
        },
        {"solutions": "a\x00b", "moc-0-name\x00": "c"},
        {"lam": "them-moc", "moc-TOTAL_FORMS": "9" * 5000},
        {"lam": "khong-co"},
    ],
)
def test_what_no_browser_of_ours_sends_is_answered_calmly(client, data):
    cadre = make_user()
    task = make_task(assignee=cadre)
    client.force_login(cadre)
    assert client.post(page_of(task), data).status_code in (200, 302, 422)
    assert client.get(page_of(task)).status_code == 200
    assert not Commitment.objects.exists()

"""Outside one's scope a thing does not exist: not as a page, a count, a search hit, a file or a word in an error."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cadres.audit import sign_transaction
from cadres.models import Authorisation, Office, Succession
from tasks_app.models import (
    ChangeRequest,
    Direction,
    Document,
    Evidence,
    Meeting,
    MeetingItem,
    Notice,
    Obstacle,
    Paper,
    PaperBatch,
    PaperTemplate,
    ProgressReport,
    Recommendation,
    Registrant,
    RoundEvent,
    SheetExport,
    SheetImport,
    Task,
    Urge,
)
from tasks_app.permissions import visible_tasks
from tasks_app.views.listings.every import LISTINGS
from tests.factories import (
    NOW,
    appoint,
    make_follow_up,
    make_inspection,
    make_mission,
    make_round,
    make_task,
    make_unit,
    make_user,
)
from tests.test_conventions import OURS

pytestmark = pytest.mark.django_db
Role, S = Office.Role, Task.Status
READING = [Role.OFFICER, Role.APPRAISER, Role.LEADER, Role.COUNCIL, Role.INSPECTOR]
CANARY = "Chimbáobão"


def titles(user):
    return set(visible_tasks(user).values_list("title", flat=True))


@pytest.mark.parametrize("role", READING)
def test_a_reading_role_sees_its_tree_and_nothing_beside(role):
    province = make_unit()
    commune = make_unit(parent=province)
    make_task(giver=province, unit=commune, title="của tỉnh giao")
    make_task(giver=commune, unit=make_unit(parent=commune), title="của xã giao")
    make_task(title="của tỉnh khác")

    assert titles(make_user(role=role, unit=province)) == {"của tỉnh giao", "của xã giao"}
    assert titles(make_user(role=role, unit=commune)) == {"của tỉnh giao", "của xã giao"}
    assert titles(make_user(role=role, unit=make_unit(parent=province))) == set()


def test_a_system_administrator_and_a_mere_account_see_no_task():
    province = make_unit()
    make_task(giver=province)
    assert titles(make_user(role=Role.SYSTEM_ADMIN, unit=province)) == set()
    assert titles(make_user()) == set()


def test_a_cadre_sees_his_own_tasks_present_and_past_but_not_his_colleagues():
    giver, me = make_unit(), make_user()
    mine = make_task(giver=giver, assignee=me, title="của tôi")
    past = make_task(giver=giver, assignee=me, title="đã bàn giao")
    past.assignments.update(ends_on=date(2026, 2, 1))
    make_task(giver=giver, unit=mine.unit, title="của đồng nghiệp")
    assert titles(me) == {"của tôi", "đã bàn giao"}


def test_a_draft_order_exists_for_the_givers_desk_only():
    giver, me = make_unit(), make_user()
    task = make_task(giver=giver, assignee=me, status=S.DRAFT)
    seen = {role: bool(titles(make_user(role=role, unit=giver))) for role in (*READING, Role.UNIT_HEAD)}
    assert seen == {
        Role.OFFICER: True, Role.APPRAISER: True, Role.LEADER: True,
        Role.COUNCIL: False, Role.INSPECTOR: False, Role.UNIT_HEAD: False,
    }  # fmt: skip
    assert titles(me) == set()
    assert titles(make_user(role=Role.UNIT_HEAD, unit=task.unit)) == set()


def test_an_order_on_the_list_is_not_the_cadres_to_see_before_the_decision():
    me = make_user()
    make_task(assignee=me, status=S.AWAITING_DECISION, origin=Task.Origin.ORDERED, title="đặt hàng")
    make_task(assignee=me, status=S.AWAITING_DECISION, origin=Task.Origin.REGISTERED, title="đăng ký")
    make_task(assignee=me, status=S.IN_FORCE, origin=Task.Origin.ORDERED, title="đã giao")
    assert titles(me) == {"đăng ký", "đã giao"}


def test_a_draft_registration_exists_for_its_cadre_and_assistant_only():
    giver, me, assistant = make_unit(), make_user(), make_user()
    Authorisation.objects.create(cadre=me.cadre, assistant=assistant, starts_on=date(2026, 1, 1))
    make_task(giver=giver, assignee=me, status=S.DRAFT, origin=Task.Origin.REGISTERED, title="bản nháp")
    assert titles(me) == titles(assistant) == {"bản nháp"}
    assert titles(make_user(role=Role.OFFICER, unit=giver)) == set()


def test_a_coordinating_unit_sees_the_task_once_it_is_decided():
    unit = make_unit()
    head = make_user(role=Role.UNIT_HEAD, unit=unit)
    task = make_task(title="phối hợp")
    waiting = make_task(status=S.APPRAISING, title="chưa quyết định")
    task.coordinating_units.add(unit)
    waiting.coordinating_units.add(unit)
    assert titles(head) == {"phối hợp"}


def test_who_is_directed_in_a_meeting_sees_that_task_and_no_other():
    giver, me, leader = make_unit(), make_user(), make_user()
    asked = make_task(giver=giver, title="có ý kiến giao tôi")
    make_task(giver=giver, unit=asked.unit, title="việc bên cạnh")
    listed = make_task(giver=giver, status=S.AWAITING_DECISION, title="chưa quyết định")
    for task in (asked, listed):
        Direction.objects.create(task=task, text="x", to_cadre=me.cadre, to_outsider=True, by=leader, at=NOW)
    assert titles(me) == {"có ý kiến giao tôi"}
    # Named among those who carry it he sees it by his share alone.
    meant = make_task(giver=giver, title="nêu tên")
    Direction.objects.create(task=meant, text="x", to_cadre=me.cadre, by=leader, at=NOW)
    assert titles(me) == {"có ý kiến giao tôi"}


def test_the_successor_reads_what_the_ended_unit_left():
    old, new = make_unit(), make_unit()
    make_task(giver=old, title="nhiệm kỳ trước")
    Succession.objects.create(predecessor=old, successor=new, effective_on=date(2025, 7, 1))
    assert titles(make_user(role=Role.LEADER, unit=new)) == {"nhiệm kỳ trước"}


def test_a_task_stays_where_its_unit_stood_at_the_decision():
    before, after = make_unit(), make_unit()
    unit = make_unit(parent=before)
    make_task(giver=before, unit=unit, title="việc")
    unit.move_to(after, on=date(2026, 3, 1))
    assert titles(make_user(role=Role.INSPECTOR, unit=before)) == {"việc"}
    assert titles(make_user(role=Role.INSPECTOR, unit=after)) == set()


def test_a_role_that_ended_shows_nothing():
    giver = make_unit()
    make_task(giver=giver)
    user = make_user()
    Office.objects.create(
        user=user, role=Role.LEADER, unit=giver, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    assert titles(user) == set()


# ---- the canary: one hidden province, every door -----------------------------------------------------------------


@pytest.fixture
def hidden():
    """A province that the visitor may not see, with the canary in every text; ids by the name of the URL's argument."""
    giver = make_unit(f"Tỉnh ủy {CANARY}", short_code="CHIM")
    unit = make_unit(f"Đảng ủy {CANARY}", parent=giver)
    owner = make_user(name=f"Lê {CANARY}")
    by = make_user(name=f"Ma {CANARY}", role=Role.OFFICER, unit=giver)
    sign_transaction(by)
    appoint(owner.cadre, f"Bí thư {CANARY}", unit, managed_by=giver)
    task = make_task(
        giver=giver, unit=unit, assignee=owner, by=by, title=f"Việc {CANARY}", product=CANARY, basis=CANARY,
        round=make_round(giver, name=f"Đợt {CANARY}"),
    )  # fmt: skip
    report = ProgressReport.objects.create(
        task=task, cadre=owner.cadre, period_starts_on=date(2026, 1, 1), period_ends_on=date(2026, 3, 31), by=owner,
        narrative=CANARY, saved_at=NOW, status="submitted", submitted_at=NOW,
    )  # fmt: skip
    evidence = Evidence(task=task, report=report, name=f"{CANARY}.txt", size=3, content_type="text/plain",
                        sha256="0" * 64, uploaded_by=owner, uploaded_at=NOW)  # fmt: skip
    evidence.file.save(evidence.name, ContentFile(CANARY.encode()), save=False)
    evidence.save()
    change = ChangeRequest.objects.create(
        task=task,
        kind="extension",
        reason=CANARY,
        requested_by=owner,
        requested_at=NOW,
        due_proposed=date(2027, 3, 1),
    )
    urge = Urge.objects.create(task=task, text=CANARY, body_name=CANARY, by=by, at=NOW)
    direction = Direction.objects.create(task=task, text=CANARY, by=by, at=NOW)
    Registrant.objects.create(
        round=task.round, cadre=owner.cadre, is_required=False, reason=CANARY, by=by, at=NOW
    )
    RoundEvent.objects.create(
        round=task.round, kind="changed", act=CANARY, text=CANARY, by=by, by_name=CANARY, at=NOW
    )
    given = Authorisation.objects.create(
        cadre=owner.cadre, assistant=make_user(name=CANARY), starts_on=date(2026, 1, 1)
    )
    Notice.objects.create(recipient=owner, task=task, kind="urged", text=CANARY, at=NOW)
    Obstacle.objects.create(task=task, text=CANARY, named_on=date(2026, 2, 1), by=owner)
    Recommendation.objects.create(task=task, addressee=giver, text=CANARY, made_on=date(2026, 2, 1), by=owner)
    mission = make_mission(giver, head=owner, by=by, name=f"Đoàn {CANARY}", place=CANARY, subject=CANARY)
    inspection = make_inspection(task, mission=mission, by=by, findings=CANARY)
    follow_up = make_follow_up(inspection, text=CANARY)
    meeting = Meeting.objects.create(
        committee=giver, held_on=date(2026, 6, 1), chair=CANARY, opened_by=by, opened_at=NOW,
        since_at=NOW - timedelta(days=7),
    )  # fmt: skip
    MeetingItem.objects.create(meeting=meeting, task=task, rank=meeting.pk, why=CANARY)
    document = Document.objects.create(
        body=giver, number="99", symbol=f"QĐ/{CANARY}", issued_on=date(2026, 3, 1), summary=CANARY
    )
    document.tasks.add(task)
    paper = Paper.objects.create(
        kind="ban-cam-ket", body=giver, data={"trich_yeu": CANARY}, digest="0", summary=CANARY, by=by, at=NOW, uuid=evidence.uuid
    )  # fmt: skip
    paper.tasks.add(task)
    PaperBatch.objects.create(
        kind="ban-cam-ket", body=giver, tasks=[task.pk], by=by, at=NOW, uuid=evidence.uuid
    )
    PaperTemplate.objects.create(unit=giver, kind="ban-cam-ket", number=1, note=CANARY, by=by, at=NOW)
    SheetImport.objects.create(
        uuid=evidence.uuid, round=task.round, committee=giver, name=CANARY, content=b"x", sha256="0" * 64, by=by, at=NOW,
        status="failed", problem=CANARY,
    )  # fmt: skip
    SheetExport.objects.create(
        by=by, by_name=CANARY, at=NOW, committee=giver, what=CANARY, form="csv", rows=1, sha256="0" * 64
    )
    return {"task": task, "unit": unit, "owner": owner, "pks": [
        mission.pk, inspection.pk, follow_up.pk, report.pk, change.pk, urge.pk, direction.pk, giver.pk, unit.pk,
        owner.cadre.pk, task.round_id, evidence.pk, given.pk, meeting.pk, document.pk,
    ], "uuid": evidence.uuid}  # fmt: skip


def addresses(pattern, hidden):
    """Every address of a URL pattern that points at something hidden (or just the address, when it takes no argument)."""
    names = list(pattern.pattern.converters)
    if not names:
        yield {}
        return
    fixed = {}
    numbers = []
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        if kind == "TaskRef":
            fixed[name] = hidden["task"].code
        elif kind == "UUIDConverter":
            fixed[name] = hidden["uuid"]
        elif kind == "IntConverter":
            numbers.append(name)
        elif kind == "StringConverter":
            fixed[name] = "a-guess"
        else:
            fixed[name] = converter.regex.split("|")[0].strip("()?:")
    # Where the hidden task is named it is refused before any record of it is looked for: one number will do.
    pks = sorted(set(hidden["pks"])) if "ref" not in fixed else hidden["pks"][:1]
    for pk in pks if numbers else [None]:
        yield fixed | dict.fromkeys(numbers, pk)


VISITORS = {
    "officer elsewhere": lambda: make_user(role=Role.OFFICER, unit=make_unit("Tỉnh ủy A")),
    "unit head beside": lambda: make_user(role=Role.UNIT_HEAD, unit=make_unit("Đảng ủy xã C")),
    "mere account": lambda: make_user(cadre=False),
}


@pytest.mark.parametrize("who", VISITORS)
def test_no_door_opens_on_the_hidden_province(client, hidden, who):
    visitor = VISITORS[who]()
    client.force_login(visitor)
    tried = 0
    # Every visitor tries every address; its numbers are dealt out among them.
    turn = list(VISITORS).index(who)
    for n, (_, pattern) in enumerate(OURS):
        space = "cadres" if pattern.callback.__module__.startswith("cadres") else "tasks"
        tries = list(addresses(pattern, hidden))
        for kwargs in tries[(n + turn) % 3 :: 3] or tries[:1]:
            url = reverse(f"{space}:{pattern.name}", kwargs=kwargs)
            for method in ("get", "post"):
                key = (
                    {"key": str(uuid.uuid4())}
                    if method == "post"
                    else {"q": "bao", "don-vi": hidden["unit"].pk}
                )
                response = getattr(client, method)(url, key)
                tried += 1
                # 503 is how the health check says that nothing has shown life yet.
                assert response.status_code < 500 or pattern.name == "health", (method, url)
                if "ref" in kwargs or "uuid" in kwargs:
                    assert response.status_code in (404, 405), (method, url, response.status_code)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                assert CANARY not in body.decode(errors="replace"), (method, url)
    assert tried > 100
    hidden["task"].refresh_from_db()
    assert hidden["task"].version == 1
    assert not hidden["task"].events.exists()


def test_a_hidden_task_answers_exactly_as_one_that_never_was(client, hidden):
    client.force_login(make_user(role=Role.OFFICER, unit=make_unit()))
    missing = client.get(reverse("tasks:task_page", args=["CHIM-2026-999"]))
    there = client.get(reverse("tasks:task_page", args=[hidden["task"].code]))
    assert missing.status_code == there.status_code == 404
    assert missing.content == there.content
    # With words typed as well: one's own come back, nothing else.
    words = {"text": "Đề nghị báo cáo gấp", "version": "1"}
    missing = client.post(reverse("tasks:urge_task", args=["CHIM-2026-999"]), words)
    there = client.post(reverse("tasks:urge_task", args=[hidden["task"].code]), words)
    assert missing.status_code == there.status_code == 404
    assert missing.content == there.content and "Đề nghị báo cáo gấp" in there.text


def test_no_list_goes_out_with_what_is_hidden(client, hidden):
    asked = {"form": "csv", "dieu-kien": f"don-vi={hidden['unit'].pk}&cap-uy={hidden['unit'].pk}&q=bao"}
    for make in VISITORS.values():
        client.force_login(make())
        for code in LISTINGS:
            answer = client.post(reverse("tasks:export_listing", args=[code]), asked)
            assert answer.status_code in (200, 403, 422), code
            assert CANARY not in answer.content.decode("utf-8-sig", errors="replace"), code

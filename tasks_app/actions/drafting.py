"""How is a report kept while it is written: by whom, in which state, and without writing over each other?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.apps import apps
from django.db import transaction

from cadres.models import Unit, User
from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app.actions import measuring
from tasks_app.actions.notifying import notify
from tasks_app.actions.periods import period_to_report
from tasks_app.actions.recording import record, speaker
from tasks_app.actions.refusals import NotPossible, Stale
from tasks_app.actions.telling import ASSIGNEE, day
from tasks_app.models import Indicator, Notice, ProgressReport, Reading, TaskEvent

# What a report says beside its figures.
SAID = (
    "outlook",
    "narrative",
    "unchanged_reason",
    "correction_reason",
    "finished_on",
    "self_result",
    "self_text",
)


@dataclass(frozen=True)
class Figure:
    """What was typed for one indicator, cumulative. `dated_on`: the day on which a document was issued."""

    value: Decimal | None
    dated_on: date | None = None


@dataclass(frozen=True)
class Content:
    """What a report says. `figures` by pk of the indicator; `correction_reason`: why a figure is worse than the last.

    Of what asks for help: to which body (`addressee`, else the giver) and by when (`answer_by`).
    """

    figures: Mapping[int, Figure] = field(default_factory=dict)
    outlook: str = ""
    narrative: str = ""
    unchanged_reason: str = ""
    correction_reason: str = ""
    addressee: Unit | None = None
    answer_by: date | None = None
    paper_no: str = ""
    paper_received_on: date | None = None
    finished_on: date | None = None
    self_result: str = ""
    self_text: str = ""


def figures_of(task):
    """The indicators that are reported on, in order."""
    return list(task.indicators.filter(target__isnull=False).order_by("rank", "pk"))


def bounds(indicator):
    """(smallest, largest) figure that can be true, None where there is no such bound."""
    known = [n for n in (indicator.baseline, indicator.current, indicator.target) if n is not None]
    if indicator.kind in Indicator.BOOLEAN:
        return 0, 1
    if indicator.kind == Indicator.Kind.PERCENT or any(n < 0 for n in known):
        return None, None
    smallest = 1 if indicator.kind == Indicator.Kind.RANK else 0
    return smallest, indicator.whole if indicator.kind == Indicator.Kind.RATIO else None


# ---- drafts ----------------------------------------------------------------------------------------------------------


def cadre_reported_for(user, task):
    """The assignment whose report this user writes: his own, or the first one that he assists; None for others."""
    me = standing(user)
    people = list(task.assignments.open().lead_first().select_related("cadre__user"))
    own = [person for person in people if person.cadre_id == me.cadre_id]
    assisted = [person for person in people if person.cadre_id in me.assisted]
    return next(iter(own + assisted), None)


def draft_of(task, cadre):
    drafts = ProgressReport.objects.filter(task=task, cadre=cadre, status=ProgressReport.Status.DRAFT)
    return drafts.select_related("by__cadre").first()


def written_by_others(draft):
    """Names of those who prepared the draft in the cadre's place, as the history of its row knows them; one query."""
    if draft is None:
        return []
    rows = apps.get_model("tasks_app", "ProgressReportHistoryRow").objects.filter(pgh_obj_id=draft.pk)
    others = (
        User.objects.filter(pk__in=rows.values("by")).exclude(cadre=draft.cadre_id).select_related("cadre")
    )
    return [user.spoken_name for user in others.order_by("pk")]


@transaction.atomic
def save_draft(task, *, cadre, content, by, at, seen=None, sight=None, final=False, replaces=None):
    """Keep what was typed; nobody but the cadre and his assistants knows of it. The task itself is left alone.

    `seen`: with it a draft is begun only on the version that the user saw, so that a save that comes in late after the
    report was sent doesn't leave a stray draft behind. `sight`: the `Sight` that the page has of the draft; what somebody
    saved since, or the same person elsewhere, is not written over (`DraftMoved`). `replaces`: the report it will correct.
    """
    require_reporter(task, cadre, by)
    # The task's row makes two who begin a draft at once wait for each other.
    locked = type(task).objects.select_for_update(of=("self",)).only("version", "status").get(pk=task.pk)
    draft = draft_of(task, cadre)
    late = seen is not None and seen != locked.version and draft is None
    if late or locked.status != task.Status.IN_FORCE:
        raise Stale("Việc vừa được cập nhật, đề nghị đồng chí mở lại trang để xem số liệu mới.")
    require_sight(draft, sight, by)
    period = period_to_report(task, on=day(at))
    draft = draft or ProgressReport(task=task, cadre=cadre)
    values = said_in(content) | days_of(period) | {
        "by": by, "saved_at": at, "is_final": final, "replaces": replaces, "revision": draft.revision + 1,
        "saved_page": sight.page if sight else None,
    }  # fmt: skip
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save()
    write_readings(draft, figures_of(task), content.figures)
    return draft


@dataclass(frozen=True)
class Sight:
    """What a page knows of a draft: the revision it was opened with (0: there was none), and the page's own key."""

    revision: int | None = None
    page: UUID | None = None

    def misses(self, kept):
        """Was the kept row saved since, and not by this very page (whose saves may still be on their way)?"""
        if kept is None or self.revision is None or kept.revision == self.revision:
            return False
        return self.page is None or kept.saved_page != self.page


class DraftMoved(Stale):
    """Somebody saved the draft since the user opened it: `draft` is what stands there now."""

    def __init__(self, message, draft):
        super().__init__(message)
        self.draft = draft


def require_sight(draft, sight, by):
    """Refuses to write over a draft that was saved meanwhile. `sight` None: whoever asks doesn't compare."""
    if sight is None or not sight.misses(draft):
        return
    who = "Đồng chí" if draft.by_id == by.pk else f"Đ/c {draft.by.spoken_name}"
    where = " ở thẻ hoặc máy khác" if draft.by_id == by.pk else ""
    raise DraftMoved(f"{who} đã lưu một bản nháp khác của báo cáo này{where}.", draft)


@transaction.atomic
def hand_over_draft(report, *, by, at):
    """The assistant has prepared the figures: the log shows both names, and the cadre is asked to confirm."""
    task = report.task
    require_reporter(task, report.cadre, by)
    name = measuring.period_name(report.period_starts_on, report.period_ends_on)
    act = f"cập nhật thay đ/c {report.cadre.full_name} số liệu báo cáo {name}"
    record(task, TaskEvent.Kind.EDITED, act, by=by, at=at, on_behalf_of=report.cadre)
    text = f"{speaker(by, on=day(at))} đã cập nhật thay số liệu báo cáo {name}, chờ đồng chí xác nhận: «{task.title}»"
    to = [report.cadre.user] if report.cadre.user else []
    notify(task, Notice.Kind.REPORT, text, to=to, why=ASSIGNEE, at=at, by=by)


def require_reporter(task, cadre, by):
    """Refuses whoever is neither the cadre, assigned now, nor one who prepares for him."""
    mine = {standing(by).cadre_id, *standing(by).assisted}
    if cadre.pk not in mine or cadre.pk not in may.assigned_cadres(task):
        raise NotPossible("Chỉ đồng chí được giao hoặc người được ủy quyền cập nhật báo cáo việc này.")


def said_in(content):
    return {name: getattr(content, name) for name in SAID}


def days_of(period):
    return {
        "period_starts_on": period.starts_on,
        "period_ends_on": period.ends_on,
        "due_on": period.due_on,
    }


def write_readings(report, indicators, figures, corrected=frozenset()):
    """Bring the readings of the report in line with the figures: one row for each that has a value.

    `corrected`: pks of the indicators whose figure is worse than the last one.
    """
    wanted = {i.pk: figures[i.pk] for i in indicators if i.pk in figures and figures[i.pk].value is not None}
    present = {reading.indicator_id: reading for reading in report.readings.all()}
    gone = [reading.pk for pk, reading in present.items() if pk not in wanted]
    if gone:
        report.readings.filter(pk__in=gone).delete()
    changed = []
    for pk, reading in present.items():
        figure = wanted.pop(pk, None)
        marked = pk in corrected
        if figure and (reading.value, reading.dated_on, reading.is_correction) != (
            figure.value, figure.dated_on, marked,
        ):  # fmt: skip
            reading.value, reading.dated_on, reading.is_correction = figure.value, figure.dated_on, marked
            changed.append(reading)
    Reading.objects.bulk_update(changed, ["value", "dated_on", "is_correction"])
    Reading.objects.bulk_create(
        Reading(
            report=report, indicator_id=pk, value=figure.value, dated_on=figure.dated_on,
            is_correction=pk in corrected,
        )
        for pk, figure in wanted.items()
    )  # fmt: skip

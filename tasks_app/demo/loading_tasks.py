"""How does a plan become rows: tasks with people, figures, plans, reports, files, conclusions and their timeline?"""

import hashlib
import uuid
from datetime import datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone

from tasks_app.actions.contents import plain
from tasks_app.actions.deciding import giver_in_words
from tasks_app.actions.measuring import apply_measures
from tasks_app.demo import files, measuring
from tasks_app.demo.fixtures import dice
from tasks_app.demo.loading_evidence import evidence_row
from tasks_app.demo.loading_inspections import load_inspections
from tasks_app.demo.loading_records import load_conclusions, load_extras, load_plans, speaker
from tasks_app.demo.notices import load_notices
from tasks_app.demo.records import Report
from tasks_app.demo.story import HANOI
from tasks_app.models import (
    Assignment,
    CalendarDay,
    Document,
    DocumentScan,
    Evidence,
    Indicator,
    ProgressReport,
    Reading,
    Task,
    TaskContent,
    TaskEvent,
)

BATCH = 500


def load_tasks(found):
    """Everything about tasks, parents before children; `found` gains .tasks, .indicators, .reports, .papers by key."""
    found.titles = {}
    found.words = {key: giver_in_words(unit) for key, unit in found.units.items() if key in _givers(found)}
    _papers(found)
    _tasks(found)
    _people(found)
    _figures(found)
    _contents(found)
    load_plans(found)
    _reports(found)
    load_conclusions(found)
    load_extras(found)
    load_inspections(found)
    _events(found)
    _scans(found)
    load_notices(found)


def _givers(found):
    posts = (post.managed_by for person in found.plan.roster.people.values() for post in person.posts)
    return {task.giver for task in found.plan.tasks} | {key for key in posts if key}


def _papers(found):
    kept = []
    for task in found.plan.tasks:
        kept += [task.decision, *(event.paper for event in task.events)]
        kept += [values.get("document") for _, values in task.extras]
    unique = dict.fromkeys(paper for paper in kept if paper)
    found.papers = {
        paper: Document(
            body=found.units[paper.body], number=paper.number, symbol=paper.symbol, issued_on=paper.issued_on,
            summary=paper.summary,
        )
        for paper in unique
    }  # fmt: skip
    Document.objects.bulk_create(found.papers.values(), batch_size=BATCH)


def _codes(found):
    """TU-2021-012: numbered by giver and year in the order of the decisions."""
    counts, codes = {}, {}
    for task in sorted((t for t in found.plan.tasks if t.decided_on), key=lambda t: t.decided_on):
        prefix = f"{found.units[task.giver].short_code}-{task.decided_on.year}"
        counts[prefix] = counts.get(prefix, 0) + 1
        codes[task.key] = f"{prefix}-{counts[prefix]:03}"
    return codes


def _tasks(found):
    codes, found.tasks = _codes(found), {}
    days = CalendarDay.objects.load()
    for plan in found.plan.tasks:
        decided = plan.decided_on is not None
        root = "TU" if found.units[plan.giver].path.startswith(found.units["TU"].path) else (
            "VP" if plan.giver == "VP" else "TTQ")  # fmt: skip
        task = Task(
            public_id=uuid.UUID(int=dice("public", plan.key).getrandbits(128), version=4),
            code=codes.get(plan.key), round=found.rounds[plan.round], title=plan.content.title, origin=plan.origin,
            natures=list(plan.content.natures), field=found.fields[plan.content.field], giver=found.units[plan.giver],
            unit=found.units[plan.unit], product=plan.content.product, authority_note=plan.authority, basis=plan.basis,
            starts_on=plan.starts_on, due_on=plan.due_on, named_due_on=plan.named_due_on, original_due_on=plan.original_due_on or plan.due_on,
            report_rhythm=plan.report_rhythm, follower=found.users.get(plan.follower),
            unit_path=found.units[plan.unit].path,
            giver_name=found.words[plan.giver] if decided else "", unit_name=found.units[plan.unit].name if decided else "",
            management_level=_level(found, plan) if decided else "",
            group=found.groups[root, plan.group] if decided else None,
            decision=found.papers.get(plan.decision), decided_on=plan.decided_on,
            version=plan.version, content_version=plan.content_version, commitment_due_on=plan.commitment_due_on,
            committed_on=plan.committed_on, asked_conclusion_on=plan.asked_on, finished_on=plan.finished_on,
            concluded_on=plan.concluded_on, result=plan.result, completed=plan.completed,
            extension_count=plan.extensions, last_report_on=plan.last_report_on,
            created_by=found.users[plan.created_by], created_at=plan.created_at,
        )  # fmt: skip
        task.status = plan.state
        if decided:
            apply_measures(task, measuring.measures(plan), days=days)
        found.tasks[plan.key] = task
    merged = {p.key: p.merged_into for p in found.plan.tasks if p.merged_into}
    Task.objects.bulk_create((t for key, t in found.tasks.items() if key not in merged), batch_size=BATCH)
    for key, survivor in merged.items():
        found.tasks[key].merged_into = found.tasks[survivor]
    Task.objects.bulk_create(found.tasks[key] for key in merged)
    lower = [
        (found.tasks[p.key], found.tasks[p.contributes_to]) for p in found.plan.tasks if p.contributes_to
    ]
    for task, higher in lower:
        task.contributes_to = higher
    Task.objects.bulk_update([task for task, _ in lower], ["contributes_to"])
    through = Task.coordinating_units.through
    through.objects.bulk_create(
        through(task=found.tasks[plan.key], unit=found.units[key])
        for plan in found.plan.tasks
        for key in dict.fromkeys(plan.coordinating)
    )


def _level(found, plan):
    """Diện quản lý of the lead on the day of the decision: of several posts the one managed highest decides."""
    posts = [
        post for post in found.plan.roster.people[plan.lead].posts
        if post.managed_by and post.starts_on <= plan.decided_on and (not post.ends_on or post.ends_on > plan.decided_on)
    ]  # fmt: skip
    if not posts:
        return ""
    highest = min(posts, key=lambda post: found.units[post.managed_by].kind.level)
    return f"Diện {found.words[highest.managed_by]} quản lý"


def _people(found):
    found.assignments = {}
    for plan in found.plan.tasks:
        for carrier in plan.carriers:
            found.assignments[id(carrier)] = Assignment(
                task=found.tasks[plan.key], cadre=found.cadres[carrier.person],
                collective=found.units.get(carrier.collective), starts_on=carrier.starts_on or plan.starts_on,
                role=Assignment.Role.LEAD if carrier.lead else Assignment.Role.CO, ends_on=carrier.ends_on,
                name=carrier.name, title=carrier.title,
            )  # fmt: skip
    Assignment.objects.bulk_create(found.assignments.values(), batch_size=BATCH)


def _figures(found):
    found.indicators = {}
    world_of = found.plan.world
    for plan in found.plan.tasks:
        confirmer = world_of.confirmer(plan)
        found.indicators[plan.key] = [
            Indicator(
                task=found.tasks[plan.key], rank=number + 1, name=figure.name, kind=figure.kind,
                measure_unit=figure.unit, baseline=figure.baseline, target=figure.target, whole=figure.whole,
                lower_is_better=figure.lower_is_better, weight=figure.weight, data_source=figure.source,
                confirmed_by=confirmer, rhythm=figure.rhythm,
                due_on=(plan.named_due_on or plan.due_on) if figure.kind == "document" else None,
                current=plan.current[number] if plan.current else None,
                current_on=plan.last_report_on if plan.current else None,
                confirmed=plan.confirmed[number] if plan.confirmed else None,
                confirmed_on=(plan.last_report_on if plan.conclusion else plan.confirmed_on) if plan.confirmed else None,
            )
            for number, figure in enumerate(plan.content.figures)
        ]  # fmt: skip
    Indicator.objects.bulk_create((i for rows in found.indicators.values() for i in rows), batch_size=BATCH)


def _contents(found):
    TaskContent.objects.bulk_create(
        (
            TaskContent(
                task=found.tasks[plan.key], number=number, document=found.papers.get(paper), reason=reason, at=at,
                content=_content(found, plan, due_on), by=found.users[by] if by else _desk(found, plan),
            )
            for plan in found.plan.tasks
            for number, at, paper, reason, due_on, by in plan.contents
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _content(found, plan, due_on):
    """As actions.contents.content_of writes it (a test holds them against each other)."""
    task = found.tasks[plan.key]
    return {
        "title": task.title, "origin": task.origin, "natures": task.natures, "field": task.field.name,
        "giver": task.giver_name, "unit": task.unit_name, "management_level": task.management_level,
        "coordinating_units": [u.name for u in sorted((found.units[k] for k in dict.fromkeys(plan.coordinating)),
                                                      key=lambda u: u.pk)],
        "contributes_to": task.contributes_to.code if task.contributes_to else None,
        "product": task.product, "authority_note": task.authority_note, "basis": task.basis,
        "weight": plain(task.weight), "starts_on": plan.starts_on.isoformat(), "due_on": due_on.isoformat(),
        "report_rhythm": task.report_rhythm,
        "people": [f"{c.name}, {c.title}" if c.title else c.name for c in plan.carriers if c.ends_on is None],
        "indicators": [
            {
                "id": row.pk, "name": row.name, "kind": row.kind, "measure_unit": row.measure_unit,
                "baseline": plain(row.baseline), "target": plain(row.target), "whole": plain(row.whole),
                "lower_is_better": row.lower_is_better, "weight": plain(row.weight), "data_source": row.data_source,
                "confirmed_by": row.confirmed_by, "rhythm": row.rhythm, "rubric": row.rubric,
                "due_on": due_on.isoformat() if row.due_on else None,
            }
            for row in found.indicators[plan.key]
        ],
    }  # fmt: skip


def _desk(found, plan):
    return found.users[found.plan.roster.desks[plan.giver]]


def _reports(found):
    found.reports, readings, evidence = {}, [], []
    for plan in found.plan.tasks:
        for report in plan.reports:
            by = found.users[report.by]
            found.reports[id(report)] = ProgressReport(
                task=found.tasks[plan.key], cadre=found.cadres[report.person], period_starts_on=report.starts_on,
                period_ends_on=report.ends_on, due_on=report.due_on, outlook=report.outlook, narrative=report.narrative,
                status="submitted" if report.submitted else "draft", is_final=report.is_final,
                submitted_at=report.at if report.submitted else None, is_late=report.is_late, by=by, saved_at=report.at,
                paper_no=report.paper_no, note=report.note, note_text=report.note_text,
                paper_received_on=timezone.localdate(report.at) if report.paper_no else None,
                correction_reason=report.correction_reason, unchanged_reason=report.unchanged_reason,
                **_later_words(found, report),
            )  # fmt: skip
    told = [report for plan in found.plan.tasks for report in plan.reports]
    first = [found.reports[id(report)] for report in told if not report.replaces]
    ProgressReport.objects.bulk_create(first, batch_size=BATCH)
    again = [report for report in told if report.replaces]
    for report in again:
        found.reports[id(report)].replaces = found.reports[id(report.replaces)]
    ProgressReport.objects.bulk_create([found.reports[id(report)] for report in again], batch_size=BATCH)
    for plan in found.plan.tasks:
        for report in plan.reports:
            made = found.reports[id(report)]
            for number, (indicator, value) in enumerate(
                zip(found.indicators[plan.key], report.values, strict=True)
            ):
                document = indicator.kind == "document" and value
                readings.append(
                    Reading(report=made, indicator=indicator, value=value,
                            dated_on=timezone.localdate(report.at) if document else None,
                            is_correction=bool(report.correction_reason and report.replaces.values[number] != value),
                            **_confirmation(found, plan, report, number))
                )  # fmt: skip
            for number, file in enumerate(report.files):
                name, kind, indicator = file
                proves = found.indicators[plan.key][indicator - 1] if indicator else None
                evidence.append(
                    evidence_row(found, plan, name, kind, number, by=made.by, at=report.at, report=made,
                                 indicator=proves)
                )  # fmt: skip
    Reading.objects.bulk_create(readings, batch_size=BATCH)
    Evidence.objects.bulk_create(evidence, batch_size=BATCH)


def _later_words(found, report):
    """What was said of a report after it was sent."""
    values = {}
    if report.contested:
        said, answer, at = report.contested
        values |= {"contested_reason": said, "contest_answer": answer, "contest_answered_at": at,
                   "contest_answered_by": found.users[report.by]}  # fmt: skip
    if report.certified:
        who, at = report.certified
        values |= {"certified_by": found.users[who], "certified_at": at}
    return values


def _confirmation(found, plan, report, number):
    if not report.confirmed:
        return {}
    return {
        "confirmed_value": report.confirmed[number],
        "confirmed_by": _desk(found, plan),
        "confirmed_on": timezone.localdate(report.at),
    }


def _scans(found):
    """The signed decisions of the living round, as an officer keeps them with the paper."""
    papers = dict.fromkeys(
        plan.decision for plan in found.plan.tasks
        if plan.decision and plan.giver == "TTQ" and plan.decision.issued_on.year == found.today.year
    )  # fmt: skip
    scans = []
    for paper in papers:
        name = f"Quyết định {paper.number}-{paper.symbol.replace('/', '-')}.pdf"
        source = dice("scan", name)
        data = files.make("pdf", paper.summary, source)
        row = DocumentScan(
            uuid=uuid.UUID(int=source.getrandbits(128), version=4), document=found.papers[paper], name=name,
            size=len(data), content_type=files.TYPES["pdf"], sha256=hashlib.sha256(data).hexdigest(),
            uploaded_by=found.users[found.plan.roster.desks["TTQ"]],
            uploaded_at=datetime.combine(paper.issued_on, time(16, 0), HANOI),
        )  # fmt: skip
        storage, path = row.file.storage, row.file.field.generate_filename(row, name)
        storage.delete(path)
        row.file = storage.save(path, ContentFile(data))
        scans.append(row)
    DocumentScan.objects.bulk_create(scans)


def _events(found):
    events = []
    for plan in found.plan.tasks:
        for event in plan.events:
            user = found.users[event.actor] if event.actor else _desk(found, plan)
            name = speaker(found, event.actor, event.at) if event.actor else found.words[plan.giver]
            events.append(
                TaskEvent(
                    task=found.tasks[plan.key], kind=event.kind, act=event.act[:300], text=event.text, by=user,
                    by_name=name[:200], on_behalf_of=found.cadres.get(event.on_behalf_of), at=event.at,
                    document=found.papers.get(event.paper), version=event.version, data=_kept(found, event.data),
                )
            )  # fmt: skip
    TaskEvent.objects.bulk_create(sorted(events, key=lambda e: e.at), batch_size=BATCH)


def _kept(found, data):
    """What an event keeps of a report is its row."""
    return {name: found.reports[id(v)].pk if isinstance(v, Report) else v for name, v in data.items()}

"""What does the filled order form, or a task, say: as a draft to be written, as facts to be checked?"""

from datetime import date

from tasks_app.actions.ordering import Draft, Figure, Person
from tasks_app.forms.six_clear import Facts, Row
from tasks_app.models import Indicator, Rhythm, Task

FIGURES = ("name", "kind", "baseline", "target", "whole", "weight", "rhythm", "due_on")
TEXTS = ("measure_unit", "data_source", "confirmed_by")


def draft_of(form):
    """The valid form as a `Draft`. Without a deadline a draft holds the last day of its round until one is typed."""
    values = form.cleaned_data
    lead, collective = form.lead_post, values.get("collective")
    starts_on = values.get("starts_on") or form.on
    return Draft(
        round=values["round"],
        giver=form.giver,
        unit=collective or lead.unit,
        title=values["title"],
        field=values["field"],
        people=[
            Person(lead.cadre, lead.title, collective),
            *(Person(post.cadre, post.title) for post in values.get("co") or []),
        ],
        starts_on=starts_on,
        due_on=values.get("due_on") or max(last_day(values["round"]), starts_on),
        origin=values.get("origin") or Task.Origin.REGISTERED,
        natures=values["natures"],
        product=values["product"],
        authority_note=values["authority_note"],
        basis=values["basis"],
        contributes_to=values.get("contributes_to"),
        report_rhythm=values["report_rhythm"],
        coordinating_units=values.get("coordinating") or [],
        figures=[figure_of(row) for row in form.rows.filled],
    )


def figure_of(row):
    values = row.cleaned_data
    known = {name: values.get(name) for name in FIGURES} | {name: values.get(name) or "" for name in TEXTS}
    return Figure(pk=values.get("id"), lower_is_better=row.lower_is_better, **known)


def last_day(round):
    """The day by which a round is over."""
    of_one_year = round.closes_on and round.year_from == round.year_to
    return round.closes_on if of_one_year else date(round.year_to, 12, 31)


def facts_of(form, values):
    """What the six checks need. `values`: the fields that could be read, cleaned."""
    lead, collective = form.post or values.get("lead"), values.get("collective")
    rhythm = values.get("report_rhythm")
    return Facts(
        lead=lead.cadre.full_name if lead else "",
        lead_title=lead.title if lead else "",
        collective=collective.name if collective else "",
        unit=(collective or lead.unit).name if lead or collective else "",
        partners=[
            *(post.cadre.full_name for post in values.get("co") or []),
            *(unit.name for unit in values.get("coordinating") or []),
        ],
        title=values.get("title") or "",
        product=values.get("product") or "",
        authority_note=values.get("authority_note") or "",
        due_on=values.get("due_on"),
        starts_on=values.get("starts_on"),
        rhythm=Rhythm(rhythm).label if rhythm not in (None, "") else "",
        rows=form.rows.facts,
    )


def facts_of_task(task, *, partners=()):
    """The same of a task as it stands, with `people` (the lead first) and `rows` loaded; `partners`: names of units."""
    lead, *co = task.people or [None]
    collective = lead.collective if lead else None
    return Facts(
        lead=lead.name if lead else "",
        lead_title=lead.title if lead else "",
        collective=collective.name if collective else "",
        unit=task.unit.name,
        partners=[*(row.name for row in co), *partners],
        title=task.title,
        product=task.product,
        authority_note=task.authority_note,
        due_on=task.due_on,
        starts_on=task.starts_on,
        rhythm=Rhythm(task.report_rhythm).label,
        rows=[
            Row(row.name, row.target is not None or row.kind in Indicator.BOOLEAN, row.weight)
            for row in task.rows
        ],
    )

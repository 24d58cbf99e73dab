"""What do the minutes of a handover say: of one task that was handed over, or of all that a cadre is to hand over?"""

from cadres.offices import posts_of
from cadres.templatetags.vi import vi_date
from tasks_app.actions.leaving import state_in_words
from tasks_app.documents import papers
from tasks_app.documents.parts import HandedTask, Person
from tasks_app.printing import lines
from tasks_app.printing.collecting import Desk, Draft, one_task

CODE = "bien-ban-ban-giao"


def handover_minutes(handover, task, *, on):
    _, common = one_task(task, CODE, "bàn giao việc đột phá, đổi mới", on=on)
    giver = handover.from_assignment
    receiver = Person()
    if handover.to_cadre_id:
        next_one = (
            task.assignments.filter(cadre=handover.to_cadre, starts_on__gte=handover.handed_over_on)
            .order_by("pk")
            .first()
        )
        posts = posts_of([handover.to_cadre_id], on=handover.handed_over_on).get(handover.to_cadre_id)
        title = next_one.title if next_one and next_one.title else posts[0].title if posts else ""
        receiver = Person(name=next_one.name if next_one else handover.to_cadre.full_name, title=title)
    paper = papers.HandoverMinutes(
        **common | {"person": lines.person(giver)}, receiver=receiver, handed_over_on=vi_date(handover.handed_over_on),
        outcome=str(handover.get_outcome_display()), state=handover.state_note, document=lines.document_words(handover.document),
    )  # fmt: skip
    return Draft(CODE, task.giver, (task,), paper, giver.cadre)


def inventory(minutes, tasks, *, on):
    """The minutes before the committee decides, for both sides to sign. `tasks`: {pk: task of `lines.with_records`}."""
    items = list(minutes.items.select_related("task", "to_cadre", "assignment").order_by("pk"))
    taking = list(dict.fromkeys(item.to_cadre for item in items if item.to_cadre))
    posts = posts_of([minutes.cadre_id, *(cadre.pk for cadre in taking)], on=on)
    day = minutes.handed_over_on
    paper = papers.HandoverMinutes(
        **Desk(minutes.giver, on=on).common(CODE, "bàn giao việc đột phá, đổi mới"),
        person=_person(minutes.cadre, posts, title=items[0].assignment.title if items else ""),
        receivers=tuple(_person(cadre, posts) for cadre in taking), handed_over_on=vi_date(day),
        cause=str(minutes.get_cause_display()), state=minutes.note, document=lines.document_words(minutes.document),
        items=tuple(
            HandedTask(
                number=str(i), task=lines.line(tasks[item.task_id], on, number=i), outcome=str(item.get_outcome_display()),
                receiver=f"Đ/c {item.to_cadre.full_name}" if item.to_cadre else "", state=state_in_words(item),
            )
            for i, item in enumerate((item for item in items if item.task_id in tasks), 1)
        ),
    )  # fmt: skip
    return Draft(CODE, minutes.giver, tuple(tasks.values()), paper, minutes.cadre)


def _person(cadre, posts, *, title=""):
    held = posts.get(cadre.pk)
    return Person(name=cadre.full_name, title=title or (held[0].title if held else ""))

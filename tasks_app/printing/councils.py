"""What do the papers of a council say: a sheet to be filled by hand, a sheet as it was given, and the minutes?"""

from dataclasses import replace

from django.db.models import Prefetch

from cadres.templatetags.vi import vi_date, vi_number
from tasks_app.actions.checking import found_figures
from tasks_app.actions.scoring import current_criteria
from tasks_app.documents import papers
from tasks_app.documents.headings import day_in_words, heading
from tasks_app.documents.kinds import By
from tasks_app.documents.parts import CriterionLine, Member, ScoredTask
from tasks_app.models import Council, CouncilMember, Result, ScoreSheet
from tasks_app.printing import issuers, lines
from tasks_app.printing.collecting import Desk, Draft
from tasks_app.statistics.scores import spread, total

SHEET, MINUTES = "phieu-cham", "bien-ban-hoi-dong"
Role = CouncilMember.Role
RANK = {Role.CHAIR: 0, Role.SECRETARY: 1, Role.MEMBER: 2}


def with_sheets(tasks):
    """`lines.with_records` for the papers of a council: with the sheets that count and their criteria, four more queries."""
    sheets = (
        ScoreSheet.objects.filter(replaced_at=None).select_related("member__cadre", "criteria").order_by("pk")
    )
    return tasks.prefetch_related(
        Prefetch("score_sheets", sheets.prefetch_related("scores", "criteria__rows"), to_attr="sheets")
    )


def sheet(task, given=None, *, on):
    """Phiếu chấm of a task of `lines.with_records`: as `given` (a ScoreSheet), or blank. None while nobody can score it."""
    council = Council.objects.filter(round=task.round_id).first()
    criteria = given.criteria if given else current_criteria(task.round)
    if council is None or criteria is None:
        return None
    points = {row.criterion_id: row.points for row in given.scores.all()} if given else {}
    common = _common(SHEET, "kết quả thực hiện việc đột phá, đổi mới", [task], council, on=on)
    paper = papers.ScoreSheetPaper(
        **common, person=lines.person(task.people[0] if task.people else None), task=_as_checked(task, on),
        criteria=_criteria(criteria, points), member=_member(1, given.member, given) if given else Member(),
        total=vi_number(given.total) if given else "", comment=given.comment if given else "",
        scored_on=vi_date(given.scored_on) if given else "", given=given is not None,
    )  # fmt: skip
    if given:
        head = paper.heading
        place = head.place_and_day.rpartition(", ngày")[0]
        day = day_in_words(given.scored_on, given.scored_on.year)
        paper = replace(
            paper, heading=replace(head, place_and_day=f"{place}, {day}" if place else day, day=day)
        )
    return Draft(SHEET, task.giver, (task,), paper, given.member.cadre if given else None)


def minutes(tasks, *, on):
    """Biên bản on the tasks of one round (`with_records`) that have sheets; None where there are none."""
    tasks = [task for task in tasks if task.sheets]
    council = Council.objects.filter(round=tasks[0].round_id).first() if tasks else None
    if council is None:
        return None
    one = len(tasks) == 1
    seats = sorted(
        council.members.open().select_related("cadre"), key=lambda seat: (RANK[seat.role], seat.pk)
    )
    gone = [given.member for task in tasks for given in task.sheets if given.member.ends_on]
    seats += list({seat.pk: seat for seat in gone}.values())
    own = {given.member_id: given for given in tasks[0].sheets} if one else {}
    carriers = {person.cadre_id for person in tasks[0].people} if one else set()
    members = [
        _member(i, seat, own.get(seat.pk), notes=one, carries=seat.cadre_id in carriers)
        for i, seat in enumerate(seats, 1)
    ]
    criteria = tasks[0].sheets[0].criteria
    paper = papers.CouncilMinutes(
        **_common(MINUTES, "họp chấm điểm kết quả thực hiện việc đột phá, đổi mới", tasks, council, on=on),
        chair=_name(seats, Role.CHAIR), secretary=_name(seats, Role.SECRETARY), members=tuple(members), criteria=_criteria(criteria, {}),
        scored=tuple(_scored(i, task, seats, on) for i, task in enumerate(tasks, 1)),
        tasks=vi_number(len(tasks)), one_task=one,
    )  # fmt: skip
    return Draft(MINUTES, tasks[0].giver, tuple(tasks), paper)


def _common(code, summary, tasks, council, *, on):
    desk = Desk(tasks[0].giver, on=on)
    desk.words = issuers.giver_words(tasks[0])
    issuer = issuers.issuer_of(desk.settings, By.COUNCIL, council=council.name)
    common = desk.common(code, summary)
    return common | {
        "heading": heading(issuer, "BB" if code == MINUTES else "", year=on.year),
        "round": tasks[0].round.name,
        "addressees": (),
        "council": council.name,
        "founded_by": council.decision_no,
    }


def _as_checked(task, on):
    """The task with the figures that its newest check found, as the page of the score sheet shows them."""
    found = found_figures(task)
    line = lines.line(task, on, number=1)
    figures = [
        replace(figure, confirmed=lines.figure_value(row, found[row.pk])) if row.pk in found else figure
        for row, figure in zip(task.rows, line.figures, strict=True)
    ]
    return replace(line, figures=tuple(figures))


def _criteria(criteria, points):
    rows = sorted(criteria.rows.all(), key=lambda row: (row.rank, row.pk))
    return tuple(
        CriterionLine(
            number=str(i), name=row.name, guide=row.guide, most=vi_number(row.max_points), weight=vi_number(row.weight),
            points=vi_number(points[row.pk]) if row.pk in points else "",
            weighted=vi_number(total([(points[row.pk], row.max_points, row.weight)])) if row.pk in points else "",
        )
        for i, row in enumerate(rows, 1)
    )  # fmt: skip


def _member(number, seat, given=None, *, notes=False, carries=False):
    note = ""
    if given and given.from_paper:
        note = "Nhập theo phiếu đã ký"
    elif notes and not given:
        note = "Không chấm việc của mình" if carries else "Chưa có phiếu"
    return Member(
        number=str(number), name=seat.cadre.full_name, title=seat.title, role=str(Role(seat.role).label),
        total=vi_number(given.total) if given else "", comment=given.comment if given else "", note=note,
    )  # fmt: skip


def _scored(number, task, seats, on):
    sheets = task.sheets
    found = spread([given.total for given in sheets])
    assert found is not None
    carriers = {person.cadre_id for person in task.people}
    asked = sum(seat.ends_on is None and seat.cadre_id not in carriers for seat in seats)
    said = next((report.self_result for report in task.sent if report.self_result), "")
    return ScoredTask(
        number=str(number), person=lines.person(task.people[0] if task.people else None), task=lines.line(task, on, number=number),
        sheets=f"{len(sheets)}/{max(asked, len(sheets))}", mean=vi_number(found.mean), low=vi_number(found.low), high=vi_number(found.high),
        own_result=str(Result(said).label) if said else "",
    )  # fmt: skip


def _name(seats, role):
    return next((seat.cadre.full_name for seat in seats if seat.role == role and seat.ends_on is None), "")

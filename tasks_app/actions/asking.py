"""How does a cadre ask the committee to conclude: final figures, evidence, and the move, in one go?"""

from django.db import transaction

from tasks_app.actions import lifecycle, reporting
from tasks_app.actions.notifying import desk_of, leaders_of, notify
from tasks_app.actions.recording import speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.actions.scoring import ask_council, void_sheets
from tasks_app.actions.telling import DESK, day
from tasks_app.models import Evidence, Notice, Result


@transaction.atomic
def ask_conclusion(task, *, cadre, content, by, at, seen=None, sight=None):
    """A final report with every figure, the self-assessment and at least one piece of evidence; then the task awaits its
    conclusion. What the council had scored when it was asked before no longer counts."""
    if content.finished_on and content.finished_on > day(at):
        raise NotPossible("Ngày hoàn thành sản phẩm không thể sau hôm nay.", field="finished_on")
    if content.finished_on and content.finished_on < task.starts_on:
        raise NotPossible(
            f"Ngày hoàn thành sản phẩm từ ngày bắt đầu {task.starts_on:%d/%m/%Y} trở đi.", field="finished_on"
        )
    if content.self_result not in Result:
        raise NotPossible("Chọn mức tự đánh giá.", field="self_result")
    report = reporting.submit(
        task, cadre=cadre, content=content, by=by, at=at, seen=seen, sight=sight, final=True
    )
    if not Evidence.objects.shown().filter(task=task).exists():
        raise NotPossible("Kèm ít nhất một minh chứng của kết quả.", field="tep")
    moved = lifecycle.move(
        report.task, "ask_conclusion", by=by, at=at, text=content.narrative,
        asked_conclusion_on=day(at), next_report_on=None,
    )  # fmt: skip
    void_sheets(moved, at=at)
    ask_council(moved, by=by, at=at)
    told = f"{speaker(by, on=day(at))} đề nghị kết luận việc «{task.title}»"
    desk = list(desk_of(moved, on=day(at)))
    notify(moved, Notice.Kind.MOVED, told, to=desk, why=DESK, at=at, by=by)
    known = {user.pk for user in desk}
    leaders = [user for user in leaders_of(moved, on=day(at)) if user.pk not in known]
    notify(moved, Notice.Kind.MOVED, told, to=leaders, why=reporting.LEADER, at=at, by=by)
    return moved

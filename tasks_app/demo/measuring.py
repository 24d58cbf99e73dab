"""What would the product measure of a task of the demo: its progress, and which mark counts on a day?"""

from datetime import timedelta

from tasks_app.progress import Measure, slow_from, task_progress

SLOW_POINTS, DUE_SOON_DAYS = 5, 15


def measures(task):
    """The indicators with the plan line of the commitment, as actions/measuring.py reads them from the rows."""
    found = []
    for number, figure in enumerate(task.content.figures):
        # A plan that waits for approval doesn't count yet.
        steps = [] if task.plan_state == "waiting" else task.milestones
        plan = [(day, values[number]) for _, day, values in steps if values[number] is not None]
        found.append(Measure(
            baseline=figure.baseline, target=figure.target, weight=figure.weight,
            lower_is_better=figure.lower_is_better, current=task.current[number] if task.current else None,
            starts_on=task.starts_on, due_on=task.due_on, plan=tuple(p for p in sorted(plan) if p[0] < task.due_on),
            has_plan=bool(plan), rhythm_months=figure.rhythm,
        ))  # fmt: skip
    return found


def mark(task, on):
    """The counting mark of a decided task by the rules of models/marks.py, which the loaded rows are tested against."""
    if task.state in ("ended_early", "removed"):
        return "ended"
    if task.state in ("concluded", "closed"):
        if not task.completed:
            return "not_done"
        late = (task.finished_on > task.due_on) - (task.finished_on < task.due_on)
        return ("done_early", "done_on_time", "done_late")[late + 1]
    if task.state != "in_force":
        return task.state
    if task.due_on < on:
        return "overdue"
    if task.committed_on is None:
        return "awaiting_commitment"
    slow = slow_from(measures(task), slow_points=SLOW_POINTS, after=task.starts_on)
    if slow and slow <= on:
        return "slow"
    return "due_soon" if task.due_on - timedelta(days=DUE_SOON_DAYS) <= on else "on_track"


def share_reached(task):
    return task_progress(measures(task)) or 0

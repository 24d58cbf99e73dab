"""What may this person do about the inspections on a task's page, and about what they asked for?"""

from types import SimpleNamespace

from cadres.offices import standing
from tasks_app import permissions as may
from tasks_app.models import MissionMember
from tasks_app.permissions import READERS
from tasks_app.views.buttons import button_to


def inspection_acts(user, task, record):
    """Set `may_record`, `may_see_mission` on the inspections of the dossier and `acts` on their follow-ups."""
    me, missions = standing(user), None
    officer = may.may_record_inspection(user, task)
    for row in record.inspections:
        waits = row.recorded_at is None and not row.dropped_reason and task.is_open
        if waits and not officer and missions is None:
            missions = _missions_of(me)
        member = row.closed_on is None and row.mission in (missions or ())
        row.may_record = waits and (officer or member and may.is_not_his_own(user, task))
        row.may_see_mission = member or any(
            row.committee_path.startswith(path) for path in me.paths(*READERS)
        )
        for asked in row.asked:
            asked.acts = _acts(user, task, asked) if asked.closed_on is None else []


def _missions_of(me):
    if me.cadre_id is None:
        return ()
    return set(MissionMember.objects.filter(cadre=me.cadre_id).values_list("mission", flat=True))


def _acts(user, task, asked):
    unit = SimpleNamespace(path=asked.to_unit_path) if asked.to_unit_path else None
    seen = SimpleNamespace(to_cadre_id=asked.to_cadre, to_unit=unit, inspection=SimpleNamespace(task=task))
    found = []
    if asked.done_at is None and may.may_report_follow_up(user, seen):
        found.append(button_to(task, "report_follow_up", "Báo cáo kết quả thực hiện", "send", asked.id))
    if may.may_close_follow_up(user, seen):
        found.append(button_to(task, "close_follow_up", "Xác nhận đã thực hiện", "check", asked.id))
    return found

"""Which columns do the lists of what waits have in a file?"""

from cadres.offices import standing
from tasks_app.statistics import waiting
from tasks_app.statistics.hurdles import hurdles
from tasks_app.views import stuck, to_do, unblocking
from tasks_app.views.listings.listing import Listing, column


def _to_do(request, on):
    code = to_do.kind_of_page(request, waiting.badges(request.user, on=on))
    lines = waiting.lines(request.user, on=on, codes=[code] if code else None)
    return to_do.rows_of(request.user, lines, on=on)


def _stuck(request, on):
    lines = waiting.stuck(request.user, on=on)
    holders = stuck.holders_of(lines)
    *_, shown = stuck.chosen(request, lines, holders)
    return stuck.held_rows(request.user, shown, holders, on=on)


def _hurdles(request, on):
    rows = hurdles(request.user, on=on)
    solvers, chosen = unblocking.solvers_of_page(request, rows, standing(request.user), on)
    return [row for solver in ([chosen] if chosen else solvers) for row in solver.rows]


def _of_task(name, other=""):
    """What a line says of its task; nothing where it belongs to none."""
    return lambda row: row.task and (getattr(row.task, name) or (other and getattr(row.task, other)))


WHAT = (
    column("Việc", lambda row: row.task.title if row.task else row.line.subject, 44),
    column("Mã việc", _of_task("code"), 14),
    column("Đơn vị", _of_task("unit_name", "unit_label"), 28),
    column("Đồng chí thực hiện", _of_task("lead_name"), 22),
    column("Chức vụ", _of_task("lead_title"), 28),
    column("Cấp giao", _of_task("giver_name", "giver_label"), 28),
    column("Nội dung", lambda row: row.line.detail, 36),
)
SINCE = (
    column("Chờ từ ngày", lambda row: row.line.since, 12),
    column("Số ngày chờ", lambda row: row.age, 9),
    column("Hạn", lambda row: row.line.due, 12),
)

LISTINGS = (
    Listing("can-lam", "Nội dung cần làm", "tasks:to_do", to_do.to_do, _to_do, (
        column("Cần làm", lambda row: row.queue.act, 24), *WHAT, *SINCE,
    )),
    Listing("dang-cho", "Nội dung đang chờ ở các khâu", "tasks:stuck_list", stuck.stuck_list, _stuck, (
        column("Khâu", lambda row: row.queue.stage, 24), column("Đang ở", lambda row: row.holder.name, 26),
        column("Chức vụ, đơn vị", lambda row: row.holder.title, 28), *WHAT, *SINCE,
    )),
    Listing("vuong-mac", "Vướng mắc, kiến nghị chưa giải quyết", "tasks:hurdle_list", unblocking.hurdle_list, _hurdles, (
        column("Nơi giải quyết", lambda row: row.solver, 30), column("Loại", lambda row: row.kind_name, 12),
        column("Nội dung", lambda row: row.text, 44), column("Việc", lambda row: row.title, 44),
        column("Đơn vị", lambda row: row.task_unit, 28), column("Đồng chí thực hiện", lambda row: row.lead, 22),
        column("Nêu ngày", lambda row: row.since_on, 12), column("Số ngày chờ", lambda row: row.days, 9),
        column("Đề nghị trước ngày", lambda row: row.due_on, 12),
    )),
)  # fmt: skip

"""Which columns do the list of cadres and the table of units under a committee have in a file?"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from cadres.models import Unit
from cadres.offices import standing
from tasks_app.forms.cadre_filters import CadreFilter
from tasks_app.models import Mark
from tasks_app.permissions import visible_tasks
from tasks_app.statistics.overview import read
from tasks_app.views import cadres, overview
from tasks_app.views.frame import committee_of_page, units_read
from tasks_app.views.listings.listing import Listing, column


def _cadres(request, on):
    form = CadreFilter(request.GET, me=standing(request.user))
    visible = visible_tasks(request.user).decided()
    found = list(cadres.cadres_of_page(request.user, form, visible, on))
    return cadres.cadre_rows(found, visible, on, first=1)


@dataclass(frozen=True)
class Row:
    """A unit of the table under its group; the last one is the whole node."""

    group: str
    name: str
    tally: object
    people: int


def _units(request, on):
    """The table of the node that `cap-uy` (the reader's own) or `don-vi` (any below) names; none outside his scope."""
    asked = request.GET.get("don-vi", "")
    unit = (
        Unit.objects.select_related("kind").filter(pk=int(asked[:15])).first()
        if asked.isascii() and asked.isdigit()
        else committee_of_page(request, units_read(request))
    )
    me, at = standing(request.user), timezone.localtime()
    page = unit and read(me, unit, period_code=request.GET.get("ky"), cut_code=None, opened=None, at=at)
    if not page or not page.counted.whole.tasks:
        return []
    rows = [
        Row(group.label if group.has_head else "", row.name, row.tally, row.people)
        for group in page.branches
        for row in group.rows
    ]
    return [*rows, Row("", "Tất cả", page.sum.tally, page.sum.people)]


def _of(mark):
    return column(str(mark.label), lambda row: row.tally.count(mark), 10)


def _percent(row):
    progress = row.tally.progress
    return None if progress is None else (progress * 100).quantize(Decimal("0.1"))


LISTINGS = (
    Listing("can-bo", "Danh sách cán bộ", "tasks:cadre_list", cadres.cadre_list, _cadres, (
        column("Đồng chí", lambda row: row.cadre.full_name, 24),
        column("Chức vụ", lambda row: row.post and f"{'' if row.post.is_now else 'Nguyên '}{row.post.title}", 36),
        column("Diện quản lý", lambda row: row.post and row.post.is_now and row.post.managed_by or None, 28),
        column("Số việc", lambda row: row.total, 9), column("Đang thực hiện", lambda row: row.running, 11),
        column("Chậm, quá hạn", lambda row: row.behind, 11), column("Đã kết luận", lambda row: row.done, 11),
    )),
    Listing("tong-quan", "Tổng hợp theo đơn vị", "tasks:overview", overview.overview, _units, (
        column("Nhóm", lambda row: row.group, 26), column("Đơn vị", lambda row: row.name, 36),
        column("Số việc", lambda row: row.tally.tasks, 9), column("Số đồng chí", lambda row: row.people, 9),
        *(_of(mark) for mark in Mark), column("Tiến độ (%)", _percent, 10),
    )),
)  # fmt: skip

"""Which columns do the administrator's lists have in a file? Units and people as their tables are read in again."""

from django.db.models import Q

from cadres.models import Cadre, Office, Position, Unit, User
from cadres.models.text import folded
from cadres.views import accounts, people, units
from tasks_app.actions.listing_roster import people_rows, unit_rows
from tasks_app.exchange.list_book import columns_of
from tasks_app.exchange.roster_tables import PEOPLE, PEOPLE_EXPLAINED, UNITS, UNITS_EXPLAINED, WIDTHS
from tasks_app.views.listings.listing import Listing, column


def _asked(request):
    return request.GET.get("q", "")[:100]


def _units(request, on):
    found = Unit.objects.matching(_asked(request))
    return unit_rows(found if request.GET.get("da-ket-thuc") else found.existing(on), on)


def _people(request, on):
    return people_rows(Cadre.objects.matching(_asked(request)), on)


def _accounts(request, on):
    users = User.objects.filter(is_system=False).select_related("cadre").prefetch_related("offices__unit")
    if (q := _asked(request)).strip():
        users = users.filter(Q(search_key__contains=folded(q)) | Q(cadre__search_key__contains=folded(q)))
    return users.order_by("-is_active", "cadre__name_key", "username")


def _as_read_in(layout, explained):
    """The columns of a table that comes in: its rows are tuples already."""
    bare = dict.fromkeys(explained, "")
    return tuple(
        (one, lambda row, place=place: row[place])
        for place, one in enumerate(columns_of(layout, WIDTHS, bare))
    )


def _name(user):
    return user.cadre.full_name if getattr(user, "cadre", None) else user.display_name


def _roles(user):
    return "\n".join(f"{Office.Role(office.role).label}, {office.unit}" for office in user.offices.all())


LISTINGS = (
    Listing("don-vi", "Danh sách đơn vị", "cadres:unit_list", units.unit_list, _units, _as_read_in(UNITS, UNITS_EXPLAINED)),
    Listing("danh-ba", "Danh sách cán bộ, chức vụ, tài khoản", "cadres:person_list", people.person_list, _people,
            _as_read_in(PEOPLE, PEOPLE_EXPLAINED)),
    Listing("chuc-danh", "Danh mục chức danh", "cadres:position_list", people.position_list,
            lambda request, on: Position.objects.matching(_asked(request)).order_by("rank", "name"), (
        column("Chức danh", lambda row: row.name, 40), column("Thứ bậc", lambda row: row.rank, 10),
        column("Người đứng đầu", lambda row: "Có" if row.is_head else "Không", 14),
    )),
    Listing("tai-khoan", "Danh sách tài khoản", "cadres:account_list", accounts.account_list, _accounts, (
        column("Tên đăng nhập", lambda row: row.username, 20), column("Đồng chí", _name, 26),
        column("Thư công vụ", lambda row: row.email, 28), column("Vai trò", _roles, 48),
        column("Tình trạng", lambda row: "Đang dùng" if row.is_active else "Đã khóa", 12),
    )),
)  # fmt: skip

"""What stands around every page: whose committee it is about, where one can go, what waits there?"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cadres.models import Office, Unit
from cadres.offices import standing, title_of
from cadres.templatetags.vi import initials
from tasks_app.models import Notice
from tasks_app.permissions import DESK, READERS
from tasks_app.statistics.waiting import badges

Role = Office.Role
# Pages under an item of the navigation without being it.
BELONGS_TO = {
    "tasks:report_task": "tasks:reports_due",
    "tasks:score_task": "tasks:score_queue",
    "tasks:enter_sheet": "tasks:score_queue",
    "tasks:stuck_list": "tasks:to_do",
    "tasks:hurdle_list": "tasks:to_do",
    "tasks:direction_list": "tasks:to_do",
    "tasks:conclusion_queue": "tasks:to_do",
    "tasks:meeting_list": "tasks:to_do",
    "tasks:meeting_page": "tasks:to_do",
    "tasks:meeting_item": "tasks:to_do",
    "tasks:meeting_minutes": "tasks:to_do",
}
# Pages about one committee take it from the path or from `cap-uy`. The queues open with all committees of the desk, since
# that is what their badges count; a tab there narrows them.
ABOUT_A_COMMITTEE = {"overview", "task_list"}


def page_frame(request):
    """Context processor: brand, navigation by role with badges, unread notices. Little for who is not signed in."""
    user = getattr(request, "user", None)
    frame = {"demo": settings.DEMO}
    if user is None or not user.is_authenticated:
        return frame
    today = timezone.localdate()
    me = standing(user)
    units = units_read(request)
    unit = committee_of_page(request, units)
    name, title = _me(user, me, today)
    waiting = badges(user, on=today)
    unread = Notice.objects.filter(recipient=user, read_at=None).count()
    bar = _top_bar(request, me, waiting, unread, unit if len(units) > 1 else None)
    below = _bottom_bar(request, me, waiting)
    return frame | {
        "me_name": name,
        "me_title": title,
        "me_initials": initials(name.removeprefix("Đ/c ")),
        "text_size_class": user.text_size,
        "shortcuts_off": not user.shortcuts_on,
        "brand_unit": unit.name if unit else title,
        "unit_choices": [
            {"name": u.name, "url": reverse("tasks:unit_overview", args=[u.pk]), "current": u == unit}
            for u in units
        ],
        "home_url": reverse("tasks:home"),
        "search_url": reverse("tasks:task_list" if me.units(*READERS) else "tasks:my_tasks"),
        "notifications_url": reverse("tasks:notice_list"),
        "account_menu": _account_menu(me),
        "unread_count": unread,
        "nav": bar,
        "phone_nav": below,
        "phone_menu": _needs_menu(bar, below),
    }


def units_read(request):
    """The units over which the user holds a reading role, the highest first; asked once a request."""
    if not hasattr(request, "_units_read"):
        held = Unit.objects.filter(pk__in=standing(request.user).units(*READERS)).select_related("kind")
        request._units_read = list(held.order_by("kind__level", "rank", "pk"))
    return request._units_read


def committee_of_page(request, units):
    """The committee that the page is about: it stands in the URL (path or `cap-uy`), never in the session."""
    match = request.resolver_match
    asked = str((match.kwargs.get("unit") if match else None) or request.GET.get("cap-uy", ""))
    return next((unit for unit in units if str(unit.pk) == asked), units[0] if units else None)


def _me(user, me, today):
    if me.cadre_id:
        return f"Đ/c {user.cadre.full_name}", user.display_title or title_of(me.cadre_id, on=today)
    return f"Đ/c {user}", user.display_title


def _top_bar(request, me, waiting, unread, unit):
    """Items by role (design.md §2). A person with two roles sees the leader's or staff's bar plus *Việc của tôi*.

    A cadre has *Cần làm* while something waits for him that *Việc của tôi* doesn't show: as a member of a team or a
    council, or a task to take over.
    """
    items = []
    council = [("Chấm điểm", "score_queue", waiting.sheets, "")] if waiting.seats else []
    if me.units(*READERS):
        items += [("Tổng quan", "overview", 0, "t"), ("Việc", "task_list", 0, "v")]
        items += [("Cần làm", "to_do", waiting.lines, "c")]
        if me.units(Role.LEADER):
            items += [("Cần cho ý kiến", "opinion_queue", waiting.opinion, "")]
        if me.units(*DESK) and not me.units(Role.LEADER) or me.units(Role.OFFICER):
            items += [("Đôn đốc", "urge_queue", waiting.urge, "d")]
        items += council
        items += [("Cán bộ", "cadre_list", 0, "")]
        if me.units(Role.OFFICER) and not me.units(Role.LEADER):
            items += [("Văn bản", "document_list", 0, "")]
        if waiting.own:
            items += [("Việc của tôi", "my_tasks", waiting.todo, "")]
    elif waiting.own or not me.units(Role.SYSTEM_ADMIN) and (me.cadre_id or me.assisted):
        items += [("Việc của tôi", "my_tasks", waiting.todo, "")]
        if waiting.elsewhere:
            items += [("Cần làm", "to_do", waiting.lines, "c")]
        items += [
            *council,
            ("Kết quả của tôi", "my_results", 0, ""),
            ("Thông báo", "notice_list", unread, ""),
        ]
    scope = f"?cap-uy={unit.pk}" if unit else ""
    bar = [
        _item(
            request, f"tasks:{view}", label, count, query=scope if view in ABOUT_A_COMMITTEE else "", key=key
        )
        for label, view, count, key in items
    ]
    if me.units(Role.SYSTEM_ADMIN):
        bar.append(_item(request, "cadres:unit_list", "Quản trị", 0))
    return bar


def _bottom_bar(request, me, waiting):
    """The four words at a cadre's thumb; none for who carries no task."""
    if not waiting.own and not me.assisted:
        return None
    return [
        _item(request, f"tasks:{view}", label, count, icon=icon)
        for icon, label, view, count in (
            ("list-check", "Việc của tôi", "my_tasks", waiting.todo),
            ("send", "Báo cáo", "reports_due", 0),
            ("award", "Kết quả", "my_results", 0),
            ("help-circle", "Trợ giúp", "help_page", 0),
        )
    ]


def _needs_menu(bar, below):
    """On a phone: does the bar hold what neither the bottom bar nor the bell beside it leads to?"""
    reached = {item["url"] for item in below or ()} | {reverse("tasks:notice_list")}
    return any(item["url"] not in reached for item in bar)


def _account_menu(me):
    staff = [{"label": "Tình trạng nhắc việc", "url": reverse("tasks:reminder_status")}]
    register = [{"label": "Sổ văn bản", "url": reverse("tasks:document_list")}]
    return [
        *(register if me.units(*READERS) else []),
        *(staff if me.units(*DESK, Role.SYSTEM_ADMIN) else []),
        {"label": "Cài đặt của tôi", "url": reverse("cadres:account_settings")},
        {"label": "Ủy quyền", "url": reverse("tasks:authorisation_list")},
        {"label": "Đổi mật khẩu", "url": reverse("account_change_password")},
        {"label": "Xác thực hai lớp", "url": reverse("mfa_index")},
        {"label": "Lịch trên điện thoại", "url": reverse("tasks:calendar_feed")},
        {"label": "Lịch làm việc", "url": reverse("tasks:working_calendar")},
        {"label": "Trợ giúp", "url": reverse("tasks:help_page")},
    ]


def _item(request, view, label, count, *, query="", **more):
    match = request.resolver_match
    here = match.view_name if match else ""
    current = view in (here, BELONGS_TO.get(here))
    return {"label": label, "url": reverse(view) + query, "count": count, "current": current, **more}

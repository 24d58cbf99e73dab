"""Which lists of the desk's follow-up stand side by side: urging, inspections, what they asked for, requests for change?"""

from django.urls import reverse

from tasks_app.permissions import DESK, READERS

LISTS = (
    ("urge_queue", "Cần đôn đốc", DESK),
    ("urge_log", "Đã đôn đốc", READERS),
    ("mission_list", "Kiểm tra", READERS),
    ("follow_up_list", "Kiến nghị sau kiểm tra", READERS),
    ("change_list", "Đề nghị thay đổi", READERS),
)


def desk_tabs(request, me):
    """(words, address, whether it is this page) for the roles held; none for who has no list but this one."""
    here = request.resolver_match.url_name
    tabs = [
        (label, reverse(f"tasks:{view}"), view == here) for view, label, roles in LISTS if me.units(*roles)
    ]
    return tabs if len(tabs) > 1 else []

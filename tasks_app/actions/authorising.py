"""Who may update in a cadre's place, or hold his desk while he is away: named and ended by himself, from a day to a day?"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cadres.models import Authorisation, Cadre, Office
from tasks_app.actions.recording import speaker
from tasks_app.actions.refusals import NotPossible
from tasks_app.models import Notice

LONGEST_DAYS = 366


@transaction.atomic
def authorise(cadre, assistant, *, starts_on, last_on, by, at, link):
    """The cadre names who updates in his place, through the day `last_on` (None: until he ends it). Both are told."""
    on = timezone.localdate(at)
    _lock(cadre, assistant)
    if cadre.user_id != by.pk:
        raise NotPossible("Chỉ đồng chí được giao việc tự ủy quyền cho người cập nhật thay.")
    _check_person(assistant, by)
    ends_on = _period(starts_on, last_on, on=on)
    if _overlapping(Authorisation.objects.filter(cadre=cadre, assistant=assistant), starts_on, ends_on):
        raise NotPossible("Đồng chí này đang được ủy quyền trong thời gian đó.", field="assistant")
    back = Authorisation.objects.filter(cadre__user=assistant, assistant=by)
    if _overlapping(back, starts_on, ends_on):
        raise NotPossible(
            "Đồng chí đang được chính người này ủy quyền cập nhật thay; hai người không ủy quyền lẫn cho nhau.",
            field="assistant",
        )
    made = Authorisation.objects.create(
        cadre=cadre, assistant=assistant, starts_on=starts_on, ends_on=ends_on
    )
    _tell(assistant, f"{speaker(by, on=on)} ủy quyền đồng chí cập nhật thay {_days(made)}", at=at, link=link)
    return made


@transaction.atomic
def end_authorisation(authorisation, *, by, at, link):
    """It ends today: from now on the assistant sees and prepares nothing more of the cadre's."""
    on = timezone.localdate(at)
    row = (
        Authorisation.objects.select_for_update(of=("self",))
        .select_related("cadre", "assistant")
        .get(pk=authorisation.pk)
    )
    if row.cadre.user_id != by.pk:
        raise NotPossible("Chỉ đồng chí đã ủy quyền kết thúc ủy quyền này.")
    _end(row, on)
    _tell(row.assistant, f"{speaker(by, on=on)} đã kết thúc ủy quyền cập nhật thay", at=at, link=link)
    return row


@transaction.atomic
def delegate(office, colleague, *, starts_on, last_on, by, at, link):
    """Who holds a desk leaves it to a colleague through the day `last_on`; it ends with the office it came from."""
    on = timezone.localdate(at)
    office = Office.objects.select_for_update(of=("self",)).select_related("unit").get(pk=office.pk)
    if office.user_id != by.pk or office.delegated_from_id or office.role not in Office.DELEGABLE:
        raise NotPossible("Đồng chí chỉ ủy quyền vai trò của chính mình, không ủy quyền lại.")
    _check_person(colleague, by)
    if last_on is None:
        raise NotPossible("Nhập ngày cuối của ủy quyền.", field="last_on")
    ends_on = _period(starts_on, last_on, on=on)
    if office.ends_on and office.ends_on < ends_on:
        raise NotPossible(f"Vai trò của đồng chí hết ngày {office.last_day:%d/%m/%Y}.", field="last_on")
    held = Office.objects.filter(user=colleague, role=office.role, unit=office.unit)
    if _overlapping(held, starts_on, ends_on):
        raise NotPossible("Đồng chí này đã có vai trò đó trong thời gian đó.", field="assistant")
    made = Office.objects.create(
        user=colleague, role=office.role, unit=office.unit, starts_on=starts_on, ends_on=ends_on, delegated_from=office
    )  # fmt: skip
    what = f"{office.get_role_display().lower()}, {office.unit.name}"
    _tell(colleague, f"{speaker(by, on=on)} ủy quyền đồng chí vai trò {what} {_days(made)}", at=at, link=link)
    return made


@transaction.atomic
def end_delegation(office, *, by, at, link):
    on = timezone.localdate(at)
    row = (
        Office.objects.select_for_update(of=("self",))
        .select_related("user", "delegated_from")
        .get(pk=office.pk)
    )
    if row.delegated_from is None or row.delegated_from.user_id != by.pk:
        raise NotPossible("Chỉ đồng chí đã ủy quyền kết thúc ủy quyền này.")
    _end(row, on)
    _tell(row.user, f"{speaker(by, on=on)} đã kết thúc ủy quyền vai trò", at=at, link=link)
    return row


# ---- rules that both share ----------------------------------------------------------------------------------------------


def _lock(cadre, assistant):
    """Two who authorise each other at the same moment wait for one another."""
    own = Q(pk=cadre.pk) | Q(user=assistant)
    list(Cadre.objects.select_for_update(of=("self",)).filter(own).order_by("pk"))


def _check_person(person, by):
    if person.pk == by.pk:
        raise NotPossible("Chọn đồng chí khác, không ủy quyền cho chính mình.", field="assistant")
    if not person.is_active or person.is_system:
        raise NotPossible("Tài khoản của đồng chí này đã ngừng hoạt động.", field="assistant")


def _period(starts_on, last_on, *, on):
    """The day before which it ends; the days are checked."""
    if starts_on < on:
        raise NotPossible(f"Nhập ngày từ hôm nay, {on:%d/%m/%Y}, trở đi.", field="starts_on")
    if last_on is None:
        return None
    if last_on < starts_on:
        raise NotPossible(f"Nhập ngày từ {starts_on:%d/%m/%Y} trở đi.", field="last_on")
    if (last_on - starts_on).days >= LONGEST_DAYS:
        raise NotPossible("Ủy quyền không quá một năm; hết hạn thì ủy quyền lại.", field="last_on")
    return last_on + timedelta(days=1)


def _overlapping(rows, starts_on, ends_on):
    rows = rows.not_over(starts_on)
    return (rows if ends_on is None else rows.filter(starts_on__lt=ends_on)).exists()


def _end(row, on):
    if row.ends_on and row.ends_on <= on:
        raise NotPossible("Ủy quyền này đã kết thúc.")
    row.ends_on = max(row.starts_on, on)
    row.save(update_fields=["ends_on"])


def _days(row):
    until = f" đến hết ngày {row.last_day:%d/%m/%Y}" if row.ends_on else ""
    return f"từ ngày {row.starts_on:%d/%m/%Y}{until}"


def _tell(user, text, *, at, link):
    Notice.objects.create(
        recipient=user, kind=Notice.Kind.AUTHORISED, text=text[:300], url=link, why="Ủy quyền liên quan đến đồng chí", at=at
    )  # fmt: skip

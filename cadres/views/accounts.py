"""Personal accounts and the roles they hold, as the system administrator keeps them."""

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cadres import roster
from cadres.forms.roster import AccountForm, DayForm, OfficeForm
from cadres.models import Cadre, Office, User
from cadres.models.text import folded
from cadres.views.access import SYSTEM_ADMIN, rule
from cadres.views.errors import posted_only
from cadres.views.units import form_page

ACCOUNTS = ("Tài khoản", "/quan-tri/tai-khoan/")


def _asked_for(pk):
    """The person from whose page one came."""
    cadre = Cadre.objects.filter(user=None, pk=pk[:18]).first() if pk.isdecimal() else None
    return {"cadre": cadre, "email": cadre.work_email} if cadre else {}


@rule(SYSTEM_ADMIN)
def account_list(request):
    q = request.GET.get("q", "")[:100]
    users = User.objects.filter(is_system=False).select_related("cadre").prefetch_related("offices__unit")
    if q.strip():
        users = users.filter(search_key__contains=folded(q)) | users.filter(
            cadre__search_key__contains=folded(q)
        )
    page = Paginator(users.order_by("-is_active", "cadre__name_key", "username"), 50).get_page(
        request.GET.get("trang")
    )
    return render(
        request, "cadres/account_list.html", {"page_obj": page, "q": q, "today": timezone.localdate()}
    )


@rule(SYSTEM_ADMIN)
def account_page(request, pk):
    account = _account(pk)
    offices = account.offices.select_related("unit").order_by("-starts_on", "pk")
    crumbs = [ACCOUNTS, (account.username, "")]
    return render(
        request, "cadres/account_page.html", {"account": account, "offices": offices, "crumbs": crumbs}
    )


@rule(SYSTEM_ADMIN)
def account_new(request):
    form = AccountForm(request.POST or None, initial=_asked_for(request.GET.get("can-bo", "")))
    if request.method == "POST" and form.is_valid():
        cadre = form.cleaned_data["cadre"]
        account = roster.open_account(cadre, form.cleaned_data["username"], form.cleaned_data["email"])
        password = roster.hand_out_password(account)
        messages.success(
            request, f"Đã lập tài khoản {account.username}. Mật khẩu lần đầu, chỉ hiện một lần: {password}"
        )
        return redirect("cadres:account_page", account.pk)
    return form_page(request, form, "Lập tài khoản", [ACCOUNTS, ("Lập tài khoản", "")], "Lập tài khoản")


@rule(SYSTEM_ADMIN)
@posted_only
def account_lock(request, pk):
    """Lock, or unlock, as the button said: two administrators who press at once don't undo each other. A lock ends every session at once: the next request of that person is signed out."""
    account = _account(pk)
    if account == request.user:
        messages.error(request, "Đồng chí không thể tự khóa tài khoản của mình.")
    else:
        account.is_active = not request.POST.get("khoa")
        account.save(update_fields=["is_active"])
        if not account.is_active:
            end_sessions(account)
        messages.success(request, f"Đã {'mở' if account.is_active else 'khóa'} tài khoản {account.username}")
    return redirect("cadres:account_page", pk)


@rule(SYSTEM_ADMIN)
@posted_only
def account_password(request, pk):
    account = _account(pk)
    password = roster.hand_out_password(account)
    end_sessions(account)
    messages.success(request, f"Mật khẩu mới của {account.username}, chỉ hiện một lần: {password}")
    return redirect("cadres:account_page", pk)


@rule(SYSTEM_ADMIN)
def office_new(request, pk):
    account = _account(pk)
    form = OfficeForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                roster.give_role(account, **form.cleaned_data)
        except IntegrityError:
            form.add_error("role", "Tài khoản đã có vai trò này tại đơn vị này trong thời gian đó")
        else:
            messages.success(request, "Đã giao vai trò")
            return redirect("cadres:account_page", pk)
    crumbs = [ACCOUNTS, (account.username, f"{ACCOUNTS[1]}{pk}/"), ("Giao vai trò", "")]
    return form_page(request, form, f"Giao vai trò cho {account}", crumbs, "Giao vai trò")


@rule(SYSTEM_ADMIN)
def office_end(request, pk):
    office = get_object_or_404(Office.objects.select_related("user", "unit"), pk=pk, ends_on=None)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["on"] <= office.starts_on:
            form.add_error("on", f"Nhập ngày sau ngày giao vai trò {office.starts_on:%d/%m/%Y}")
        else:
            roster.change(office, {"ends_on": form.cleaned_data["on"]})
            messages.success(request, "Đã ghi kết thúc vai trò")
            return redirect("cadres:account_page", office.user_id)
    crumbs = [ACCOUNTS, (office.user.username, f"{ACCOUNTS[1]}{office.user_id}/"), ("Kết thúc vai trò", "")]
    return form_page(
        request, form, f"Kết thúc vai trò {office.get_role_display()}, {office.unit}", crumbs, "Kết thúc"
    )


def end_sessions(account):
    """Sign the account out everywhere. Sessions are rows, so none outlives the lock."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()


def _account(pk):
    return get_object_or_404(User.objects.select_related("cadre"), pk=pk, is_system=False)

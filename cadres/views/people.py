"""People and the posts they hold, as the system administrator keeps them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cadres import roster
from cadres.forms.roster import AppointmentForm, DayForm, PersonForm, PositionForm
from cadres.models import Appointment, Cadre, Position
from cadres.offices import posts_of
from cadres.views.access import SYSTEM_ADMIN, rule
from cadres.views.units import form_page

PEOPLE = ("Cán bộ", "/quan-tri/can-bo/")
POSITIONS = ("Chức danh", "/quan-tri/chuc-danh/")


@rule(SYSTEM_ADMIN)
def person_list(request):
    q = request.GET.get("q", "")[:100]
    page = Paginator(Cadre.objects.select_related("user").matching(q).in_order(), 50).get_page(
        request.GET.get("trang")
    )
    posts = posts_of([cadre.pk for cadre in page], on=timezone.localdate())
    for cadre in page:
        cadre.posts = posts.get(cadre.pk, [])
    return render(request, "cadres/person_list.html", {"page_obj": page, "q": q})


@rule(SYSTEM_ADMIN)
def person_page(request, pk):
    cadre = get_object_or_404(Cadre.objects.select_related("user"), pk=pk)
    posts = cadre.appointments.select_related("position", "unit", "managed_by").order_by("-starts_on", "pk")
    return render(
        request,
        "cadres/person_page.html",
        {"cadre": cadre, "posts": posts, "crumbs": [PEOPLE, (cadre.full_name, "")]},
    )


@rule(SYSTEM_ADMIN)
def person_new(request):
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cadre = roster.add_person(**form.cleaned_data)
        messages.success(request, f"Đã thêm đồng chí {cadre}")
        return redirect("cadres:person_page", cadre.pk)
    return form_page(request, form, "Thêm cán bộ", [PEOPLE, ("Thêm cán bộ", "")], "Thêm cán bộ")


@rule(SYSTEM_ADMIN)
def person_edit(request, pk):
    cadre = get_object_or_404(Cadre, pk=pk)
    fields = ("full_name", "work_email", "work_phone")
    form = PersonForm(request.POST or None, initial={field: getattr(cadre, field) for field in fields})
    if request.method == "POST" and form.is_valid():
        roster.change(cadre, {field: form.cleaned_data[field] for field in fields})
        messages.success(request, f"Đã lưu đồng chí {cadre}")
        return redirect("cadres:person_page", cadre.pk)
    return form_page(
        request, form, f"Sửa {cadre}", [PEOPLE, (cadre.full_name, f"{PEOPLE[1]}{pk}/"), ("Sửa", "")], "Lưu"
    )


@rule(SYSTEM_ADMIN)
def appointment_new(request, pk):
    cadre = get_object_or_404(Cadre, pk=pk)
    form = AppointmentForm(request.POST or None, initial={"starts_on": timezone.localdate(), "kind": "full"})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                post = roster.appoint(cadre, **form.cleaned_data)
        except IntegrityError:
            form.add_error(
                "starts_on", "Đồng chí đang giữ đúng chức danh này tại đơn vị này trong thời gian đó"
            )
        else:
            messages.success(request, f"Đã ghi chức vụ {post.title}")
            return redirect("cadres:person_page", cadre.pk)
    crumbs = [PEOPLE, (cadre.full_name, f"{PEOPLE[1]}{pk}/"), ("Thêm chức vụ", "")]
    return form_page(request, form, f"Thêm chức vụ cho {cadre}", crumbs, "Thêm chức vụ")


@rule(SYSTEM_ADMIN)
def appointment_end(request, pk):
    post = get_object_or_404(
        Appointment.objects.select_related("cadre", "position", "unit"), pk=pk, ends_on=None
    )
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["on"] <= post.starts_on:
            form.add_error("on", f"Nhập ngày sau ngày nhận chức vụ {post.starts_on:%d/%m/%Y}")
        else:
            roster.change(post, {"ends_on": form.cleaned_data["on"]})
            messages.success(request, f"Đã ghi thôi giữ chức vụ {post.title}")
            return redirect("cadres:person_page", post.cadre_id)
    crumbs = [PEOPLE, (post.cadre.full_name, f"{PEOPLE[1]}{post.cadre_id}/"), ("Thôi giữ chức vụ", "")]
    return form_page(request, form, f"Thôi giữ chức vụ: {post.title}", crumbs, "Ghi thôi giữ chức vụ")


@rule(SYSTEM_ADMIN)
def position_list(request):
    q = request.GET.get("q", "")[:100]
    positions = Position.objects.matching(q).order_by("rank", "name")
    page = Paginator(positions, 50).get_page(request.GET.get("trang"))
    return render(request, "cadres/position_list.html", {"page_obj": page, "q": q})


@rule(SYSTEM_ADMIN)
def position_new(request):
    form = PositionForm(request.POST or None, initial={"rank": 100})
    if request.method == "POST" and form.is_valid():
        position = roster.add_position(**form.cleaned_data)
        messages.success(request, f"Đã thêm chức danh {position}")
        return redirect("cadres:position_list")
    return form_page(request, form, "Thêm chức danh", [POSITIONS, ("Thêm chức danh", "")], "Thêm chức danh")


@rule(SYSTEM_ADMIN)
def position_edit(request, pk):
    position = get_object_or_404(Position, pk=pk)
    fields = ("name", "rank", "is_head")
    form = PositionForm(
        request.POST or None, position=position, initial={field: getattr(position, field) for field in fields}
    )
    if request.method == "POST" and form.is_valid():
        roster.change(position, {field: form.cleaned_data[field] for field in fields})
        messages.success(request, f"Đã lưu chức danh {position}")
        return redirect("cadres:position_list")
    return form_page(request, form, f"Sửa chức danh {position}", [POSITIONS, (position.name, "")], "Lưu")

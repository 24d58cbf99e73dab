"""The organisations, as the system administrator keeps them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cadres import roster
from cadres.forms.roster import DayForm, MoveUnitForm, NewUnitForm, UnitForm
from cadres.models import Unit
from cadres.views.access import SYSTEM_ADMIN, rule

UNITS = ("Đơn vị", "/quan-tri/don-vi/")


@rule(SYSTEM_ADMIN)
def unit_list(request):
    q = request.GET.get("q", "")[:100]
    units = Unit.objects.select_related("kind", "parent").matching(q).in_order()
    if not request.GET.get("da-ket-thuc"):
        units = units.existing(timezone.localdate())
    page = Paginator(units, 50).get_page(request.GET.get("trang"))
    return render(
        request, "cadres/unit_list.html", {"page_obj": page, "q": q, "ended": request.GET.get("da-ket-thuc")}
    )


@rule(SYSTEM_ADMIN)
def unit_page(request, pk):
    unit = get_object_or_404(Unit.objects.select_related("kind", "parent", "administrative_parent"), pk=pk)
    context = {
        "unit": unit,
        "placements": unit.placements.select_related("parent").order_by("starts_on"),
        "children": unit.children.existing(timezone.localdate()).in_order()[:200],
        "origins": unit.origins.select_related("predecessor").order_by("effective_on", "pk"),
        "successions": unit.successions.select_related("successor").order_by("effective_on", "pk"),
        "crumbs": [UNITS, (unit.name, "")],
    }
    return render(request, "cadres/unit_page.html", context)


@rule(SYSTEM_ADMIN)
def unit_new(request):
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                unit = Unit.add(**form.cleaned_data)
        except IntegrityError:
            form.add_error("code", "Mã này đã có một đơn vị cùng loại dùng trong thời gian trùng nhau")
        else:
            messages.success(request, f"Đã thêm {unit}")
            return redirect("cadres:unit_page", unit.pk)
    return form_page(request, form, "Thêm đơn vị", [UNITS, ("Thêm đơn vị", "")], "Thêm đơn vị")


@rule(SYSTEM_ADMIN)
def unit_edit(request, pk):
    unit = get_object_or_404(Unit, pk=pk)
    fields = ("name", "kind", "code", "short_code", "area", "administrative_parent")
    form = UnitForm(
        request.POST or None, unit=unit, initial={field: getattr(unit, field) for field in fields}
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                roster.change(unit, {field: form.cleaned_data[field] for field in fields})
        except IntegrityError:
            form.add_error("code", "Mã này đã có một đơn vị cùng loại dùng trong thời gian trùng nhau")
        else:
            messages.success(request, f"Đã lưu {unit}")
            return redirect("cadres:unit_page", unit.pk)
    return form_page(
        request, form, f"Sửa {unit}", [UNITS, (unit.name, f"{UNITS[1]}{pk}/"), ("Sửa", "")], "Lưu"
    )


@rule(SYSTEM_ADMIN)
def unit_move(request, pk):
    unit = get_object_or_404(Unit, pk=pk)
    form = MoveUnitForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            unit.move_to(form.cleaned_data["parent"], on=form.cleaned_data["on"])
        except ValueError as problem:
            form.add_error("parent", str(problem))
        else:
            messages.success(request, f"Đã chuyển {unit} về {unit.parent}")
            return redirect("cadres:unit_page", unit.pk)
    return form_page(
        request, form, f"Chuyển {unit}", [UNITS, (unit.name, f"{UNITS[1]}{pk}/"), ("Chuyển", "")], "Chuyển đơn vị",
        lead="Cả nhánh bên dưới đi theo. Việc đã quyết định vẫn thuộc đơn vị như khi quyết định.",
    )  # fmt: skip


@rule(SYSTEM_ADMIN)
def unit_end(request, pk):
    unit = get_object_or_404(Unit, pk=pk, ends_on=None)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["on"] <= unit.starts_on:
            form.add_error("on", f"Nhập ngày sau ngày bắt đầu có hiệu lực {unit.starts_on:%d/%m/%Y}")
        else:
            unit.end(on=form.cleaned_data["on"])
            messages.success(request, f"Đã ghi {unit} kết thúc hoạt động")
            return redirect("cadres:unit_page", unit.pk)
    return form_page(
        request, form, f"Kết thúc hoạt động: {unit}", [UNITS, (unit.name, f"{UNITS[1]}{pk}/"), ("Kết thúc", "")],
        "Kết thúc hoạt động", lead="Đơn vị không bị xóa: việc, đợt giao việc và lịch sử vẫn đọc được.",
    )  # fmt: skip


def form_page(request, form, heading, crumbs, submit_label, lead=""):
    back = crumbs[-2][1]
    context = {
        "form": form, "heading": heading, "crumbs": crumbs, "submit_label": submit_label, "lead": lead, "back_url": back,
    }  # fmt: skip
    return render(request, "base_form.html", context, status=form.status)

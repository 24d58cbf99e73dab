"""Who updates in my place, whose place do I hold, and from when to when? Named and ended by each for himself."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Authorisation, Office
from cadres.offices import posts_of, standing
from cadres.views.access import CADRE, OWN, office, rule
from tasks_app.actions import authorising
from tasks_app.forms.authorising import AuthoriseForm, DelegateForm
from tasks_app.forms.base import ActForm
from tasks_app.views.acting import lead_on, refusals_in, render_form, today

HEADING = "Ủy quyền"
DESKS = office(*Office.DELEGABLE)


@rule(OWN)
def authorisation_list(request):
    """GET /uy-quyen/: both sides of the user's own authorisations and delegations, those that are over as well."""
    user, on = request.user, today()
    cadre = standing(user).cadre_id
    given = Authorisation.objects.filter(cadre=cadre) if cadre else Authorisation.objects.none()
    offices = Office.objects.select_related("unit", "user__cadre", "delegated_from__user__cadre")
    words = {
        "heading": HEADING,
        "on": on,
        "given": given.select_related("assistant__cadre").order_by("-starts_on", "-pk"),
        "held": user.authorisations.select_related("cadre").order_by("-starts_on", "-pk"),
        "left": offices.filter(delegated_from__user=user).order_by("-starts_on", "-pk"),
        "taken": offices.filter(user=user, delegated_from__isnull=False).order_by("-starts_on", "-pk"),
        "is_cadre": bool(cadre),
        "may_authorise": bool(cadre and posts_of([cadre], on=on)),
        "has_desk": own_desks(user, on).exists(),
    }
    return render(request, "tasks_app/authorising/authorisation_list.html", words)


@rule(CADRE)
def authorise(request):
    """GET, POST /uy-quyen/cap-nhat-thay/: the cadre names who updates in his place."""
    cadre, on = own_cadre(request), today()
    form, answer = picked_or_bound(request, AuthoriseForm, within=own_unit(request, on), on=on)
    if answer is not None:
        return answer
    if form.is_valid():
        with refusals_in(form):
            made = authorising.authorise(
                cadre, form.person, starts_on=form.cleaned_data["starts_on"], last_on=form.cleaned_data["last_on"],
                by=request.user, at=timezone.now(), link=reverse("tasks:authorisation_list"),
            )  # fmt: skip
            return lead_on(request, "tasks:authorisation_list", f"Đã ủy quyền cho đ/c {made.assistant}")
    lead = "Người được ủy quyền soạn thay bản đăng ký, cam kết, báo cáo; đồng chí xác nhận và gửi. Nhật ký ghi tên cả hai."
    return form_page(request, form, "Ủy quyền cập nhật thay", "Ủy quyền", lead=lead)


@rule(DESKS)
def delegate_office(request):
    """GET, POST /uy-quyen/vai-tro/: who holds a desk leaves it to a colleague for some days."""
    on = today()
    offices = own_desks(request.user, on)
    if not offices.exists():
        raise Http404
    form, answer = picked_or_bound(
        request, DelegateForm, within=own_unit(request, on), on=on, offices=offices
    )
    if answer is not None:
        return answer
    if form.is_valid():
        values = form.cleaned_data
        with refusals_in(form):
            made = authorising.delegate(
                values["office"], form.person, starts_on=values["starts_on"], last_on=values["last_on"],
                by=request.user, at=timezone.now(), link=reverse("tasks:authorisation_list"),
            )  # fmt: skip
            return lead_on(request, "tasks:authorisation_list", f"Đã ủy quyền vai trò cho đ/c {made.user}")
    lead = "Trong thời gian ủy quyền, đồng chí được ủy quyền làm việc của vai trò này; nhật ký ghi tên cả hai. Đồng chí vẫn giữ vai trò."
    return form_page(request, form, "Ủy quyền vai trò", "Ủy quyền vai trò", lead=lead)


@rule(OWN)
def end_authorisation(request, pk):
    """GET, POST /uy-quyen/cap-nhat-thay/<pk>/ket-thuc/."""
    own = Authorisation.objects.not_over(today()).filter(cadre__user=request.user)
    row = get_object_or_404(own.select_related("assistant"), pk=pk)
    question = f"Kết thúc ủy quyền cho đ/c {row.assistant}?"
    return end_page(request, row, authorising.end_authorisation, question)


@rule(OWN)
def end_delegation(request, pk):
    """GET, POST /uy-quyen/vai-tro/<pk>/ket-thuc/."""
    own = Office.objects.not_over(today()).filter(delegated_from__user=request.user)
    row = get_object_or_404(own.select_related("user", "unit"), pk=pk)
    question = f"Kết thúc ủy quyền vai trò {row.get_role_display().lower()} cho đ/c {row.user}?"
    return end_page(request, row, authorising.end_delegation, question)


# ---- whose ------------------------------------------------------------------------------------------------------------


def own_cadre(request):
    cadre = getattr(request.user, "cadre", None)
    if cadre is None:
        raise Http404
    return cadre


def own_unit(request, on):
    """The unit of the user's highest post: those he may name work there or below."""
    cadre = own_cadre(request)
    posts = posts_of([cadre.pk], on=on).get(cadre.pk)
    if not posts:
        raise Http404
    return posts[0].unit


def own_desks(user, on):
    """Desks that the user holds himself, not in another's place."""
    held = Office.objects.in_force(on).filter(user=user, delegated_from=None, role__in=Office.DELEGABLE)
    return held.select_related("unit").order_by("role", "unit__rank", "pk")


def picked_or_bound(request, form_class, **options):
    """(form, None), or the answer to one of the small buttons under the field that names a person."""
    picked = request.POST.get("chon") or request.POST.get("bo")
    if not picked:
        return form_class(request.POST or None, **options), None
    form = form_class(drawn=request.POST, **options)
    number = picked.rpartition(":")[2]
    form.change_pick(int(number) if number.isdecimal() and len(number) < 16 else 0, drop="bo" in request.POST)
    if request.htmx:
        return form, render(
            request, "tasks_app/authorising/authorise.html#truong_moi", {"field": form["assistant"]}
        )
    return form, form_page(request, form, HEADING, "Ủy quyền")


def form_page(request, form, heading, submit_label, *, lead=""):
    back = reverse("tasks:authorisation_list")
    words = {
        "heading": heading, "form": form, "crumbs": [(HEADING, back), (heading, "")], "submit_label": submit_label,
        "back_url": back, "lead": lead,
    }  # fmt: skip
    return render_form(request, "tasks_app/authorising/authorise.html", words, form)


def end_page(request, row, end, question):
    form = ActForm(request.POST if request.method == "POST" else None)
    back = reverse("tasks:authorisation_list")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            end(row, by=request.user, at=timezone.now(), link=back)
            return lead_on(request, back, "Đã kết thúc ủy quyền")
    words = {
        "heading": "Kết thúc ủy quyền", "question": question, "form": form, "back_url": back,
        "crumbs": [(HEADING, back), ("Kết thúc ủy quyền", "")],
    }  # fmt: skip
    return render_form(request, "tasks_app/authorising/end_authorisation.html", words, form)

"""How does an office set its way of printing: layout, signers, nơi nhận, dimensions, own templates?"""

from django.conf import settings as site
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cadres.models import Unit
from cadres.views.access import OFFICER, rule
from tasks_app import permissions as may
from tasks_app.actions import press as templates
from tasks_app.actions import scanning
from tasks_app.documents import limited
from tasks_app.documents.fields import as_data, variables
from tasks_app.documents.headings import heading, signature
from tasks_app.documents.kinds import KINDS
from tasks_app.documents.samples import DAY, sample
from tasks_app.forms.papers import PaperSettingsForm, TemplateForm
from tasks_app.models import PaperTemplate
from tasks_app.printing import issuers
from tasks_app.views.acting import lead_on, refusals_in, render_form
from tasks_app.views.files import download
from tasks_app.views.papers import WORD


@rule(OFFICER)
def paper_settings(request, unit):
    """GET, POST /so-van-ban/the-thuc/<unit>/."""
    unit = _own(request, unit)
    form = PaperSettingsForm(request.POST or None, settings=issuers.settings_of(unit))
    if request.method == "POST" and form.is_valid():
        form.save()
        return lead_on(request, request.path, "Đã lưu thể thức văn bản")
    words = {
        "heading": "Thể thức văn bản", "form": form, "unit": unit, "crumbs": _crumbs(unit, "Thể thức văn bản"),
        "others": _others(request, unit, "paper_settings"), "back_url": reverse("tasks:document_list"),
    }  # fmt: skip
    return render_form(request, "tasks_app/papers/paper_settings.html", words, form)


@rule(OFFICER)
def template_list(request, unit):
    """GET /so-van-ban/mau/<unit>/: all kinds of papers, and whose template each is printed with."""
    unit = _own(request, unit)
    newest = {}
    rows = (
        PaperTemplate.objects.filter(unit=unit)
        .select_related("by__cadre")
        .defer("content")
        .order_by("number")
    )
    own = set(PaperTemplate.objects.filter(unit=unit, content__isnull=False).values_list("pk", flat=True))
    for row in rows:
        row.is_own = row.pk in own
        newest[row.kind] = row
    kinds = [(kind, newest.get(kind.code)) for kind in KINDS.values()]
    words = {
        "unit": unit, "kinds": kinds, "crumbs": _crumbs(unit, "Mẫu văn bản"), "others": _others(request, unit, "template_list"),
    }  # fmt: skip
    return render(request, "tasks_app/papers/template_list.html", words)


SAID = {"bo": "Đã dùng lại mẫu của hệ thống", "ban": "Đã dùng lại bản trước"}


def _replacement(form, unit, code, lam, number):
    """(content, name, note) of the next version: the file, an earlier version (`lam` ban), or None for the shipped one (bo)."""
    note = form.cleaned_data["note"]
    if lam == "bo":
        return None, "", note
    if lam == "ban":
        number = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
        earlier = get_object_or_404(PaperTemplate, unit=unit, kind=code, number=number, content__isnull=False)
        return bytes(earlier.content), earlier.name, note or f"Dùng lại bản {number}"
    file = form.cleaned_data["file"]
    return file.read(templates.MOST_BYTES + 1), file.name, note


@rule(OFFICER)
def template_page(request, unit, code):
    """GET, POST /so-van-ban/mau/<unit>/<code>/: the versions, what a template may use, a new version or back to ours."""
    unit, kind = _own(request, unit), _kind(code)
    lam = request.POST.get("lam", "")
    form = TemplateForm(request.POST or None, request.FILES or None, back=lam in ("bo", "ban"))
    if request.method == "POST" and form.is_valid():
        content, name, note = _replacement(form, unit, code, lam, request.POST.get("ban", ""))
        # An earlier version is looked at again: what a template may ask for can have become less.
        with refusals_in(form):
            if lam not in ("bo", "ban"):
                scanning.require_clean(content, field="file")
        for problem in templates.problems_of(content, code) if content is not None else ():
            form.add_error("file", problem)
        if not form.errors:
            with refusals_in(form):
                templates.replace_template(
                    unit, code, content=content, name=name, note=note, by=request.user, at=timezone.now()
                )  # fmt: skip
                return lead_on(request, request.path, SAID.get(lam, "Đã thay mẫu"))
    versions = list(
        PaperTemplate.objects.filter(unit=unit, kind=code).select_related("by__cadre").order_by("-number")
    )
    words = {
        "unit": unit, "kind": kind, "form": form, "versions": versions, "own": bool(versions and versions[0].content is not None),
        "variables": variables(kind.paper),
        "crumbs": [*_crumbs(unit, "Mẫu văn bản")[:-1], ("Mẫu văn bản", reverse("tasks:template_list", args=[unit.pk])), (kind.label, "")],
    }  # fmt: skip
    return render_form(request, "tasks_app/papers/template_page.html", words, form)


@rule(OFFICER)
def template_file(request, unit, code):
    """GET /so-van-ban/mau/<unit>/<code>/tai-ve/: the template in use, `ban` an earlier version (0: the shipped one)."""
    unit, kind = _own(request, unit), _kind(code)
    return download(_content(unit, kind, request.GET.get("ban", "")), f"mau-{code}.docx", kind=WORD)


@rule(OFFICER)
def template_preview(request, unit, code):
    """GET /so-van-ban/mau/<unit>/<code>/xem-thu/: the template filled with a sample, in the office's own heading."""
    unit, kind = _own(request, unit), _kind(code)
    content = _content(unit, kind, request.GET.get("ban", ""))
    settings = issuers.settings_of(unit)
    issuer = issuers.issuer_of(settings, kind.by)
    data = as_data(sample(kind)) | {
        "dau": as_data(heading(issuer, kind.abbreviation, number="125" if kind.abbreviation else "", issued_on=DAY, year=DAY.year)),
        "ky": as_data(signature(issuer)), "noi_nhan": list(issuer.recipients),
    }  # fmt: skip
    shipped = content == kind.shipped
    how = issuers.press(unit, code, settings=settings, template=None)
    try:
        (made,) = limited.fill(
            content,
            [data],
            layout=how.layout if shipped else None,
            old_spelling=settings.old_spelling,
            demo=site.DEMO,
        )
    except limited.TemplateFault:
        raise Http404 from None
    return download(made, f"xem-thu-{code}.docx", kind=WORD)


def _content(unit, kind, version):
    versions = PaperTemplate.objects.filter(unit=unit, kind=kind.code)
    if version == "0":
        return kind.shipped
    if version.isascii() and version.isdigit() and len(version) < 5:
        found = versions.filter(number=int(version), content__isnull=False).first()
        if found is None:
            raise Http404
        return bytes(found.content)
    own = issuers.template_of(unit, kind.code)
    return bytes(own.content) if own else kind.shipped


def _own(request, pk):
    units = Unit.objects.select_related("kind", "parent__kind", "administrative_parent")
    return get_object_or_404(units, pk=pk, pk__in=may.may_register(request.user))


def _kind(code):
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _crumbs(unit, heading):
    return [("Sổ văn bản", reverse("tasks:document_list")), (unit.name, ""), (heading, "")]


def _others(request, unit, view):
    """Links to the same page of the user's other bodies."""
    bodies = Unit.objects.filter(pk__in=may.may_register(request.user)).in_order()
    return (
        [(body, reverse(f"tasks:{view}", args=[body.pk]), body == unit) for body in bodies]
        if len(bodies) > 1
        else []
    )

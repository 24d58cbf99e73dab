"""What does a refused form say, page by page: the summary at the top, the links to its fields, paging and sorting?"""

from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

register = template.Library()


def problems_of(form) -> list[tuple[str, str]]:
    """The errors of one form or formset as (anchor, sentence), in the order of the page.

    A formset may name its rows (`row_label = "Chỉ tiêu"` → "Chỉ tiêu 2: nhập chỉ tiêu giao bằng số") and say where
    a rule over all rows is shown (`summary_anchor = "tong-trong-so"`).
    """
    if form is None or not form.is_bound:
        return []
    if isinstance(form, BaseForm):
        return _of_form(form)
    rows = [row for row in form.forms if not (form.can_delete and form._should_delete_form(row))]
    anchor = getattr(form, "summary_anchor", "") or (f"loi-chung-{form.prefix}")
    found = []
    for row in rows:
        name = f"{getattr(form, 'row_label', 'Dòng')} {form.forms.index(row) + 1}"
        found += [(where, f"{name}: {text[:1].lower()}{text[1:]}") for where, text in _of_form(row)]
    return found + [(anchor, str(error)) for error in form.non_form_errors()]


def _of_form(form: BaseForm) -> list[tuple[str, str]]:
    found = [(nonfield_id(form), str(error)) for error in form.non_field_errors()]
    for field in form:
        found += [(field_anchor(field), _sentence(field, str(error))) for error in field.errors]
    return found


def _sentence(field, error: str) -> str:
    """The words at the field, with its name before them where they do not name it."""
    label = str(field.label or "")
    return (
        error
        if not label or label.casefold() in error.casefold()
        else f"{label}: {error[:1].lower()}{error[1:]}"
    )


def field_anchor(field) -> str:
    """The id that can take the focus: a group of radios has none of its own, so its first one."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def nonfield_id(form) -> str:
    """The id of the place where a rule over the whole form is shown (see bootstrap5/errors.html)."""
    return f"loi-chung-{form.prefix}" if form.prefix else "loi-chung"


@register.inclusion_tag("_components/error_summary.html")
def error_summary(*forms, message: str = "") -> dict:
    """{% error_summary form indicators %}: "Có 2 chỗ cần sửa", each a link to its field; nothing when all is well.

    `message` is a refusal that belongs to no field (a conflict, a lost race).
    """
    problems = [problem for form in forms if form for problem in problems_of(form)]
    return {"problems": problems, "message": message}


@register.simple_tag(takes_context=True)
def form_key(context) -> str:
    """The hidden `key` that gives a form one effect, for forms that have none of their own (views/once.py)."""
    request = context["request"]
    return format_html('<input type="hidden" name="key" value="{}">', request.POST.get("key") or uuid4())


@register.inclusion_tag("_components/export_link.html", takes_context=True)
def export_link(context, code: str, unit: int | None = None) -> dict:
    """{% export_link "can-bo" %} below a list that `views/listings` declares under this code: its file, under the same filters.

    `unit`: the one whose page it is, where the address says it in its path.
    """
    query = {key: value for key, value in context["request"].GET.lists() if key != "trang"}
    if unit:
        query["don-vi"] = [unit]
    url = reverse("tasks:export_listing", args=[code])
    return {"url": f"{url}?{urlencode(query, doseq=True)}" if query else url}


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context, page: Page, noun: str = "Việc", param: str = "trang", target: str = "") -> dict:
    """{% pagination page_obj "Việc" %}: "Việc 1–50 trong 70" and the numbered links, the filters kept.

    With `target` ("#bang-viec") the links also swap that part through htmx.
    """
    request = context.get("request")
    paginator = page.paginator

    def link(number) -> str:
        query = request.GET.copy() if request else None
        if query is None:
            return f"?{param}={number}"
        query[param] = number
        return f"?{query.urlencode()}"

    pages = [
        (number, link(number) if isinstance(number, int) else "", number == page.number)
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "noun": noun,
        "pages": pages,
        "target": target,
        "previous": link(page.number - 1) if page.has_previous() else "",
        "next": link(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("_components/sort_header.html", takes_context=True)
def sort_header(
    context, label: str, key: str, css: str = "", param: str = "sap-xep", default: str = ""
) -> dict:
    """{% sort_header "Thời hạn" "han" default="han" %}: a `<th>` whose link sorts, and sorts back on the second use.

    `default` is the order that holds when the address names none.
    """
    request = context.get("request")
    query = request.GET.copy() if request else None
    current = (query.get(param) if query is not None else "") or default
    turned = f"-{key}" if current == key else key
    if query is None:
        href = f"?{param}={turned}"
    else:
        query[param] = turned
        query.pop("trang", None)
        href = f"?{query.urlencode()}"
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {"label": label, "href": href, "direction": direction, "css": css}

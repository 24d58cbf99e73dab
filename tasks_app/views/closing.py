"""How is a year of a round published and closed?"""

from django.db import transaction
from django.utils import timezone

from cadres.models import Office
from cadres.views.access import OFFICER, rule
from tasks_app.actions import closing
from tasks_app.forms.closing import CloseForm
from tasks_app.views.acting import lead_on, refusals_in, render_form, today
from tasks_app.views.councils import crumbs
from tasks_app.views.rounds import address_of, own_round


@rule(OFFICER)
def close_round(request, pk):
    """GET, POST /dot-giao-viec/<pk>/khoa-ky/?nam=…: what would be closed, what stands in the way, and the document."""
    round = own_round(request, pk, Office.Role.OFFICER)
    years = closing.years_to_close(round, on=today())
    asked = request.POST.get("year") or request.GET.get("nam", "")
    year = next((y for y in years if str(y) == asked), years[0] if years else None)
    form = CloseForm(request.POST or None, round=round, years=years, year=year, today=today())
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            done = closing.close_period(
                round, form.cleaned_data["year"], document=form.paper(), by=request.user, at=timezone.now()
            )
            return lead_on(
                request, address_of(round), f"Đã công bố, khóa kỳ {done.task_count} việc của năm {done.year}"
            )
    what = closing.preview(round, year, by=request.user, on=today()) if year else None
    words = {
        "heading": "Công bố, khóa kỳ", "round": round, "year": year, "years": years, "form": form, "what": what,
        "groups": groups_of(what, year), "crumbs": crumbs(round, "Công bố, khóa kỳ"),
        "done": round.closings.select_related("document").order_by("-year"),
    }  # fmt: skip
    return render_form(request, "tasks_app/ordering/close_round.html", words, form)


def groups_of(what, year):
    """(tone, heading, what it means, tasks) of what is not simply closed."""
    if what is None:
        return []
    groups = [
        ("qua", "Có ý kiến về kết luận chưa trả lời", "Trả lời trước khi khóa kỳ.", what.objected),
        ("tre", "Còn trong thời hạn có ý kiến", "Khóa kỳ sau khi hết thời hạn.", what.contestable),
        ("tre", "Việc của chính đồng chí", "Chuyên viên khác khóa kỳ.", what.own),
        ("tin", "Đang chờ kết luận", "Chưa khóa trong lần này.", what.awaiting),
        (
            "tin", f"Việc nhiều năm chưa có kết luận năm {year}",
            "Việc tiếp tục thực hiện; nên ghi kết luận năm trước khi công bố.", what.without_year,
        ),
    ]  # fmt: skip
    return [group for group in groups if group[3]]

"""How does a committee's conclusion of a task, the check before it and an objection to it get on record?"""

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from cadres.views.access import VISIBLE_TASK, rule
from tasks_app import permissions as may
from tasks_app.actions import checking, concluding, objecting, stepping
from tasks_app.actions.proposing import goals_of, with_open_follow_ups
from tasks_app.forms.checking import CheckForm
from tasks_app.forms.concluding import AnswerObjectionForm, ConcludeForm, ObjectionForm
from tasks_app.models import Conclusion, Evidence, Indicator, Objection, Task
from tasks_app.views.acting import lead_on, refusals_in, today
from tasks_app.views.dossier import dossier
from tasks_app.views.on_task import act_page, address_of, task_for
from tasks_app.views.scoring import scores_shown

PAGE = "tasks_app/acts/conclude.html"
ANSWER = "tasks_app/acts/answer_objection.html"


def may_conclude(user, task):
    return task.status == Task.Status.AWAITING_CONCLUSION and may.may_record_decision(user, task)


def may_conclude_year(user, task):
    years = concluding.years_to_conclude(task, on=today())
    return bool(years) and task.is_open and may.may_record_decision(user, task)


@rule(VISIBLE_TASK)
def conclude_task(request, ref):
    """GET, POST /viec/<ref>/ket-luan/: công nhận kết quả, or yêu cầu bổ sung."""
    task = task_for(request, ref, may_conclude)
    lam = request.POST.get("lam", "")
    form = _form(
        request,
        task,
        lam,
        due_on=task.due_on,
        finished_on=_finished_on(task),
        found=checking.found_figures(task),
    )
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            act = {"by": request.user, "at": timezone.now(), "seen": form.seen}
            if form.sending_back:
                stepping.step(task, "send_back", reason=form.cleaned_data["comment"], **act)
                return lead_on(request, address_of(task), "Đã yêu cầu bổ sung")
            concluding.conclude(task, form.findings(), **act)
            return lead_on(request, address_of(task), "Đã công nhận kết quả")
    return _page(request, task, form, may_conclude, heading="Công nhận kết quả", verb="Công nhận kết quả")


@rule(VISIBLE_TASK)
def conclude_year(request, ref):
    """GET, POST /viec/<ref>/ket-luan-nam/: one year of a task that goes on, against that year's milestone."""
    task = task_for(request, ref, may_conclude_year)
    years = concluding.years_to_conclude(task, on=today()) or [today().year]
    asked = request.POST.get("nam", request.GET.get("nam", ""))
    year = next((y for y in years if str(y) == asked), years[0])
    ends_on = date(year, 12, 31)
    form = _form(
        request,
        task,
        request.POST.get("lam", ""),
        due_on=ends_on,
        finished_on=min(ends_on, today()),
        year=year,
    )
    form.fields["finished_on"].label = "Số liệu chốt đến ngày"
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            concluding.conclude_year(
                task, year, form.findings(), by=request.user, at=timezone.now(), seen=form.seen
            )
            return lead_on(request, address_of(task), f"Đã ghi kết luận năm {year}")
    return _page(
        request, task, form, may_conclude_year, heading=f"Kết luận năm {year}", verb=f"Ghi kết luận năm {year}",
        year=year, years=years,
    )  # fmt: skip


@rule(VISIBLE_TASK)
def check_result(request, ref):
    """GET, POST /viec/<ref>/kiem-tra-ket-qua/: who checked what, on paper or on site, before the conclusion."""
    task = task_for(request, ref, may.may_check_result)
    indicators = list(task.indicators.order_by("rank", "pk"))
    form = CheckForm(request.POST or None, task=task, indicators=indicators, by=request.user, on=today())
    if form.is_valid():
        with refusals_in(form):
            checking.check_result(task, **form.checked, by=request.user, at=timezone.now(), seen=form.seen)
            return lead_on(request, address_of(task), "Đã ghi kiểm tra kết quả")
    return act_page(
        request, task, form, may.may_check_result, heading="Ghi kiểm tra kết quả", verb="Ghi kiểm tra kết quả"
    )


@rule(VISIBLE_TASK)
def object_to_conclusion(request, ref, pk):
    """GET, POST /viec/<ref>/ket-luan/<pk>/y-kien/: the cadre sees the conclusion otherwise."""
    task, conclusion = _conclusion(request, ref, [pk], may.may_object)
    until = objecting.last_day(task, conclusion)
    form = ObjectionForm(request.POST or None, task=task)
    if form.is_valid():
        with refusals_in(form):
            objecting.object_to(
                conclusion, form.cleaned_data["text"], by=request.user, at=timezone.now(), seen=form.seen
            )
            return lead_on(request, address_of(task), "Đã gửi ý kiến về kết luận")
    not_now = None if today() <= until else f"Thời hạn có ý kiến đã hết ngày {until:%d/%m/%Y}."
    form.fields[
        "text"
    ].help_text = f"Gửi đến hết ngày {until:%d/%m/%Y}; cấp giao trả lời, giữ nguyên hoặc sửa kết luận"
    return act_page(
        request, task, form, lambda user, task: not not_now and may.may_object(user, task),
        heading=f"Ý kiến về {objecting.named(conclusion)}", verb="Gửi ý kiến", not_now=not_now,
        asked=f"{conclusion.get_result_display()}. {conclusion.comment}".strip(), asked_at=conclusion.at,
    )  # fmt: skip


@rule(VISIBLE_TASK)
def answer_objection(request, ref, pk):
    """GET, POST /viec/<ref>/y-kien-ket-luan/<pk>/: kept, or changed with a new version."""
    of_task = Objection.objects.filter(pk=pk).values("conclusion")
    task, conclusion = _conclusion(request, ref, of_task, may.may_answer_objection)
    found = conclusion.objections.select_related("cadre", "by").get(pk=pk)
    found.conclusion = conclusion
    year_end = concluding.year_end(conclusion.year)
    form = _form(
        request, task, request.POST.get("lam", ""), form_class=AnswerObjectionForm, before=conclusion,
        due_on=year_end or task.due_on, finished_on=conclusion.finished_on, year=conclusion.year,
        found={row.indicator_id: row.confirmed for row in conclusion.results.all()},
    )  # fmt: skip
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            _answer(found, form, request)
            return lead_on(request, address_of(task), "Đã trả lời ý kiến về kết luận")
    return _page(
        request, task, form, may.may_answer_objection, template=ANSWER, objection=found, year=conclusion.year,
        heading=f"Trả lời ý kiến về {objecting.named(conclusion)}", verb="Ghi trả lời",
        not_now="" if not found.outcome else "Ý kiến này đã được trả lời.",
    )  # fmt: skip


def _answer(objection, form, request):
    act = {"by": request.user, "at": timezone.now(), "seen": form.seen}
    answer = form.cleaned_data["answer"]
    if form.keeping:
        return objecting.keep_conclusion(objection, answer, document=form.paper(), **act)
    return objecting.change_conclusion(objection, answer, form.findings(), **act)


def _conclusion(request, ref, pks, may_do):
    """The task and one of its conclusions, where the act is this user's to do now; else 404."""
    task = task_for(request, ref, may_do)
    found = Conclusion.objects.filter(task=task, pk__in=pks).select_related("document").first()
    if found is None or objecting.is_closed(task, found):
        raise Http404
    found.task = task
    return task, found


def _form(request, task, lam, *, due_on, finished_on, year=None, form_class=ConcludeForm, **more):
    indicators = list(task.indicators.order_by("rank", "pk"))
    options = more | {
        "task": task,
        "today": today(),
        "indicators": indicators,
        "goals": goals_of(task, indicators, year_end=concluding.year_end(year)),
        "due_on": due_on,
        "finished_on": finished_on,
        "open_follow_ups": bool(with_open_follow_ups([task])),
    }
    if request.method != "POST" or lam == "tinh":
        return form_class(drawn=request.POST, **options)
    if lam == "bo-sung" and form_class is ConcludeForm and year is None:
        options["sending_back"] = True
    return form_class(request.POST, **options)


def _finished_on(task):
    """The day suggested as that of completion: as the cadre reported it, else the one on which he asked."""
    said = task.reports.filter(is_final=True, status="submitted").order_by("-submitted_at").first()
    reported = said.finished_on if said else None
    return min(reported or task.asked_conclusion_on or task.last_report_on or today(), today())


def _page(request, task, form, may_do, *, template=PAGE, **words):
    files = list(
        Evidence.objects.shown().filter(task=task).exclude(scan=Evidence.Scan.QUARANTINED).order_by("-uploaded_at", "-pk")
    )  # fmt: skip
    counts = {}
    for file in files:
        counts[file.indicator_id] = counts.get(file.indicator_id, 0) + 1
    redrawn = request.htmx and request.POST.get("lam") == "tinh"
    # What the record says of an indicator that a change dropped is still read.
    record = dossier(task, list(Indicator.on_record.filter(task=task).order_by("rank", "pk")))
    asked_on = task.asked_conclusion_on
    return act_page(
        request, task, form, may_do, template=f"{template}#ket_luan" if redrawn else template, files=files,
        lines=[(row, counts.get(row.indicator.pk, 0)) for row in form.rows],
        record=record, scores=scores_shown(request.user, task, record), may_check=may.may_check_result(request.user, task),
        asked_on=asked_on, days_early=(task.due_on - asked_on).days if asked_on else None, **words,
    )  # fmt: skip

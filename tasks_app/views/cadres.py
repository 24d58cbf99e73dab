"""Who carries tasks, what came of them, and on one printed sheet?"""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from cadres.models import Appointment
from cadres.offices import standing
from cadres.views.access import READER, VISIBLE_CADRE, rule
from tasks_app.actions.measuring import ticks_of
from tasks_app.forms.cadre_filters import CadreFilter, PeriodFilter
from tasks_app.models import Assignment, Mark
from tasks_app.models.marks import DONE
from tasks_app.permissions import DESK, READERS, visible_cadres, visible_tasks
from tasks_app.statistics import careers
from tasks_app.views.acting import today

PER_PAGE = 50


@rule(READER)
def cadre_list(request):
    """GET /can-bo/: everyone with a post or a visible task in the reader's reach."""
    on, me = today(), standing(request.user)
    form = CadreFilter(request.GET, me=me)
    number = request.GET.get("trang")
    request.GET = QueryDict(form.query()[1:])
    visible = visible_tasks(request.user).decided()
    page = Paginator(cadres_of_page(request.user, form, visible, on), PER_PAGE).get_page(number)
    page.rows = cadre_rows(list(page.object_list), visible, on, first=page.start_index())
    context = {"form": form, "page": page, "today": on, "at_desk": bool(me.units(*DESK))}
    template = "tasks_app/committee/cadre_list.html"
    response = render(request, f"{template}#phan" if request.htmx else template, context)
    patch_vary_headers(response, ["HX-Request"])
    if request.htmx:
        query = form.query(trang=page.number if page.number > 1 else None)
        response["HX-Push-Url"] = reverse("tasks:cadre_list") + (query if query != "?" else "")
    return response


def cadres_of_page(user, form, visible, on):
    found = chosen_cadres(visible_cadres(user), form, visible, on)
    return in_order(found, form.params.get("sap-xep", ""), visible, on)


def chosen_cadres(cadres, form, visible, on):
    held = form.params
    cadres = cadres.matching(held.get("q", ""))
    if form.prefixes:
        inside = Q()
        for prefix in form.prefixes:
            inside |= Q(unit__path__startswith=prefix)
        posts = Appointment.objects.filter(inside)
        # Of a unit that has ended everybody who had a post there is asked for; of a living one, who has it now.
        ended = form.unit and form.unit.ends_on
        cadres = cadres.filter(pk__in=(posts if ended else posts.in_force(on)).values("cadre"))
    if held.get("viec"):
        carrying = Q(pk__in=Assignment.objects.filter(task__in=visible).values("cadre"))
        cadres = cadres.filter(carrying if held["viec"] == "co" else ~carrying)
    return cadres


def in_order(cadres, order, visible, on):
    """By given name; by rank of the highest post, as official lists are; or by number of tasks."""
    if order == "viec":
        n = Count("assignments__task", filter=Q(assignments__task__in=visible), distinct=True)
        return cadres.annotate(n=n).order_by("-n", "name_key", "pk")
    if order == "thu-bac":
        first = Appointment.objects.in_force(on).filter(cadre=OuterRef("pk")).highest_first()
        level = Subquery(first.values("managed_by__kind__level")[:1])
        rank = Subquery(first.values("position__rank")[:1])
        return cadres.annotate(level=level, rank=rank).order_by(
            F("level").asc(nulls_last=True), F("rank").asc(nulls_last=True), "name_key", "pk"
        )
    return cadres.in_order()


@dataclass(frozen=True)
class CadreRow:
    number: int
    cadre: object
    post: object
    total: int
    running: int
    behind: int
    done: int


def cadre_rows(cadres, visible, on, *, first):
    """Two queries: the posts, and the tasks by cadre and mark."""
    posts = last_posts(cadres, on)
    marks = {cadre.pk: Counter() for cadre in cadres}
    counted = (
        visible.with_mark(on)
        .filter(assignments__cadre__in=cadres)
        .order_by()
        .values_list("assignments__cadre", "mark")
        .annotate(n=Count("pk", distinct=True))
    )
    for cadre, mark, n in counted:
        marks[cadre][mark] += n
    ended = {*DONE, Mark.ENDED}
    return [
        CadreRow(
            number=number,
            cadre=cadre,
            post=posts.get(cadre.pk),
            total=marks[cadre.pk].total(),
            running=sum(n for mark, n in marks[cadre.pk].items() if mark not in ended),
            behind=marks[cadre.pk][Mark.SLOW] + marks[cadre.pk][Mark.OVERDUE],
            done=sum(marks[cadre.pk][mark] for mark in DONE),
        )
        for number, cadre in enumerate(cadres, start=first)
    ]


def last_posts(cadres, on):
    """{cadre pk: the post that decides his management level now, or the last that he held}, with `is_now`; one query."""
    found = {}
    for post in (
        Appointment.objects.filter(cadre__in=cadres)
        .select_related("position", "unit", "managed_by")
        .highest_first()
    ):
        post.is_now = in_force(post, on)
        kept = found.get(post.cadre_id)
        if kept is None or not kept.is_now and (post.is_now or post.starts_on > kept.starts_on):
            found[post.cadre_id] = post
    return found


def in_force(post, on):
    return post.starts_on <= on and (post.ends_on is None or post.ends_on > on)


@rule(VISIBLE_CADRE)
def cadre_page(request, pk):
    """GET /can-bo/<pk>/: posts, tasks and what came of them, as far as the reader may see the tasks."""
    on, me = today(), standing(request.user)
    cadre = get_object_or_404(visible_cadres(request.user), pk=pk)
    form = PeriodFilter(request.GET, me=me, on=on)
    visible = visible_tasks(request.user)
    tasks = form.narrow(careers.carried_by(cadre, visible))
    summary, posts = careers.summary(tasks, cadre, on), posts_held(cadre, on)
    page = Paginator(careers.with_history(tasks, cadre, on).order_by("-decided_on", "-pk"), PER_PAGE)
    page.__dict__["count"] = summary.total
    page = page.get_page(request.GET.get("trang"))
    page.rows = task_rows(list(page.object_list), on)
    context = profile(cadre, posts, summary) | {
        "may_draw_handover": bool(me.units("officer")) and me.cadre_id != cadre.pk and summary.running > 0,
        "form": form,
        "page": page,
        "today": on,
        "facts": facts(summary),
        "comments": comments(page.rows),
        "peers": peers(cadre, posts, summary, visible),
        "crumbs": crumbs(me, cadre, posts),
    }
    return render(request, "tasks_app/committee/cadre_page.html", context)


@rule(VISIBLE_CADRE)
def cadre_sheet(request, pk):
    """GET /can-bo/<pk>/phieu/: the phiếu cán bộ, all years and posts on paper."""
    on, me = today(), standing(request.user)
    cadre = get_object_or_404(visible_cadres(request.user), pk=pk)
    form = PeriodFilter(request.GET, me=me, on=on)
    tasks = form.narrow(careers.carried_by(cadre, visible_tasks(request.user)))
    summary, posts = careers.summary(tasks, cadre, on), posts_held(cadre, on)
    rows = task_rows(list(careers.with_history(tasks, cadre, on).order_by("decided_on", "pk")), on)
    context = profile(cadre, posts, summary) | {
        "form": form,
        "rows": rows,
        "today": on,
        "facts": facts(summary),
    }
    return render(request, "tasks_app/committee/cadre_sheet.html", context)


def profile(cadre, posts, summary):
    now = [post for post in posts if post.is_now]
    return {"cadre": cadre, "posts": posts, "post": now[0] if now else None, "summary": summary}


def posts_held(cadre, on):
    """All posts, the newest first, those in force before the rest and the highest of them first; one query."""
    rows = Appointment.objects.filter(cadre=cadre).select_related(
        "position", "unit__parent", "unit__kind", "managed_by"
    )
    posts = list(rows.highest_first())
    for post in posts:
        post.is_now = in_force(post, on)
        post.months = careers.months(post.starts_on, min(post.ends_on or on, on))
    return sorted(
        posts, key=lambda post: (not post.is_now, 0 if post.is_now else -post.starts_on.toordinal())
    )


def task_rows(tasks, on):
    """Each task with its plan tick, its final conclusion and the months for which the cadre held it."""
    ticks = ticks_of([task for task in tasks if task.is_open and task.committed_on], on=on)
    for number, task in enumerate(tasks, start=1):
        task.number = number
        task.plan = ticks.get(task.pk)
        task.final = next((c for c in task.conclusion_rows if c.year is None), None)
        last = task.held_until or task.finished_on or on
        task.months = careers.months(task.held_from, max(task.held_from, min(last, on)))
    return tasks


def facts(summary):
    """«Căn cứ»: (tone, what, figures) without points; the tone only says whether all of them are so."""
    found = []
    if n := summary.concluded:
        found += [
            fact("Việc đã kết luận là hoàn thành", summary.completed, n),
            fact("Hoàn thành đúng thời hạn", summary.on_time, n),
            fact("Bảo đảm chất lượng", summary.quality_met, n),
            ("nghi", "Vượt yêu cầu", f"{summary.exceeded}/{n} việc"),
        ]
    if n := summary.running - summary.uncommitted:
        late = f", còn {summary.behind} việc chậm hoặc quá hạn" if summary.behind else ""
        tone, what, figures = fact("Việc đang thực hiện đúng tiến độ", summary.on_course, n)
        found.append((tone, what, figures + late))
    if n := summary.reports:
        found.append(fact("Báo cáo đúng kỳ", summary.reports_in_time, n, "kỳ"))
    return found


def fact(what, good, n, unit="việc"):
    return ("xong" if good == n else "tre", what, f"{good}/{n} {unit}")


def comments(tasks):
    """Conclusions with a comment, the newest first."""
    rows = [(conclusion, task) for task in tasks for conclusion in task.conclusion_rows if conclusion.comment]
    return sorted(rows, key=lambda row: (row[0].concluded_on, row[0].pk), reverse=True)[:10]


def peers(cadre, posts, summary, visible):
    """Shares on time of those in the same post, where there are enough of them to compare with; else None."""
    post = next((p for p in posts if p.position.is_head), posts[0] if posts else None)
    if not post or not summary.concluded:
        return None
    shares = careers.shares_of_peers(post, visible)
    own = shares.pop(cadre.pk, None)
    if own is None or len(shares) < careers.LEAST_PEERS:
        return None
    place = f", {post.unit.parent.name}" if post.unit.parent else ""
    return {
        "own": round(own[1] * 100, 1),
        "others": [round(share * 100, 1) for _, share in shares.values()],
        "who": f"{len(shares) + 1} đồng chí cùng chức danh {post.position.name}, {post.unit.kind.group_name}{place}",
    }


def crumbs(me, cadre, posts):
    if not me.units(*READERS):
        return [("Kết quả của tôi", reverse("tasks:my_results")), (cadre.full_name, "")]
    found = [("Cán bộ", reverse("tasks:cadre_list"))]
    unit = posts[0].unit if posts and posts[0].is_now else None
    if unit and any(unit.path.startswith(path) for path in me.paths(*READERS)):
        found.append((unit.name, f"{reverse('tasks:cadre_list')}?don-vi={unit.pk}"))
    return [*found, (cadre.full_name, "")]

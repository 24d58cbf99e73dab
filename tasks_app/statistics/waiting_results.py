"""Which minutes of a handover, score sheets and yearly conclusions wait, and since when? Rows for the list in queues.py."""

from datetime import date, timedelta

from django.db.models import (
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear, Greatest, Least

from tasks_app.models import (
    Assignment,
    Conclusion,
    CouncilMember,
    CriteriaSet,
    HandoverConfirmation,
    HandoverItem,
    ScoreSheet,
    Task,
)

S = Task.Status
# Both sides confirm the minutes of a handover within so many days; then the committee decides without their word.
CONFIRM_DAYS = 7
# Years looked back on for one without its conclusion.
YEARS_BACK = 10


# ---- handovers -------------------------------------------------------------------------------------------------------


def minutes_in_hand(**same):
    """Minutes of handovers that are neither decided nor dropped: the first task of each (and of each value in `same`)."""
    before = HandoverItem.objects.filter(minutes=OuterRef("minutes"), pk__lt=OuterRef("pk"), **same)
    return HandoverItem.objects.filter(~Exists(before), minutes__decided_at=None, minutes__dropped_at=None)


def words_on_minutes(**said):
    """What was said of the present version of the outer row's minutes."""
    return HandoverConfirmation.objects.filter(
        minutes=OuterRef("minutes"), version=OuterRef("minutes__version"), **said
    )


def minutes_to_confirm():
    """Minutes of whose present version the cadre who leaves has said nothing yet."""
    return minutes_in_hand().filter(~Exists(words_on_minutes(side="leaving")))


def minutes_to_take():
    """The same of everybody to whom tasks are proposed: one row for each person."""
    rows = minutes_in_hand(to_cadre=OuterRef("to_cadre")).filter(to_cadre__isnull=False)
    return rows.filter(~Exists(words_on_minutes(side="taking", cadre=OuterRef("to_cadre"))))


def differs():
    """Somebody's last word on the present version is that something is not right."""
    later = HandoverConfirmation.objects.filter(
        pk__gt=OuterRef("pk"), minutes=OuterRef("minutes"), version=OuterRef("version"), side=OuterRef("side"),
        cadre=OuterRef("cadre"),
    )  # fmt: skip
    return Exists(words_on_minutes(agreed=False).filter(~Exists(later)))


def all_have_spoken():
    silent = HandoverItem.objects.filter(minutes=OuterRef("minutes"), to_cadre__isnull=False).filter(
        ~Exists(words_on_minutes(side="taking", cadre=OuterRef("to_cadre")))
    )
    return Q(Exists(words_on_minutes(side="leaving"))) & ~Q(Exists(silent))


def minutes_to_mend():
    return minutes_in_hand().filter(differs())


def minutes_to_decide(on):
    """Confirmed by both sides, or too long without their word."""
    late = Q(minutes__at__date__lt=on - timedelta(days=CONFIRM_DAYS))
    return minutes_in_hand().filter(~differs(), all_have_spoken() | late)


def last_word(**said):
    words = words_on_minutes(**said).order_by("-at", "-pk")
    return Subquery(words.values("at")[:1])


def decision_waits_since():
    """Since the last side agreed; at the latest since the days for it ran out."""
    ran_out = ExpressionWrapper(F("minutes__at") + timedelta(days=CONFIRM_DAYS + 1), DateTimeField())
    return Least(Case(When(all_have_spoken(), then=last_word())), ran_out)


# ---- councils --------------------------------------------------------------------------------------------------------


def to_score():
    """Seats in councils, one row for each task of the round that waits for the sheet of who sits there.

    Nobody scores what he carries or carried; and not before the round has criteria.
    """
    return _without_sheet(
        CouncilMember.objects.open()
        .filter(council__round__tasks__status=S.AWAITING_CONCLUSION)
        .annotate(about=F("council__round__tasks"), seat=F("pk"), whose=F("cadre"))
    )


def sheets_to_enter():
    """Seats of secretaries, one row for each task and member who signs in nowhere: his sheet comes on paper."""
    member = "council__members"
    signs_in_nowhere = Q(**{f"{member}__cadre__user": None}) | Q(
        **{f"{member}__cadre__user__is_active": False}
    )
    rows = (
        CouncilMember.objects.open()
        .filter(
            signs_in_nowhere, role=CouncilMember.Role.SECRETARY, council__round__tasks__status=S.AWAITING_CONCLUSION,
            **{f"{member}__ends_on": None},
        )
        .annotate(
            about=F("council__round__tasks"), seat=F(member), whose=F(f"{member}__cadre"),
            name=F(f"{member}__cadre__full_name"),
        )
    )  # fmt: skip
    return _without_sheet(rows).filter(~_carries("cadre"))


def _without_sheet(rows):
    given = ScoreSheet.objects.filter(task=OuterRef("about"), member=OuterRef("seat"), replaced_at=None)
    criteria = CriteriaSet.objects.filter(round=OuterRef("council__round"))
    return rows.filter(Exists(criteria), ~_carries("whose"), ~Exists(given))


def _carries(cadre):
    return Exists(Assignment.objects.filter(task=OuterRef("about"), cadre=OuterRef(cadre)))


def asked_conclusion_of(task):
    asked = Task.objects.filter(pk=OuterRef(task)).values(
        since=Coalesce("asked_conclusion_on", "due_on"),
    )
    return Subquery(asked)


# ---- years of a task that goes on ------------------------------------------------------------------------------------


def years_to_conclude(on):
    """Tasks that go on beyond a year whose conclusion is missing though the year is over, or the round closes it already."""
    wanted = ExpressionWrapper(last_year(on) - ExtractYear("starts_on") + 1, IntegerField())
    made = (
        Conclusion.objects.filter(task=OuterRef("pk"), year__lte=OuterRef("last_year"))
        .order_by()
        .values("task")
        .annotate(n=Count("pk"))
    )
    rows = Task.objects.filter(status__in=(S.IN_FORCE, S.ON_HOLD), due_on__year__gt=F("starts_on__year"))
    rows = rows.annotate(last_year=last_year(on), wanted=wanted, waits_since=year_waits_since(on)).filter(
        wanted__gt=0
    )
    return rows.filter(wanted__gt=Coalesce(Subquery(made.values("n")), 0))


def last_year(on):
    """The last year of a task, short of that in which it ends, whose conclusion is due."""
    closing = Case(
        When(round__closes_on__lte=on, then=ExtractYear("round__closes_on")),
        default=Value(0),
        output_field=IntegerField(),
    )
    over = Greatest(Value(on.year - 1), closing)
    return Least(over, ExpressionWrapper(ExtractYear("due_on") - 1, IntegerField()))


def year_waits_since(on):
    """The day after the first year without a conclusion; where the round closes the year before that, the closing."""
    cases = [
        When(
            ~Exists(Conclusion.objects.filter(task=OuterRef("pk"), year=year)), starts_on__year__lte=year,
            then=Least(Value(date(year + 1, 1, 1)), Case(When(round__closes_on__year=year, then="round__closes_on"))),
        )
        for year in range(on.year - YEARS_BACK, on.year + 1)
    ]  # fmt: skip
    return Case(*cases, default=Value(date(on.year, 1, 1)), output_field=DateField())

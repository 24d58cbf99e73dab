"""Which days differ from the plain week: holidays, days in lieu, swapped Saturdays? Editable data, one table for everybody."""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from cadres.models.text import is_nfc
from tasks_app.working_days import WorkingDays


class CalendarDayQuerySet(models.QuerySet):
    def load(self):
        """The working calendar as the pure value that deadlines, reminders and escalation go by; one query."""
        days = list(self.values_list("on", "is_worked"))
        return WorkingDays(
            off=(on for on, is_worked in days if not is_worked),
            worked=(on for on, is_worked in days if is_worked),
        )


@tracked()
class CalendarDay(models.Model):
    """One exception: a day off (holiday, in lieu, swapped), or a Saturday or Sunday that is worked on to make up for one."""

    on = models.DateField("ngày", unique=True)
    is_worked = models.BooleanField("là ngày làm việc", default=False)
    name = models.CharField("tên", max_length=120)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày trong lịch làm việc"
        verbose_name_plural = "lịch làm việc"
        constraints = [
            is_nfc("name", "calendar_day_name_is_nfc"),
            models.CheckConstraint(condition=~Q(name=""), name="calendar_day_has_a_name"),
            models.CheckConstraint(
                condition=Q(is_worked=False) | Q(on__iso_week_day__gte=6),
                name="only_a_weekend_day_is_swapped_to_be_worked",
            ),
            models.CheckConstraint(
                condition=Q(on__range=("2000-01-01", "2100-12-31")), name="calendar_day_lies_in_this_century"
            ),
        ]

    def __str__(self):
        return f"{self.on:%d/%m/%Y}: {self.name}"

"""What did a leader direct on a task, by when, and how was it followed to its end?"""

from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked


class DirectionQuerySet(models.QuerySet):
    def most_pressing_first(self, *before):
        """By the day of the answer; `before`: columns that come first."""
        return self.order_by(*before, F("due_on").asc(nulls_last=True), "at", "pk")

    def unanswered(self):
        return self.filter(answered_at=None, closed_at=None)


@tracked()
class Direction(models.Model):
    """Ý kiến chỉ đạo. Followed to an end: answered, more asked for, answered again, closed by who directed.

    `answer` is the newest one (all of them are `DirectionStep`s); `answered_at` is empty again once more was asked for: it says
    with whom the matter lies.
    """

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="directions")
    text = models.TextField("ý kiến chỉ đạo", max_length=2000)
    # Of several who carry the task, the one meant; empty: whoever carries it.
    to_cadre = models.ForeignKey(
        "cadres.Cadre",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="directions",
        verbose_name="đồng chí thực hiện",
    )
    # From a giao ban, to somebody who does not carry the task: he sees it from then on, and he alone answers.
    to_outsider = models.BooleanField("giao đồng chí ngoài việc", default=False)
    due_on = models.DateField("trả lời trước hết ngày", null=True, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    answer = models.TextField("trả lời", max_length=2000, blank=True)
    answered_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến chỉ đạo"
        verbose_name_plural = "ý kiến chỉ đạo"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_outsider=False) | Q(to_cadre__isnull=False),
                name="direction_to_an_outsider_names_him",
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(closed_at=None), name="direction_open_by_due_day")
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def is_open(self):
        return self.closed_at is None


class DirectionStep(models.Model):
    """One word in the exchange about a direction; rows are added and never changed."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Trả lời"
        MORE = "more", "Yêu cầu làm rõ"
        CLOSE = "close", "Kết thúc"

    direction = models.ForeignKey(Direction, models.PROTECT, related_name="steps")
    kind = models.CharField("bước", max_length=6, choices=Kind)
    text = models.TextField("nội dung", max_length=2000, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "trao đổi về ý kiến chỉ đạo"
        verbose_name_plural = "trao đổi về ý kiến chỉ đạo"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="close") | ~Q(text=""), name="an_answer_or_a_question_has_a_text"
            ),
            models.UniqueConstraint(
                fields=["direction"], condition=Q(kind="close"), name="direction_is_closed_once"
            ),
        ]
        indexes = [models.Index(fields=["direction", "at"], name="direction_steps_in_order")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"

    @property
    def by_name(self):
        return self.by.spoken_name

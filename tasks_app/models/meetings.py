"""What did a Thường trực look at in a meeting (giao ban), and what did it conclude of which task?"""

from django.db import models
from django.db.models import F, Q

from cadres.audit import tracked


@tracked()
class Meeting(models.Model):
    """Phiên giao ban of a committee. What is new in it is counted from the one before."""

    committee = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="meetings", verbose_name="cấp ủy"
    )
    held_on = models.DateField("ngày họp")
    chair = models.CharField("chủ trì", max_length=200)
    attendees = models.TextField("thành phần", max_length=2000, blank=True)
    place = models.CharField("nơi họp", max_length=200, blank=True)
    # Acts after this moment are new: the opening of the meeting before; for the first one, a week.
    since_at = models.DateTimeField("có gì mới kể từ")
    opened_by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("mở lúc")
    note = models.TextField("kết luận chung", max_length=4000, blank=True)
    closed_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "phiên giao ban"
        verbose_name_plural = "phiên giao ban"
        constraints = [
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(closed_at=None),
                name="committee_holds_one_meeting_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__gte=F("opened_at"), closed_by__isnull=False),
                name="closed_meeting_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(since_at__lt=F("opened_at")), name="meeting_looks_back_from_its_opening"
            ),
        ]

    def __str__(self):
        return f"Giao ban {self.held_on:%d/%m/%Y}, {self.committee}"

    @property
    def is_open(self):
        return self.closed_at is None


class MeetingItem(models.Model):
    """A task on the agenda: those stuck at the opening keep their places, so that "the fifth of twelve" stays the fifth; others come after."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="meeting_items")
    rank = models.PositiveSmallIntegerField("thứ tự")
    # Why it is on the agenda, as it stood then: "Quá hạn 12 ngày".
    why = models.CharField("vướng ở đâu", max_length=300)
    # Put on the agenda in the meeting itself, after those that were stuck at its opening.
    added_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField("bổ sung lúc", null=True, blank=True)

    class Meta:
        verbose_name = "việc xem xét tại phiên"
        verbose_name_plural = "việc xem xét tại phiên"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "task"], name="task_is_once_on_an_agenda"),
            models.UniqueConstraint(fields=["meeting", "rank"], name="agenda_has_one_task_a_place"),
            models.CheckConstraint(
                condition=Q(added_at=None, added_by=None) | Q(added_at__isnull=False, added_by__isnull=False),
                name="what_was_added_to_an_agenda_says_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.rank}. {self.task}"


class MeetingConclusion(models.Model):
    """What the meeting concluded of a task: a direction with a person and a day."""

    item = models.ForeignKey(MeetingItem, models.PROTECT, related_name="conclusions")
    text = models.TextField("kết luận", max_length=2000)
    cadre = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, related_name="+", verbose_name="đồng chí thực hiện"
    )
    due_on = models.DateField("thời hạn")
    direction = models.OneToOneField("tasks_app.Direction", models.PROTECT, related_name="meeting_conclusion")
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "kết luận của phiên giao ban"
        verbose_name_plural = "kết luận của phiên giao ban"

    def __str__(self):
        return self.text[:80]

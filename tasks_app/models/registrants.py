"""Who must register in a round beside those whose post says so, who was urged to, and what was done with the round?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked


@tracked()
class Registrant(models.Model):
    """One cadre named for himself: he must register though his post does not say so, or is excused though it does."""

    round = models.ForeignKey("tasks_app.Round", models.PROTECT, related_name="registrants")
    cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="registering")
    is_required = models.BooleanField("phải đăng ký", default=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "đồng chí phải đăng ký"
        verbose_name_plural = "đồng chí phải đăng ký"
        constraints = [
            models.UniqueConstraint(fields=["round", "cadre"], name="registrant_is_named_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(is_required=True) | ~Q(reason=""), name="who_is_excused_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.cadre}, {self.round}"


class RegistrationUrge(models.Model):
    """Đôn đốc đăng ký: one cadre asked to register in a round. Rows are added and never changed."""

    round = models.ForeignKey("tasks_app.Round", models.PROTECT, related_name="registration_urges")
    cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="registration_urges")
    text = models.TextField("nội dung", max_length=1000)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "đôn đốc đăng ký"
        verbose_name_plural = "đôn đốc đăng ký"
        indexes = [models.Index(fields=["round", "cadre", "-at"], name="registration_urge_newest_first")]

    def __str__(self):
        return f"{self.cadre}, {self.round}"


class RoundEvent(models.Model):
    """What was done with a round, in order: opened, settings changed, people named, excused, urged. Only added to."""

    class Kind(models.TextChoices):
        OPENED = "opened", "lập đợt giao việc"
        CHANGED = "changed", "sửa đợt giao việc"
        NAMED = "named", "ghi đồng chí phải đăng ký"
        EXCUSED = "excused", "miễn đăng ký"
        URGED = "urged", "đôn đốc đăng ký"
        COUNCIL = "council", "lập hội đồng đánh giá"
        CRITERIA = "criteria", "lập bộ tiêu chí chấm điểm"
        CLOSED = "closed", "công bố kết quả, khóa kỳ"
        IMPORTED = "imported", "nhập từ bảng tính"

    round = models.ForeignKey("tasks_app.Round", models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    act = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    # Of a change: [[label, old words, new words], …].
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "diễn biến của đợt"
        verbose_name_plural = "diễn biến của đợt"
        indexes = [models.Index(fields=["round", "-at", "-id"], name="round_event_newest_first")]

    def __str__(self):
        return f"{self.by_name} {self.act}"

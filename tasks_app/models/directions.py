"""What did a leader direct on a task, and what was the answer?"""

from django.db import models

from cadres.audit import tracked


@tracked()
class Direction(models.Model):
    """Ý kiến chỉ đạo."""

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="directions")
    text = models.TextField("ý kiến chỉ đạo", max_length=2000)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    answer = models.TextField("trả lời", max_length=2000, blank=True)
    answered_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến chỉ đạo"
        verbose_name_plural = "ý kiến chỉ đạo"

    def __str__(self):
        return self.text[:80]

"""When was someone urged, to do what, by when, and what was the answer?"""

from django.db import models

from cadres.audit import tracked


@tracked()
class Urge(models.Model):
    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="urges")
    text = models.TextField("nội dung đôn đốc", max_length=2000)
    answer_by = models.DateField("đề nghị trả lời trước ngày", null=True, blank=True)
    body_name = models.CharField("cơ quan đôn đốc", max_length=200)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    reply = models.TextField("trả lời", max_length=2000, blank=True)
    replied_by = models.ForeignKey("cadres.User", models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đôn đốc"
        verbose_name_plural = "đôn đốc"
        indexes = [models.Index(fields=["task", "-at"], name="urge_newest_first")]

    def __str__(self):
        return self.text[:80]

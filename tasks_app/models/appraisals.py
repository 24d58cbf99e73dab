"""What did the appraising agency say of a proposed task?"""

from django.db import models

from cadres.audit import tracked


@tracked()
class Appraisal(models.Model):
    class Opinion(models.TextChoices):
        AGREE = "agree", "Đồng ý"
        ADJUST = "adjust", "Điều chỉnh"
        DROP = "drop", "Không đưa vào danh mục"

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="appraisals")
    opinion = models.CharField("ý kiến", max_length=6, choices=Opinion)
    text = models.TextField("nội dung", max_length=2000, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "ý kiến thẩm định"
        verbose_name_plural = "ý kiến thẩm định"

    def __str__(self):
        return f"{self.get_opinion_display()}: {self.task}"

"""Who handed a task to whom, in what state, by which decision?"""

from django.db import models

from cadres.audit import tracked


@tracked()
class Handover(models.Model):
    class Outcome(models.TextChoices):
        SUCCESSOR = "successor", "Người kế nhiệm tiếp tục"
        FOLLOWS = "follows", "Theo đồng chí sang vị trí mới"
        PARTIAL = "partial", "Kết thúc với kết quả một phần"
        REMOVED = "removed", "Đưa ra khỏi danh mục"

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="handovers")
    from_assignment = models.ForeignKey("tasks_app.Assignment", models.PROTECT, related_name="+")
    to_cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, null=True, blank=True, related_name="+")
    handed_over_on = models.DateField("ngày bàn giao")
    outcome = models.CharField("hình thức", max_length=10, choices=Outcome, default=Outcome.SUCCESSOR)
    state_note = models.TextField("tình trạng tại ngày bàn giao", max_length=4000)
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "bàn giao"
        verbose_name_plural = "bàn giao"

    def __str__(self):
        return f"Bàn giao {self.task} ngày {self.handed_over_on:%d/%m/%Y}"

"""What did a team find on the spot, and what must follow?"""

from django.db import models

from cadres.audit import tracked


@tracked()
class Inspection(models.Model):
    """Kiểm tra by a đoàn kiểm tra của Ban Thường vụ."""

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="inspections")
    inspected_on = models.DateField("ngày kiểm tra")
    place = models.CharField("nơi kiểm tra", max_length=200, blank=True)
    team = models.CharField("đoàn kiểm tra", max_length=300)
    minutes_no = models.CharField("biên bản số", max_length=60, blank=True)
    findings = models.TextField("kết quả kiểm tra", max_length=4000)
    recommendations = models.TextField("yêu cầu, kiến nghị", max_length=4000, blank=True)
    follow_up_due_on = models.DateField("khắc phục trước ngày", null=True, blank=True)
    followed_up_on = models.DateField("đã khắc phục ngày", null=True, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "kiểm tra"
        verbose_name_plural = "kiểm tra"

    def __str__(self):
        return f"{self.team}, {self.inspected_on:%d/%m/%Y}"

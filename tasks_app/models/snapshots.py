"""What did the statistics of a unit say at the end of a day?"""

from django.db import models


class StatisticsSnapshot(models.Model):
    """Frozen by Celery every night, for trends and closed periods. Live pages never read it for today's figures."""

    unit = models.ForeignKey("cadres.Unit", models.PROTECT, related_name="snapshots")
    taken_on = models.DateField("ngày")
    # "" for everything, "2021–2025" or "2026" for a stage or a year.
    period = models.CharField("kỳ", max_length=20, blank=True)
    tasks = models.PositiveIntegerField("số việc")
    people = models.PositiveIntegerField("số đồng chí")
    marks = models.JSONField("số việc theo trạng thái")

    class Meta:
        verbose_name = "số liệu chốt ngày"
        verbose_name_plural = "số liệu chốt ngày"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "taken_on", "period"], name="one_snapshot_a_unit_day_and_period"
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.taken_on:%d/%m/%Y}"

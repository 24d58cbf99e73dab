"""When did each program that reminders depend on last show that it lives?"""

from django.db import models


class Heartbeat(models.Model):
    class Program(models.TextChoices):
        BEAT = "beat", "Bộ hẹn giờ (beat)"
        WORKER = "worker", "Tiến trình nền (worker)"
        SWEEPER = "sweeper", "Bộ nhắc việc (sweep)"
        # Stamped by whoever planned: the truth about planning, whichever program did it.
        PLANNER = "planner", "Lập nhắc việc"

    program = models.CharField(max_length=10, choices=Program)
    host = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "tín hiệu hoạt động"
        verbose_name_plural = "tín hiệu hoạt động"
        constraints = [
            models.UniqueConstraint(fields=["program", "host"], name="program_has_one_heartbeat_a_host")
        ]

    def __str__(self):
        return f"{self.get_program_display()} ({self.host})"

"""Under which secret address does a person's calendar program read his days?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked


@tracked(exclude=["last_read_on"])
class CalendarFeed(models.Model):
    """One secret address. Only a digest of the secret is kept: who reads the table can't read a calendar. Revoked, never deleted."""

    user = models.ForeignKey("cadres.User", models.PROTECT, related_name="calendar_feeds")
    secret_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    # A day, not a moment: enough to tell a forgotten feed from a living one, and one write a day.
    last_read_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "địa chỉ lịch"
        verbose_name_plural = "địa chỉ lịch"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="person_has_one_living_calendar_feed"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=models.F("created_at")),
                name="feed_is_revoked_after_it_was_made",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.created_at:%d/%m/%Y}"

"""Which files may be handed out: those that a virus scanner has passed, or all where the office has none?"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ScannedQuerySet(models.QuerySet):
    def waiting(self):
        """Not scanned yet, oldest first."""
        return self.filter(scan=Scanned.Scan.UNSCANNED).order_by("uploaded_at", "pk")


class Scanned(models.Model):
    """A file that somebody sent. `uploaded_at` is the model's own."""

    class Scan(models.TextChoices):
        UNSCANNED = "unscanned", "Chưa quét"
        CLEAN = "clean", "Sạch"
        QUARANTINED = "quarantined", "Cách ly"

    scan = models.CharField(max_length=12, choices=Scan, default=Scan.UNSCANNED)

    class Meta:
        abstract = True

    @property
    def why_not_served(self):
        return why_not_served(self.scan)


def why_not_served(scan):
    """In words, or "". Without a scanner (`CLAMD_URL`) what wasn't scanned is served; with one it waits."""
    if scan == Scanned.Scan.QUARANTINED:
        return "có mã độc, đã cách ly"
    return "đang quét vi-rút" if scan == Scanned.Scan.UNSCANNED and settings.CLAMD_URL else ""


WAITING = Q(scan=Scanned.Scan.UNSCANNED)  # condition of the indexes that the scanner's turn reads

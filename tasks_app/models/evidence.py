"""Which files prove the figures?"""

import uuid

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from tasks_app.models.scanned import WAITING, Scanned, ScannedQuerySet


def random_name(evidence, filename):
    """Files lie under random names outside static; the name given by the user is only ever shown."""
    return f"{evidence.uuid.hex[:2]}/{evidence.uuid.hex}"


def evidence_storage():
    return storages["evidence"]


class EvidenceQuerySet(ScannedQuerySet):
    def shown(self):
        """What readers of the task may know of: attached to a report that was sent, and not taken off."""
        return (
            self.filter(removed_at=None, score_sheet=None, staged_for=None)
            .exclude(report__status="draft")
            .exclude(inspection__isnull=False, inspection__recorded_at=None)
        )

    def staged(self, user, key):
        """What he put into a form that is not taken yet."""
        return self.filter(uploaded_by=user, staged_for=key, removed_at=None) if key else self.none()


@tracked()
class Evidence(Scanned):
    """Minh chứng. Once attached to a submitted report the bytes never change; taking it off only marks it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="evidence")
    # Staged while this report is a draft: only its makers know of the file until the report is sent.
    report = models.ForeignKey(
        "tasks_app.ProgressReport", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    # Why a change is asked for; the photos of an inspection; what was done after it.
    change = models.ForeignKey(
        "tasks_app.ChangeRequest", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    inspection = models.ForeignKey(
        "tasks_app.Inspection", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    follow_up = models.ForeignKey(
        "tasks_app.FollowUp", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    # The key of the form in which it was sent, until the form is taken: a refused form keeps its files.
    staged_for = models.UUIDField(null=True, blank=True, editable=False)
    indicator = models.ForeignKey(
        "tasks_app.Indicator", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    # The scan of a sheet that a council member signed on paper: for the council and the desk only.
    score_sheet = models.ForeignKey(
        "tasks_app.ScoreSheet", models.PROTECT, null=True, blank=True, related_name="scans"
    )
    name = models.CharField("tên tệp", max_length=255)
    file = models.FileField("tệp", upload_to=random_name, storage=evidence_storage, max_length=100)
    storage_alias = models.CharField(max_length=20, default="evidence", editable=False)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    captured_on = models.DateField("chụp ngày", null=True, blank=True)
    uploaded_by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("tải lên lúc")
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_has_a_sha256"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_is_not_empty"),
        ]
        indexes = [
            models.Index(fields=["task", "-uploaded_at"], name="evidence_newest_first"),
            models.Index(
                fields=["staged_for"], condition=Q(staged_for__isnull=False), name="evidence_staged"
            ),
            models.Index(fields=["uploaded_at"], condition=WAITING, name="evidence_not_scanned"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_photo(self):
        return self.content_type.startswith("image/")

"""Which signed paper does an act rest on?"""

import uuid

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from cadres.models.text import is_nfc
from tasks_app.models.evidence import evidence_storage, random_name


@tracked()
class Document(models.Model):
    """Văn bản: số, ký hiệu, ngày, trích yếu. The register comes with the papers."""

    body = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="documents", verbose_name="cơ quan ban hành"
    )
    number = models.CharField("số", max_length=20)
    symbol = models.CharField("ký hiệu", max_length=40, help_text="Ví dụ: QĐ/TU")
    issued_on = models.DateField("ngày ban hành")
    summary = models.CharField("trích yếu", max_length=400, blank=True)

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        constraints = [
            is_nfc("summary", "document_summary_is_nfc"),
            models.CheckConstraint(condition=~Q(number=""), name="document_has_a_number"),
        ]

    def __str__(self):
        return f"số {self.label} ngày {self.issued_on:%d/%m/%Y}"

    @property
    def label(self):
        return f"{self.number}-{self.symbol}"


@tracked()
class DocumentScan(models.Model):
    """The signed paper as a file. Without a document it is staged: its uploader's form was refused and is being mended."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="scans")
    name = models.CharField("tên tệp", max_length=255)
    file = models.FileField("tệp", upload_to=random_name, storage=evidence_storage, max_length=100)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("tải lên lúc")

    class Meta:
        verbose_name = "bản chụp văn bản"
        verbose_name_plural = "bản chụp văn bản"
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="scan_has_a_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0), name="scan_is_not_empty"),
            models.UniqueConstraint(fields=["document", "sha256"], name="document_has_a_scan_once"),
        ]

    def __str__(self):
        return self.name

"""Which signed paper does an act rest on, and what stands in the register of papers issued and received?"""

import uuid

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import ExtractYear

from cadres.audit import tracked
from cadres.models.text import fold, is_nfc, search_key
from tasks_app.models.evidence import evidence_storage, random_name
from tasks_app.models.scanned import WAITING, Scanned, ScannedQuerySet


def bare(field):
    """Without case, diacritics and leading zeros: 07 is 7, QD/TU is QĐ/TU."""
    return Func(
        Func(field, function="public.vi_unaccent"),
        template="ltrim(%(expressions)s, '0')",
        output_field=models.TextField(),
    )


class DocumentQuerySet(models.QuerySet):
    def numbered(self, number, symbol, year):
        """Those with this number and symbol in a year, however they were typed."""
        return self.annotate(bare_number=bare("number"), bare_symbol=bare("symbol")).filter(
            bare_number=fold(number).lstrip("0"), bare_symbol=fold(symbol).lstrip("0"), issued_on__year=year
        )


@tracked(exclude=["search_key"])
class Document(models.Model):
    """Văn bản: số, ký hiệu, ngày, trích yếu. A row is an entry of the register (sổ văn bản) of its body."""

    class Direction(models.TextChoices):
        ISSUED = "issued", "Văn bản đi"
        RECEIVED = "received", "Văn bản đến"

    body = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="documents", verbose_name="sổ của cơ quan"
    )
    direction = models.CharField("sổ", max_length=8, choices=Direction, default=Direction.ISSUED)
    # Of a paper received: whose it is. One that we issued is the body's own.
    issuer_name = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    received_on = models.DateField("ngày đến", null=True, blank=True)
    number = models.CharField("số", max_length=20)
    symbol = models.CharField("ký hiệu", max_length=40, help_text="Ví dụ: QĐ/TU")
    issued_on = models.DateField("ngày ban hành")
    summary = models.CharField("trích yếu", max_length=400, blank=True)
    # Tasks named when the paper was entered; those whose acts rest on it are found by their events.
    tasks = models.ManyToManyField(
        "tasks_app.Task", related_name="registered_documents", blank=True, verbose_name="việc liên quan"
    )
    # Written before there was a register that refuses it.
    repeats_number = models.BooleanField("trùng số", default=False, editable=False)
    search_key = search_key("number", "symbol", "summary", "issuer_name")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        constraints = [
            is_nfc("summary", "document_summary_is_nfc"),
            models.CheckConstraint(condition=~Q(number=""), name="document_has_a_number"),
            models.CheckConstraint(
                condition=Q(direction="issued", issuer_name="", received_on=None)
                | Q(direction="received", received_on__isnull=False) & ~Q(issuer_name=""),
                name="received_document_has_an_issuer_and_a_day",
            ),
            models.UniqueConstraint(
                F("body"),
                F("direction"),
                bare("issuer_name"),
                bare("symbol"),
                bare("number"),
                ExtractYear("issued_on"),
                condition=Q(repeats_number=False),
                name="number_is_used_once_a_year",
            ),
        ]

    def __str__(self):
        return f"số {self.label} ngày {self.issued_on:%d/%m/%Y}"

    @property
    def label(self):
        """127-QĐ/TU on Party papers, 12/QĐ-SYT and 42/2014/QĐ-TTg on those of the state."""
        of_state = "-" in self.symbol or "/" not in self.symbol
        return f"{self.number}{'/' if of_state else '-'}{self.symbol}"


@tracked()
class DocumentScan(Scanned):
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

    objects = ScannedQuerySet.as_manager()

    class Meta:
        verbose_name = "bản chụp văn bản"
        verbose_name_plural = "bản chụp văn bản"
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="scan_has_a_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0), name="scan_is_not_empty"),
            models.UniqueConstraint(fields=["document", "sha256"], name="document_has_a_scan_once"),
        ]
        indexes = [models.Index(fields=["uploaded_at"], condition=WAITING, name="scan_not_scanned")]

    def __str__(self):
        return self.name

"""Which signed paper does an act rest on?"""

from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from cadres.models.text import is_nfc


@tracked()
class Document(models.Model):
    """Văn bản: số, ký hiệu, ngày, trích yếu. The register and scanned files come with the papers."""

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

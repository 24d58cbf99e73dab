"""Which papers were made from which data, with whose template, and how does an office print?"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from tasks_app.models.evidence import evidence_storage, random_name


@tracked()
class PaperSettings(models.Model):
    """How a committee (or a state body) prints: heading, who signs, nơi nhận, dimensions. Without a row the defaults hold."""

    class Layout(models.TextChoices):
        PARTY = "party", "Văn bản của Đảng (Hướng dẫn 36-HD/VPTW)"
        STATE = "state", "Văn bản Nhà nước (Nghị định 30/2020/NĐ-CP)"

    unit = models.OneToOneField("cadres.Unit", models.PROTECT, related_name="paper_settings")
    layout = models.CharField("thể thức", max_length=5, choices=Layout, default=Layout.PARTY)
    old_spelling = models.BooleanField("viết dấu kiểu uỷ, hoá, hoà", default=False)
    superior = models.CharField("tên cơ quan cấp trên", max_length=200, blank=True)
    name = models.CharField("tên cơ quan ban hành", max_length=200)
    suffix = models.CharField("ký hiệu cơ quan", max_length=20)
    place = models.CharField("địa danh", max_length=100, blank=True)
    authority = models.CharField("thẩm quyền ký", max_length=120, blank=True)
    title = models.CharField("chức vụ người ký", max_length=120, blank=True)
    signer = models.CharField("họ tên người ký", max_length=120, blank=True)
    recipients = models.TextField("nơi nhận", max_length=1000, blank=True)
    agency_superior = models.CharField("cơ quan cấp trên của cơ quan tham mưu", max_length=200, blank=True)
    agency_name = models.CharField("cơ quan tham mưu", max_length=200)
    agency_suffix = models.CharField("ký hiệu cơ quan tham mưu", max_length=20)
    agency_authority = models.CharField("thẩm quyền ký của cơ quan tham mưu", max_length=120, blank=True)
    agency_title = models.CharField("chức vụ người ký của cơ quan tham mưu", max_length=120, blank=True)
    agency_signer = models.CharField("họ tên người ký của cơ quan tham mưu", max_length=120, blank=True)
    agency_recipients = models.TextField("nơi nhận của cơ quan tham mưu", max_length=1000, blank=True)
    # Only what differs from the defaults of the layout: {name of documents.layout.Layout: number}.
    dimensions = models.JSONField("kích thước", default=dict, blank=True)

    class Meta:
        verbose_name = "thể thức văn bản"
        verbose_name_plural = "thể thức văn bản"

    def __str__(self):
        return f"Thể thức văn bản của {self.unit}"


class PaperTemplate(models.Model):
    """One version of an office's own template of a kind of paper; the newest counts. Rows are added and never changed."""

    unit = models.ForeignKey("cadres.Unit", models.PROTECT, related_name="paper_templates")
    kind = models.CharField("loại văn bản", max_length=30)
    number = models.PositiveSmallIntegerField("bản")
    name = models.CharField("tên tệp", max_length=255, blank=True)
    # Small files, kept with the rows that rest on them. Empty: from this version on the shipped template is used again.
    content = models.BinaryField("mẫu", null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "mẫu văn bản"
        verbose_name_plural = "mẫu văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "number"], name="template_version_is_written_once"
            ),
            models.CheckConstraint(
                condition=Q(content=None, sha256="")
                | Q(content__isnull=False, sha256__regex=r"^[0-9a-f]{64}$"),
                name="template_has_content_and_sha256_or_neither",
            ),
        ]

    def __str__(self):
        return f"{self.kind}, bản {self.number}"


@tracked(exclude=["data"])
class Paper(models.Model):
    """A paper as it was made: the data of that moment, so that a reprint gives the names and titles of then."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("loại văn bản", max_length=30)
    body = models.ForeignKey("cadres.Unit", models.PROTECT, related_name="papers", verbose_name="cấp giao")
    tasks = models.ManyToManyField("tasks_app.Task", related_name="papers", verbose_name="việc")
    template = models.ForeignKey(PaperTemplate, models.PROTECT, null=True, blank=True, related_name="+")
    data = models.JSONField("nội dung")
    # Of kind, body and data: the same paper asked for twice is one row.
    digest = models.CharField(max_length=64, editable=False)
    summary = models.CharField("trích yếu", max_length=400, blank=True)
    # About whom, where it is a person's paper.
    cadre = models.ForeignKey("cadres.Cadre", models.PROTECT, null=True, blank=True, related_name="papers")
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+", verbose_name="người soạn")
    at = models.DateTimeField("soạn lúc")
    # The signed paper, once its number came back.
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="papers"
    )

    class Meta:
        verbose_name = "văn bản soạn từ hệ thống"
        verbose_name_plural = "văn bản soạn từ hệ thống"
        constraints = [
            models.UniqueConstraint(fields=["digest", "by"], name="the_same_paper_is_made_once_by_a_person"),
        ]
        indexes = [models.Index(fields=["body", "-at"], name="paper_newest_first")]

    def __str__(self):
        return f"{self.kind} lúc {self.at:%d/%m/%Y %H:%M}"


@tracked()
class PaperBatch(models.Model):
    """Papers of many tasks at once, made in the background. The row is the truth; the job is owed by it and safe to run twice."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang soạn"
        DONE = "done", "Đã xong"
        FAILED = "failed", "Không soạn được"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("loại văn bản", max_length=30)
    body = models.ForeignKey("cadres.Unit", models.PROTECT, related_name="+")
    as_one = models.BooleanField("một tệp", default=False)
    tasks = ArrayField(models.BigIntegerField(), verbose_name="việc")
    status = models.CharField("tình trạng", max_length=8, choices=Status, default=Status.WAITING)
    total = models.PositiveIntegerField("tổng số", default=0)
    made = models.PositiveIntegerField("đã soạn", default=0)
    problem = models.CharField("lý do", max_length=300, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    file = models.FileField(
        "tệp", upload_to=random_name, storage=evidence_storage, max_length=100, blank=True
    )
    size = models.PositiveBigIntegerField("dung lượng (byte)", default=0)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("yêu cầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đợt soạn nhiều văn bản"
        verbose_name_plural = "đợt soạn nhiều văn bản"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="done") | Q(finished_at__isnull=False) & ~Q(file=""),
                name="finished_batch_has_a_file_and_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(status__in=["waiting", "running"]), name="batch_still_owed"
            )
        ]

    def __str__(self):
        return f"{self.kind}, {len(self.tasks)} việc"

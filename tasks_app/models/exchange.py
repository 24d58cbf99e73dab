"""Which spreadsheets were read in, by whom and with what effect; how does a committee name its columns; who took what out?"""

import uuid

from django.db import models
from django.db.models import Q

from cadres.audit import tracked


@tracked(exclude=["content", "sheets", "found"])
class SheetImport(models.Model):
    """One spreadsheet on its way in: read, checked, mended, saved all or nothing. The row is the truth, the job is owed by it."""

    class Kind(models.TextChoices):
        ANNEX = "annex", "Danh mục việc"
        UNITS = "units", "Danh sách đơn vị"
        PEOPLE = "people", "Danh sách cán bộ, tài khoản"
        FIGURES = "figures", "Số liệu báo cáo"

    class Status(models.TextChoices):
        TO_CHECK = "to_check", "Chờ kiểm tra"
        CHECKING = "checking", "Đang kiểm tra"
        CHECKED = "checked", "Đã kiểm tra"
        TO_SAVE = "to_save", "Chờ nhập"
        SAVING = "saving", "Đang nhập"
        SAVED = "saved", "Đã nhập"
        FAILED = "failed", "Không đọc được"

    OWED = (Status.TO_CHECK, Status.CHECKING, Status.TO_SAVE, Status.SAVING)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("loại bảng", max_length=8, choices=Kind, default=Kind.ANNEX)
    # The committee whose columns are remembered.
    committee = models.ForeignKey("cadres.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    round = models.ForeignKey(
        "tasks_app.Round", models.PROTECT, null=True, blank=True, related_name="imports"
    )
    name = models.CharField("tên tệp", max_length=255)
    content = models.BinaryField("tệp")
    sha256 = models.CharField(max_length=64)
    options = models.JSONField("cách nhập", default=dict)
    # What a person chose: {column: key}, and cells mended in the preview: {"12:3": "text"}.
    columns = models.JSONField("các cột", null=True, blank=True)
    mended = models.JSONField("các ô đã sửa", default=dict)
    # The tables as read; what the check found; what saving did.
    sheets = models.JSONField("bảng đã đọc", null=True, blank=True)
    found = models.JSONField("kết quả kiểm tra", null=True, blank=True)
    result = models.JSONField("đã ghi", null=True, blank=True)
    status = models.CharField("tình trạng", max_length=8, choices=Status, default=Status.TO_CHECK)
    problem = models.CharField("lý do", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+", verbose_name="người nhập")
    at = models.DateTimeField("tải lên lúc")
    saved_at = models.DateTimeField("nhập xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lần nhập bảng tính"
        verbose_name_plural = "lần nhập bảng tính"
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="import_has_a_sha256"),
            models.CheckConstraint(
                condition=~Q(status="saved") | Q(saved_at__isnull=False, result__isnull=False),
                name="saved_import_says_when_and_what",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["units", "people"], round=None)
                | Q(round__isnull=False, committee__isnull=False),
                name="import_of_tasks_or_figures_names_its_round",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"],
                condition=Q(status__in=["to_check", "checking", "to_save", "saving"]),
                name="import_still_owed",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.name}"


@tracked()
class ColumnNames(models.Model):
    """How a committee's own tables name their columns, as a person last told us: {plain heading: key, "" for no meaning}."""

    committee = models.ForeignKey("cadres.Unit", models.PROTECT, related_name="+", verbose_name="cấp ủy")
    kind = models.CharField("loại bảng", max_length=8, choices=SheetImport.Kind)
    names = models.JSONField("các cột", default=dict)

    class Meta:
        verbose_name = "tên cột của cấp ủy"
        verbose_name_plural = "tên cột của cấp ủy"
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind"], name="column_names_are_kept_once_a_committee"
            )
        ]

    def __str__(self):
        return f"{self.committee}: {self.get_kind_display()}"


class SheetExport(models.Model):
    """Who took which list out, when and as what. Rows are added and never changed."""

    class Form(models.TextChoices):
        XLSX = "xlsx", "Excel (.xlsx)"
        CSV = "csv", "CSV (.csv)"

    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+", verbose_name="người xuất")
    by_name = models.CharField("người xuất", max_length=200)
    at = models.DateTimeField("lúc")
    # Within whose tree the exported rows lie: whose staff may read of it. None: one's own tasks only.
    committee = models.ForeignKey("cadres.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    round = models.ForeignKey("tasks_app.Round", models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField("nội dung", max_length=300)
    conditions = models.CharField("điều kiện", max_length=500, blank=True)
    form = models.CharField("dạng tệp", max_length=4, choices=Form)
    rows = models.PositiveIntegerField("số dòng")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "lần xuất dữ liệu"
        verbose_name_plural = "lần xuất dữ liệu"
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="export_has_a_sha256")
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="export_newest_first")]

    def __str__(self):
        return f"{self.by_name}: {self.what}"

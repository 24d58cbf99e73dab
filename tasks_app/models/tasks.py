"""A breakthrough task: what is to be reached, by whom, by when, and as printed in which decision?"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import ExtractYear

from cadres.audit import tracked
from cadres.models.text import folded, is_nfc, search_key
from tasks_app.models.codes import by_code
from tasks_app.models.marks import NOT_DECIDED, Mark, is_over, mark_case
from tasks_app.models.one_of import OneOf
from tasks_app.models.rounds import Rhythm


class TaskQuerySet(models.QuerySet):
    def decided(self):
        """Everything a committee has decided to assign, whatever became of it: what *số việc* counts."""
        return self.exclude(status__in=NOT_DECIDED)

    def open(self):
        return self.filter(status__in=Task.OPEN)

    def overdue(self, on):
        return self.filter(status=Task.Status.IN_FORCE, due_on__lt=on)

    def with_mark(self, on):
        """`task.mark`: the mark that counts on that day, NULL before the decision."""
        return self.annotate(mark=mark_case(on))

    def decided_in(self, year):
        """A year's figure counts tasks by the year of their decision (product.md §10.5)."""
        return self.filter(decision_year=year)

    def under(self, *paths):
        """Tasks whose unit, at the time of the decision, stood at or below one of the path prefixes."""
        inside = Q(pk__in=[])
        for path in paths:
            inside |= Q(unit_path__startswith=path)
        return self.filter(inside)

    def in_code_order(self):
        return self.order_by(*by_code(), "pk")

    def of_cadres(self, cadres):
        from_assignments = self.model.assignments.rel.related_model.objects.filter(cadre__in=cadres)
        return self.filter(pk__in=from_assignments.values("task"))

    def matching(self, term):
        """By title, code, or the name of an assignee, with or without diacritics."""
        term = folded(term)
        if not term:
            return self
        people = self.model.assignments.rel.related_model.objects.filter(search_key__contains=term)
        return self.filter(Q(search_key__contains=term) | Q(OneOf(people.values("task"))))

    def for_table(self, on):
        """All that one row of a task table shows: three queries for a page, however long."""
        assignments = self.model.assignments.rel.related_model
        indicators = self.model.indicators.rel.related_model
        return (
            self.with_mark(on)
            .select_related("unit", "field", "round", "giver")
            .prefetch_related(
                Prefetch("assignments", assignments.objects.open().lead_first(), to_attr="people"),
                Prefetch("indicators", indicators.objects.order_by("rank", "pk"), to_attr="rows"),
            )
        )

    def with_last_urge(self):
        urges = self.model.urges.rel.related_model.objects.filter(task=OuterRef("pk")).order_by("-at", "-pk")
        counted = urges.order_by().values("task").annotate(n=Count("pk")).values("n")
        return self.annotate(
            last_urged_at=Subquery(urges.values("at")[:1]),
            last_urge_text=Subquery(urges.values("text")[:1]),
            urge_count=Subquery(counted),
        )


@tracked(exclude=["search_key", "decision_year"], model_name="TaskVersion")
class Task(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Đã đăng ký"
        APPRAISING = "appraising", "Đang thẩm định"
        AWAITING_DECISION = "awaiting_decision", "Chờ quyết định"
        IN_FORCE = "in_force", "Đang thực hiện"
        ON_HOLD = "on_hold", "Tạm dừng"
        AWAITING_CONCLUSION = "awaiting_conclusion", "Chờ kết luận"
        CONCLUDED = "concluded", "Đã kết luận"
        CLOSED = "closed", "Đã khóa kỳ"
        REJECTED = "rejected", "Không đưa vào danh mục"
        WITHDRAWN = "withdrawn", "Thôi đăng ký"
        MERGED = "merged", "Đã gộp vào việc khác"
        ENDED_EARLY = "ended_early", "Thôi giao"
        REMOVED = "removed", "Đưa ra khỏi danh mục"

    class Origin(models.TextChoices):
        REGISTERED = "registered", "Đăng ký"
        ORDERED = "ordered", "Đặt hàng"
        ADDED = "added", "Giao bổ sung"

    class Nature(models.TextChoices):
        NEW = "new", "Việc mới"
        HARD = "hard", "Việc khó"
        BACKLOG = "backlog", "Việc tồn đọng"
        BOTTLENECK = "bottleneck", "Điểm nghẽn cần đột phá"

    OPEN = (Status.IN_FORCE, Status.ON_HOLD, Status.AWAITING_CONCLUSION)
    BEFORE_DECISION = NOT_DECIDED
    # At the committee's desk, between registration or order and decision.
    UNDER_CONSIDERATION = (Status.SUBMITTED, Status.APPRAISING, Status.AWAITING_DECISION)

    # Identity. The code is given at the decision; until then URLs use the opaque id, so that gaps tell nothing.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("mã việc", max_length=32, unique=True, null=True, blank=True, editable=False)
    round = models.ForeignKey(
        "tasks_app.Round", models.PROTECT, related_name="tasks", verbose_name="đợt giao việc"
    )

    # Content: locked after the decision, changed only by a decided change.
    title = models.CharField("tên việc", max_length=300)
    origin = models.CharField("nguồn", max_length=10, choices=Origin, default=Origin.ORDERED)
    natures = ArrayField(
        models.CharField(max_length=10, choices=Nature), verbose_name="tính chất việc", default=list
    )
    field = models.ForeignKey(
        "tasks_app.Field", models.PROTECT, related_name="tasks", verbose_name="lĩnh vực"
    )
    giver = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="given_tasks", verbose_name="cấp giao"
    )
    unit = models.ForeignKey(
        "cadres.Unit", models.PROTECT, related_name="tasks", verbose_name="đơn vị chịu trách nhiệm"
    )
    coordinating_units = models.ManyToManyField(
        "cadres.Unit", related_name="coordinated_tasks", blank=True, verbose_name="đơn vị phối hợp"
    )
    contributes_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name="cụ thể hóa việc",
    )
    product = models.TextField("sản phẩm cần đạt", max_length=2000, blank=True)
    authority_note = models.TextField("rõ thẩm quyền", max_length=1000, blank=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    weight = models.DecimalField("trọng số", max_digits=6, decimal_places=2, default=1)
    starts_on = models.DateField("bắt đầu")
    original_due_on = models.DateField("hạn ban đầu")
    due_on = models.DateField("hạn hoàn thành")
    # The day that the document names, where it is a day off and `due_on` was moved to the next working day.
    named_due_on = models.DateField("hạn ghi trong văn bản", null=True, blank=True)
    report_rhythm = models.PositiveSmallIntegerField("kỳ báo cáo", choices=Rhythm, default=Rhythm.QUARTER)
    follower = models.ForeignKey(
        "cadres.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_tasks",
        verbose_name="theo dõi",
    )

    # As printed in the decision: later renamings and reforms leave these alone.
    giver_name = models.CharField("cấp giao (như trong quyết định)", max_length=200, blank=True)
    unit_name = models.CharField("đơn vị (như trong quyết định)", max_length=200, blank=True)
    # Where the unit stood when the task was made, and from then on when it was decided: what scopes and roll-ups go by.
    unit_path = models.CharField(max_length=160, editable=False)
    management_level = models.CharField("diện quản lý", max_length=200, blank=True)
    group = models.ForeignKey(
        "tasks_app.StatisticalGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="nhóm thống kê",
    )
    decision = models.ForeignKey(
        "tasks_app.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_tasks",
        verbose_name="quyết định giao việc",
    )
    decided_on = models.DateField("ngày giao", null=True, blank=True)
    decision_year = models.GeneratedField(
        expression=ExtractYear("decided_on"), output_field=models.IntegerField(null=True), db_persist=True
    )

    # The life. `status` is written by actions/lifecycle.py only; every write raises `version`.
    status = models.CharField(
        "trạng thái", max_length=20, choices=Status, default=Status.DRAFT, editable=False
    )
    # Gộp: a registration that became part of another task points to it, and is kept as it was.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="gộp vào việc",
        editable=False,
    )
    # Where it stands on the danh mục trình; codes are given in this order. Empty: not put in order yet, at the end.
    list_place = models.PositiveIntegerField("thứ tự trong danh mục trình", null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    content_version = models.PositiveSmallIntegerField("bản nội dung", default=0, editable=False)
    commitment_due_on = models.DateField("hạn cam kết", null=True, blank=True)
    # The day off on which the commitment would have been due, where the round moved it to the next working day.
    named_commitment_due_on = models.DateField("hạn cam kết theo quy định", null=True, blank=True)
    committed_on = models.DateField("ngày cam kết", null=True, blank=True)
    asked_conclusion_on = models.DateField("đề nghị kết luận ngày", null=True, blank=True)
    finished_on = models.DateField("hoàn thành ngày (đã xác nhận)", null=True, blank=True)
    concluded_on = models.DateField("kết luận ngày", null=True, blank=True)
    result = models.CharField("kết quả", max_length=10, blank=True)
    completed = models.BooleanField("đã hoàn thành", null=True, blank=True)
    extension_count = models.PositiveSmallIntegerField("số lần gia hạn", default=0, editable=False)

    # Measured on each report, commitment or change by actions/measuring.py; what they say of a day is computed on read.
    progress = models.DecimalField("tiến độ", max_digits=9, decimal_places=6, default=0, editable=False)
    slow_from_on = models.DateField("chậm kể từ", null=True, blank=True, editable=False)
    due_soon_on = models.DateField("sắp đến hạn kể từ", null=True, blank=True, editable=False)
    last_report_on = models.DateField("báo cáo gần nhất", null=True, blank=True, editable=False)
    next_report_on = models.DateField("hạn báo cáo tới", null=True, blank=True, editable=False)

    created_by = models.ForeignKey(
        "cadres.User", models.PROTECT, related_name="created_tasks", editable=False
    )
    created_at = models.DateTimeField(editable=False)
    search_key = search_key("title", "code")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "việc đột phá, đổi mới"
        verbose_name_plural = "việc đột phá, đổi mới"
        constraints = [
            is_nfc("title", "task_title_is_nfc"),
            models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="task_is_due_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(
                    starts_on__gte="2000-01-01", due_on__lte="2100-12-31", original_due_on__lte="2100-12-31"
                ),
                name="task_lies_in_this_century",
            ),
            models.CheckConstraint(
                condition=Q(named_due_on=None) | Q(due_on__gt=F("named_due_on")),
                name="moved_deadline_lies_after_the_day_named",
            ),
            models.CheckConstraint(
                condition=Q(named_commitment_due_on=None)
                | Q(commitment_due_on__gt=F("named_commitment_due_on")),
                name="moved_commitment_lies_after_the_day_named",
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="task_weight_is_positive"),
            models.CheckConstraint(
                condition=Q(status__in=NOT_DECIDED)
                | Q(decided_on__isnull=False, code__isnull=False, content_version__gte=1),
                name="decided_task_has_code_date_and_content",
            ),
            models.CheckConstraint(condition=Q(unit_path__regex=r"^(/\d+)+/$"), name="task_keeps_a_path"),
            models.CheckConstraint(
                condition=~Q(status__in=["concluded", "closed"])
                | Q(concluded_on__isnull=False, finished_on__isnull=False, completed__isnull=False)
                & ~Q(result=""),
                name="concluded_task_has_result_and_dates",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | ~Q(status="merged") & Q(merged_into=None),
                name="merged_task_points_to_its_survivor",
            ),
            models.CheckConstraint(
                condition=Q(contributes_to=None) | ~Q(contributes_to=F("id")),
                name="task_does_not_contribute_to_itself",
            ),
        ]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="task_search"),
            models.Index(fields=["unit_path"], opclasses=["text_pattern_ops"], name="task_unit_path_prefix"),
            models.Index(fields=["status", "due_on", "id"], name="task_by_due_day"),
            models.Index(fields=["giver", "status"], name="task_by_giver"),
            models.Index(is_over(), "due_on", "id", name="task_open_first_by_due_day"),
            # All that an overview counts by, so that a whole country is counted from the index alone (statistics/counting.py).
            models.Index(
                fields=["unit_path"],
                opclasses=["text_pattern_ops"],
                include=[
                    "id",
                    "status",
                    "due_on",
                    "committed_on",
                    "slow_from_on",
                    "due_soon_on",
                    "finished_on",
                    "completed",
                    "round",
                    "decision_year",
                    "group",
                    "field",
                    "origin",
                    "natures",
                    "progress",
                    "weight",
                ],
                condition=~Q(status__in=NOT_DECIDED),
                name="task_for_figures",
            ),
        ]

    def __str__(self):
        return f"{self.code or 'Nháp'}: {self.title}"

    @property
    def ref(self):
        """What stands for the task in a URL."""
        return self.code or str(self.public_id)

    @property
    def is_open(self):
        return self.status in self.OPEN

    @property
    def extension_days(self):
        """By how many days all extensions together moved the deadline, from decided day to decided day."""
        return ((self.named_due_on or self.due_on) - self.original_due_on).days

    @property
    def is_decided(self):
        return self.status not in NOT_DECIDED

    @property
    def nature_names(self):
        return ", ".join(str(self.Nature(n).label) for n in self.natures)

    @property
    def mark_name(self):
        """The counting mark in words (needs `with_mark`), or the state before the decision."""
        mark = getattr(self, "mark", None)
        return Mark(mark).label if mark else self.get_status_display()


class TaskContent(models.Model):
    """A version of the locked content: 1 by the decision, the next ones each by a decided change."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="contents")
    number = models.PositiveSmallIntegerField("bản số")
    content = models.JSONField("nội dung")
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField("lý do", blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "bản nội dung"
        verbose_name_plural = "bản nội dung"
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="content_version_is_written_once")
        ]

    def __str__(self):
        return f"{self.task}, bản {self.number}"

"""What was decided or done on a task, in order? Rows are added and never changed.

`TaskEvent` owns the acts; the history tables own the values (docs/adr).
"""

from django.db import models


class TaskEvent(models.Model):
    class Kind(models.TextChoices):
        """Acts that are not moves along the workflow; moves use the transition's own name."""

        CREATED = "created", "lập việc"
        EDITED = "edited", "sửa nội dung"
        COMMITTED = "committed", "cam kết"
        REPORTED = "reported", "báo cáo tiến độ"
        CONFIRMED = "confirmed", "xác nhận số liệu"
        NOTED = "noted", "cho ý kiến về báo cáo"
        CONTESTED = "contested", "có ý kiến khác về báo cáo"
        APPRAISED = "appraised", "thẩm định"
        ADJUSTED = "adjusted", "điều chỉnh trước quyết định"
        ABSORBED = "absorbed", "gộp thêm việc"
        URGED = "urged", "đôn đốc"
        REPLIED = "replied", "trả lời đôn đốc"
        INSPECTION_PLANNED = "inspection_planned", "lập đoàn kiểm tra"
        INSPECTED = "inspected", "kiểm tra"
        FOLLOWED_UP = "followed_up", "thực hiện kiến nghị sau kiểm tra"
        DIRECTED = "directed", "ghi ý kiến chỉ đạo"
        DIRECTION_CLOSED = "direction_closed", "kết thúc ý kiến chỉ đạo"
        ANSWERED = "answered", "trả lời"
        CHANGE_ASKED = "change_asked", "đề nghị thay đổi"
        CHANGE_WITHDRAWN = "change_withdrawn", "rút đề nghị thay đổi"
        CHANGE_DECIDED = "change_decided", "quyết định thay đổi"
        RESCHEDULED = "rescheduled", "chuyển hạn theo lịch làm việc"
        HANDED_OVER = "handed_over", "bàn giao"
        HANDOVER_DRAWN = "handover_drawn", "lập biên bản bàn giao"
        RECOMMENDED = "recommended", "kiến nghị"
        CHECKED = "checked", "kiểm tra kết quả"
        SCORED = "scored", "chấm điểm"
        OBJECTED = "objected", "có ý kiến về kết luận"
        OBJECTION_ANSWERED = "objection_answered", "trả lời ý kiến về kết luận"
        HINDERED = "hindered", "nêu vướng mắc"
        PASSED_ON = "passed_on", "chuyển nội dung chờ giải quyết"
        CERTIFIED = "certified", "xác nhận báo cáo của đơn vị"
        PLAN_DECIDED = "plan_decided", "cho ý kiến về kế hoạch"
        YEAR_CONCLUDED = "year_concluded", "kết luận năm"

    task = models.ForeignKey("tasks_app.Task", models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    # What a reader sees in bold after the actor: "báo cáo tiến độ quý III/2022".
    act = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    # As shown then: "Ban Tổ chức Huyện ủy", "Đ/c Nguyễn Văn Bình".
    by_name = models.CharField(max_length=200)
    on_behalf_of = models.ForeignKey("cadres.Cadre", models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    # Version of the task that this act made, where it made one.
    version = models.PositiveIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "diễn biến"
        verbose_name_plural = "diễn biến"
        indexes = [models.Index(fields=["task", "-at", "-id"], name="event_newest_first")]

    def __str__(self):
        return f"{self.by_name} {self.act}"

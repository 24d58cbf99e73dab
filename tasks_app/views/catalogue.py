"""What does every component look like, with nothing read from the database?

The live catalogue: who builds a screen looks here first, and the browser tests walk over it.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render

from cadres.views.access import SIGNED_IN, rule
from tasks_app.templatetags.ui import MARKS


class SampleForm(forms.Form):
    """Each kind of field once; bound to wrong values it also shows the errors."""

    title = forms.CharField(label="Tên việc", help_text="Bắt đầu bằng động từ, nêu rõ sản phẩm cuối cùng")
    field = forms.ChoiceField(
        label="Lĩnh vực", choices=[("gpmb", "Giải phóng mặt bằng, tái định cư")], required=False
    )
    natures = forms.MultipleChoiceField(
        label="Tính chất việc",
        choices=[
            ("moi", "Việc mới"),
            ("kho", "Việc khó"),
            ("ton", "Việc tồn đọng"),
            ("nghen", "Điểm nghẽn cần đột phá"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due_on = forms.DateField(
        label="Hạn hoàn thành",
        help_text="Ngày/tháng/năm, ví dụ 31/12/2022",
        input_formats=["%d/%m/%Y"],
        error_messages={"invalid": "Nhập ngày có thật, ví dụ 28/02/2023"},
    )
    view_of_self = forms.ChoiceField(
        label="Đồng chí tự đánh giá",
        choices=[
            ("dung", "Đúng tiến độ"),
            ("cham", "Chậm, tự khắc phục được"),
            ("can", "Cần cấp ủy tháo gỡ"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn một mức tự đánh giá"},
    )
    note = forms.CharField(
        label="Khó khăn, giải pháp", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    told = forms.BooleanField(label="Đã báo cáo Thường trực", required=False)


def catalogue_samples(today: date = date(2022, 10, 20)) -> dict:
    """Sample values for every component; the figures are those of the mock-ups."""
    counts = {
        "awaiting_commitment": 28, "on_track": 401, "due_soon": 51, "slow": 72, "overdue": 42, "awaiting_conclusion": 33,
        "done_early": 30, "done_on_time": 70, "done_late": 4, "on_hold": 12, "ended": 6,
    }  # fmt: skip
    shares = [71, 72, 70, 73, 75, 74, 76, 78, 77, 79, 80, 81]
    months = ["11/21", "12/21", *(f"{month}/22" for month in range(1, 11))]
    peers = "58 63 66 69 71 73 74 76 77 78 79 80 80.5 82 82 83.5 84 85 86 87 88 88 89.6 90 93 94 96"
    return {
        "today": today,
        "marks": list(MARKS),
        "deadlines": [
            (today + timedelta(days=days), mark)
            for days, mark in ((72, "on_track"), (12, "due_soon"), (0, "slow"), (-8, "overdue"), (-40, "done_on_time"))
        ],
        "bars": [
            (Decimal("0.57"), Decimal("0.52"), "on_track"),
            (Decimal("0.68"), Decimal("0.79"), "slow"),
            (Decimal("0.60"), Decimal("0.88"), "overdue"),
            (Decimal("1.36"), None, "done_early"),
            (None, Decimal("0.2"), "awaiting_commitment"),
        ],
        "counts": counts,
        "tiles": [
            {"label": "Tổng số việc", "value": 1194, "people": 706, "url": "#tong"},
            *(
                {"label": MARKS[code].label, "value": n, "people": people, "url": f"#{code}", "mark": code}
                for code, n, people in (
                    ("awaiting_commitment", 38, 36), ("on_track", 691, 498), ("due_soon", 51, 47), ("slow", 121, 108),
                    ("overdue", 63, 52), ("awaiting_conclusion", 57, 55), ("done", 173, 151),
                )
            ),
        ],
        "points": [(month, Decimal(share) / 100) for month, share in zip(months, shares, strict=True)],
        "target": Decimal("0.85"),
        "peers": [Decimal(figure) for figure in peers.split()],
        "own": Decimal("91.5"),
        "crumbs": [("Việc", "#viec"), ("Huyện ủy Yên Sơn", "#yen-son"), ("YS-2021-018", "")],
        "checks": [
            (True, "Rõ người", "Giám đốc Sở Tài nguyên và Môi trường"),
            (True, "Rõ việc", "Có động từ và sản phẩm cuối cùng"),
            (False, "Rõ sản phẩm", "Còn chỉ tiêu chưa có mục tiêu"),
        ],
        "urged_at": datetime(2022, 10, 17, 1, 30, tzinfo=UTC),
        "page_obj": Paginator(range(340), 50).page(3),
        "sample_form": SampleForm({"title": "", "due_on": "31/02/2023", "field": "gpmb", "natures": ["kho"]}),
        "plain_form": SampleForm(auto_id="mau_%s", initial={"view_of_self": "cham"}),
    }  # fmt: skip


@rule(SIGNED_IN)
def catalogue(request):
    """GET /thanh-phan/: any signed-in user."""
    return render(request, "tasks_app/catalogue.html", catalogue_samples())

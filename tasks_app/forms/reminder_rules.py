"""How is one reminder rule of a round typed?"""

from django import forms

from tasks_app.forms.base import ActForm
from tasks_app.forms.rounds import MOST_DAYS, DaysField, whole
from tasks_app.models import ReminderRule
from tasks_app.models.reminder_rules import Recipient
from tasks_app.occurrences import STANDARD

MOST_WORKING_DAYS = 120


class ReminderRuleForm(ActForm):
    """Only what the rule has: days before for what comes, a rhythm for what waits. The days before a deadline are the round's."""

    is_on = forms.BooleanField(label="Nhắc", required=False)
    before_days = DaysField(label="Nhắc trước (ngày)", max_length=60, required=False)
    wait_days = whole("Bắt đầu nhắc sau (ngày làm việc)", 0, MOST_WORKING_DAYS)
    every_days = whole("Nhắc lại mỗi (ngày)", 1, MOST_DAYS, required=False)
    recipients = forms.MultipleChoiceField(
        label="Nhắc ai", choices=Recipient.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    unit_head_after = whole("Báo thủ trưởng đơn vị sau (ngày làm việc)", 0, MOST_WORKING_DAYS, required=False)
    officer_after = whole(
        "Báo chuyên viên theo dõi sau (ngày làm việc)", 0, MOST_WORKING_DAYS, required=False
    )
    committee_after = whole(
        "Báo Thường trực cấp ủy sau (ngày làm việc)", 0, MOST_WORKING_DAYS, required=False
    )
    off_day = forms.ChoiceField(
        label="Rơi vào ngày nghỉ thì nhắc vào", choices=ReminderRule.OffDay.choices, widget=forms.RadioSelect
    )
    is_urgent = forms.BooleanField(label="Gửi thư riêng ngay, không chờ thư tổng hợp", required=False)

    ESCALATION = ("unit_head_after", "officer_after", "committee_after")

    def __init__(self, *args, round, row, **options):
        super().__init__(*args, **options)
        standard = STANDARD[row.rule]
        if not standard.before or standard.before == (0,) or row.rule == "due_soon":
            del self.fields["before_days"]
        if not standard.every:
            del self.fields["every_days"]
            for name in self.ESCALATION:
                del self.fields[name]
        else:
            self.fields[
                "every_days"
            ].help_text = f"Để trống: theo nhịp nhắc của đợt, {round.overdue_every_days} ngày"
        if not standard.wait:
            del self.fields["wait_days"]
        self.fields["version"].initial = round.version
        for name in self.filled_names():
            self.fields[name].initial = getattr(row, name)

    def filled_names(self):
        return [name for name in self.fields if name not in ("key", "version")]

    def clean(self):
        values = self.cleaned_data
        if values.get("is_on") and not values.get("recipients"):
            self.add_error("recipients", "Chọn ít nhất một người được nhắc")
        if values.get("is_on") and "before_days" in self.fields and values.get("before_days") == []:
            self.add_error("before_days", "Nhập số ngày cách nhau bằng dấu phẩy, ví dụ: 7, 1")
        head, committee = values.get("unit_head_after"), values.get("committee_after")
        if head is not None and committee is not None and committee < head:
            self.add_error("committee_after", f"Nhập số từ {head} trở lên: báo thủ trưởng đơn vị trước")
        return values

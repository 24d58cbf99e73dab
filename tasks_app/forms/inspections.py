"""What is typed to send a team to tasks, to add a task to it, and to end it?"""

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms

from cadres.forms.fields import DayField, LongTextField, TextField
from tasks_app.actions import papers
from tasks_app.actions.inspecting import Member, Role
from tasks_app.forms.base import ActForm
from tasks_app.forms.changes import PAPER, require_paper
from tasks_app.forms.picking import People, PickField, Tasks

SEVERAL = ("co", "inspected")


class InspectableTasks(Tasks):
    """Tasks in force of one committee and of those below it."""

    def __init__(self, user, committee):
        super().__init__(user)
        self.committee = committee

    def search(self, term):
        return super().search(term).open().filter(giver__path__startswith=self.committee.path)

    def get(self, ids):
        return [task for task in super().get(ids) if task.is_open]


class PickingForm(ActForm):
    """A form with fields that name things. `drawn`: shown again unjudged, after a candidate was chosen or dropped."""

    def __init__(self, *args, drawn=None, **options):
        super().__init__(*args, **options)
        self.drawn = drawn

    def draw(self):
        """Called by subclasses when their lookups are set."""
        post = self.drawn
        if post is None:
            return
        act = "chon" if "chon" in post else "bo"
        chosen, _, pk = post.get(act, "").partition(":")
        for name, field in self.fields.items():
            if not isinstance(field, PickField):
                if name != "key":
                    self.initial[name] = post.get(name)
                continue
            value = field.widget.value_from_datadict(post, None, name)
            if name == chosen and pk.isdecimal() and len(pk) < 16:
                value = field.pick(value, int(pk)) if act == "chon" else field.drop(value, int(pk))
            self.initial[name] = field.settle(value)


class MissionForm(PickingForm):
    name = TextField(label="Tên đoàn", max_length=300, error_messages={"required": "Nhập tên đoàn kiểm tra"})
    subject = LongTextField(label="Nội dung kiểm tra", rows=2, max_length=500, required=False)
    starts_on = DayField(label="Từ ngày", what="ngày kiểm tra")
    ends_on = DayField(
        label="Đến ngày", what="ngày kết thúc", required=False, help_text="Để trống nếu trong một ngày"
    )
    place = TextField(label="Nơi kiểm tra", max_length=200, required=False)
    lead = PickField(url_name="tasks:find_people", label="Trưởng đoàn", missing="Chọn trưởng đoàn")
    co = PickField(
        url_name="tasks:find_people", many=True, required=False, label="Thành viên", missing="",
        help_text="Gõ họ tên hoặc chức vụ rồi chọn",
    )  # fmt: skip
    others = LongTextField(
        label="Thành viên khác", rows=2, max_length=1000, required=False,
        help_text="Mỗi dòng một đồng chí ngoài danh sách: họ tên, chức vụ",
    )  # fmt: skip
    inspected = PickField(
        url_name="tasks:find_tasks", many=True, label="Việc được kiểm tra", missing="Chọn ít nhất một việc để kiểm tra",
        help_text="Gõ mã hoặc tên việc rồi chọn",
    )  # fmt: skip
    number = TextField(
        label="Số", max_length=20, required=False, error_messages={"required": "Nhập số văn bản"}
    )
    symbol = TextField(
        label="Ký hiệu (ví dụ QĐ/TU, KH/TU)", max_length=40, required=False,
        error_messages={"required": "Nhập ký hiệu văn bản"},
    )  # fmt: skip
    issued_on = DayField(label="Ngày ban hành", what="ngày ban hành", required=False)
    summary = TextField(label="Trích yếu", max_length=400, required=False)

    def __init__(self, *args, committee, user, today, tasks=(), **options):
        super().__init__(*args, **options)
        self.committee, self.today = committee, today
        self.fields["name"].initial = f"Đoàn kiểm tra của Ban Thường vụ {committee.name}"
        for name in ("lead", "co"):
            self.fields[name].lookup = People(committee, on=today)
            self.fields[name].widget.within = committee.pk
        self.fields["inspected"].lookup = InspectableTasks(user, committee)
        if tasks and not self.is_bound and self.drawn is None:
            self.initial["inspected"] = self.fields["inspected"].initial_for(tasks)
        self.draw()
        self.helper.layout = Layout(
            "key", "inspected", "name", "subject",
            Row(Column("starts_on", css_class="col-sm-6"), Column("ends_on", css_class="col-sm-6")), "place",
            "lead", "co", "others", HTML("<p class='form-label dam mb-2'>Quyết định, kế hoạch kiểm tra</p>"), PAPER, "summary",
        )  # fmt: skip

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > self.today:
            raise forms.ValidationError("Ngày ban hành không được sau hôm nay")
        return day

    def clean_others(self):
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if any(len(line.partition(",")[0]) > 120 for line in lines):
            raise forms.ValidationError("Mỗi dòng một đồng chí, họ tên không quá 120 chữ")
        return lines

    def clean(self):
        data = super().clean()
        require_paper(self, data, always=False)
        head = data.get("lead")
        if head and any(post.cadre_id == head.cadre_id for post in data.get("co") or []):
            self.add_error("co", f"Đ/c {head.cadre.full_name} đã là trưởng đoàn")
        return data

    @property
    def members(self):
        data = self.cleaned_data
        head = data["lead"]
        found = [Member(head.cadre.full_name, head.title, head.cadre, Role.HEAD)]
        found += [
            Member(p.cadre.full_name, p.title, p.cadre) for p in {p.cadre_id: p for p in data["co"]}.values()
        ]
        for line in data["others"]:
            name, _, title = line.partition(",")
            found.append(Member(name.strip(), title.strip()[:300]))
        return found

    def paper(self):
        data = self.cleaned_data
        if not data.get("number"):
            return None
        return papers.document(
            body=self.committee, number=data["number"], symbol=data["symbol"], issued_on=data["issued_on"],
            summary=data["summary"],
        )  # fmt: skip

    @property
    def request(self):
        """What `inspecting.send` takes beside committee and paper."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("name", "subject", "starts_on", "ends_on", "place")}
        return plain | {"tasks": data["inspected"], "members": self.members}


class MoreTasksForm(PickingForm):
    inspected = PickField(
        url_name="tasks:find_tasks", many=True, label="Thêm việc được kiểm tra", missing="Chọn ít nhất một việc",
        help_text="Gõ mã hoặc tên việc rồi chọn",
    )  # fmt: skip

    def __init__(self, *args, committee, user, **options):
        super().__init__(*args, **options)
        self.fields["inspected"].lookup = InspectableTasks(user, committee)
        self.draw()


class CloseMissionForm(ActForm):
    closed_on = DayField(label="Kết thúc ngày", what="ngày kết thúc")


class DropForm(ActForm):
    reason = LongTextField(
        label="Lý do không kiểm tra", rows=2, max_length=300, error_messages={"required": "Nêu lý do"}
    )

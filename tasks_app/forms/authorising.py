"""How is it typed who updates in one's place, or holds one's desk, from a day to a day?"""

from django import forms

from cadres.forms.fields import DayField
from tasks_app.forms.base import ActForm
from tasks_app.forms.picking import People, PickField


class PlaceForm(ActForm):
    """`within`: the unit below whose roof the other one must hold a post."""

    assistant = PickField(
        url_name="tasks:find_people",
        missing="Chọn đồng chí",
        label="Đồng chí được ủy quyền",
        help_text="Gõ tên hoặc chức vụ của đồng chí cùng cơ quan, đơn vị",
    )
    starts_on = DayField(label="Từ ngày", what="ngày bắt đầu")
    last_on = DayField(label="Đến hết ngày", what="ngày cuối", required=False)

    def __init__(self, data=None, *, within, on, drawn=None, **options):
        super().__init__(data, **options)
        self.fields["assistant"].lookup = People(within, on=on)
        self.fields["assistant"].widget.within = within.pk
        self.fields["starts_on"].initial = on
        if drawn is not None:
            for name, field in self.fields.items():
                self.initial[name] = field.widget.value_from_datadict(drawn, None, name)
            self.initial["assistant"] = self.fields["assistant"].settle(self.initial["assistant"])

    def clean_assistant(self):
        """Who signs in with the account behind the post that was picked."""
        post = self.cleaned_data["assistant"]
        if post is not None and post.cadre.user is None:
            raise forms.ValidationError(
                "Đồng chí này chưa có tài khoản, đề nghị quản trị lập tài khoản trước"
            )
        return post

    def change_pick(self, pk, *, drop):
        field, value = self.fields["assistant"], self.initial["assistant"]
        field.widget.found, field.widget.settled = [], None
        self.initial["assistant"] = field.settle(field.drop(value, pk) if drop else field.pick(value, pk))
        field.widget.focus = True

    @property
    def person(self):
        return self.cleaned_data["assistant"].cadre.user


class AuthoriseForm(PlaceForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["last_on"].help_text = "Để trống: đến khi đồng chí kết thúc"


class DelegateForm(PlaceForm):
    """`offices`: the desks that the user holds himself and may leave to a colleague."""

    office = forms.ModelChoiceField(
        label="Vai trò",
        queryset=None,
        empty_label=None,
        error_messages={"required": "Chọn vai trò", "invalid_choice": "Chọn vai trò trong danh sách"},
    )
    field_order = ("office", "assistant", "starts_on", "last_on")

    def __init__(self, *args, offices, **options):
        super().__init__(*args, **options)
        self.fields["office"].queryset = offices
        self.fields["office"].label_from_instance = lambda o: f"{o.get_role_display()}, {o.unit.name}"
        self.fields["last_on"].required = True
        self.fields["last_on"].error_messages["required"] = "Nhập ngày cuối của ủy quyền"

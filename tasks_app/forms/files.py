"""How does a form take files, and show again those that it has already?"""

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from tasks_app.actions.sniffing import ACCEPT


class FilesInput(forms.FileInput):
    """Several files at once; `staged`: the rows kept of an earlier try."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__((attrs or {}) | {"accept": ACCEPT})
        self.staged = []

    def __deepcopy__(self, memo):
        own = super().__deepcopy__(memo)
        own.staged = []
        return own

    def render(self, name, value, attrs=None, renderer=None):
        box = super().render(name, None, attrs, renderer)
        kept = render_to_string("tasks_app/acts/_staged.html", {"staged": self.staged})
        return mark_safe(box + kept)


class FilesField(forms.FileField):
    """The files themselves are read and kept by `views.staging`; the field carries the label and the errors."""

    def __init__(self, **options):
        options.setdefault("required", False)
        options.setdefault("widget", FilesInput)
        options.setdefault(
            "help_text",
            "Ảnh, pdf, docx, xlsx, txt; mỗi tệp đến 20 MB. Không đưa tài liệu có nội dung bí mật nhà nước.",
        )
        super().__init__(**options)

    def clean(self, data, initial=None):
        return None

"""What does every form that acts on a task carry?"""

import uuid

from crispy_forms.helper import FormHelper
from django import forms

from cadres.forms.offered import TakesWordsUp


class ActForm(TakesWordsUp, forms.Form):
    """A form with an idempotency key, and with the version of the task that the user saw when given a task.

    After a refusal `status` tells the view how to answer: 422 for invalid, 409 for stale.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, task=None, **options):
        self.task = task
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid.uuid4
        self.refusal_status = None
        if task is not None:
            self.fields["version"].initial = task.version
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def seen(self):
        """The version the user saw; None lets the action go by the task as loaded."""
        return self.cleaned_data.get("version")

    @property
    def act(self):
        """What the action takes: everything typed, without what only carries the form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "version")}

    @property
    def status(self):
        if self.refusal_status:
            return self.refusal_status
        return 422 if self.is_bound and self.errors else 200

    def refuse(self, refusal, status):
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))
        self.refusal_status = status


class UndatedForm(ActForm):
    """Takes the day that the forms beside it are judged by, and needs none itself."""

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)

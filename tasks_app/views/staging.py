"""How are the files of a form kept while the form itself can't be taken yet?

They are stored at once under the form's own key, which a refused form keeps; the act then claims them. So nothing has to be
chosen twice, with or without script.
"""

from uuid import UUID, uuid4

from django.utils import timezone

from tasks_app.actions import attaching, sniffing
from tasks_app.actions.refusals import Refused
from tasks_app.models import Evidence

TAKE_OFF = "bo-tep"


def take_files(request, task, form):
    """Stage what came along with a bound form that has a `FilesField`, take off what is to go. Returns the key to claim by.

    A file that can't be taken becomes an error of the field, with its name.
    """
    key = _key_of(form)
    form.is_valid()
    for uuid in request.POST.getlist(TAKE_OFF):
        if _is_uuid(uuid):
            attaching.unstage(task, uuid, key=key, by=request.user, at=timezone.now())
    for upload in request.FILES.getlist(form.add_prefix(attaching.FIELD)):
        try:
            attaching.stage(task, upload, key=key, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(attaching.FIELD, f"{sniffing.shown_name(upload.name)}: {refusal}")
    form.fields[attaching.FIELD].widget.staged = list(
        Evidence.objects.staged(request.user, key).filter(task=task).order_by("uploaded_at", "pk")
    )
    return key


def _key_of(form):
    """The form's key; a form without one (no page of ours) gets one for this request only."""
    value = form["key"].value()
    return UUID(str(value)) if _is_uuid(value) else uuid4()


def _is_uuid(text):
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True

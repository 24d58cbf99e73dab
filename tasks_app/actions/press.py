"""How does an office change its way of printing: a new version of a template, checked before it counts?"""

import hashlib

from django.db import transaction
from django.db.models import Max

from cadres.models import Unit
from tasks_app.actions import sniffing
from tasks_app.actions.refusals import NotPossible
from tasks_app.documents import limited
from tasks_app.models import PaperTemplate

MOST_BYTES = 2_000_000


def problems_of(content, code):
    """Why this file can't be the template, as sentences. Looked at in the limited child process."""
    if len(content) > MOST_BYTES:
        return ["Mẫu lớn hơn 2 MB, bỏ bớt hình ảnh trong mẫu."]
    return limited.check(content, code)


@transaction.atomic
def replace_template(unit, code, *, content, name="", note="", by, at):
    """The next version of the unit's template of a kind; `content` None: the shipped one counts again. Nothing is overwritten."""
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    versions = PaperTemplate.objects.filter(unit=unit, kind=code)
    newest = versions.order_by("-number").first()
    digest = hashlib.sha256(content).hexdigest() if content is not None else ""
    if content is None and (newest is None or newest.content is None):
        raise NotPossible("Cơ quan đang dùng mẫu của hệ thống.")
    if newest is not None and content is not None and newest.sha256 == digest:
        raise NotPossible("Tệp giống hệt mẫu đang dùng.", field="file")
    return PaperTemplate.objects.create(
        unit=unit, kind=code, number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1, content=content,
        name=sniffing.shown_name(name), note=note, sha256=digest, by=by, at=at,
    )  # fmt: skip

"""What had this user typed here before it could be taken?

A long form that has no draft row of its own is kept as typed, offered again to the same user only, and dropped when taken.
"""

from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from tasks_app.actions.drafting import Sight
from tasks_app.actions.refusals import Stale
from tasks_app.models import PendingForm, Repeat

# What is not a word of the user's; and no more than an office form can hold.
NOT_TYPED = {"csrfmiddlewaretoken", "key", "version", "lam", "revision"}
MOST = 300_000


class Moved(Stale):
    """Somebody kept another version since the page was opened: `kept` is what stands there now."""

    def __init__(self, message, kept):
        super().__init__(message)
        self.kept = kept


def keep(owner, path, typed, *, by, at, by_name=""):
    """Keep the posted data `typed` for `owner`, as typed by `by`; whoever's version it would write over is named (`Moved`).

    A field sent more than once (boxes, several names) is kept as a list. The version of the task that the user saw is kept
    beside the values, so that taking the words up again can't write over what others did meanwhile. The page tells its sight
    of what was kept by its fields `revision` and `key`. Returns the kept row, or None for what is too large to be a form of
    ours and for a page whose form was taken meanwhile.
    """
    values = {
        clean(name): clean(sent[0]) if len(sent) == 1 else [clean(value) for value in sent]
        for name, sent in typed.lists()
        if name not in NOT_TYPED
    }
    if sum(len(name) + len("".join(value)) for name, value in values.items()) > MOST:
        return None
    sight = sight_of(typed)
    # Two who begin at once wait for each other at the unique index, then at the row.
    begun, _ = PendingForm.objects.get_or_create(
        user=owner, path=path[:300], defaults={"data": {}, "saved_at": at, "saved_by": by}
    )
    kept = PendingForm.objects.select_for_update(of=("self",)).filter(pk=begun.pk).first()
    if kept is None or Repeat.objects.filter(user=by, key=sight.page).exclude(url="").exists():
        # The page was sent off while this came in late: nothing of it is left to keep.
        PendingForm.objects.filter(pk=begun.pk, revision=0).delete()
        return None
    if sight.misses(kept):
        who = "Đồng chí" if kept.saved_by_id == by.pk else kept.data.get("by") or "Đồng chí được giao"
        raise Moved(
            f"{who} đã lưu một bản khác lúc {timezone.localtime(kept.saved_at):%H:%M %d/%m/%Y}.", kept
        )
    version = typed.get("version", "")[:20]
    helpers = [name for name in kept.data.get("helpers", []) if name != by_name]
    kept.data = {
        "values": values, "by": by_name, "version": version, "helpers": [*helpers, by_name] if by_name else helpers,
    }  # fmt: skip
    kept.saved_at, kept.saved_by = at, by
    kept.revision, kept.saved_page = kept.revision + 1, sight.page
    kept.save()
    return kept


def clean(text):
    """PostgreSQL holds no NUL in JSON."""
    return text.replace("\x00", "")


def as_posted(kept):
    """What was kept, as a browser would send it."""
    data = QueryDict(mutable=True)
    for name, value in kept.data.get("values", {}).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def sight_of(typed):
    """What a posted page knows of the kept version; nothing where it doesn't say."""
    revision = typed.get("revision", "")
    try:
        page = UUID(typed.get("key", ""))
    except ValueError:
        page = None
    return Sight(
        int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else None, page
    )


def kept_for(user, path):
    return PendingForm.objects.filter(user=user, path=path[:300]).first()


def beside(path):
    """The place for a second version of a form, where another stands under its own address already."""
    return f"{path[:280]}#het-phien"


def drop(user, path):
    PendingForm.objects.filter(user=user, path__in=(path[:300], beside(path))).delete()

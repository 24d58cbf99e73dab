"""What had this user typed here before it could be taken?

A long form that has no draft row of its own is kept as typed, offered again to the same user only, and dropped when taken.
"""

from django.http import QueryDict

from tasks_app.models import PendingForm

# What is not a word of the user's; and no more than an office form can hold.
NOT_TYPED = {"csrfmiddlewaretoken", "key", "version", "lam"}
MOST = 300_000


def keep(user, path, typed, *, at, by_name=""):
    """`typed`: the posted data. Returns the kept row, or None for what is too large to be a form of ours.

    A field sent more than once (boxes, several names) is kept as a list. The version of the task that the user saw is kept
    beside the values, so that taking the words up again can't write over what others did meanwhile.
    """
    values = {
        clean(name): clean(sent[0]) if len(sent) == 1 else [clean(value) for value in sent]
        for name, sent in typed.lists()
        if name not in NOT_TYPED
    }
    if sum(len(name) + len("".join(value)) for name, value in values.items()) > MOST:
        return None
    data = {"values": values, "by": by_name, "version": typed.get("version", "")[:20]}
    kept, _ = PendingForm.objects.update_or_create(
        user=user, path=path[:300], defaults={"data": data, "saved_at": at}
    )
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


def kept_for(user, path):
    return PendingForm.objects.filter(user=user, path=path[:300]).first()


def drop(user, path):
    PendingForm.objects.filter(user=user, path=path[:300]).delete()

"""What had this user typed here before it could be taken?

A long form that has no draft row of its own is kept as typed, offered again to the same user only, and dropped when taken.
"""

from tasks_app.models import PendingForm

# What is not a word of the user's; and no more than an office form can hold.
NOT_TYPED = {"csrfmiddlewaretoken", "key", "version", "lam"}
MOST = 300_000


def keep(user, path, typed, *, at, by_name=""):
    """`typed`: the posted data. Returns the kept row, or None for what is too large to be a form of ours."""
    # PostgreSQL holds no NUL in JSON.
    values = {
        name.replace("\x00", ""): value.replace("\x00", "")
        for name, value in typed.items()
        if name not in NOT_TYPED
    }
    if sum(len(name) + len(value) for name, value in values.items()) > MOST:
        return None
    kept, _ = PendingForm.objects.update_or_create(
        user=user, path=path[:300], defaults={"data": {"values": values, "by": by_name}, "saved_at": at}
    )
    return kept


def kept_for(user, path):
    return PendingForm.objects.filter(user=user, path=path[:300]).first()


def drop(user, path):
    PendingForm.objects.filter(user=user, path=path[:300]).delete()

"""How does a person get a secret address for his calendar, and lose it?"""

import hashlib
import secrets

from tasks_app.models import CalendarFeed

SECRET_BYTES = 32


def digest(secret):
    """A long random secret needs no slow hash: it can't be guessed from its digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_feed(user, *, at):
    """A new secret, shown once; the former address stops answering. Call inside a transaction signed by the user."""
    revoke_feed(user, at=at)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.create(user=user, secret_digest=digest(secret), created_at=at)
    return secret


def revoke_feed(user, *, at):
    """True when there was an address to revoke."""
    return bool(CalendarFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=at))


def feed_of(secret):
    """The living feed of an active account under this secret, or None."""
    found = CalendarFeed.objects.filter(secret_digest=digest(secret), revoked_at=None, user__is_active=True)
    return found.select_related("user").first()


def note_reading(feed, *, on):
    CalendarFeed.objects.filter(pk=feed.pk).exclude(last_read_on=on).update(last_read_on=on)

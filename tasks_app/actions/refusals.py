"""Why was an action not carried out? Each refusal carries its sentence for the user."""


class Refused(Exception):
    """The act is not possible; nothing was changed. `str()` is a Vietnamese sentence. `field`: where it belongs in a form."""

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.field = field


class NotPossible(Refused):
    """Not open to this user in the state the task is in now, or a rule is not met (HTTP 422)."""


class Stale(Refused):
    """Somebody else changed the task since this user read it (HTTP 409)."""

"""What must a courier be able to do, and in which ways may it fail?"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple


class Unreachable(Exception):
    """The other side can't be spoken to at all: no message is at fault, the whole round stops and comes back."""


class Failed(Exception):
    """This message didn't get through now. `in_doubt`: it may have been taken, the answer was lost."""

    def __init__(self, reason, *, in_doubt=False):
        super().__init__(reason)
        self.in_doubt = in_doubt


class Refused(Exception):
    """This message will never be taken: to the dead letters."""


class Piece(NamedTuple):
    """What is told of one delivery: its row and how its task (or round) is named. Thousands are read in a minute, so they are no model objects."""

    pk: int
    task_id: int | None
    round_id: int | None
    rule: str
    occurrence: str
    recipient_id: int
    channel: str
    message_id: int
    due_at: object
    text: str
    code: str | None
    public_id: object

    @property
    def ref(self):
        """As `Task.ref`."""
        return self.code or str(self.public_id)


class Courier(ABC):
    """Carries messages of one channel. Opened once for a batch; told of no transaction, holds no lock.

    `pack(message, person, pieces)` (`hours.Person`, `Piece`s) → whatever `send` takes; may raise anything, which makes this one message wait.
    `send(packed)` returns when the other side has taken it, else raises one of the three above.
    `taken_of(messages)` → the pks of those that the other side took, where that can be looked up (a relay's log); None where it can't.
    """

    # Seconds within which `send` ends one way or the other: a lease with less left is renewed first.
    patience = 30

    # A channel that keeps no connection has nothing to open.
    def open(self):
        """Raises `Unreachable`."""
        return

    def close(self):
        return None

    @abstractmethod
    def pack(self, message, person, pieces): ...

    @abstractmethod
    def send(self, packed): ...

    # What can be done meanwhile: set by who sends, called by a courier between the last byte and the answer. It raises nothing.
    while_waiting: Callable = staticmethod(lambda: None)

    # Whether letters in doubt can be looked up: then some may be sent before they are marked together.
    can_look_up = False

    def taken_of(self, messages):
        return None

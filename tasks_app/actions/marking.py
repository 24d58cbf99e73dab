"""How is it written down how messages ended: by who still holds the lease, message and deliveries at once?"""

from datetime import timedelta

from django.db import connection

from tasks_app.models import Message
from tasks_app.models.arrays import array

# So many letters, or so much time, may lie between sending and marking where letters in doubt can be looked up.
TOGETHER, TOGETHER_FOR = 20, timedelta(seconds=1)
# One statement, so that messages and deliveries agree. It needn't reach the disk before the next letter goes out: a server that
# loses its last half second of commits leaves letters in doubt, like a worker that dies here.
MARK = """
WITH mine AS (
    UPDATE tasks_app_message m SET state = a.state, leased_until = NULL, in_doubt = false, error = a.error,
        sent_at = CASE WHEN a.state = 'sent' THEN a.at ELSE m.sent_at END
    FROM unnest(%(pks)s::bigint[], %(attempts)s::int[], %(states)s::text[], %(errors)s::text[], %(ats)s::timestamptz[])
        AS a(id, attempt, state, error, at)
    WHERE m.id = a.id AND m.attempt = a.attempt AND m.state = 'leased'
        AND (SELECT set_config('synchronous_commit', 'off', true)) = 'off'
    RETURNING m.id, a.at
), settled AS (
    UPDATE tasks_app_delivery d SET state = e.state, reason = e.reason, settled_at = mine.at
    FROM unnest(%(ended)s::bigint[], %(ends)s::text[], %(reasons)s::text[]) AS e(id, state, reason), mine
    WHERE d.id = e.id AND d.message_id = mine.id AND d.state = 'due'
)
SELECT id FROM mine
"""


class Marks:
    """Ends of messages that are still to be written down. Only who still holds the lease may mark, message and deliveries at once."""

    def __init__(self, *, now):
        self.now, self.open, self.since = now, [], None
        self.ends, self.lost = [], 0

    def add(self, message, state, told, held, *, at, error=""):
        """`told`: delivery pks that end as the message does; `held`: {why: pks} of those that aren't told any more."""
        ends = [(pk, str(state), "") for pk in told]
        ends += [(pk, str(Message.State.WITHHELD), reason) for reason, pks in held.items() for pk in pks]
        self.since = self.since or at
        self.open.append(((message.pk, message.attempt, str(state), str(error)[:500], at), ends))
        return "marked"

    def write_if(self, *, enough):
        if len(self.open) >= enough or self.open and self.now() - self.since > TOGETHER_FOR:
            self.write()

    def write(self):
        if not self.open:
            return
        marked, self.open, self.since = self.open, [], None
        columns = zip(*(row for row, _ in marked), strict=True)
        values = dict(zip(("pks", "attempts", "states", "errors", "ats"), map(array, columns), strict=True))
        ends = [end for _, found in marked for end in found]
        for number, name in enumerate(("ended", "ends", "reasons")):
            values[name] = array(end[number] for end in ends)
        with connection.cursor() as cursor:
            cursor.execute(MARK, values)
            mine = {pk for (pk,) in cursor.fetchall()}
        self.ends += [row[2] for row, _ in marked if row[0] in mine]
        self.lost += sum(row[0] not in mine for row, _ in marked)

"""Who is acting in this transaction, and what was every tracked row before?

The actor and the request id live in two settings of the *transaction* (`SET LOCAL`), never of the session: a pooled
connection can't carry one person's name into another's work. History tables take both by column default, so a row
written by raw SQL is signed like one written by the ORM; with no actor set PostgreSQL refuses the write
("nothing is done by nobody").
"""

from contextlib import contextmanager

import pghistory
import pghistory.models
import pgtrigger
from django.db import connection, models, transaction
from django.db.models import Func


class CurrentActor(Func):
    function = "public.app_actor"
    template = "%(function)s()"
    arity = 0


class CurrentRequest(Func):
    function = "public.app_request"
    template = "%(function)s()"
    arity = 0


class HistoryRow(pghistory.models.Event):
    """One earlier or present value of a tracked row, signed by the actor of its transaction."""

    actor = models.ForeignKey(
        "cadres.User",
        models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        db_default=CurrentActor(output_field=models.BigIntegerField()),
        verbose_name="người thực hiện",
    )
    request_id = models.CharField(
        "mã yêu cầu",
        max_length=40,
        db_default=CurrentRequest(output_field=models.CharField()),
    )

    class Meta:
        abstract = True


def tracked(*, exclude=(), model_name=None):
    """Class decorator: keep the history of this table by statement triggers (`update()` and bulk writes included)."""
    return pghistory.track(
        pghistory.InsertEvent("them", level=pgtrigger.Statement),
        pghistory.UpdateEvent("sua", level=pgtrigger.Statement),
        pghistory.DeleteEvent("xoa", level=pgtrigger.Statement),
        base_model=HistoryRow,
        exclude=list(exclude) or None,
        model_name=model_name,
        context_field=None,
        append_only=True,
        meta={"default_permissions": ()},
    )


@contextmanager
def acting_as(user, *, request_id=""):
    """One transaction in which everything is done by `user`. Jobs, commands and tests use it; requests, the middleware."""
    with transaction.atomic():
        sign_transaction(user, request_id=request_id)
        yield user


def sign_transaction(user, *, request_id=""):
    """Name the actor of the transaction that is open now. `user` is a saved User, or None for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.actor', %s, true), set_config('app.request_id', %s, true)",
            [str(user.pk) if user is not None and user.pk else "", request_id],
        )

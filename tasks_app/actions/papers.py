"""How does a signed paper get into the register of what acts rest on?"""

from tasks_app.models import Document


def document(*, body, number, symbol, issued_on, summary=""):
    """The paper of this body with this number, symbol and day; written down when it is named for the first time.

    One decision often rules over many tasks: they all point at the same row.
    """
    found = Document.objects.filter(body=body, number=number, symbol=symbol, issued_on=issued_on)
    return found.order_by("pk").first() or Document.objects.create(
        body=body, number=number, symbol=symbol, issued_on=issued_on, summary=summary
    )

"""How is a file of ours handed out: always a download, kept by no cache on the way?"""

import unicodedata

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header


def download(content, name, *, kind="application/octet-stream", unnamed="tep"):
    """`content`: bytes, or an open file. `unnamed`: what it is called when nothing of its name can be shown."""
    name = one_line(name) or unnamed
    if isinstance(content, bytes):
        answer = HttpResponse(content, content_type=kind)
        answer["Content-Disposition"] = content_disposition_header(True, name)
        answer["Content-Length"] = str(len(content))
    else:
        answer = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def one_line(name):
    """The name as given, on one line, without control characters and marks that turn the reading direction."""
    return "".join(
        ch
        for ch in " ".join(name.split())
        if unicodedata.category(ch) not in ("Cc", "Cf") and ch not in "/\\"
    )

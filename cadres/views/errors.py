"""What does a person read when a page can't be given to him?"""

from django.shortcuts import render


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    """Rendered without the database or the page frame: either may be what failed."""
    return render(None, "500.html", {"request_id": request.headers.get("X-Request-ID", "")}, status=500)

"""In whose name does this request change anything, and who may keep its answer?"""

from django.db import transaction

from cadres.audit import sign_transaction


class ActorMiddleware:
    """One transaction per request, signed by the signed-in user and by the request id of the log.

    It stands inside authentication and outside the views, so that views, template rendering and lazily run querysets
    all happen in it. A failed or refused request (5xx, 403, 404) leaves nothing behind; 409 and 422 keep what a view
    saved on purpose (a pending form).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with transaction.atomic():
            user = request.user if request.user.is_authenticated else None
            sign_transaction(user, request_id=request.headers.get("X-Request-ID", "")[:40])
            response = self.get_response(request)
            if response.status_code >= 500 or response.status_code in (403, 404):
                transaction.set_rollback(True)
        return response


class PersonalPagesMiddleware:
    """What a signed-in person was shown is kept by no cache on the way, and not by the browser for whoever sits down next."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

"""Was this request served before, and what had been typed when it could not be?"""

from django.db import models


class Repeat(models.Model):
    """An idempotency key that was used: a double click, a retry or a replay finds it and has no second effect."""

    user = models.ForeignKey("cadres.User", models.CASCADE, related_name="+")
    key = models.UUIDField()
    at = models.DateTimeField()
    # Where the first answer led to.
    url = models.CharField(max_length=300)

    class Meta:
        verbose_name = "yêu cầu đã nhận"
        verbose_name_plural = "yêu cầu đã nhận"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="a_key_is_used_once")]

    def __str__(self):
        return str(self.key)


class PendingForm(models.Model):
    """What a user had typed when the form could not be taken (expired session, lost signal): offered again to him only."""

    user = models.ForeignKey("cadres.User", models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    data = models.JSONField()
    saved_at = models.DateTimeField()
    # Raised by each save, and the page that saved last: two who prepare one form at once are told of each other.
    revision = models.PositiveIntegerField(default=0)
    saved_page = models.UUIDField(null=True, editable=False)
    saved_by = models.ForeignKey("cadres.User", models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = "biểu mẫu dở dang"
        verbose_name_plural = "biểu mẫu dở dang"
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="one_pending_form_a_page")]

    def __str__(self):
        return f"{self.user}: {self.path}"

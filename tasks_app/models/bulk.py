"""What became of each row of an act over many tasks?"""

import uuid

from django.db import models

from cadres.audit import tracked


@tracked()
class BulkAct(models.Model):
    """One act over many tasks as its actor carried it out. The acts themselves are on record with each task (`TaskEvent`);
    here stands the answer to who asked for them: which rows were done, and why others were not.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The arrow of the workflow, as in workflow.TRANSITIONS.
    name = models.CharField(max_length=20)
    reason = models.TextField("lý do", blank=True)
    document = models.ForeignKey(
        "tasks_app.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # [{"task": pk, "title": …, "people": …, "why": "" where it was done}] in the order of the page.
    rows = models.JSONField("từng việc")
    by = models.ForeignKey("cadres.User", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "thao tác hàng loạt"
        verbose_name_plural = "thao tác hàng loạt"

    def __str__(self):
        return f"{self.name}, {len(self.rows)} việc"

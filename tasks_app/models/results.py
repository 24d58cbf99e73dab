"""In which four words is a result told, of an indicator, of a task, by oneself or by the committee?"""

from django.db import models


class Result(models.TextChoices):
    EXCEEDED = "exceeded", "Vượt"
    MET = "met", "Đạt"
    PARTLY = "partly", "Đạt một phần"
    NOT_MET = "not_met", "Không đạt"

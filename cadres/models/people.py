"""Who are the people: those on the roster, and those who can sign in?"""

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from cadres.audit import tracked
from cadres.models.text import folded, is_nfc, name_order, search_key


@tracked(exclude=["password", "last_login", "search_key"])
class User(AbstractUser):
    """A personal account. Never one login for a body; system actors are accounts that can't sign in."""

    class TextSize(models.TextChoices):
        NORMAL = "", "Vừa"
        LARGE = "co-lon", "Lớn"
        LARGER = "co-rat-lon", "Rất lớn"

    is_system = models.BooleanField("tác nhân hệ thống", default=False, editable=False)
    display_name = models.CharField("tên hiển thị", max_length=120, blank=True)
    display_title = models.CharField("chức danh hiển thị", max_length=200, blank=True)
    text_size = models.CharField(
        "cỡ chữ", max_length=12, choices=TextSize, blank=True, default=TextSize.NORMAL
    )
    shortcuts_on = models.BooleanField("dùng phím tắt", default=True)
    mail_on = models.BooleanField("nhận thư điện tử", default=True)
    # Local hours. The day's digest comes at one; between the other two no letter comes at all (equal: never quiet).
    digest_hour = models.PositiveSmallIntegerField("giờ nhận thư tổng hợp", default=7)
    quiet_from_hour = models.PositiveSmallIntegerField("không gửi thư từ", default=21)
    quiet_until_hour = models.PositiveSmallIntegerField("không gửi thư đến", default=6)
    search_key = search_key("username", "display_name", "email")

    objects = UserManager()

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_hour__lte=23, quiet_from_hour__lte=23, quiet_until_hour__lte=23),
                name="hours_of_letters_are_hours_of_a_day",
            )
        ]

    def __str__(self):
        return self.display_name or self.username

    @property
    def spoken_name(self):
        """As pages write it after "Đ/c": the name of the cadre behind the account, else the account's own."""
        cadre = getattr(self, "cadre", None)
        return cadre.full_name if cadre else str(self)


def system_actor(name):
    """The named actor behind a job or command: 'importer', 'reminder', 'migration', 'clock'."""
    return User.objects.get(username=f"he-thong-{name}", is_system=True)


class CadreQuerySet(models.QuerySet):
    def matching(self, term):
        return self.filter(search_key__contains=folded(term)) if term.strip() else self

    def in_order(self):
        """By given name, as every Vietnamese list is."""
        return self.order_by("name_key", "pk")


@tracked(exclude=["search_key", "name_key"])
class Cadre(models.Model):
    """A cadre on the roster, with or without an account. Personal data is minimal: name, post, unit, work contact."""

    full_name = models.CharField("họ và tên", max_length=120)
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="cadre", verbose_name="tài khoản"
    )
    work_email = models.EmailField("thư công vụ", blank=True)
    work_phone = models.CharField("điện thoại công vụ", max_length=20, blank=True)
    search_key = search_key("full_name")
    name_key = name_order("full_name")

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = "cán bộ"
        verbose_name_plural = "cán bộ"
        constraints = [is_nfc("full_name", "cadre_name_is_nfc")]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="cadre_search"),
            models.Index(fields=["name_key"], name="cadre_name_order"),
        ]

    def __str__(self):
        return self.full_name

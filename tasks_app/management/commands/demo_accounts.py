"""Prints the accounts of the demo: role, name, unit, login, and the one password of this installation."""

from django.conf import settings
from django.core.management.base import BaseCommand

from cadres.models import User
from tasks_app.demo.people_today import ACCOUNTS


class Command(BaseCommand):
    help = "In bảng tài khoản minh họa."

    def handle(self, **options):
        users = {
            user.display_name: user
            for user in User.objects.filter(display_name__in=[a.name for a in ACCOUNTS])
        }
        if not users:
            self.stdout.write("Chưa có dữ liệu minh họa.")
            return
        found = [("Vai trò", "Họ và tên", "Đơn vị", "Tên đăng nhập")]
        for account in ACCOUNTS:
            user = users.get(account.name)
            if user:
                post = user.cadre.appointments.order_by("pk").select_related("unit").first()
                found.append((account.role, account.name, post.unit.name, user.username))
        widths = [max(len(row[n]) for row in found) for n in range(4)]
        for row in found:
            self.stdout.write(
                "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )
        self.stdout.write(
            f"  Mật khẩu chung của bản minh họa: {settings.DEMO_PASSWORD or 'chưa đặt DEMO_PASSWORD'}"
        )

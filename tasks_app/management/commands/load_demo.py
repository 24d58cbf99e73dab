"""Fills an empty database with the demo: real units and headline figures, invented people and results."""

import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cadres.models import Unit
from tasks_app.demo import plan
from tasks_app.demo.loading import load
from tasks_app.models import Task


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa vào cơ sở dữ liệu còn trống."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, help="Ngày lấy làm hôm nay, ví dụ 2026-11-23")
        parser.add_argument("--if-empty", action="store_true", help="Đã có dữ liệu thì thôi, không báo lỗi")

    def handle(self, *, today, if_empty, **options):
        if Unit.objects.exists() or Task.objects.exists():
            if if_empty:
                return
            raise CommandError(
                "Cơ sở dữ liệu đã có dữ liệu: dữ liệu minh họa chỉ nạp vào cơ sở dữ liệu trống."
            )
        began = time.monotonic()
        try:
            made = plan.make(today or timezone.localdate())
        except ValueError as error:
            raise CommandError(str(error)) from error
        load(made, password=settings.DEMO_PASSWORD)
        self.stdout.write(
            f"Đã nạp {len(made.units)} tổ chức, {len(made.roster.people)} cán bộ, {len(made.tasks)} việc "
            f"trong {time.monotonic() - began:.1f} giây."
        )

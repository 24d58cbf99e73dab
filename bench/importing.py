"""How long does it take, and how much memory, to take in an annex of five thousand rows?

    BENCH_DATABASE=scratch ./run bench importing                # 5,000 rows of one committee, on the demo in a database of its own
    BENCH_DATABASE=scratch ./run bench importing --rows 1000

Prints the seconds of reading (in the limited child), checking and saving, and the highest memory of this process and of the child.
The acts are the application's own (actions/importing.py), in one transaction that is rolled back. Bars: 20 seconds, 300 MB.
"""

import argparse
import os
import resource
import subprocess
import sys
import time

import django

BAR_SECONDS, BAR_MEGABYTES = 20.0, 300


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5000)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tasks_app.models import Task

    if not Task.objects.exists():
        # In a process of its own: its memory isn't the import's.
        subprocess.run([sys.executable, "manage.py", "load_demo"], check=True)
    print(f"{given.rows} dòng; tải máy trước khi đo {os.getloadavg()[0]:.1f}")
    seconds = measured(given.rows)
    own, child = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    good = seconds <= BAR_SECONDS and max(own, child) <= BAR_MEGABYTES
    print(
        f"tất cả {seconds:.1f} giây, bộ nhớ cao nhất {own} MB, tiến trình con {child} MB: {'đạt' if good else 'CHƯA ĐẠT'}"
    )


def measured(count):
    """Seconds of reading, checking and saving so many rows; everything is rolled back."""
    from django.db import transaction
    from django.utils import timezone

    from cadres.audit import sign_transaction
    from cadres.models import Office
    from tasks_app.actions import importing
    from tasks_app.models import Round, SheetImport, Task

    on = timezone.localdate()
    offices = Office.objects.in_force(on).filter(role=Office.Role.OFFICER, unit__kind__level=1)
    office = offices.select_related("unit__kind", "user").order_by("unit__rank", "pk").first()
    with transaction.atomic():
        sign_transaction(office.user)
        round = Round.objects.create(committee=office.unit, name="Đo", year_from=on.year, year_to=on.year + 1)
        content = annex(office.unit, on, count)
        began = time.perf_counter()
        made = importing.upload(
            content, "do.xlsx", kind=SheetImport.Kind.ANNEX, round=round, options={"field": field()}, by=office.user,
            at=timezone.now(),
        )  # fmt: skip
        importing.check(made, now=timezone.now)
        checked = time.perf_counter()
        assert made.found and not made.found["problem_count"], made.problem or made.found["problems"][:3]
        importing.save(made, now=timezone.now)
        saved = time.perf_counter()
        assert Task.objects.filter(round=round).count() == count
        print(
            f"đọc và kiểm tra {checked - began:.1f} giây, ghi {saved - checked:.1f} giây, tệp {len(content) // 1024} KB"
        )
        transaction.set_rollback(True)
    return saved - began


def field():
    from tasks_app.models import Field

    return Field.objects.order_by("rank").first().pk


def annex(committee, on, count):
    """A workbook of so many tasks of people in office."""
    import io

    from openpyxl import Workbook

    from cadres.models import Appointment

    posts = (
        Appointment.objects.in_force(on)
        .filter(unit__path__startswith=committee.path)
        .select_related("cadre", "position", "unit")
    )
    people = list(
        {p.cadre_id: p for p in posts.exclude(cadre__user__is_active=False).order_by("-pk")}.values()
    )
    book = Workbook(write_only=True)
    ws = book.create_sheet()
    ws.append(
        [
            "STT",
            "Họ và tên",
            "Chức vụ",
            "Nội dung",
            "Chỉ tiêu",
            "Hiện trạng",
            "Cần đạt",
            "ĐVT",
            "Thời hạn",
            "Phối hợp",
        ]
    )
    for n in range(count):
        post = people[n % len(people)]
        ws.append(
            [n + 1, post.cadre.full_name, post.title, f"Giải quyết việc tồn đọng số {n + 1} ở địa bàn", f"Số hộ của việc {n + 1}", n, n + 50.5, "hộ",
             f"31/12/{on.year}", post.unit.name]
        )  # fmt: skip
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


if __name__ == "__main__":
    main()

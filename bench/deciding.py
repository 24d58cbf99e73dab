"""How long does it take to decide a list of a thousand tasks in one act?

    BENCH_DATABASE=scratch ./run bench deciding                # 1,000 tasks of one committee, on the demo in a database of its own
    BENCH_DATABASE=scratch ./run bench deciding --tasks 3000

Prints seconds, statements and what was written. The act is the application's own (actions/deciding.py), with the application's
rights and in one transaction, which is rolled back at the end: nothing of the database changes. Bar: 5 seconds for 1,000 tasks.
"""

import argparse
import os
import time
from datetime import timedelta
from decimal import Decimal

import django

BAR = 5.0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=1000)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from django.core.management import call_command

    from tasks_app.models import Task

    if not Task.objects.exists():
        call_command("load_demo", verbosity=0)
    load = os.getloadavg()[0]
    print(
        f"{given.tasks} việc trong một quyết định; tải máy trước khi đo {load:.1f}; ngưỡng {BAR:.0f} giây cho 1.000 việc"
    )
    best = min(measured(given.tasks) for _ in range(given.times))
    print(f"nhanh nhất {best:.2f} giây: {'đạt' if best <= BAR * max(1, given.tasks / 1000) else 'CHƯA ĐẠT'}")


def measured(count):
    """Seconds of one decision over so many tasks; everything is rolled back."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from cadres.audit import sign_transaction
    from cadres.models import Office
    from tasks_app.actions.deciding import decide
    from tasks_app.models import Delivery, Notice, TaskContent, TaskEvent, TaskVersion

    on = timezone.localdate()
    officers = Office.objects.in_force(on).filter(role=Office.Role.OFFICER, unit__kind__level=1)
    office = officers.select_related("unit", "user").order_by("unit__rank", "pk").first()
    kept = (TaskContent, TaskEvent, TaskVersion, Notice, Delivery)
    with transaction.atomic():
        sign_transaction(office.user)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE dotpha_app")
        tasks = proposed(office, count, on)
        before = [model.objects.count() for model in kept]
        with CaptureQueriesContext(connection) as queries:
            started, worked = time.perf_counter(), time.process_time()
            decide(tasks, number="bench", symbol="QĐ/TU", issued_on=on, by=office.user, at=timezone.now())
            seconds, worked = time.perf_counter() - started, time.process_time() - worked
        written = ", ".join(
            f"{model._meta.model_name} {model.objects.count() - n}"
            for model, n in zip(kept, before, strict=True)
        )
        print(
            f"  {seconds:.2f} giây (ứng dụng tính {worked:.2f} giây), {len(queries)} câu lệnh; ghi: {written}"
        )
        transaction.set_rollback(True)
    return seconds


def proposed(office, count, on):
    """So many whole tasks on the committee's list, three indicators each, spread over the cadres of its tree."""
    from django.utils import timezone

    from cadres.models import Appointment
    from tasks_app.models import Assignment, Field, Indicator, Round, Task

    posts = (
        Appointment.objects.in_force(on)
        .filter(unit__path__startswith=office.unit.path)
        .exclude(cadre__user__is_active=False)
        .exclude(cadre__user=office.user)
    )
    posts = list(posts.select_related("unit", "cadre", "position").order_by("pk")[:count])
    round = Round.objects.filter(committee=office.unit, year_to__gte=on.year).order_by("-year_from").first()
    field = Field.objects.order_by("pk").first()
    tasks = Task.objects.bulk_create(
        Task(
            round=round, title=f"Hoàn thành phần việc đột phá số {n} của danh mục", field=field, giver=office.unit,
            unit=posts[n % len(posts)].unit, unit_path=posts[n % len(posts)].unit.path, starts_on=on,
            due_on=on + timedelta(days=200), original_due_on=on + timedelta(days=200), natures=["hard"],
            created_by=office.user, created_at=timezone.now(), status=Task.Status.AWAITING_DECISION,
        )
        for n in range(count)
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(
            task=task, cadre=posts[n % len(posts)].cadre, starts_on=on, name=posts[n % len(posts)].cadre.full_name,
            title=posts[n % len(posts)].title,
        )
        for n, task in enumerate(tasks)
    )  # fmt: skip
    weights = (Decimal(50), Decimal(30), Decimal(20))
    Indicator.objects.bulk_create(
        Indicator(
            task=task, rank=rank, name=f"Chỉ tiêu {rank}", measure_unit="hộ", baseline=0, target=100, weight=weight
        )
        for task in tasks
        for rank, weight in enumerate(weights, 1)
    )  # fmt: skip
    return tasks


if __name__ == "__main__":
    main()

"""How long do a thousand papers take in the background, as a zip and as one file, and one paper by a click?

    BENCH_DATABASE=scratch ./run bench papers          # the demo, loaded into a database that is dropped afterwards
    BENCH_DATABASE=scratch ./run bench papers --kind bao-cao-can-bo --papers 300

Prints seconds from the claim to the stored file (data read, papers kept, filled and packed) and the size of the file. Bar: 1,000 papers within 60 s.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--kind", default="ban-cam-ket")
    options.add_argument("--papers", type=int, default=1000)
    given = options.parse_args()
    if os.environ["DATABASE_URL"].split("?")[0].endswith("/dotpha"):
        raise SystemExit(
            "The demo that people use is not measured: BENCH_DATABASE=scratch ./run bench papers"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EVIDENCE_ROOT"] = folder
        import django

        django.setup()
        from cadres.models import Unit

        if not Unit.objects.exists():
            subprocess.run(
                [sys.executable, "manage.py", "load_demo"],
                env=os.environ | {"DEMO": "1"},
                cwd=ROOT,
                check=True,
            )
        measure(given)


def measure(given):
    from django.utils import timezone

    from cadres.audit import acting_as
    from cadres.models import Office, User
    from tasks_app.models import PaperBatch
    from tasks_app.permissions import visible_tasks
    from tasks_app.printing import batches

    print(f"load before: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    officers = Office.objects.filter(role=Office.Role.OFFICER, ends_on=None).values("user")
    best = max(User.objects.filter(pk__in=officers), key=lambda user: visible_tasks(user).decided().count())
    giver = visible_tasks(best).decided().values_list("giver", flat=True).order_by().first()
    with acting_as(best):
        # The largest giver of the demo has fewer tasks than wanted: its desk prints for all that it may see.
        tasks = list(visible_tasks(best).decided().select_related("giver").order_by("giver", "pk"))
    groups = {}
    for task in tasks:
        groups.setdefault(task.giver_id, []).append(task)
    rows = max(groups.values(), key=len)[: given.papers]
    print(f"{len(rows)} tasks of {rows[0].giver}, first giver {giver}", file=sys.stderr)
    for as_one in (False, True):
        with acting_as(best):
            batch = PaperBatch.objects.create(
                kind=given.kind,
                body=rows[0].giver,
                as_one=as_one,
                tasks=[task.pk for task in rows],
                by=best,
                at=timezone.now(),
            )
        start = time.monotonic()
        batches.make(batch.pk, now=timezone.now)
        seconds = time.monotonic() - start
        batch.refresh_from_db()
        print(
            f"{'one file' if as_one else 'zip':>9}: {batch.status}, {batch.made} papers in {seconds:.1f} s, {batch.size / 1e6:.1f} MB"
        )


if __name__ == "__main__":
    main()

"""How long do a thousand papers take in the background, as zips and as one file, and how do the web pages fare meanwhile?

    BENCH_DATABASE=scratch ./run bench papers          # the demo, loaded into a database that is dropped afterwards
    BENCH_DATABASE=scratch ./run bench papers --kind bao-cao-can-bo --papers 300

Prints seconds from the claim to the stored file (data read, papers kept, filled and packed), processor seconds of the worker and its
children, and p50 and p95 of the list of tasks, asked by one client of a real gunicorn, before and while the papers are made.
Bars: 1,000 papers within 60 s; the p95 at most doubles. Givers of the demo have fewer tasks: their batches follow one another.
"""

import argparse
import os
import resource
import statistics
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
    options.add_argument("--make", help=argparse.SUPPRESS)
    given = options.parse_args()
    if os.environ["DATABASE_URL"].split("?")[0].endswith("/dotpha"):
        raise SystemExit(
            "The demo that people use is not measured: BENCH_DATABASE=scratch ./run bench papers"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if given.make:  # the worker, in a process of its own
        import django

        django.setup()
        make(given.make.split(","))
        return
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
        measure(given, folder)


def make(batch_pks):
    from django.utils import timezone

    from tasks_app.jobs import make_papers
    from tasks_app.models import PaperBatch

    start, made, size = time.monotonic(), 0, 0
    for pk in batch_pks:
        make_papers(int(pk))
        batch = PaperBatch.objects.get(pk=pk)
        assert batch.status == "done", batch.problem
        made, size = made + batch.made, size + batch.size
    seconds = time.monotonic() - start
    work = sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    print(
        f"{made} papers in {seconds:.1f} s ({timezone.localtime():%H:%M}), {work:.1f} s of processor, {size / 1e6:.1f} MB"
    )


def measure(given, folder):
    import pages  # beside this file

    from cadres.audit import acting_as
    from cadres.models import Office, User
    from tasks_app.permissions import visible_tasks

    print(f"load before: {os.getloadavg()[0]:.1f}", file=sys.stderr)
    officers = Office.objects.filter(role=Office.Role.OFFICER, ends_on=None).values("user")
    best = max(User.objects.filter(pk__in=officers), key=lambda user: visible_tasks(user).decided().count())
    groups = {}
    with acting_as(best):
        for task in visible_tasks(best).decided().select_related("giver").order_by("giver", "pk"):
            groups.setdefault(task.giver_id, []).append(task)
    groups = sorted(groups.values(), key=len, reverse=True)
    cookie = pages.session_of(best)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"],
        env=os.environ | {"STATIC_ROOT": folder},
        cwd=ROOT,
        check=True,
    )
    with pages.server(folder) as port:
        client = pages.Client(port, cookie)
        ask(client, lambda: 5)  # warm
        report("list of tasks, quiet", ask(client, lambda: 40))
        for as_one in (False, True):
            batches = ",".join(str(batch.pk) for batch in owed(given, best, groups, as_one))
            worker = subprocess.Popen(
                [sys.executable, __file__, "--make", batches, "--kind", given.kind],
                env=os.environ | {"PYTHONPATH": str(ROOT)},
            )
            times = ask(client, lambda worker=worker: 10**6 if worker.poll() is None else 0)
            report(f"list of tasks, meanwhile ({'one file' if as_one else 'zip'})", times)
    print(f"load after: {os.getloadavg()[0]:.1f}", file=sys.stderr)


def owed(given, user, groups, as_one):
    from django.utils import timezone

    from cadres.audit import acting_as
    from tasks_app.models import PaperBatch

    left, made = given.papers, []
    with acting_as(user):
        for rows in groups:
            rows = rows[:left]
            left -= len(rows)
            if rows:
                made.append(
                    PaperBatch.objects.create(
                        kind=given.kind,
                        body=rows[0].giver,
                        as_one=as_one,
                        tasks=[task.pk for task in rows],
                        by=user,
                        at=timezone.now(),
                    )
                )
    return made


def ask(client, wanted):
    """Seconds of one list page after another, with a breath between them, until as many as `wanted()` says."""
    times = []
    while len(times) < wanted():
        status, seconds, *_ = client.ask("GET", "/viec/")
        assert status == 200, status
        times.append(seconds)
        time.sleep(0.15)
    return times


def report(label, times):
    cut = statistics.quantiles(times, n=20)
    print(
        f"{label}: p50 {statistics.median(times) * 1000:.0f} ms, p95 {cut[-1] * 1000:.0f} ms of {len(times)}",
        flush=True,
    )


if __name__ == "__main__":
    main()

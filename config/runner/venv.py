"""Does the clone's .venv hold exactly what the lock files say? Made and filled here, with hashes checked."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.runner import say
from config.runner.locks import alone
from config.runner.say import Stop

LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


def fingerprint(root: Path, group: str) -> str:
    """What an installation of `group` was made from: the lock and the Python."""
    digest = hashlib.sha256((root / LOCKS[group]).read_bytes()).hexdigest()
    return f"{sys.version_info.major}.{sys.version_info.minor} {digest}"


def is_current(root: Path, group: str) -> bool:
    """Whether .venv was filled from today's lock of `group`."""
    venv = root / ".venv"
    mark = venv / f"dotpha-{group}"
    return (
        (venv / "bin" / "python").exists() and mark.exists() and mark.read_text() == fingerprint(root, group)
    )


def ensure(root: Path, group: str) -> None:
    """Make .venv and install the lock of `group`; only one run does it at a time."""
    if is_current(root, group):
        return

    def waiting() -> None:
        say.step("Một lệnh ./run khác đang cài thư viện, chờ lệnh đó xong…")

    with alone(root / ".dotpha" / "venv.lock", waiting):
        if not is_current(root, group):
            _fill(root, group)


def _fill(root: Path, group: str) -> None:
    venv = root / ".venv"
    if not _python_is_right(venv):
        say.step("Tạo môi trường Python (.venv)…")
        shutil.rmtree(venv, ignore_errors=True)
        base = getattr(sys, "_base_executable", None) or sys.executable
        made = _run([base, "-m", "venv", str(venv)])
        if made.returncode != 0:
            shutil.rmtree(venv, ignore_errors=True)
            raise Stop(
                "Không tạo được .venv. Trên Debian, Ubuntu hãy chạy: sudo apt-get install python3-venv, rồi chạy lại.",
                "Could not make .venv. On Debian, Ubuntu: sudo apt-get install python3-venv, then run again.",
                say.tail(made.stdout),
            )
    what = "thư viện" if group == "run" else "thư viện và công cụ kiểm thử"
    say.step(f"Cài {what} theo {LOCKS[group]} (lần đầu có thể mất một phút)…")
    command = [str(venv / "bin" / "python"), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "-q"]
    installed = _run([*command, "-r", str(root / LOCKS[group])])
    if installed.returncode != 0:
        raise Stop(
            "Không cài được thư viện. Hãy kiểm tra mạng (hoặc kho gói nội bộ trong cấu hình pip) rồi chạy lại.",
            "The packages could not be installed. Check the network (or pip's configured index) and run again.",
            say.tail(installed.stdout),
        )
    (venv / f"dotpha-{group}").write_text(fingerprint(root, group))
    if group == "dev":  # the larger lock holds the smaller one
        (venv / "dotpha-run").write_text(fingerprint(root, "run"))


def _python_is_right(venv: Path) -> bool:
    """Whether .venv's Python starts, is the version we run under and has pip."""
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    probe = _run([str(python), "-c", "import sys, pip; print('%d.%d' % sys.version_info[:2])"])
    return (
        probe.returncode == 0 and probe.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"
    )


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    }
    env.pop("PIP_REQUIRE_VIRTUALENV", None)
    return subprocess.run(
        command,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )

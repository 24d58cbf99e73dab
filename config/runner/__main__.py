"""Which command was asked for? Makes the virtual environment, then goes on inside it."""

import os
import sys
from pathlib import Path

from config.runner import say, venv
from config.runner.places import make_state, open_places
from config.runner.say import Interrupted, Stop

USAGE = """Đột phá — theo dõi nhiệm vụ đột phá của cán bộ

  ./run start [--reset] [--port SỐ]   chạy hệ thống trên máy này (--reset: làm lại dữ liệu minh họa)
  ./run test [tham số của pytest]     kiểm thử trên cơ sở dữ liệu nháp
  ./run check                         mọi phép kiểm tra mã nguồn
  ./run manage [--no-demo] LỆNH …     lệnh quản trị Django
  ./run bench TÊN …                   phép đo trong bench/"""

GROUPS = {"start": "run", "manage": "run", "test": "dev", "check": "dev", "bench": "dev"}


def main(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        print(USAGE)
        return 0
    name, given = words[0], words[1:]
    if name not in GROUPS:
        print(USAGE, file=sys.stderr)
        return 2
    root = Path(os.environ.get("DOTPHA_ROOT") or Path(__file__).resolve().parents[2])
    make_state(root)
    venv.ensure(root, GROUPS[name])
    if Path(sys.prefix) != root / ".venv":  # from here on the libraries are at hand
        python = root / ".venv" / "bin" / "python"
        env = os.environ | {"PYTHONPATH": str(root), "DOTPHA_ROOT": str(root)}
        os.execve(python, [str(python), "-m", "config.runner", *words], env)
    from config.runner import commands, start

    command = {
        "start": start.start,
        "test": commands.test,
        "check": commands.check,
        "manage": commands.manage,
        "bench": commands.bench,
    }[name]
    return command(open_places(root), given)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        say.failure(stop)
        sys.exit(1)
    except (KeyboardInterrupt, Interrupted):
        say.line("Đã dừng.")
        sys.exit(130)

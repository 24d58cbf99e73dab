"""Where do things lie? State in the clone, data keyed by the clone's id, secrets made once per installation."""

import contextlib
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.runner.locks import alone
from config.runner.say import Stop

ROOT_DATA = Path("/var/lib/dotpha")


@dataclass(frozen=True)
class Places:
    """The folders of one installation. `data` outlives a move of the clone, `state` moves with it."""

    root: Path
    state: Path
    data: Path
    id: str

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> str:
        return str(self.venv / "bin" / "python")

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def static(self) -> Path:
        return self.state / "static"

    @property
    def outbox(self) -> Path:
        return self.state / "outbox"

    @property
    def evidence(self) -> Path:
        return self.data / "evidence"


def is_root() -> bool:
    return os.geteuid() == 0


def make_state(root: Path) -> Path:
    """The state folder `.dotpha` of the clone."""
    state = root / ".dotpha"
    try:
        state.mkdir(mode=0o700, exist_ok=True)
        for name in ("logs", "outbox", "runs"):
            (state / name).mkdir(exist_ok=True)
        (state / ".written").touch()
    except OSError as error:
        raise Stop(
            f"Không ghi được vào {state}: {error.strerror}. Hãy chạy bằng tài khoản sở hữu thư mục này, "
            "hoặc sao chép mã nguồn vào thư mục của đồng chí.",
            f"Cannot write to {state}: {error.strerror}. Run as the owner of this folder, or clone it into your own.",
        ) from error
    return state


def data_home() -> list[Path]:
    """Folders that may hold data folders, best first."""
    if is_root():
        return [ROOT_DATA]
    home = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return [Path(home) / "dotpha"] if os.path.isabs(home) else []


def open_places(root: Path) -> Places:
    """The places of the clone at `root`; a copied clone gets an id of its own, a moved one keeps its data."""
    state = make_state(root)
    with alone(state / "places.lock"):
        id_file = state / "id"
        mark = id_file.read_text().strip() if id_file.exists() else ""
        if mark and (data := _data_of(state, mark, root)):
            return Places(root, state, data, mark)
        mark = secrets.token_hex(5)
        data = _data_of(state, mark, root)
        assert data is not None
        id_file.write_text(mark + "\n")
        return Places(root, state, data, mark)


def _data_of(state: Path, mark: str, root: Path) -> Path | None:
    """The data folder of `mark`, made when missing; None when it belongs to another living clone."""
    for home in [*data_home(), state / "data"]:
        data = home / mark
        try:
            data.mkdir(mode=0o711, parents=True, exist_ok=True)
            (data / ".written").touch()
        except OSError:
            continue
        owner = data / "clone"
        recorded = Path(owner.read_text()) if owner.exists() else root
        if recorded != root and _is_another_clone(recorded, root, mark):
            return None
        owner.write_text(str(root))
        return data
    raise Stop(
        f"Không tạo được thư mục dữ liệu trong {', '.join(str(home) for home in data_home())}.",
        "No data folder could be made there; check the rights and the free space.",
    )


def _is_another_clone(recorded: Path, root: Path, mark: str) -> bool:
    try:
        if recorded.samefile(root):
            return False
        return (recorded / ".dotpha" / "id").read_text().strip() == mark
    except OSError:
        return False


def secret(places: Places, name: str, length: int = 32) -> str:
    """A random value made once per installation and kept in the clone's state folder."""
    path = places.state / "secrets.json"
    with alone(places.state / "secrets.lock"):
        known = json.loads(path.read_text()) if path.exists() else {}
        if name not in known:
            known[name] = secrets.token_urlsafe(length)[:length]
            write_private(path, json.dumps(known, indent=1))
        return known[name]


def forget_secret(places: Places, name: str) -> None:
    path = places.state / "secrets.json"
    with alone(places.state / "secrets.lock"):
        known = json.loads(path.read_text()) if path.exists() else {}
        if known.pop(name, None):
            write_private(path, json.dumps(known, indent=1))


def demo_password(places: Places) -> str:
    """The one password of the demo accounts: easy to type, without letters that look alike."""
    path = places.state / "demo-password"
    with alone(places.state / "secrets.lock"):
        if not path.exists():
            letters = "abcdefghjkmnpqrstuvwxyz23456789"
            words = ["".join(secrets.choice(letters) for _ in range(4)) for _ in range(3)]
            write_private(path, "-".join(words))
        return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write whole or not at all, readable by the owner only."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def socket_folder(record: Path, user: int | None, group: int | None) -> Path:
    """A private folder with a short path: a socket's path may have 107 bytes, a clone's path may be longer.

    `record` remembers it, so that a service that died comes back where its clients look for it.
    """
    if record.exists():
        folder = Path(record.read_text())
        with contextlib.suppress(OSError):
            stat = folder.lstat()
            mine = stat.st_uid == (os.geteuid() if user is None else user)
            if mine and stat.st_mode & 0o170777 == 0o040700:
                for left in folder.iterdir():
                    left.unlink()
                return folder
    folder = Path(tempfile.mkdtemp(prefix="dotpha-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))
    if user is not None and group is not None:
        os.chown(folder, user, group)
    record.write_text(str(folder))
    return folder


def remove_socket_folder(record: Path) -> None:
    """Remove the folder that `record` remembers."""
    if record.exists():
        shutil.rmtree(record.read_text(), ignore_errors=True)
        record.unlink(missing_ok=True)

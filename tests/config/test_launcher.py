"""Does the launcher understand what it is asked, find its folders again, and share what several runs use?"""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from config.runner import places, venv
from config.runner.commands import pytest_arguments
from config.runner.locks import Shared, alone, take
from config.runner.places import demo_password, open_places, remove_socket_folder, secret, socket_folder
from config.runner.prepare import migrations_digest
from config.runner.processes import Child, Supervisor, end, quietly
from config.runner.say import Stop
from config.runner.start import listen, options


@pytest.mark.parametrize("given", [["tests/cadres"], ["-k", "name"], ["-kname"], ["-n0"], ["--lf"]])
def test_a_narrowed_run_of_the_tests_is_left_as_asked(given):
    assert pytest_arguments(given) == given


@pytest.mark.parametrize("given", [[], ["-q"], ["-x", "-v"]])
def test_the_whole_suite_runs_on_two_processes(given):
    assert pytest_arguments(given) == ["-n", "2", "--dist", "loadscope", *given]


def test_start_takes_a_port_and_a_reset_and_refuses_the_rest(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert options([]) == (False, 8000)
    assert options(["--reset", "--port", "8123"]) == (True, 8123)
    assert options(["--port=8124"]) == (False, 8124)
    for wrong in (["--port"], ["--port", "x"], ["--port", "70000"], ["--rest"]):
        with pytest.raises(Stop):
            options(wrong)


def test_a_taken_port_falls_forward():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with listen(taken.getsockname()[1]) as server:
            assert server.getsockname()[0] == "127.0.0.1"
            assert server.getsockname()[1] > taken.getsockname()[1]


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone whose path has spaces and Vietnamese letters, with a data home of its own."""
    monkeypatch.setattr(places, "data_home", lambda: [tmp_path / "data"])
    folder = tmp_path / "Tỉnh ủy" / "đột phá"
    folder.mkdir(parents=True)
    return folder


def test_a_moved_clone_keeps_its_data(clone):
    before = open_places(clone)
    moved = clone.rename(clone.with_name("nơi khác"))
    assert open_places(moved).data == before.data


def test_a_copied_clone_gets_data_of_its_own_and_leaves_the_first_alone(clone):
    first = open_places(clone)
    copy = shutil.copytree(clone, clone.with_name("bản sao"))
    second = open_places(copy)
    assert second.data != first.data
    assert open_places(clone).data == first.data
    assert open_places(copy).data == second.data


def test_secrets_are_made_once_and_only_for_their_owner(clone):
    here = open_places(clone)
    assert secret(here, "django") == secret(here, "django") != secret(here, "postgres")
    assert demo_password(here) == demo_password(here)
    assert {(here.state / name).stat().st_mode & 0o077 for name in ("secrets.json", "demo-password")} == {0}
    assert here.state.stat().st_mode & 0o077 == 0


def test_a_folder_without_write_rights_is_told_in_plain_words(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(places.Path, "mkdir", refuse)
    with pytest.raises(Stop) as told:
        places.make_state(tmp_path)
    assert "Không ghi được" in told.value.vietnamese


def test_sockets_have_a_short_private_path_and_come_back_at_the_same_place(tmp_path):
    record = tmp_path / ("rất dài " * 20) / "socket"
    record.parent.mkdir()
    folder = socket_folder(record, None, None)
    (folder / "stale.sock").touch()
    assert len(f"{folder}/.s.PGSQL.5432") < 60
    assert folder.stat().st_mode & 0o777 == 0o700
    assert socket_folder(record, None, None) == folder
    assert not any(folder.iterdir())
    folder.chmod(0o755)  # somebody else's by now, for all we know
    other = socket_folder(record, None, None)
    assert other != folder
    remove_socket_folder(record)
    assert not other.exists()
    folder.rmdir()


def test_the_first_run_starts_a_service_and_the_last_one_stops_it(tmp_path):
    said = []
    one, two = Shared(tmp_path, "s"), Shared(tmp_path, "s")
    one.enter(lambda: said.append("start or join"))
    two.enter(lambda: said.append("start or join"))
    one.leave(lambda: said.append("stop"))
    assert said == ["start or join"] * 2
    two.leave(lambda: said.append("stop"))
    assert said[-1] == "stop"


def test_a_lock_is_held_by_one_and_freed_by_death(tmp_path):
    path = tmp_path / "lock"
    holder = (
        "import sys; from pathlib import Path; from config.runner.locks import take; "
        "assert take(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        assert take(path) is None
        process.kill()
        process.wait()
        with alone(path):
            pass


def test_the_libraries_are_installed_anew_only_when_the_lock_changes(tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    (tmp_path / "requirements.lock").write_text("a==1\n")
    assert not venv.is_current(tmp_path, "run")
    (tmp_path / ".venv" / "dotpha-run").write_text(venv.fingerprint(tmp_path, "run"))
    assert venv.is_current(tmp_path, "run")
    (tmp_path / "requirements.lock").write_text("a==2\n")
    assert not venv.is_current(tmp_path, "run")


def test_a_changed_migration_is_noticed(tmp_path):
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "cadres" / "migrations").mkdir(parents=True)
    before = migrations_digest(tmp_path)
    (tmp_path / "cadres" / "migrations" / "0001_x.py").write_text("x")
    assert migrations_digest(tmp_path) != before


def test_a_failed_step_shows_its_output_and_what_to_do(tmp_path):
    with pytest.raises(Stop) as told:
        quietly(
            [sys.executable, "-c", "print('đĩa đầy'); exit(3)"],
            dict(os.environ),
            tmp_path,
            "Hãy dọn đĩa.",
            "Disk.",
        )
    assert (told.value.vietnamese, "đĩa đầy" in told.value.details) == ("Hãy dọn đĩa.", True)


def test_a_child_that_dies_is_told_and_started_again(tmp_path, capsys):
    supervisor = Supervisor(dict(os.environ), tmp_path)
    child = supervisor.add(Child("Web", [sys.executable, "-c", "print('hỏng')"], tmp_path / "web.log"))
    child.process.wait()
    supervisor.look()
    assert child.process is None
    assert "Web đã dừng" in capsys.readouterr().err
    child.next_at = 0
    supervisor.look()
    assert child.process is not None
    supervisor.stop()


def test_a_child_that_ignores_the_request_to_end_is_killed(tmp_path):
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", stubborn], stdout=subprocess.PIPE, start_new_session=True
    )
    with process.stdout:
        process.stdout.readline()
        end([process], patience=0.2)
    assert process.returncode == -9

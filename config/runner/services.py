"""What does a process need to find the database and the broker? Services are joined or started, then told by environment."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from config.runner import say
from config.runner.broker import Broker
from config.runner.external import check_broker, check_database
from config.runner.locks import Shared, alone, take
from config.runner.places import Places, secret
from config.runner.postgres import OWNER, PORT, Cluster, Server
from config.runner.say import Stop

APP_ROLE = "dotpha_app"  # the group role; made, and given its rights, by a migration of cadres
DEMO_DATABASE = "dotpha"


@dataclass
class Services:
    """The running services of one command."""

    places: Places
    server: Server | None = None  # None: DATABASE_URL names the database
    owner_url: str = ""
    redis_url: str = ""
    scratch: list[str] = field(default_factory=list)
    revivals: list[Callable[[], None]] = field(default_factory=list)

    @property
    def embedded(self) -> bool:
        return self.server is not None

    def revive(self) -> None:
        """Start again what of our own services has died."""
        for revival in self.revivals:
            revival()

    def url(self, database: str, user: str = OWNER) -> str:
        """The address of a database of the embedded server, or of the same name on the external one."""
        if self.server is None:
            return with_database(self.owner_url, database)
        return socket_url(user, self.password(user), self.server.socket, database)

    def password(self, user: str) -> str:
        return secret(self.places, f"postgres-{user}")

    @contextmanager
    def cursor(self, database: str | None = None) -> Iterator:
        """A cursor outside any transaction: the superuser of the embedded server, the owner of an external one."""
        import psycopg2

        try:
            if self.server:
                connection = psycopg2.connect(**self.server.connection(self.places, database or "postgres"))
            else:
                connection = psycopg2.connect(self.owner_url)
        except psycopg2.OperationalError as error:
            raise Stop(
                "Không kết nối được PostgreSQL. Hãy kiểm tra DATABASE_URL và máy chủ cơ sở dữ liệu.",
                "PostgreSQL cannot be reached; check DATABASE_URL and the server.",
                say.tail(str(error)),
            ) from error
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()


def socket_url(user: str, password: str, folder: Path, database: str) -> str:
    return f"postgresql://{user}:{quote(password, safe='')}@/{quote(database)}?host={quote(str(folder), safe='')}&port={PORT}"


def with_database(url: str, database: str) -> str:
    """The same address with another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path="/" + quote(database)))


def with_login(url: str, user: str, password: str) -> str:
    """The same address with another login."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{host}"))


@contextmanager
def services(places: Places, *, broker_needed: bool = True) -> Iterator[Services]:
    """Join or start what the environment does not name; the last user of a service stops it."""
    found = Services(
        places, owner_url=os.environ.get("DATABASE_URL", ""), redis_url=os.environ.get("REDIS_URL", "")
    )
    cluster, database_users = None, Shared(places.data, "postgres", _waiting)
    broker, broker_users = None, Shared(places.data, "broker", _waiting)
    if found.owner_url:
        check_database(found.owner_url, APP_ROLE)
    if found.redis_url and broker_needed:
        check_broker(found.redis_url)
    try:
        if not found.owner_url:
            cluster = Cluster(places)

            def start() -> None:
                found.server = cluster.start()

            def revive() -> None:
                if not cluster.running():
                    say.line("! PostgreSQL đã dừng; khởi động lại.")
                    database_users.again(start)

            database_users.enter(start)
            found.revivals.append(revive)
            _make_owner(found)
            found.owner_url = found.url(DEMO_DATABASE)
        if not found.redis_url:
            broker = Broker(places)

            def start_broker() -> None:
                found.redis_url = f"unix://{quote(str(broker.start()))}"

            def revive_broker() -> None:
                if not broker.running():
                    say.line("! Redis đã dừng; khởi động lại.")
                    broker_users.again(start_broker)

            broker_users.enter(start_broker)
            found.revivals.append(revive_broker)
        yield found
    finally:
        try:
            if found.owner_url and (found.server or not cluster):
                drop_databases(found, found.scratch)
        finally:
            if broker:
                broker_users.leave(broker.stop)
            if cluster:
                database_users.leave(cluster.stop)


def _waiting() -> None:
    say.step("Một lệnh ./run khác đang khởi động dịch vụ, chờ một lát…")


def _make_owner(found: Services) -> None:
    """The login that owns the databases and migrates: no superuser, but it may make roles and databases."""
    from psycopg2 import errors, sql

    with found.cursor() as cursor:
        name = sql.Identifier(OWNER)
        # Two commands that start at once would alter the same row of the roles; the lock ends with the connection.
        cursor.execute("SELECT pg_advisory_lock(hashtext('dotpha: roles'))")
        try:
            cursor.execute(sql.SQL("CREATE ROLE {}").format(name))
        except (errors.DuplicateObject, errors.UniqueViolation):
            pass
        cursor.execute(
            sql.SQL("ALTER ROLE {} LOGIN CREATEROLE CREATEDB NOSUPERUSER PASSWORD %s").format(name),
            [found.password(OWNER)],
        )
        if found.server and found.server.binaries.major >= 16:
            # before 16 a role with CREATEROLE may grant any role to itself; since 16 it must be given what it made
            cursor.execute(sql.SQL("ALTER ROLE {} SET createrole_self_grant = 'set, inherit'").format(name))


def make_database(found: Services, database: str) -> bool:
    """Make the database when it is missing (embedded server only); whether it was made."""
    from psycopg2 import errors, sql

    if not found.embedded:
        return False
    with found.cursor() as cursor:
        try:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )
        except (errors.DuplicateDatabase, errors.UniqueViolation):
            return False
    return True


def drop_databases(found: Services, prefixes: list[str]) -> None:
    """Drop the scratch databases whose names begin so."""
    from psycopg2 import sql

    if not prefixes:
        return
    with found.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        names = [name for (name,) in cursor.fetchall() if name.startswith(tuple(prefixes))]
        for name in names:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def scratch_name(found: Services, kind: str) -> Iterator[str]:
    """A database name nobody else has; what earlier, killed runs of this clone left behind is dropped as well."""
    runs = found.places.state / "runs"
    with alone(found.places.state / "runs.lock"):
        for path in runs.iterdir():
            if (handle := take(path)) is not None:  # its run is dead
                drop_databases(found, [path.name, f"test_{path.name}"])
                path.unlink(missing_ok=True)
                os.close(handle)
        name = f"{kind}_{found.places.id[:4]}_{secrets.token_hex(4)}"
        handle = take(runs / name)
    found.scratch += [name, f"test_{name}"]
    try:
        yield name
    finally:
        (runs / name).unlink(missing_ok=True)
        if handle is not None:
            os.close(handle)


def make_app_login(found: Services, database: str) -> str:
    """The address the web processes use: a login of its own, member of the application role, owner of nothing."""
    import psycopg2
    from psycopg2 import errors, sql

    if os.environ.get("DATABASE_APP_URL") and not found.embedded:
        return os.environ["DATABASE_APP_URL"]
    login = "dotpha_web" if found.embedded else f"dotpha_web_{found.places.id}"
    password = found.password(login)
    try:
        with found.cursor(database if found.embedded else None) as cursor:
            try:
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
            except (errors.DuplicateObject, errors.UniqueViolation):
                pass
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(login)), [password])
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP_ROLE), sql.Identifier(login)))
    except psycopg2.Error as error:
        owner = urlsplit(found.owner_url).username
        raise Stop(
            f"Tài khoản '{owner}' không tạo được tài khoản đăng nhập cho ứng dụng. Quản trị viên PostgreSQL hãy chạy: "
            f"CREATE ROLE dotpha_web LOGIN PASSWORD '…'; GRANT {APP_ROLE} TO dotpha_web; rồi đặt DATABASE_APP_URL.",
            f"'{owner}' may not make the application's login. As administrator run: CREATE ROLE dotpha_web LOGIN "
            f"PASSWORD '…'; GRANT {APP_ROLE} TO dotpha_web; then set DATABASE_APP_URL.",
            say.tail(str(error)),
        ) from error
    return found.url(database, login) if found.embedded else with_login(found.owner_url, login, password)


def is_empty(found: Services, database: str) -> bool:
    """Whether no unit is in the database yet: nobody has worked with it."""
    with found.cursor(database if found.embedded else None) as cursor:
        cursor.execute("SELECT to_regclass('cadres_unit') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM cadres_unit)")
        return cursor.fetchone()[0]


def reset(found: Services) -> None:
    """Empty the demo: its database, evidence and outbox. Never touches a database named by DATABASE_URL."""
    if not found.embedded:
        raise Stop(
            "--reset chỉ xóa dữ liệu minh họa của PostgreSQL đi kèm; DATABASE_URL đang chỉ tới cơ sở dữ liệu khác nên không xóa.",
            "--reset only empties the embedded demo; DATABASE_URL names another database, which is left alone.",
        )
    say.step("Xóa dữ liệu minh họa…")
    from psycopg2 import sql

    with found.cursor() as cursor:
        cursor.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DEMO_DATABASE))
        )
    for folder in (found.places.evidence, found.places.outbox):
        shutil.rmtree(folder, ignore_errors=True)


def tools(found: Services) -> str:
    """PATH with the server's own psql and pg_dump first."""
    path = os.environ.get("PATH", "/usr/bin:/bin")
    return f"{found.server.binaries.bin}:{path}" if found.server else path

"""Will the services that DATABASE_URL and REDIS_URL name do? Asked before anything is tried, answered in plain words."""

from urllib.parse import urlsplit

from config.runner import say
from config.runner.binaries import OLDEST
from config.runner.say import Stop

EXTENSIONS = ("pg_trgm", "btree_gist")


def check_database(url: str, app_role: str) -> None:
    """PostgreSQL answers, is new enough, has the extensions, and the application's role can be made or is there."""
    import psycopg2

    try:
        connection = psycopg2.connect(url, connect_timeout=10)
    except psycopg2.Error as error:
        raise Stop(
            "Không kết nối được PostgreSQL. Hãy kiểm tra DATABASE_URL: máy chủ, cổng, tên cơ sở dữ liệu, mật khẩu.",
            "PostgreSQL cannot be reached. Check DATABASE_URL: host, port, database, password.",
            say.tail(str(error)),
        ) from error
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding'), current_user, "
            "rolsuper OR rolcreaterole, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s), "
            "ARRAY(SELECT n FROM unnest(%s) n WHERE n NOT IN (SELECT name FROM pg_available_extensions)) "
            "FROM pg_roles WHERE rolname = current_user",
            [app_role, list(EXTENSIONS)],
        )
        version, encoding, user, makes_roles, has_role, missing = cursor.fetchone()
    connection.close()
    if version < OLDEST:
        raise Stop(
            f"PostgreSQL {version} quá cũ; cần từ {OLDEST} trở lên.",
            f"PostgreSQL {version} is too old; {OLDEST} or newer is needed.",
        )
    if encoding != "UTF8":
        raise Stop(
            "Cơ sở dữ liệu phải dùng bảng mã UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
            f"The database must be UTF8; it is {encoding}.",
        )
    if missing:
        raise Stop(
            f"PostgreSQL thiếu phần mở rộng {', '.join(missing)}. Trên Debian, Ubuntu: sudo apt-get install postgresql-contrib",
            f"PostgreSQL lacks {', '.join(missing)}. On Debian, Ubuntu: sudo apt-get install postgresql-contrib",
        )
    if not has_role and not makes_roles:
        raise Stop(
            f"Tài khoản '{user}' không có quyền tạo vai trò. Quản trị viên PostgreSQL hãy chạy: ALTER ROLE \"{user}\" CREATEROLE; "
            f"hoặc: CREATE ROLE {app_role} NOLOGIN; CREATE ROLE dotpha_web LOGIN PASSWORD '…' IN ROLE {app_role}; "
            "rồi đặt DATABASE_APP_URL cho dotpha_web.",
            f"'{user}' may not make roles. As administrator run: ALTER ROLE \"{user}\" CREATEROLE; or: CREATE ROLE {app_role} "
            f"NOLOGIN; CREATE ROLE dotpha_web LOGIN PASSWORD '…' IN ROLE {app_role}; then set DATABASE_APP_URL for dotpha_web.",
        )


def check_broker(url: str) -> None:
    """Redis answers."""
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5).ping()
    except (redis.RedisError, OSError, ValueError) as error:
        raise Stop(
            "Không kết nối được Redis. Hãy kiểm tra REDIS_URL, hoặc bỏ biến này để dùng Redis đi kèm.",
            "Redis cannot be reached. Check REDIS_URL, or unset it to use the embedded one.",
            say.tail(f"{_without_password(url)}: {error}"),
        ) from error


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

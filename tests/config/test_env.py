"""Is the environment read rightly, and a missing value told plainly?"""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.runner.services import socket_url, with_database, with_login


def test_a_missing_value_says_its_name(monkeypatch):
    monkeypatch.delenv("SITE_URL")
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        env.required("SITE_URL", "địa chỉ")


def test_a_database_behind_a_socket():
    found = env.database(socket_url("chủ", "p@ss/w:rd", "/tmp/thư mục", "việc"))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["NAME"], found["PORT"]) == (
        "chủ",
        "p@ss/w:rd",
        "/tmp/thư mục",
        "việc",
        "5432",
    )


def test_a_database_on_a_server_keeps_its_options():
    found = env.database("postgres://u:p@db.tinh.vn:5433/dotpha?sslmode=require")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("db.tinh.vn", "5433", {"sslmode": "require"})


@pytest.mark.parametrize("url", ["mysql://u@h/d", "sqlite:///x", "postgresql://u@h"])
def test_only_postgresql_will_do(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(url)


def test_the_same_server_with_another_database_or_login():
    url = "postgresql://chu:mk@db:5432/dotpha?sslmode=require"
    assert with_database(url, "t_1") == "postgresql://chu:mk@db:5432/t_1?sslmode=require"
    assert with_login(url, "web", "a/b@c") == "postgresql://web:a%2Fb%40c@db:5432/dotpha?sslmode=require"


def test_a_redis_socket_in_the_words_of_celery():
    assert env.celery_broker("unix:///tmp/x/redis.sock") == "redis+socket:///tmp/x/redis.sock?virtual_host=0"
    assert env.celery_broker("redis://h:6379/2") == "redis://h:6379/2"


@pytest.mark.parametrize("url, secure", [("https://a.vn", True), ("http://localhost:8000", False)])
def test_https_is_secure_and_localhost_may_do_without(url, secure):
    assert env.is_secure(url) is secure


@pytest.mark.parametrize("url", ["http://a.vn", "a.vn", "ftp://localhost"])
def test_plain_http_is_refused_elsewhere(url):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        env.is_secure(url)


def test_mail_servers_with_starttls_with_tls_and_with_neither():
    assert env.mail("smtp://a%40b:p@mail:587")["EMAIL_USE_TLS"] is True
    assert env.mail("smtps://mail")["EMAIL_PORT"] == 465
    assert env.mail("smtp://mail:25?tls=0")["EMAIL_USE_TLS"] is False


@pytest.mark.parametrize("url", ["", "unix:///run/clamav/clamd.ctl", "tcp://127.0.0.1:3310"])
def test_a_virus_scanner_listens_at_a_socket_or_a_port(url):
    assert env.clamd(url) == url


@pytest.mark.parametrize("url", ["clamav", "http://127.0.0.1:3310", "tcp://", "unix://"])
def test_another_address_of_a_virus_scanner_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="CLAMD_URL"):
        env.clamd(url)

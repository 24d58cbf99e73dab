"""What does the cache do without Redis?"""

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.test import RequestFactory


@pytest.fixture
def redis_is_dead(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.TolerantRedisCache",
            "LOCATION": "unix:///nowhere/redis.sock",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }


def test_without_redis_the_cache_goes_on_in_memory(redis_is_dead):
    cache = caches["default"]
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert cache.incr("a") == 2
    assert not cache.add("a", 5)
    assert cache.get_many(["a", "b"]) == {"a": 2}
    assert "a" in cache
    cache.delete("a")
    assert cache.get("a", "gone") == "gone"


def test_without_redis_the_limits_of_the_login_still_hold(redis_is_dead):
    request = RequestFactory().post("/")
    request.user = AnonymousUser()

    def attempt():
        return bool(ratelimit.consume(request, app="account", action="probe", config={"probe": "2/m/ip"}))

    assert [attempt() for _ in range(3)] == [True, True, False]

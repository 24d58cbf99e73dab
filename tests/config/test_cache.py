"""What does the cache do without Redis?"""

import pytest
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
    from allauth.core import ratelimit

    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    rates = {"probe": "2/m/ip"}
    used = [
        ratelimit.consume(request, action="probe", config=rates) is not None
        and bool(ratelimit.consume(request, action="probe", config=rates))
        for _ in range(2)
    ]
    assert used == [True, False]

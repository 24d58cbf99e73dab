"""What if Redis is dead? The cache goes on with this process's own memory, never with an error page."""

import logging
import time
from functools import wraps

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PAUSE = 5.0  # seconds until a dead Redis is asked again: a page must not wait for one timeout per key


def _or_memory(name):
    @wraps(getattr(RedisCache, name))
    def method(self, *args, **kwargs):
        if time.monotonic() >= self.asleep_until:
            try:
                return getattr(super(TolerantRedisCache, self), name)(*args, **kwargs)
            except (RedisError, OSError) as error:
                self.asleep_until = time.monotonic() + PAUSE
                log.warning("The cache's Redis does not answer (%s): using this process's memory.", error)
        return getattr(self.memory, name)(*args, **kwargs)

    return method


class TolerantRedisCache(RedisCache):
    """Redis while it lives. Without it each process counts for itself: login limits get looser, but still hold."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self.memory = LocMemCache("without-redis", params)
        self.asleep_until = 0.0

    get = _or_memory("get")
    set = _or_memory("set")
    add = _or_memory("add")
    touch = _or_memory("touch")
    delete = _or_memory("delete")
    has_key = _or_memory("has_key")
    incr = _or_memory("incr")
    get_many = _or_memory("get_many")
    set_many = _or_memory("set_many")
    delete_many = _or_memory("delete_many")
    clear = _or_memory("clear")

"""Redis as a cache that may go away: pages are then slower, and nobody sees an error.

Only what can be computed again belongs in it. Whatever must be right (limits, locks, one-time tokens) must
not live here: an unreachable cache remembers nothing and forgets without a word to the caller.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# One mute server must not hold a page for longer than this.
SECONDS_TO_ANSWER = 0.5
# After a failure nobody asks again for so long, or each look-up of a page would wait.
PAUSE_SECONDS = 5.0
LOGGED_EVERY_SECONDS = 60.0
# Beyond so many changes missed while away, all that the cache holds is dropped.
MOST_KEYS_OWED = 1000
GONE = (RedisConnectionError, RedisTimeoutError, OSError)


@dataclass
class Outage:
    """What this process knows of one server's absence; shared by its threads."""

    asked_again_at: float = 0.0
    logged_at: float = float("-inf")
    # Keys whose change did not arrive: what the server still holds for them is old.
    owed: set[str] = field(default_factory=set)
    owes_all: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def owe(self, *keys: str) -> None:
        with self.lock:
            self.owed.update(keys)
            if len(self.owed) > MOST_KEYS_OWED:
                self.owed.clear()
                self.owes_all = True


_outages: dict[str, Outage] = {}


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, to which an unreachable server is an empty cache.

    It is logged once a minute and seen in `/readyz`. Changes that did not arrive are made good, by forgetting
    their keys, before anything is read from the server again; those of a process that ended meanwhile are
    not, so every entry should have a term.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_connect_timeout": SECONDS_TO_ANSWER,
            "socket_timeout": SECONDS_TO_ANSWER,
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self._outage = _outages.setdefault(str(server), Outage())

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        answer: bool = self._ask(
            lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version), False
        )
        return answer

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._change(
            lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version), None, [key], version
        )

    def touch(self, key: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        answer: bool = self._ask(lambda: super(ForgivingRedisCache, self).touch(key, timeout, version), False)
        return answer

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._change(
            lambda: super(ForgivingRedisCache, self).delete(key, version), False, [key], version
        )

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._ask(
            lambda: super(ForgivingRedisCache, self).get_many(keys, version), {}
        )
        return found

    def has_key(self, key: Any, version: int | None = None) -> bool:
        answer: bool = self._ask(lambda: super(ForgivingRedisCache, self).has_key(key, version), False)
        return answer

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError when the key is not there, which is so for every key while the server is away."""
        value = self._change(
            lambda: super(ForgivingRedisCache, self).incr(key, delta, version), None, [key], version
        )
        if value is None:
            raise ValueError(f"Key {key!r} not found.")
        return value

    def set_many(
        self, data: dict[Any, Any], timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        return self._change(
            lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version),
            list(data),
            list(data),
            version,
        )

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        keys = list(keys)
        self._change(lambda: super(ForgivingRedisCache, self).delete_many(keys, version), None, keys, version)

    def clear(self) -> bool:  # type: ignore[override]
        cleared: bool = self._ask(lambda: super(ForgivingRedisCache, self).clear(), False)
        if not cleared:
            self._outage.owes_all = True
        return cleared

    def _change(
        self, command: Callable[[], Answer], otherwise: Answer, keys: list[Any], version: int | None
    ) -> Answer:
        """As `_ask`, for a command that leaves something old behind when it does not arrive."""
        missed = object()
        answer: Any = self._ask(command, missed)
        if answer is missed:
            self._outage.owe(*(self.make_and_validate_key(key, version=version) for key in keys))
            return otherwise
        arrived: Answer = answer
        return arrived

    def _ask(self, command: Callable[[], Answer], otherwise: Any) -> Any:
        if time.monotonic() < self._outage.asked_again_at:
            return otherwise
        try:
            self._make_good()
            return command()
        except GONE as error:
            self._note(error)
            return otherwise

    def _make_good(self) -> None:
        """Forgets what changed while the server was away, before anybody reads it."""
        outage = self._outage
        if not outage.owed and not outage.owes_all:
            return
        with outage.lock:
            if outage.owes_all:
                self._cache.clear()
            elif outage.owed:
                self._cache.delete_many(list(outage.owed))
            outage.owed.clear()
            outage.owes_all = False

    def _note(self, error: Exception) -> None:
        now = time.monotonic()
        self._outage.asked_again_at = now + PAUSE_SECONDS
        if now - self._outage.logged_at >= LOGGED_EVERY_SECONDS:
            self._outage.logged_at = now
            logger.error("The cache is away, pages go on without it: %s", type(error).__name__)

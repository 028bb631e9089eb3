"""What was made once is kept for the next time, with what has to stay alive for its key to keep its meaning.

What is kept is frozen, and depends on nothing but what its key holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """Results by key, at most so many of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[Made, Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Made], alive: Any = None) -> Made:
        """Return what was made for this key, or make it; `alive` is what objects are whose identity is in the key."""
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            known = self._kept[key] = (make(), alive)
        return known[0]

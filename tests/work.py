"""Work counted in lines of Python, which are the same on every machine, however busy; and a guard for what never ends."""

from __future__ import annotations

import gc
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

Result = TypeVar("Result")

GUARD = 60  #: seconds on the wall: no measure of speed, only the end of what would never end by itself


def lines(doing: Callable[[], Result], most: int) -> tuple[Result, int]:
    """Do something, and count the lines of Python that this takes; once there are more than `most`, the test fails.

    What is done in C (a regular expression, a search in a text) counts as the line that asks for it.
    """
    done = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal done
        if event == "line":
            done += 1
            if done > most:
                sys.settrace(None)
                pytest.fail(f"more than {most:,} lines of Python")
        return count

    before = sys.gettrace()
    collecting = gc.isenabled()
    gc.disable()  # what other tests left is not to be finalised in here
    sys.settrace(count)
    try:
        result = doing()
    finally:
        sys.settrace(before)
        if collecting:
            gc.enable()
    return result, done


@contextmanager
def ending() -> Iterator[None]:
    """Fail a test that is still busy after a minute; where no alarm can be set, it is waited for."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"still busy after {GUARD} seconds")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, GUARD)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

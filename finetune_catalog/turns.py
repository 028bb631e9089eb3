"""One process at a time: the others wait for what it makes, instead of all making the same."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST = 60.0  #: seconds that a process waits; it then goes on by itself
_PAUSE = 0.02  #: seconds between two looks


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Hold the lock that stands in this file while the block runs; where there can be none, run it at once.

    The system gives the lock up when a process ends, however it ends. The file is removed: whoever waits holds a lock on
    a file that has no name any more, so that two may come in at once, and find what the first one made.
    """
    lock = Path(name)
    with ExitStack() as held:
        try:
            lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = held.enter_context(lock.open("wb"))
        except OSError:
            pass  # the folder takes nothing
        else:
            held.callback(_removed, lock)
            _wait(file)
        yield


def _wait(file: BinaryIO) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has none
        return
    latest = time.monotonic() + LONGEST
    while time.monotonic() < latest:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
            continue
        except OSError:  # a file system without locks
            return
        return


def _removed(lock: Path) -> None:
    with suppress(OSError):  # another process was faster
        lock.unlink()

"""Regular expressions out of configurations: as the library's `re` understands them, within a bound on time."""

from __future__ import annotations

import re
import time
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.effort import tries
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.frozen import slotted
from finetune_catalog.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = 0.2  #: all matching of one pattern together
SECONDS_TOGETHER = 1.0  #: all matching of the patterns of one place
MOST = 4000  #: patterns in one place
LONGEST = 2000  #: characters of a pattern
_PATH = 96  #: characters of a path up to which a quick pattern is matched by `re`, which cannot be stopped
_TRIES = 1e6  #: ways to match such a path, some milliseconds


class Clock:
    """The time that matching may take: the processor's, which is asked only where that on the wall has passed."""

    __slots__ = ("_left", "_seconds", "_started")

    def __init__(self, seconds: float) -> None:
        self._seconds = self._left = seconds
        self._started = time.thread_time()

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self._left

    def used(self, seconds: float) -> bool:
        """Whether none are left once so many have passed; other programs may have had most of them."""
        self._left -= seconds
        if self._left < 0:
            self._left = self._seconds - (time.thread_time() - self._started)
        return self._left < 0


@slotted
class Pattern:
    """A compiled pattern that stops when its time is used up; `about` is the option it stands in."""

    text: str
    about: str | None
    quick: Any  #: what `re` made of it, None where that may take long
    clock: Clock  #: of all that share it

    def fullmatch(self, path: str) -> bool:
        """Whether the pattern matches a whole path.

        Raises:
            RefusedError: it takes too long.
        """
        return self._run("fullmatch", path) is not None

    def match(self, path: str) -> bool:
        """Whether the pattern matches at the beginning of a path."""
        return self._run("match", path) is not None

    def search(self, path: str) -> bool:
        """Whether the pattern matches anywhere in a path."""
        return self._run("search", path) is not None

    def last_group(self, path: str) -> str | None:
        """Give what the last group matched, None where the pattern does not match at the beginning."""
        found = self._run("match", path)
        return None if found is None else found[found.re.groups]

    def _run(self, how: str, path: str) -> Any:
        if self.quick is not None and len(path) <= _PATH:
            began = time.perf_counter()
            found = getattr(self.quick, how)(path)
            if self.clock.used(time.perf_counter() - began):
                raise RefusedError(self._slow())
            return found
        compiled = _stoppable(self.text)
        began = time.perf_counter()
        try:
            return getattr(compiled, how)(path, timeout=max(self.clock.left, 0.001))
        except TimeoutError:
            raise RefusedError(self._slow()) from None
        finally:
            self.clock.used(time.perf_counter() - began)

    def _slow(self) -> Refusal:
        return Refusal(
            "FC754",
            f"the pattern {shorten(repr(self.text))} takes too long: it can match the same text in too many ways",
            "write it without a repetition inside a repetition, or list the modules' names",
            self.about,
        )


def patterns(form: str, names: Sequence[str], about: str | None) -> Iterator[Pattern]:
    """Compile the patterns of one place, one by one, which share their time; each is a form with `{key}` filled in.

    Raises:
        RefusedError: one is no regular expression; there are too many, each of which every path would be tried with.
    """
    if len(names) > MOST:
        message = f"{len(names):,} patterns are too many"
        raise RefusedError(Refusal("FC753", message, f"at most {MOST:,}; let one stand for several", about))
    clock = Clock(SECONDS_TOGETHER)
    for name in names:
        yield pattern(form.format(key=name), about, clock)


def pattern(text: str, about: str | None, clock: Clock | None = None) -> Pattern:
    """Compile a pattern, which has a clock of its own where it is given none.

    Raises:
        RefusedError: it is no regular expression, or too long.
    """
    if len(text) > LONGEST:
        message = f"a pattern of {len(text):,} characters is too long"
        raise RefusedError(
            Refusal("FC753", message, f"at most {LONGEST:,}; list the modules' names instead", about)
        )
    try:
        return Pattern(text, about, _quick(text), clock or Clock(SECONDS))
    except (re.error, OverflowError, RecursionError) as error:
        message = f"{shorten(repr(text))} is no regular expression: {error}"
        hint = "a list takes names as they are; a string is matched as a pattern against the whole path"
        raise RefusedError(Refusal("FC753", message, hint, about)) from None


@lru_cache(maxsize=MOST)
def _quick(text: str) -> Any:
    """Compile a pattern for `re` where no path can keep it busy, hold it to the syntax of `re` elsewhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about syntax that may change its meaning one day
        compiled = re.compile(text)
    if tries(text, _PATH) <= _TRIES:
        return compiled
    _stoppable(text)
    return None


@lru_cache(maxsize=64)
def _stoppable(text: str) -> Any:
    """Compile a pattern for an engine that can be stopped."""
    import regex

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return regex.compile(text, regex.VERSION0)
        except regex.error as error:
            raise re.error(str(error)) from None

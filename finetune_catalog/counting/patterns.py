"""Regular expressions out of configurations: as the library's `re` understands them, within a bound on time."""

from __future__ import annotations

import re
import time
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.text import shorten

SECONDS = 0.5  #: all matching of one pattern together
LONGEST = 2000  #: characters of a pattern


@dataclass(slots=True)
class Pattern:
    """A compiled pattern that stops when its time is used up; `about` is the option it stands in."""

    text: str
    about: str | None
    compiled: Any
    timed: bool = True
    left: float = field(default=SECONDS)

    def fullmatch(self, path: str) -> bool:
        """Whether the pattern matches a whole path.

        Raises:
            RefusedError: it takes too long.
        """
        return self._timed(self.compiled.fullmatch, path)

    def match(self, path: str) -> bool:
        """Whether the pattern matches at the beginning of a path."""
        return self._timed(self.compiled.match, path)

    def search(self, path: str) -> bool:
        """Whether the pattern matches anywhere in a path."""
        return self._timed(self.compiled.search, path)

    def last_group(self, path: str) -> str | None:
        """Give what the last group matched, None where the pattern does not match at the beginning."""
        found = self._run(self.compiled.match, path)
        return None if found is None else found[found.re.groups]

    def _timed(self, match: Any, path: str) -> bool:
        return self._run(match, path) is not None

    def _run(self, match: Any, path: str) -> Any:
        if not self.timed:
            return match(path)
        began = time.perf_counter()
        try:
            return match(path, timeout=max(self.left, 0.001))
        except TimeoutError:
            raise RefusedError(self._slow()) from None
        finally:
            self.left -= time.perf_counter() - began

    def _slow(self) -> Refusal:
        return Refusal(
            "FC754",
            f"the pattern {shorten(repr(self.text))} takes too long: it can match the same text in too many ways",
            "write it without a repetition inside a repetition, or list the modules' names",
            self.about,
        )


def pattern(text: str, about: str | None, *, ours: bool = False) -> Pattern:
    """Compile a pattern; `ours` says that nothing in it comes from a configuration.

    Raises:
        RefusedError: it is no regular expression, or too long.
    """
    if len(text) > LONGEST:
        message = f"a pattern of {len(text):,} characters is too long"
        raise RefusedError(
            Refusal("FC753", message, f"at most {LONGEST:,}; list the modules' names instead", about)
        )
    try:
        if ours or _quick(text):
            return Pattern(text, about, re.compile(text), timed=False)
        return Pattern(text, about, _compiled(text))
    except (re.error, OverflowError, RecursionError) as error:
        message = f"{shorten(repr(text))} is no regular expression: {error}"
        hint = "a list takes names as they are; a string is matched as a pattern against the whole path"
        raise RefusedError(Refusal("FC753", message, hint, about)) from None


def _quick(text: str) -> bool:
    """Whether no path can keep a pattern busy: few repetitions, none of a group."""
    return sum(map(text.count, "*+{")) <= _FEW and not _REPEATED_GROUP.search(text)


_FEW = 2
_REPEATED_GROUP = re.compile(r"\)[*+{]")


@lru_cache(maxsize=64)
def _compiled(text: str) -> Any:
    """Hold a pattern to the syntax of `re`, then compile it for an engine that can be stopped."""
    import regex

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about syntax that may change its meaning one day
        re.compile(text)
        try:
            return regex.compile(text, regex.VERSION0)
        except regex.error as error:
            raise re.error(str(error)) from None

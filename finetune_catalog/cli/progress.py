"""A progress line on standard error while a person waits; none in a pipe, and none for what takes no time."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from finetune_catalog.cli.screen import Screen

PATIENCE = 0.5  #: seconds before the line appears
EVERY = 0.1  #: seconds between two updates
BAR = 24  #: columns of the bar
_CLEAR = "\r\x1b[K"


class Progress:
    """Shows how far a piece of work is, as long as it lasts: `with Progress(screen, total) as at: at(done)`.

    `total` is None where it is not known; then only what is done is shown. While results are `printing`, a terminal
    that shows them needs no progress.
    """

    def __init__(
        self,
        screen: Screen,
        total: int | None,
        noun: str,
        *,
        printing: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._screen = screen
        self._total = total
        self._noun = noun
        self._clock = clock
        self._started = clock()
        self._next = self._started + PATIENCE if screen.watched(printing=printing) else float("inf")
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, count: int) -> None:
        """Say that `done` of the total is done, and what was counted meanwhile."""
        now = self._clock()
        if now >= self._next:
            self._next = now + EVERY
            self._shown = True
            self._show(self._line(done, count, now - self._started))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._show("")

    def _show(self, line: str) -> None:
        try:
            self._screen.err.write(_CLEAR + self._screen.shown_in_errors(line))
            self._screen.err.flush()
        except OSError:  # nobody looks any more; the work goes on
            self._next = float("inf")

    def _line(self, done: int, count: int, seconds: float) -> str:
        rate = f"{count:,} {self._noun}, {count / seconds:,.0f} a second"
        if not self._total:
            return rate
        share = min(done / self._total, 1.0)
        left = seconds / share - seconds if share else 0.0
        bar = "█" * int(share * BAR) + "·" * (BAR - int(share * BAR))
        return f"{bar} {share:4.0%}  {rate}, {_duration(left)} left"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"

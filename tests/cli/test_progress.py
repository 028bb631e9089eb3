"""A progress line appears for a person who waits, and for nobody else."""

from __future__ import annotations

import io

import pytest

from finetune_catalog.cli.progress import Progress
from finetune_catalog.cli.screen import Screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def shown(
    stream: io.StringIO, total: int | None, times: list[float], environ: dict[str, str] | None = None
) -> str:
    clock = Clock()
    with Progress(Screen(io.StringIO(), stream, environ or {}), total, "lines", clock=clock) as at:
        for step, time in enumerate(times, 1):
            clock.now = time
            at(step * 10, step * 100)
    return stream.getvalue()


def test_a_long_piece_of_work_shows_its_share_its_rate_and_what_is_left() -> None:
    text = shown(Terminal(), 40, [1.0, 2.0])

    assert text == (
        "\r\x1b[K██████··················  25%  100 lines, 100 a second, 0:03 left"
        "\r\x1b[K████████████············  50%  200 lines, 100 a second, 0:02 left"
        "\r\x1b[K"
    )


def test_work_without_a_known_end_shows_what_is_done() -> None:
    assert "100 lines, 50 a second" in shown(Terminal(), None, [2.0])


@pytest.mark.parametrize("times", [[0.1, 0.2, 0.4], []])
def test_short_work_shows_nothing(times: list[float]) -> None:
    assert shown(Terminal(), 30, times) == ""


def test_updates_are_ten_a_second_at_most() -> None:
    assert shown(Terminal(), 40, [1.0, 1.01, 1.02, 1.2]).count("%") == 2


def test_a_pipe_and_a_dumb_terminal_see_nothing() -> None:
    assert shown(io.StringIO(), 20, [5.0, 9.0]) == ""
    assert shown(Terminal(), 20, [5.0, 9.0], {"TERM": "dumb"}) == ""


def test_the_line_is_cleared_when_the_work_is_interrupted() -> None:
    stream, clock = Terminal(), Clock()

    def work() -> None:
        with Progress(Screen(stream, stream, {}), 9, "lines", clock=clock) as at:
            clock.now = 1.0
            at(1, 1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()

    assert stream.getvalue().endswith("left\r\x1b[K")


def test_the_line_is_no_wider_than_the_terminal() -> None:
    text = shown(Terminal(), 40, [1.0], {"COLUMNS": "40"})

    assert all(len(line) < 40 for line in text.split("\r\x1b[K"))


@pytest.mark.parametrize(("printing", "shows"), [(True, False), (False, True)])
def test_a_terminal_that_shows_the_results_needs_no_progress(printing: bool, shows: bool) -> None:
    terminal, clock = Terminal(), Clock()

    with Progress(Screen(terminal, terminal, {}), 9, "lines", printing=printing, clock=clock) as at:
        clock.now = 1.0
        at(1, 1)

    assert bool(terminal.getvalue()) is shows

"""Patterns out of configurations: those that can keep the matcher busy are stopped, and share their time."""

from types import SimpleNamespace
from typing import Any

import pytest

from finetune_catalog.counting import patterns
from finetune_catalog.counting.patterns import SECONDS, SECONDS_TOGETHER, Clock, pattern
from finetune_catalog.counting.refusal import RefusedError

SLOW = r"(\w|\w\w|\.)*[.]"
EACH = 0.03  #: seconds that one match takes here


class Time:
    """A clock of the machine's that stands still but for what is said to take time."""

    def __init__(self) -> None:
        self.wall = self.thread = 0.0

    def passes(self, seconds: float, *, elsewhere: float = 0) -> None:
        self.wall += seconds + elsewhere
        self.thread += seconds

    def perf_counter(self) -> float:
        return self.wall

    def thread_time(self) -> float:
        return self.thread


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(patterns, "time", made)
    return made


@pytest.fixture
def matching(time: Time, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let every match take its time, by an engine that stops when it is told to; gives the paths that were matched."""
    matched: list[str] = []

    def fullmatch(path: str, timeout: float) -> None:
        time.passes(min(EACH, timeout))
        if timeout < EACH:
            raise TimeoutError
        matched.append(path)

    monkeypatch.setattr(patterns, "_stoppable", lambda _: SimpleNamespace(fullmatch=fullmatch))
    return matched


@pytest.mark.parametrize("text", [SLOW, r"((a|aa)*)*$", r"(.*)*x", r"(.*.*)*x", r"(.|..|...|....)*[.]"])
def test_what_could_run_long_is_not_given_to_an_engine_that_cannot_be_stopped(text: str) -> None:
    assert pattern(text, None).quick is None


@pytest.mark.parametrize("text", [r".*\.(q|v)_proj", "q_proj", r"model\.layers\.[0-9]+\..*"])
def test_what_people_write_is(text: str) -> None:
    assert pattern(text, None).quick is not None


def test_all_matches_of_a_pattern_share_its_time(time: Time, matching: list[str]) -> None:
    one = pattern(SLOW, None)

    with pytest.raises(RefusedError):
        _match([one], 1_000)

    assert len(matching) == SECONDS // EACH
    assert time.wall == pytest.approx(SECONDS)


def test_all_patterns_of_a_place_share_their_time(time: Time, matching: list[str]) -> None:
    names = [f"{SLOW}{place}" for place in range(100)]

    with pytest.raises(RefusedError):
        _match(list(patterns.patterns("{key}", names, None)), 10)

    assert len(matching) == SECONDS_TOGETHER // EACH
    assert time.wall == pytest.approx(SECONDS_TOGETHER)


def test_time_that_other_programs_had_is_not_a_patterns(time: Time) -> None:
    clock = Clock(0.05)

    time.passes(0.01, elsewhere=60.0)
    assert not clock.used(60.01)
    assert clock.left == pytest.approx(0.04)

    time.passes(0.05)
    assert clock.used(0.05)


def _match(every: list[Any], paths: int) -> None:
    for path in range(paths):
        for one in every:
            one.fullmatch(f"layers.{path}.q_proj")

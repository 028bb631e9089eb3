"""A stream is read in bounded memory, and answered before more of it is waited for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from finetune_catalog.cli import streams

if TYPE_CHECKING:
    import pytest


class Slow(io.RawIOBase):
    """Gives its chunks one a read, as a pipe does."""

    def __init__(self, chunks: list[bytes], log: list[str]) -> None:
        self.chunks = list(chunks)
        self.log = log

    def read1(self, _: int) -> bytes:
        self.log.append("read")
        return self.chunks.pop(0) if self.chunks else b""


def read(chunks: list[bytes]) -> list[bytes]:
    lines = streams.lines(Slow(chunks, []), lambda: None, lambda *_: None)  # type: ignore[arg-type]
    return [line.encode("utf-8", "surrogateescape") for line in lines]


@given(st.lists(st.binary(max_size=40)), st.lists(st.integers(1, 30)))
def test_lines_are_those_of_the_whole_however_it_arrives(parts: list[bytes], sizes: list[int]) -> None:
    whole = b"\n".join(part.replace(b"\n", b"") for part in parts)
    chunks, rest = [], whole
    for size in sizes:
        chunks.append(rest[:size])
        rest = rest[size:]
    chunks = [chunk for chunk in [*chunks, rest] if chunk]

    expected = whole.split(b"\n")
    assert read(chunks) == (expected if expected[-1] else expected[:-1])


def test_everything_read_is_answered_and_written_before_more_is_waited_for() -> None:
    log: list[str] = []

    lines = streams.lines(Slow([b"a\nb\n", b"c\n"], log), lambda: log.append("flush"), lambda *_: None)  # type: ignore[arg-type]
    log.extend(lines)  # line by line, as they come

    assert log == ["read", "a", "b", "flush", "read", "c", "flush", "read"]


def test_a_line_without_end_is_cut_and_the_next_one_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST", 8)

    assert read([b"short\n", b"x" * 6, b"x" * 6, b"x" * 6 + b"\nnext", b"\n"]) == [
        b"short",
        b"x" * 9,
        b"next",
    ]


def test_progress_is_told_bytes_and_lines() -> None:
    told: list[tuple[int, int]] = []

    list(streams.lines(Slow([b"a\nb", b"b\n"], []), lambda: None, lambda *at: told.append(at)))  # type: ignore[arg-type]

    assert told == [(3, 1), (5, 2)]

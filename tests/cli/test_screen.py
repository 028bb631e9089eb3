"""Output adapts to where it goes: colour, width and characters."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import pytest

from finetune_catalog.cli.screen import Screen, encodable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def screen(environ: Mapping[str, str], stream: Any = None) -> Screen:
    return Screen(stream or Terminal(), stream or Terminal(), environ)


@pytest.mark.parametrize(
    ("environ", "terminal", "colored"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colour_is_for_terminals_unless_the_environment_says_otherwise(
    environ: dict[str, str], terminal: bool, colored: bool
) -> None:
    here = screen(environ, Terminal() if terminal else io.StringIO())

    assert (here.color, here.error_color) == (colored, colored)


@pytest.mark.parametrize(
    ("columns", "width"), [("100", 100), ("10", 40), ("9999", 160), ("", 80), ("wide", 80), ("9" * 5000, 80)]
)
def test_tables_are_as_wide_as_columns_says_within_reason(columns: str, width: int) -> None:
    assert screen({"COLUMNS": columns}).width == width


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "IA³ LoRA(α=1) 2 × ↑ ─ é 漢"),
        ("cp1252", "IA³ LoRA(alpha=1) 2 × ^ - é \\u6f22"),
        ("ascii", "IA3 LoRA(alpha=1) 2 x ^ - e \\u6f22"),
    ],
)
def test_characters_that_the_encoding_lacks_have_likenesses(encoding: str, shown: str) -> None:
    assert encodable("IA³ LoRA(α=1) 2 × ↑ ─ é 漢", encoding) == shown


def test_data_is_utf8_whatever_the_encoding() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    here = screen({}, out)

    here.write("α ")
    here.write_data("α\n")
    out.flush()

    assert raw.getvalue() == b"alpha \xce\xb1\n"


@pytest.fixture
def pseudo_terminal() -> Iterator[tuple[int, io.TextIOWrapper]]:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as stream:
        yield leader, stream
    os.close(leader)


def test_a_terminal_says_how_wide_it_is(pseudo_terminal: tuple[int, io.TextIOWrapper]) -> None:
    import fcntl
    import struct
    import termios

    leader, stream = pseudo_terminal
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 63, 0, 0))

    assert screen({}, stream).width == 63

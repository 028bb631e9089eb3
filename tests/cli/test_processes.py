"""The command as a process: installed words, terminals, pipes, encodings."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = (sys.executable, "-m", "finetune_catalog")
ESCAPE = re.compile(rb"\x1b\[[0-9;]*[mK]")


def ran(
    *words: str, environ: dict[str, str] | None = None, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    }
    return subprocess.run(
        [*COMMAND, *words],
        input=given,
        capture_output=True,
        check=False,
        timeout=120,
        env=plain | (environ or {}),
    )


def test_the_module_is_the_command() -> None:
    done = ran("eval", "lora", "rank=16")

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith("LoRA(r=16, α=16)  Low-Rank Adaptation\n".encode())


@pytest.mark.parametrize(
    "words",
    [["lora", "rank=16"], ["lora", "rank=8", "alpha=0.1"], ["qlora", "rank=64", "bits=8"], ["ia3"], ["full"], ["lora", "alpha=-0", "rank=0"]],
    ids=" ".join,
)  # fmt: skip
def test_the_quick_path_and_the_whole_command_print_the_same_bytes(words: list[str]) -> None:
    ran("eval", "full", "--format", "json")  # fills the cache
    quick = ran("eval", *words, "--format", "json")
    whole = ran(
        "eval", *words, "--format", "json", "--debug"
    )  # an option that the quick path leaves to the whole

    assert quick.returncode == whole.returncode == 0
    assert quick.stdout == whole.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8", "utf-16"])
@pytest.mark.parametrize(
    "words", [["compare"], ["show", "ia3"], ["list", "units"], ["explain", "FC908"], ["--help"], ["eval", "αβγ"]], ids=" ".join
)  # fmt: skip
def test_no_encoding_crashes_it(encoding: str, words: list[str]) -> None:
    done = ran(*words, environ={"PYTHONIOENCODING": encoding})

    assert done.returncode == (2 if words[0] == "eval" else 0)
    assert b"Traceback" not in done.stderr
    assert b"FC999" not in done.stderr
    assert done.stdout.decode(encoding) or done.stderr.decode(encoding)


def test_json_is_utf8_in_every_encoding() -> None:
    done = ran("show", "ia3", "--format", "json", environ={"PYTHONIOENCODING": "ascii"})

    assert "IA³" in done.stdout.decode("utf-8")


def test_a_pipe_gets_no_colour_and_no_progress() -> None:
    done = ran("eval", "--input", "-", given=b'"Full"\n' * 200_000)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 200_000


def on_a_terminal(*words: str, environ: dict[str, str] | None = None, out: Path | None = None) -> bytes:
    """Run the command on a pseudo-terminal of 80 columns and return what it shows; `out` takes standard output instead."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    }
    with ExitStack() as stack:
        stdout = stack.enter_context(out.open("wb")) if out else follower
        process = subprocess.Popen(
            [*COMMAND, *words],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=follower,
            env=kept | {"TERM": "xterm"} | (environ or {}),
        )
    os.close(follower)
    shown = b"".join(_everything(leader))
    os.close(leader)
    process.wait(timeout=60)
    return shown


def _everything(leader: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:  # the other end is closed
            return
        if not chunk:
            return
        yield chunk


terminals = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals as POSIX has them")


@terminals
def test_a_terminal_gets_colour_unless_it_wants_none() -> None:
    colored = on_a_terminal("compare")

    assert b"\x1b[1;32m" in colored
    assert b"\x1b" not in on_a_terminal("compare", environ={"NO_COLOR": "1"})
    assert b"\x1b" not in on_a_terminal("compare", environ={"TERM": "dumb"})
    assert ESCAPE.sub(b"", colored).replace(b"\r\n", b"\n") == ran("compare").stdout


@terminals
def test_errors_on_a_terminal_are_coloured() -> None:
    assert b"\x1b[1;31merror[FC901]\x1b[0m" in on_a_terminal("evla")


@terminals
def test_a_long_stream_shows_its_progress_on_a_terminal_and_takes_it_away(tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_bytes(b'{"LoRA": {"rank": 16}}\n' * 200_000)

    shown = on_a_terminal("eval", "--input", str(given), out=out)

    assert b" lines, " in shown
    assert b"%" in shown
    assert shown.endswith(b"\r\x1b[K")
    assert out.read_bytes().count(b"\n") == 200_000


@terminals
def test_a_stream_that_is_printed_on_the_terminal_shows_no_progress(tmp_path: Path) -> None:
    given = tmp_path / "in.jsonl"
    given.write_bytes(b'"Full"\n' * 100)

    assert b"\r\x1b[K" not in on_a_terminal("eval", "--input", str(given))


@terminals
def test_the_progress_of_a_long_sweep_is_on_standard_error_only(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"

    shown = on_a_terminal("sweep", "lora", "rank=1:400000", "--output", str(table))

    assert b"rows," in shown
    assert shown.endswith(f"wrote {table}, 400,000 rows\r\n".encode())
    assert table.read_bytes().count(b"\n") == 400_001

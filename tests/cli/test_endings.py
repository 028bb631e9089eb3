"""However the command ends, it ends with a few words and the right status, never with a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finetune_catalog.cli.verbs import list as list_verb

if TYPE_CHECKING:
    from tests.cli.conftest import Run

COMMAND = [sys.executable, "-m", "finetune_catalog"]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(_: object) -> int:
        raise error

    monkeypatch.setattr(list_verb, "run", run)


def test_what_was_not_foreseen_is_one_message_that_asks_for_a_report(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, ZeroDivisionError("division by zero\nand more"))

    assert run("list") == (
        2,
        "",
        (
            "error[FC999]: something unforeseen happened: ZeroDivisionError: division by zero\n"
            "  = help: this is a fault of the command: please report it, with what the same\n"
            "          command prints with --debug\n"
        ),
    )


def test_debug_shows_the_traceback_before_the_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(monkeypatch, ZeroDivisionError("division by zero"))

    ran = run("list", "--debug")

    assert ran.status == 2
    assert ran.err.startswith("Traceback (most recent call last):\n")
    assert "error[FC999]: something unforeseen happened: ZeroDivisionError" in ran.err


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (BrokenPipeError(32, "Broken pipe"), 141, ""),
        (OSError(28, "No space left on device"), 2, "error[FC990]: the system refused: the disk is full\n"),
        (
            PermissionError(13, "Permission denied", "/x"),
            2,
            "error[FC990]: the system refused `/x`: permission denied\n",
        ),
        (RecursionError("maximum depth"), 2, "error[FC999]: something unforeseen happened: RecursionError"),
        (MemoryError(), 2, "error[FC999]: something unforeseen happened: MemoryError\n"),
    ],
)
def test_every_ending_has_its_status_and_words(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, said: str
) -> None:
    fail_with(monkeypatch, error)

    ran = run("list")

    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(said)
    assert said or not ran.err
    assert "Traceback" not in ran.err


@POSIX
def test_a_reader_that_goes_away_is_nobodys_fault() -> None:
    ran = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m finetune_catalog --help | true"],
        capture_output=True,
        check=True,
        timeout=60,
    )

    assert ran.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["--help"], ["eval", "--help"]])
def test_a_full_disk_is_said_in_one_line(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as disk:
        ran = subprocess.run([*COMMAND, *words], stdout=disk, stderr=subprocess.PIPE, check=False, timeout=60)

    assert ran.returncode == 2
    assert ran.stderr == b"error[FC990]: the system refused: the disk is full\n"


@POSIX
def test_closed_streams_are_not_an_error() -> None:
    ran = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m finetune_catalog --help >&- 2>&-"],
        check=False,
        timeout=60,
    )

    assert ran.returncode == 0


@POSIX
def test_interrupting_ends_with_one_line() -> None:
    waiting = subprocess.Popen(
        [*COMMAND, "validate", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    _until_it_reads(waiting.pid)
    waiting.send_signal(signal.SIGINT)
    out, err = waiting.communicate(timeout=60)

    assert (waiting.returncode, out, err) == (130, b"", b"interrupted\n")


def _until_it_reads(process: int) -> None:
    """Wait until a process sleeps on its standard input, or for two seconds where that cannot be seen."""
    from time import monotonic, sleep

    end = monotonic() + 20
    where = Path(f"/proc/{process}/syscall")
    while monotonic() < end:
        if not where.exists():
            sleep(2)
            return
        if where.read_text().startswith("0 0x0 "):  # read(0, …
            return
        sleep(0.02)

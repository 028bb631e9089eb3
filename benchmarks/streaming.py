"""Streams of configurations: how many a second, and how much memory they take."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import cycle, islice
from typing import TYPE_CHECKING

import finetune_catalog as fc
from benchmarks.command import environment
from benchmarks.rows import Row
from benchmarks.timing import fastest
from finetune_catalog.configs import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

#: so many different lines, over and over: every method with a parameter, and some without
LINES = tuple(
    line
    for rank in range(1, 1001)
    for line in (
        f'{{"LoRA":{{"rank":{rank},"alpha":{rank * 2}.0}}}}\n',
        f'{{"QLoRA":{{"rank":{rank},"bits":{2 + rank % 7}}}}}\n',
        f'{{"LoRA":{{"rank":{rank}}}}}\n',
        '"Full"\n',
    )
)
#: runs a command and says how much memory it took at most: the system counts what a process had before it became
#: another program, so that it has to be started by a small one
WATCH = """
import os, sys
child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
sys.stderr.write(str(used.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""
COMMAND = (sys.executable, "-m", "finetune_catalog", "eval", "--input", "-", "--format", "jsonl")


def rows(
    *, lines: int = 200_000, rounds: int = 5, memory: tuple[int, int] = (100_000, 1_000_000)
) -> Iterator[Row]:
    """Measure the rate inside Python and of the command, and the command's memory at two lengths."""
    data = fc.load().data
    given = list(islice(cycle(LINES), lines))

    def run() -> None:
        for _ in stream(data, given):
            pass

    best = fastest({"ours": run}, rounds=rounds)
    yield Row("configurations a second, from Python", "", lines / best["ours"], 100_000, at_least=True)
    seconds = min(seconds_of(lines) for _ in range(rounds))
    yield Row("configurations a second, by the command", "", lines / seconds, 100_000, at_least=True)
    few, many = memory
    small, large = megabytes_of(few), megabytes_of(many)
    note = f"{large:.1f} MB to {small:.1f} MB"
    yield Row(f"memory of {many:,} lines", f"{few:,} lines", large / small, 1.05, note=note)


def seconds_of(lines: int) -> float:
    """Stream so many lines through the command; give the seconds it took."""
    begin = time.perf_counter()
    _fed(COMMAND, lines)
    return time.perf_counter() - begin


def megabytes_of(lines: int) -> float:
    """Stream so many lines through the command; give its greatest memory in megabytes."""
    scale = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes elsewhere
    return int(_fed((sys.executable, "-c", WATCH, *COMMAND), lines)) / scale


def _fed(words: tuple[str, ...], lines: int) -> bytes:
    """Run a command with so many lines on its standard input; give what it says on standard error."""
    piece = "".join(LINES).encode()
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        whole, rest = divmod(lines, len(LINES))
        for _ in range(whole):
            process.stdin.write(piece)
        process.stdin.write("".join(LINES[:rest]).encode())
        process.stdin.close()
        said = process.stderr.read()
    if process.returncode:
        message = f"the command ended with {process.returncode}: {said.decode(errors='replace')}"
        raise RuntimeError(message)
    return said

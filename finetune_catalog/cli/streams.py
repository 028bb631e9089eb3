"""Configurations in, results out, a line each: in order, as they come, in constant memory."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from finetune_catalog.cli.errors import FINDINGS, FINE
from finetune_catalog.cli.files import STDIN, unreadable
from finetune_catalog.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finetune_catalog.cli.dispatch import Call

NAMES = {STDIN: "<stdin>"}
#: bytes read at once; what is answered to them is written before more is waited for. It is some ten times as much, and
#: memory that large is asked of the system anew each time where it passes 128 kB: a fifth of the time went there.
CHUNK = 2**13
LONGEST = 2**20  #: bytes of a line; of a longer one only so much is passed on, which is then refused


def evaluate(call: Call, source: str) -> int:
    """Answer every line of a file or of standard input; return 1 where one could not be evaluated."""
    from finetune_catalog.configs import is_error, stream

    written = _Written(call.screen.out)
    status = FINE
    catalog, write = call.catalog.data, written.lines.append
    with _opened(source) as (file, size), Progress(call.screen, size, "lines", printing=True) as at, written:
        for line in stream(catalog, lines(file, written.flush, at), NAMES.get(source, source), call.model):
            if is_error(line):
                status = FINDINGS
            write(line.encode())
    return status


class _Written:
    """Lines to be written at once, as UTF-8: a call for each takes a fifth of the time, more on an unbuffered output."""

    def __init__(self, out: TextIO) -> None:
        self.lines: list[bytes] = []
        self._out = out
        self._bytes: BinaryIO | None = getattr(out, "buffer", None)

    def flush(self) -> None:
        """Write what was gathered."""
        if self.lines:
            text = b"\n".join(self.lines) + b"\n"
            self.lines.clear()
            if self._bytes is None:
                self._out.write(text.decode())
            else:
                self._bytes.write(text)
        self._out.flush()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.flush()


def lines(
    file: BinaryIO, before_waiting: Callable[[], object], at: Callable[[int, int], object]
) -> Iterator[str]:
    """Yield the lines of a file without their ends, calling `before_waiting` whenever more has to be read.

    A line is cut at LONGEST bytes; `at` is told how many bytes and lines were read. Bytes that are no UTF-8 become lone
    surrogates, which no configuration may hold.
    """
    rest, done, count, cutting = b"", 0, 0, False
    read = getattr(file, "read1", file.read)
    while chunk := read(CHUNK):
        done += len(chunk)
        whole, ended, rest = (rest + chunk).rpartition(b"\n")
        if ended:
            texts = whole.decode("utf-8", "surrogateescape").split("\n")
            if cutting:  # the end of a line whose beginning was passed on
                cutting = False
                del texts[0]
            count += len(texts)
            yield from texts
        if cutting:
            rest = b""
        elif len(rest) > LONGEST:
            count += 1
            yield rest[: LONGEST + 1].decode("utf-8", "surrogateescape")
            rest, cutting = b"", True
        before_waiting()
        at(done, count)
    if rest and not cutting:
        yield rest.decode("utf-8", "surrogateescape")


@contextmanager
def _opened(source: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """Open a file or standard input, with its size where it has one; raises CommandError."""
    if source == STDIN:
        yield sys.stdin.buffer, None
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115  # closed below; the body's own errors are not those of opening
        file.peek(1)  # a folder opens on some systems and cannot be read
    except (OSError, ValueError) as error:
        raise unreadable(source, error) from None
    with file:
        size = os.fstat(file.fileno()).st_size
        yield file, size or None

"""A report for people: each finding with its source line, a caret, and what to do next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.model import Severity
from finetune_catalog.diagnostics.snippet import mark, safe
from finetune_catalog.diagnostics.sources import Sources
from finetune_catalog.text import plural, word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from finetune_catalog.diagnostics.model import Diagnostic, Report, Span

WIDTH = 80

_WORD = re.compile(r"(?:`[^`]*`|[^ ])+")
_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_FRAME = "\x1b[1;34m"
_COLORS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}


def render_text(report: Report, *, color: bool = False, root: Path | None = None, width: int = WIDTH) -> str:
    """Write every finding as compilers do: the message, the place, the line with a caret, help and notes.

    Lines come from the report's texts, else from the file itself, looked up under `root`. Source lines are cropped
    to `width` columns around the caret; messages stay whole.
    """
    painter = _Painter(Sources(report.texts, root), color=color, width=width)
    return "".join(f"{text}\n" for text in _spaced(map(painter.finding, report)))


def summary(report: Report) -> str:
    """Count a report's findings by severity: `2 errors and 1 warning`, or `no findings`."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in report:
        counts[diagnostic.severity] += 1
    return word_list([plural(n, s.value) for s, n in counts.items() if n]) or "no findings"


def _spaced(findings: Iterable[Iterable[str]]) -> Iterator[str]:
    for index, lines in enumerate(findings):
        if index:
            yield ""
        yield from lines


class _Painter:
    """Draws findings; knows where lines come from, how wide the terminal is, and whether it has colours."""

    def __init__(self, sources: Sources, *, color: bool, width: int) -> None:
        self.sources = sources
        self.color = color
        self.width = width

    def finding(self, diagnostic: Diagnostic) -> Iterator[str]:
        places = [diagnostic.span] if diagnostic.span else []
        places += [span for span, _ in diagnostic.related]
        gutter = max((len(str(span.line)) for span in places), default=1)
        color = _COLORS[diagnostic.severity]
        label = f"{diagnostic.severity.value}[{diagnostic.rule or diagnostic.code}]"
        yield self.paint(label, color) + self.paint(f": {safe(diagnostic.message)}", _BOLD)
        if diagnostic.span:
            yield from self.place(diagnostic.span, gutter, ("-->", "^", color))
        elif diagnostic.subject:
            yield f"{' ' * gutter}{self.paint('-->', _FRAME)} {safe(diagnostic.subject)}"
        for span, remark in diagnostic.related:
            yield from self.place(span, gutter, (":::", "-", _FRAME), remark)
        for name, text in _remarks(diagnostic):
            yield from self.remark(name, safe(text), gutter)

    def place(self, span: Span, gutter: int, style: tuple[str, str, str], remark: str = "") -> Iterator[str]:
        """Draw a place: `style` is the arrow to its file, the caret's character and the caret's colour."""
        arrow, caret, color = style
        pad = " " * gutter
        yield f"{pad}{self.paint(arrow, _FRAME)} {safe(span.file)}:{span.line}:{span.column}"
        line = self.sources.line(span.file, span.line)
        if line is None:
            if remark:
                yield f"{pad} {self.paint('=', _FRAME)} {safe(remark)}"
            return
        bar = self.paint("|", _FRAME)
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        drawn = mark(line, span.column - 1, end, self.width - gutter - 3)
        yield f"{pad} {bar}"
        yield f"{self.paint(f'{span.line:>{gutter}} |', _FRAME)} {drawn.line}".rstrip()
        carets = self.paint(f"{caret * drawn.mark} {safe(remark)}".rstrip(), color)
        yield f"{pad} {bar} {' ' * drawn.before}{carets}"

    def remark(self, name: str, text: str, gutter: int) -> Iterator[str]:
        """Wrap a remark under its own first word; a word longer than the terminal stays whole."""
        lead = f"{' ' * gutter} = {name}: "
        painted = f"{' ' * gutter} {self.paint('=', _FRAME)} {self.paint(name + ':', _BOLD)} "
        for index, line in enumerate(_wrapped(text, self.width - len(lead))):
            yield f"{painted if index == 0 else ' ' * len(lead)}{line}"

    def paint(self, text: str, color: str) -> str:
        return f"{color}{text}{_RESET}" if self.color and text else text


def _remarks(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    if diagnostic.help:
        yield "help", diagnostic.help
    if diagnostic.allowed:
        yield "allowed", ", ".join(diagnostic.allowed)
    yield from (("note", note) for note in diagnostic.notes)
    if diagnostic.rule and diagnostic.code:
        yield "code", diagnostic.code


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Break a text into lines; what stands between backticks is to be copied, and stays in one piece."""
    line = ""
    for word in _WORD.findall(text):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line

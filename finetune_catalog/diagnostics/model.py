"""What the checks say, as values: where, how bad, what is allowed, what to do next."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from finetune_catalog.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Severity(enum.Enum):
    """How bad a finding is; only errors stop a load."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Span:
    """A stretch of a file; lines and columns count from 1, columns in characters, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __lt__(self, other: Span) -> bool:
        return self._place() < other._place()

    def _place(self) -> tuple[str, int, int, int, int]:
        return self.file, self.line, self.column, self.end_line, self.end_column


@frozen
class Problem:
    """A finding inside one string, located by character offsets; a Diagnostic once its file is known."""

    code: str
    message: str
    start: int
    end: int
    severity: Severity = Severity.ERROR
    allowed: tuple[str, ...] = ()
    help: str | None = None
    notes: tuple[str, ...] = ()


@frozen
class Diagnostic:
    """One finding: what is wrong, where, what is allowed, what to do next.

    `span` is None where the finding belongs to no file (a command-line argument, the environment).
    `subject` then says to what it belongs. `related` are further places, each with its remark.
    `rule` is the id of the catalog's rule that found it, None where the program did.
    """

    code: str
    message: str
    severity: Severity = Severity.ERROR
    span: Span | None = None
    subject: str | None = None
    allowed: tuple[str, ...] = ()
    help: str | None = None
    notes: tuple[str, ...] = ()
    related: tuple[tuple[Span, str], ...] = ()
    rule: str | None = None


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    span = diagnostic.span
    place = (span.file, span.line, span.column) if span else ("", 0, 0)
    return (*place, diagnostic.code, diagnostic.message)


@frozen
class Report:
    """All findings of one run, in the order of their places."""

    diagnostics: tuple[Diagnostic, ...] = ()
    #: the text of the files the findings point into, by the name their spans use
    texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic], texts: dict[str, str] | None = None) -> Report:
        """Sort and deduplicate findings into a report."""
        return cls(tuple(sorted(dict.fromkeys(diagnostics), key=_order)), texts or {})

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)

    def __len__(self) -> int:
        return len(self.diagnostics)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that stop the work."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    @property
    def ok(self) -> bool:
        """Whether nothing of error severity was found."""
        return not self.errors

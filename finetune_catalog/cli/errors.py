"""Wrong use, as one clear message: what is wrong, the nearest right word, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Report
from finetune_catalog.text import nearest, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

FINE = 0
FINDINGS = 1
WRONG_USE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
BROKEN_PIPE = 141  # 128 + SIGPIPE: the reader went away, which is nobody's fault

#: codes of findings that say that what was named is not there: no catalog, no model
_NOT_THERE = frozenset({"FC600", "FC740"})

LONGEST_LIST = 24  #: more words than this are looked up with `list`, not read in a message


class CommandError(Exception):
    """The command cannot do what was asked; carries what to print."""

    def __init__(self, report: Report, status: int = WRONG_USE) -> None:
        super().__init__(report)
        self.report = report
        self.status = status


def not_there(report: Report) -> bool:
    """Whether a catalog or model that was named is not there, which is wrong use, not a finding in it."""
    return any(found.code in _NOT_THERE for found in report)


def wrong(
    code: str,
    message: str,
    *,
    hint: str | None = None,
    allowed: Iterable[str] = (),
    notes: Iterable[str] = (),
) -> CommandError:
    """Make the error of one wrong use of the command line."""
    return CommandError(
        Report.of([Diagnostic(code, message, allowed=tuple(allowed), help=hint, notes=tuple(notes))])
    )


def unknown(code: str, lead: str, word: str, known: Iterable[str], otherwise: str) -> CommandError:
    """Make the error of a word that is none of the known ones: the nearest one if there is one, `otherwise` what to do.

    `lead` begins the message: `there is no verb`, then the word.
    """
    words = tuple(known)
    near = nearest(word, words)
    return wrong(
        code,
        f"{lead} `{shorten(word)}`",
        hint=f"did you mean `{near}`?" if near else otherwise,
        allowed=words if len(words) <= LONGEST_LIST else (),
        notes=(otherwise,) if near and len(words) > LONGEST_LIST else (),
    )

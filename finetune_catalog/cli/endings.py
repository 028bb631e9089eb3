"""How a command ends that did not end well: a few lines for a person, never a traceback."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import (
    BROKEN_PIPE,
    FINDINGS,
    INTERRUPTED,
    WRONG_USE,
    CommandError,
    not_there,
    wrong,
)
from finetune_catalog.cli.screen import here
from finetune_catalog.wording import system_reason

if TYPE_CHECKING:
    from finetune_catalog.cli.screen import Screen
    from finetune_catalog.diagnostics import Report


def ending(error: BaseException, *, debug: bool) -> int:
    """Say what stopped the command, after its traceback where `debug` asks for it, and return its exit status."""
    screen = here()
    if debug:
        from traceback import format_exception

        screen.remark("".join(format_exception(error)))
    if isinstance(error, BrokenPipeError):
        _silence(screen)
        return BROKEN_PIPE
    report, status = _said(error)
    try:
        if report is None:
            screen.remark("interrupted\n")
        else:
            from finetune_catalog.diagnostics import render_text

            screen.remark(render_text(report, color=screen.error_color))
    except OSError:  # standard error is gone too
        _silence(screen)
    return status


def _said(error: BaseException) -> tuple[Report | None, int]:
    if isinstance(error, KeyboardInterrupt):
        return None, INTERRUPTED
    if isinstance(error, CommandError):
        return error.report, error.status
    if isinstance(error, OSError):
        where = f" `{error.filename}`" if error.filename else ""
        return wrong("FC990", f"the system refused{where}: {system_reason(error)}").report, WRONG_USE
    report = getattr(error, "report", None)  # CatalogError, ConfigurationError
    if report is not None:
        return report, WRONG_USE if not_there(report) else FINDINGS
    return _unforeseen(error), WRONG_USE


def _unforeseen(error: BaseException) -> Report:
    words = str(error).strip().splitlines()
    said = f"{type(error).__name__}: {words[0]}" if words else type(error).__name__
    return wrong(
        "FC999",
        f"something unforeseen happened: {said}",
        hint="this is a fault of the command: please report it, with what the same command prints with --debug",
    ).report


def _silence(screen: Screen) -> None:
    """Point standard output at nothing, so that the interpreter's own flush at its end stays silent."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, screen.out.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        return  # no real file behind it: nothing to silence

"""The command: `main` runs one command line and turns whatever happens into an exit status and at most a few lines.

Exit status: 0 fine, 1 findings, 2 wrong use or something that cannot be read or written, 130 interrupted.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Run the command with these words (those of the process by default) and return its exit status."""
    tokens = sys.argv[1:] if argv is None else argv
    try:
        from finetune_catalog.cli.dispatch import run
        from finetune_catalog.cli.screen import here

        screen = here()
        status = run(tokens, screen)
        screen.out.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # whatever it is, a person reads one message
        from finetune_catalog.cli.endings import ending

        return ending(error, debug="--debug" in tokens)
    return status

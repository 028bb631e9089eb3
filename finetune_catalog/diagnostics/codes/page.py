"""The shape of an error code's page."""

from __future__ import annotations

from finetune_catalog.frozen import frozen


@frozen
class CodePage:
    """What `explain CODE` prints: why the code exists, an example that has the fault, the same one mended.

    `explanation` and `fix` are Markdown prose; `bad` and `good` are the bare text of an example file or formula.
    """

    code: str
    title: str
    explanation: str
    bad: str
    good: str
    fix: str

"""Pages of the codes FC55x to FC59x: what goes wrong while a formula is evaluated."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage  # noqa: TC001

PAGES: tuple[CodePage, ...] = ()

"""Pages of the codes FC9xx: the command line."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage  # noqa: TC001

PAGES: tuple[CodePage, ...] = ()

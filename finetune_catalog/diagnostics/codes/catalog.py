"""Pages of the codes FC6xx: what the entries of a catalog say of each other."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage  # noqa: TC001

PAGES: tuple[CodePage, ...] = ()

"""Pages of the codes FC4xx: types and units of formulas."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage  # noqa: TC001

PAGES: tuple[CodePage, ...] = ()

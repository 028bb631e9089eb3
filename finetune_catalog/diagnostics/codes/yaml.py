"""Pages of the codes FC1xx: what a YAML or JSON file may hold."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage  # noqa: TC001

PAGES: tuple[CodePage, ...] = ()

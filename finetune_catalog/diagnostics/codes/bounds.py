"""Pages of the codes FC50x to FC54x: what interval analysis finds."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage  # noqa: TC001

PAGES: tuple[CodePage, ...] = ()

"""Every error code with its page, by family; a family is a file here, named below."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.codes import (
    bounds,
    catalog,
    command,
    configuration,
    counting,
    evaluation,
    models,
    schema,
    syntax,
    types,
    yaml,
)
from finetune_catalog.diagnostics.codes.page import CodePage

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES = (
    yaml,
    schema,
    syntax,
    types,
    bounds,
    evaluation,
    catalog,
    configuration,
    models,
    counting,
    command,
)

#: every page by its code, in the order of the codes
PAGES: Mapping[str, CodePage] = MappingProxyType(
    {page.code: page for page in sorted((p for f in FAMILIES for p in f.PAGES), key=lambda p: p.code)}
)

__all__ = ["FAMILIES", "PAGES", "CodePage"]

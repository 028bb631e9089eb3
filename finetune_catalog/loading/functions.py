"""The catalog's own functions as the expression language takes them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.expression.types import Function

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.records import CatalogData


def functions_of(data: CatalogData) -> Mapping[str, Function]:
    """Give the catalog's own functions by name."""
    return MappingProxyType(
        {
            name: Function(name, entry.parameters, entry.result, entry.formula.checked)
            for name, entry in data.functions.items()
        }
    )

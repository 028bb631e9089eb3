"""Columns that show what the catalog describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.tables import Column
from finetune_catalog.wording import unit_symbol

if TYPE_CHECKING:
    from finetune_catalog.records import CatalogData, Metric


def metric_column(data: CatalogData, metric: Metric) -> Column:
    """Return the column that shows a metric."""
    unit = unit_symbol(data.units, metric.unit)
    return Column(
        metric.id, metric.title, number=True, format=metric.format, unit=unit, best=metric.direction
    )

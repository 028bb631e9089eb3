"""Columns that show what the catalog describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.tables import Column

if TYPE_CHECKING:
    from finetune_catalog.records import CatalogData, Metric


def metric_column(data: CatalogData, metric: Metric) -> Column:
    """Return the column that shows a metric."""
    unit = unit_symbol(data, metric.unit)
    return Column(
        metric.id, metric.title, number=True, format=metric.format, unit=unit, best=metric.direction
    )


def unit_symbol(data: CatalogData, unit: str) -> str:
    """Return how a unit is written after a number; one made of several is written as it is."""
    return data.units[unit].symbol if unit in data.units else unit

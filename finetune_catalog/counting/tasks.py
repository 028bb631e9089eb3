"""What a configuration's model is made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.counting_records import Counting, Task
    from finetune_catalog.records import CatalogData


def task_of(data: CatalogData, counting: Counting, values: Mapping[str, Any]) -> Task | None:
    """Give the task that a configuration names, None where it names none."""
    return data.tasks.get(values.get(counting.task or "") or "")

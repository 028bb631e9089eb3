"""What PEFT counts on small models, row by row, and these models as the catalog makes them of their config.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import finetune_catalog as fc

if TYPE_CHECKING:
    from finetune_catalog.models import Model

ORACLE = Path(__file__).parent.parent / "oracle"
MODELS = sorted(path.stem for path in (ORACLE / "counts").glob("*.json"))
CATALOG = fc.load()


@cache
def measured(name: str) -> dict[str, Any]:
    """Read what was counted on one small model."""
    found: dict[str, Any] = json.loads((ORACLE / "counts" / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def model(name: str) -> Model:
    """Make the model of a file of counts."""
    return CATALOG.model(measured(name)["config"])


def adapter_config(row: dict[str, Any]) -> dict[str, Any]:
    """Give the configuration of a row, with the adapters that it mixes in the place of their paths."""
    config: dict[str, Any] = row["adapter_config"]
    return {**config, "adapters": row["experts"]} if "experts" in row else config


def outcome(row: dict[str, Any]) -> str | tuple[int, ...]:
    """Tell what the library says of a row: refused, or what is trained, all parameters, and the bytes that are saved."""
    if "refused" in row:
        return "refused"
    saved = (row["stored"][2],) if "stored" in row else ()
    return (row["trainable_parameters"], row["all_parameters"], *saved)

"""What PEFT counted on small models: tests/oracle's rows, and the configurations as `parse` reads them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

ORACLE = Path(__file__).parent.parent / "oracle"
MODELS = sorted(path.stem for path in (ORACLE / "counts").glob("*.json"))


@cache
def measured(name: str) -> dict[str, Any]:
    """Read what was counted on one small model."""
    found: dict[str, Any] = json.loads((ORACLE / "counts" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def configuration(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row's adapter configuration; experts, which it names by folder, stand in it themselves."""
    config: dict[str, Any] = row["adapter_config"]
    experts = row.get("experts")
    if experts is None or not isinstance(config.get("adapters"), dict):
        return config
    return {
        **config,
        "adapters": {name: experts.get(name, path) for name, path in config["adapters"].items()},
    }

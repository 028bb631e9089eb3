"""Prints how many parameters the library makes of every model of the catalog, as models.json.

Usage: python models.py > models.json
"""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from modelling import build_model

MODELS = Path(__file__).resolve().parents[2] / "catalog" / "models"


def main() -> None:
    """Builds each model on the meta device, as the class that its config.json names, and counts shared weights once."""
    counts = {}
    for path in sorted(MODELS.glob("*.yaml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        config = entry["config"]
        named = config.get("architectures")
        if not named:
            continue  # nothing says which class to count
        model = build_model(entry["architecture"], config, named[0].replace("MPT", "Mpt"))
        counts[path.stem] = sum(parameter.numel() for parameter in model.parameters())
    print(json.dumps(counts, indent=1))


if __name__ == "__main__":
    main()

"""Prints what PEFT still trains where a configuration says `inference_mode`, every method on small models: `frozen.json`."""

from __future__ import annotations

import json
import logging
import warnings
from typing import Any

import torch
from counts import measure, names_of, task_of, with_task
from families import FAMILIES
from modelling import build_model, inventory
from settings import all_rows

Json = dict[str, Any]

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
MODELS = (("llama", "LlamaForCausalLM"), ("llama", "LlamaForSequenceClassification"))
EACH = 2  #: rows of one method, beside those that save modules whole


def chosen(rows: list[Json]) -> list[Json]:
    """Pick each method's first rows, and its first one with modules to save and with other options."""
    found: dict[tuple[str, object], list[Json]] = {}
    for row in rows:
        options = tuple(sorted(row.keys() & {"modules_to_save", "prefix_projection", "bias"}))
        found.setdefault((row["peft_type"], options), []).append(row)
    return [row for (_, options), those in found.items() for row in those[: 1 if options else EACH]]


def measured(model_type: str, class_name: str) -> Json:
    """Measure one small model."""
    labels = {"num_labels": 2} if class_name.endswith("Classification") else {}
    fields = {**FAMILIES[model_type].base, **labels}
    torch.manual_seed(0)
    model = build_model(model_type, fields, class_name, device="cpu")
    rows = with_task(
        all_rows(names_of(model, inventory(model)), experts=False), task_of(model_type, class_name)
    )
    return {
        "config": {"architectures": [class_name], "model_type": model_type, **fields},
        "rows": [measure(model, {**row, "inference_mode": True}) for row in chosen(rows)],
    }


def main() -> None:
    """Print a line a row."""
    made = []
    for model in MODELS:
        found = measured(*model)
        rows = ",\n".join(json.dumps(row) for row in found["rows"])
        made.append(f'{{"config": {json.dumps(found["config"])},\n"rows": [\n{rows}\n]}}')
    print("[\n" + ",\n".join(made) + "\n]")


if __name__ == "__main__":
    main()

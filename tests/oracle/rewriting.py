"""Writes which model types have their LoRA targets rewritten for fused experts, and how."""

from __future__ import annotations

import json
from pathlib import Path

from peft.utils import transformers_weight_conversion as conversion
from transformers.conversion_mapping import get_checkpoint_conversion_mapping


def rewritten_types() -> dict[str, str]:
    """Maps each rewritten model type to the pattern it follows."""
    patterns = conversion._MODEL_TO_CONVERSION_PATTERN
    known = {t: p for t, p in patterns.items() if conversion._MOE_TARGET_MODULE_MAPPING.get(p)}
    return {t: p for t, p in sorted(known.items()) if get_checkpoint_conversion_mapping(t) is not None}


def main() -> None:
    """Writes the file."""
    fused = {
        p: {k: list(v) for k, v in targets.items()} for p, targets in conversion._MOE_FUSED_TARGETS.items()
    }
    record = {
        "model_types": rewritten_types(),
        "names": conversion._MOE_TARGET_MODULE_MAPPING,
        "fused": fused,
    }
    text = json.dumps(record, indent=1)
    (Path(__file__).parent / "rewriting.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

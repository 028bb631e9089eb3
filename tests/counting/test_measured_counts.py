"""What PEFT counts on small models of every kind is what the catalog counts of their config.json alone."""

from __future__ import annotations

from typing import Any

import pytest

import finetune_catalog as fc
from tests.counting.measured import CATALOG, MODELS, adapter_config, measured, model, outcome

NAMES = {m.dialects["peft"].name for m in CATALOG.data.methods.values() if "peft" in m.dialects}


def unknowable(name: str, row: dict[str, Any]) -> bool:
    """Whether a row is outside what a configuration says; each of these is told here, and none is another's."""
    config = row["adapter_config"]
    return (
        # the library's configuration of the model itself is in its way, whose `use_cache` is no part of a shape
        row.get("use_cache", False)
        # T5's classes list the head as tied though this checkpoint's is not, and PEFT goes by the list
        or (name in ("mt5-untied", "t5-untied") and "lm_head" in str(config) and "shared" in str(config))
        or (name == "mt5-untied" and config.get("target_modules") in (["lm_head"], ["shared"]))
        # a buffer that is copied with its module is saved, and an architecture tells parameters only
        or (name == "deepseek_v3" and config.get("modules_to_save") == ["gate"])
        # the same embedding copied, and single tokens of the copy trained: it is saved twice over
        or (config.get("modules_to_save") == ["word_embeddings"] and "trainable_token_indices" in config)
    )


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_the_one_that_was_measured(name: str) -> None:
    found, row = model(name), measured(name)

    assert (found.class_name, found.parameters) == (row["class"], row["total_parameters"])


@pytest.mark.parametrize("name", MODELS)
def test_counts_refusals_and_saved_bytes_are_those_of_the_library(name: str) -> None:
    wrong = []
    for row in measured(name)["rows"]:
        config, expected = adapter_config(row), outcome(row)
        if config["peft_type"] not in NAMES or unknowable(name, row):
            continue
        try:
            metrics = CATALOG.parse(config, model=model(name)).metrics
            counts = (metrics["trainable_parameters"], metrics["total_parameters"])
            got: object = (*counts, metrics["adapter_file_bytes"]) if "stored" in row else counts
        except fc.ConfigurationError:
            got = "refused"
        if got != expected:
            wrong.append((config, expected, row.get("refused"), got))
    assert not wrong, "\n".join(map(str, wrong))

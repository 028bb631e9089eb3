"""What PEFT counts on small models of every kind is what the catalog counts on the same inventories."""

from __future__ import annotations

import pytest

import finetune_catalog as fc
from tests.counting.measured import MODELS, measured, model

CATALOG = fc.load()
NAMES = {m.dialects["peft"].name for m in CATALOG.data.methods.values() if "peft" in m.dialects}


@pytest.mark.parametrize("name", MODELS)
def test_counts_and_refusals_are_those_of_the_library(name: str) -> None:
    found = model(name)
    if found is None:
        pytest.fail(f"no inventory holds {name}")
    wrong = []
    for row in measured(name)["rows"]:
        config = row["adapter_config"]
        if config["peft_type"] not in NAMES:
            continue
        expected = "refused" if "refused" in row else (row["trainable_parameters"], row["all_parameters"])
        try:
            metrics = CATALOG.parse(config, model=found).metrics
            got: object = (metrics["trainable_parameters"], metrics["total_parameters"])
        except fc.ConfigurationError:
            got = "refused"
        if got != expected:
            wrong.append((config, expected, row.get("refused"), got))
    assert not wrong, "\n".join(map(str, wrong))

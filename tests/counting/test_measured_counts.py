"""What PEFT counts on small models of every kind is what the catalog counts on the same inventories."""

from __future__ import annotations

import pytest

import finetune_catalog as fc
from tests.counting.measured import MODELS, measured, model

CATALOG = fc.load()
NAMES = {m.dialects["peft"].name for m in CATALOG.data.methods.values() if "peft" in m.dialects}
#: methods whose saved bytes are not the library's in every row yet
UNHELD = {"ADALORA", "ADAPTION_PROMPT", "C3A", "CARTRIDGE", "CPT", "LORA", "MULTITASK_PROMPT_TUNING", "OFT"}
UNHELD |= {"PREFIX_TUNING", "PROMPT_TUNING", "P_TUNING", "SHADOW", "TRAINABLE_TOKENS", "XLORA"}


@pytest.mark.parametrize("name", MODELS)
def test_counts_refusals_and_saved_bytes_are_those_of_the_library(name: str) -> None:
    found = model(name)
    if found is None:
        pytest.fail(f"no inventory holds {name}")
    wrong = []
    for row in measured(name)["rows"]:
        config = row["adapter_config"]
        if config["peft_type"] not in NAMES:
            continue
        expected = "refused" if "refused" in row else (row["trainable_parameters"], row["all_parameters"])
        saved = config["peft_type"] not in UNHELD and "stored" in row
        if saved:
            expected = (*expected, row["stored"][2])
        try:
            metrics = CATALOG.parse(config, model=found).metrics
            counts = metrics["trainable_parameters"], metrics["total_parameters"]
            got: object = (*counts, metrics["adapter_file_bytes"]) if saved else counts
        except fc.ConfigurationError:
            got = "refused"
        if got != expected:
            wrong.append((config, expected, row.get("refused"), got))
    assert not wrong, "\n".join(map(str, wrong))

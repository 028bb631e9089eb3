"""What PEFT counts and saves on small models of every kind is what the catalog counts, from config.json alone."""

from __future__ import annotations

import pytest

import finetune_catalog as fc
from tests.counting.measured import MODELS, configuration, measured

CATALOG = fc.load()
#: what differs, by model: PEFT ties the tokens of two modules which it takes for tied, though both have weights
KNOWN = {
    "mt5-untied": [
        {
            "peft_type": "TRAINABLE_TOKENS",
            "token_indices": [0, 1],
            "target_modules": ["shared", "lm_head"],
            "task_type": "SEQ_2_SEQ_LM",
        }
    ],
}


@pytest.mark.parametrize("name", MODELS)
def test_counts_refusals_and_saved_bytes_are_those_of_the_library(name: str) -> None:
    config = measured(name)["config"]
    model, cached = CATALOG.model(config), CATALOG.model({**config, "use_cache": True})
    wrong = []
    for row in measured(name)["rows"]:
        expected: object = "refused"
        if "refused" not in row:
            counts = row["trainable_parameters"], row["all_parameters"]
            expected = (*counts, row["stored"][2]) if "stored" in row else counts
        try:
            metrics = CATALOG.parse(
                configuration(row), model=cached if row.get("use_cache") else model
            ).metrics
            counts = metrics["trainable_parameters"], metrics["total_parameters"]
            got: object = (*counts, metrics["adapter_file_bytes"]) if "stored" in row else counts
        except fc.ConfigurationError:
            got = "refused"
        if got != expected:
            wrong.append((row["adapter_config"], expected, row.get("refused"), got))
    known = KNOWN.get(name, [])
    assert [one[0] for one in wrong] == known, "\n".join(str(one) for one in wrong if one[0] not in known)

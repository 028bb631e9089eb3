"""What PEFT counts and saves on small models of every kind is what the catalog counts, from config.json alone."""

from __future__ import annotations

import pytest

import finetune_catalog as fc
from tests.counting.measured import MODELS, configuration, measured

CATALOG = fc.load()
#: PEFT takes a T5's own head for tied, because the library's configuration says so whatever config.json says
TIED = {"peft_type": "TRAINABLE_TOKENS", "token_indices": [0, 1], "task_type": "SEQ_2_SEQ_LM"}
TIED_LORA = {"peft_type": "LORA", "r": 4, "task_type": "SEQ_2_SEQ_LM"}
#: what differs, by model: only saved bytes, but for the tokens of two tied modules, which count once there
KNOWN = {
    "mt5-untied": [
        {**TIED_LORA, "target_modules": ["lm_head"], "ensure_weight_tying": True},
        {
            **TIED_LORA,
            "target_modules": ["q"],
            "trainable_token_indices": {"shared": [0, 1], "lm_head": [0, 1]},
        },
        {**TIED, "target_modules": ["shared"]},
        {**TIED, "target_modules": ["shared", "lm_head"]},
    ],
    "t5-untied": [{**TIED_LORA, "target_modules": ["shared", "lm_head", "q"], "ensure_weight_tying": True}],
}


@pytest.mark.parametrize("name", MODELS)
def test_counts_refusals_and_saved_bytes_are_those_of_the_library(name: str) -> None:
    model = CATALOG.model(measured(name)["config"])
    wrong = []
    for row in measured(name)["rows"]:
        if row.get("use_cache"):
            continue  # refused for a setting of the model that its config.json does not state
        expected: object = "refused"
        if "refused" not in row:
            counts = row["trainable_parameters"], row["all_parameters"]
            expected = (*counts, row["stored"][2]) if "stored" in row else counts
        try:
            metrics = CATALOG.parse(configuration(row), model=model).metrics
            counts = metrics["trainable_parameters"], metrics["total_parameters"]
            got: object = (*counts, metrics["adapter_file_bytes"]) if "stored" in row else counts
        except fc.ConfigurationError:
            got = "refused"
        if got != expected:
            wrong.append((row["adapter_config"], expected, row.get("refused"), got))
    known = KNOWN.get(name, [])
    assert [one[0] for one in wrong] == known, "\n".join(str(one) for one in wrong if one[0] not in known)

"""What PEFT counts on small models of every kind is what the catalog counts on the same inventories."""

from __future__ import annotations

import pytest

import finetune_catalog as fc
from tests.counting.measured import MODELS, measured, model

CATALOG = fc.load()
NAMES = {m.dialects["peft"].name for m in CATALOG.data.methods.values() if "peft" in m.dialects}
#: rows in which the library takes for tied what is not: it forces tying in the configuration of these models
TIED_BY_THE_LIBRARY = {
    ("mt5-untied", repr(row["adapter_config"]))
    for row in measured("mt5-untied")["rows"]
    if "lm_head" in row["adapter_config"].get("target_modules", ())
    or "lm_head" in (row["adapter_config"].get("trainable_token_indices") or ())
}


@pytest.mark.parametrize("name", MODELS)
def test_counts_and_refusals_are_those_of_the_library(name: str) -> None:
    found = model(name)
    if found is None:
        pytest.fail(f"no inventory holds {name}")
    wrong = []
    for row in measured(name)["rows"]:
        config = row["adapter_config"]
        if config["peft_type"] not in NAMES or row.get("use_cache"):
            continue  # a model whose cache is on is refused as it runs; what is counted is the same
        if (name, repr(config)) in TIED_BY_THE_LIBRARY:
            continue
        if "experts" in row:
            config = {**config, "adapters": row["experts"]}
        expected = "refused" if "refused" in row else (row["trainable_parameters"], row["all_parameters"])
        try:
            metrics = CATALOG.parse(config, model=found).metrics
            got: object = (metrics["trainable_parameters"], metrics["total_parameters"])
        except fc.ConfigurationError:
            got = "refused"
        if got != expected:
            wrong.append((config, expected, row.get("refused"), got))
    assert not wrong, "\n".join(map(str, wrong))

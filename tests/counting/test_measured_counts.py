"""What PEFT counts and saves on small models of every kind is what the catalog counts, from config.json alone."""

from __future__ import annotations

import pytest

import finetune_catalog as fc
from tests.counting.measured import MODELS, configuration, measured

CATALOG = fc.load()


@pytest.mark.parametrize("name", MODELS)
def test_counts_refusals_and_saved_bytes_are_those_of_the_library(name: str) -> None:
    model = CATALOG.model(measured(name)["config"])
    wrong = []
    for row in measured(name)["rows"]:
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
    assert not wrong, "\n".join(map(str, wrong))

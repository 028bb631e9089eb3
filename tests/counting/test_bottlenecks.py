"""What the adapters library trains for bottleneck adapters is what the catalog counts."""

from __future__ import annotations

import json

import pytest

import finetune_catalog as fc
from tests.counting.measured import ORACLE

CATALOG = fc.load()
MEASURED = json.loads((ORACLE / "bottlenecks.json").read_text(encoding="utf-8"))
NAMES = {"factorized_phm_W": "factorized_phm_w"}


@pytest.mark.parametrize("name", MEASURED["models"])
def test_counts_and_refusals_are_those_of_the_library(name: str) -> None:
    config = MEASURED["models"][name]
    if config["model_type"] not in CATALOG.data.architectures:
        pytest.skip("the catalog has no such architecture")
    model = CATALOG.model(config)
    wrong = []
    for row in MEASURED["rows"]:
        if row["config"] != name:
            continue
        given = {NAMES.get(key, key): value for key, value in row["given"].items()}
        if "inv_adapter" in given:
            given["inv_adapter"] = True
        try:
            metrics = CATALOG.configure("adapter", model=model, architecture=row["kind"], **given).metrics
            got: object = metrics["trainable_parameters"]
        except fc.ConfigurationError:
            got = "refused"
        expected = row["trained"] if isinstance(row["trained"], int) else "refused"
        if got != expected:
            wrong.append((row["kind"], given, expected, got))
    assert not wrong, "\n".join(map(str, wrong))

"""What is still trained where a configuration says `inference_mode` is what PEFT still trains, method by method."""

import json
from pathlib import Path
from typing import Any

import pytest

import finetune_catalog as fc
from tests.configure.catalogs import bundled

CATALOG = fc.load()
FROZEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "oracle" / "frozen.json").read_text(encoding="utf-8")
)
METHODS = sorted({row["adapter_config"]["peft_type"] for one in FROZEN for row in one["rows"]})


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("measured", FROZEN, ids=lambda one: one["config"]["architectures"][0])
def test_inference_mode_freezes_what_it_freezes_in_the_library(measured: dict[str, Any], method: str) -> None:
    model = CATALOG.model(measured["config"])
    for row in measured["rows"]:
        config = row["adapter_config"]
        if config["peft_type"] != method:
            continue
        if "refused" in row:
            with pytest.raises(fc.ConfigurationError):
                CATALOG.parse(config, model=model)
            continue
        metrics = CATALOG.parse(config, model=model).metrics
        assert metrics["trainable_parameters"] == row["trainable_parameters"], config
        assert metrics["total_parameters"] == row["all_parameters"], config
        if "stored" in row:
            assert metrics["adapter_file_bytes"] == row["stored"][2], config


def test_every_method_of_the_library_is_measured_but_the_one_that_holds_others() -> None:
    methods = bundled().methods.values()
    names = {method.dialects["peft"].name for method in methods if "peft" in method.dialects}

    assert names - {*METHODS} == {"XLORA"}

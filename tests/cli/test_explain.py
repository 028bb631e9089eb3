"""`explain`: one number whole, from its formula to its source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from finetune_catalog.api import Catalog
    from tests.cli.conftest import Run


def test_a_number_is_explained_with_formula_values_and_source(run: Run) -> None:
    ran = run("explain", "lora", "rank=16", "--metric", "training_speedup")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("training_speedup = 4.0\n")
    assert "5.0 / (1.0 + rank / 64.0)" in ran.out
    assert "seed, FineTuneMethod::training_speedup (heuristic)" in ran.out
    assert "rank = 16  (given)" in ran.out


def test_every_metric_is_explained_where_none_is_named(run: Run, catalog: Catalog) -> None:
    traces = json.loads(run("explain", "lora", "rank=16", "--format", "json").out)

    assert list(traces) == list(catalog.data.methods["lora"].metrics)


def test_a_count_of_a_file_is_explained_tensor_by_tensor(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "adapter_config.json"
    path.write_text('{"peft_type": "LORA", "r": 16}')

    ran = run("explain", str(path), "--model", "llama-3.1-8b", "--metric", "trainable_parameters")

    assert ran.out.startswith("trainable_parameters = 6815744  (counted on 64 modules)\n")
    assert "lora_A of model.layers.*.self_attn.q_proj" in ran.out

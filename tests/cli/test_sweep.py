"""`sweep` and `explain`: many numbers, and one number whole."""

from __future__ import annotations

import csv
import io
import itertools
import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from finetune_catalog.cli import sweeping

if TYPE_CHECKING:
    from pathlib import Path

    from finetune_catalog.api import Catalog
    from tests.cli.conftest import Run


def test_a_table_of_few_rows_is_shown_whole(run: Run) -> None:
    assert run("sweep", "lora", "rank=8:64:8", "--metric", "training_speedup").out == (
        "             Training\n"
        "              speedup\n"
        "rank  alpha       × ↑\n"
        "─────────────────────\n"
        "   8      8     4.444\n"
        "  16     16     4\n"
        "  24     24     3.636\n"
        "  32     32     3.333\n"
        "  40     40     3.077\n"
        "  48     48     2.857\n"
        "  56     56     2.667\n"
        "  64     64     2.5\n"
    )


def test_of_many_rows_some_are_shown_and_it_is_said(run: Run) -> None:
    lines = run("sweep", "lora", "rank=1:256").out.splitlines()

    *rows, _ = [line for line in lines if line.strip()[:1].isdigit()]  # the last says how many there are
    assert len(rows) == 40
    assert (rows[0].split()[0], rows[-1].split()[0]) == ("1", "256")
    assert lines[-1] == "40 of 256 rows, evenly spread; --format csv and --output FILE give all of them"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_every_row_is_what_eval_computes(
    run: Run, catalog: Catalog, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BLOCK", 7)  # several blocks
    out = run("sweep", "qlora", "rank=1:10", "bits=2,4", "--format", form).out

    rows = json.loads(out) if form == "json" else list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 20
    for row in rows:
        made = catalog.configure("qlora", rank=int(row["rank"]), bits=int(row["bits"]))
        assert {key: float(row[key]) for key in made.metrics} == dict(made.metrics)


def test_a_binary32_is_written_by_its_shortest_decimal(run: Run) -> None:
    rows = json.loads(run("sweep", "lora", "rank=8", "alpha=0.1,3.3", "--format", "json").out)

    assert [row["alpha"] for row in rows] == [0.1, 3.3]


def test_what_is_not_given_and_has_no_default_is_typical_and_said(run: Run) -> None:
    out = run("sweep", "qlora", "bits=2:4", "--metric", "training_speedup").out

    assert out.endswith("\nnot given, so typical: rank=16\n")


@pytest.mark.parametrize("name", ["table.csv", "table.json", "table.parquet"])
def test_files_hold_every_row(run: Run, tmp_path: Path, name: str) -> None:
    ran = run("sweep", "lora", "rank=1:100", "--output", str(tmp_path / name))

    assert (ran.status, ran.out, ran.err) == (0, "", f"wrote {tmp_path / name}, 100 rows\n")
    assert [row["training_speedup"] for row in read(tmp_path / name)][:2] == [
        4.923076923076923,
        4.848484848484849,
    ]
    assert len(read(tmp_path / name)) == 100
    assert [path.name for path in tmp_path.iterdir()] == [name]


def read(path: Path) -> list[dict[str, float]]:
    if path.suffix == ".json":
        rows: list[dict[str, float]] = json.loads(path.read_text())
        return rows
    if path.suffix == ".csv":
        return [
            {k: float(v) for k, v in row.items()} for row in csv.DictReader(io.StringIO(path.read_text()))
        ]
    parquet = pytest.importorskip("pyarrow.parquet")
    return list(parquet.read_table(path).to_pylist())


def test_a_plot_has_a_curve_for_each_combination_of_the_other_ranges(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plot.svg"

    words = ("rank=1:2000", "bits=2,4,8", "--metric", "memory_reduction_factor", "--output", str(file))
    ran = run("sweep", "qlora", *words)

    assert ran.status == 0
    tree = ET.fromstring(file.read_text())  # our own
    texts = " ".join(text for text in tree.itertext())
    assert all(f"bits={bits}" in texts for bits in (2, 4, 8))
    assert "Memory reduction (×)" in texts
    heights = [
        float(text.attrib["y"]) for text in tree.iter() if text.attrib.get("class", "").startswith("label")
    ]
    assert all(below - above >= 13 for above, below in itertools.pairwise(heights))
    assert len(file.read_text()) < 60_000


METHODS_METRICS = (
    "  = allowed: memory_reduction_factor, trainable_params_percent,\n"
    "             memory_multiplier, training_speedup, quality_retention,\n"
    "             batch_size_multiplier\n"
)
METRICS = (
    "  = allowed: memory_reduction_factor, trainable_params_percent,\n"
    "             memory_multiplier, training_speedup, quality_retention,\n"
    "             batch_size_multiplier, trainable_parameters, base_parameters,\n"
    "             added_parameters, total_parameters, trainable_percent,\n"
    "             adapter_file_bytes\n"
)
WRONG = {
    "sweep lora": (
        "error[FC903]: `sweep` needs a range\n"
        "  = help: for example `finetune-catalog sweep lora rank=1:256`\n"
    ),
    "sweep full": (
        "error[FC903]: `full` has no parameter to sweep over\n"
        "  = help: `finetune-catalog eval full` computes its metrics\n"
    ),
    "sweep lora rnak=1:2": (
        "error[FC905]: `lora` has no parameter `rnak`\n"
        "  = help: did you mean `rank`?\n"
        "  = allowed: rank, alpha\n"
    ),
    "sweep lora rank=-4:4": (
        "error[FC705]: `rank`: -4 is below the minimum\n --> lora\n  = allowed: 0 to 4294967295\n"
    ),
    "sweep lora rank=1-256": (
        'error[FC704]: `rank`: expected an integer, found the string "1-256"\n'
        " --> lora\n"
        "  = allowed: an integer, 0 to 4294967295\n"
    ),
    "sweep lora rank=1:4 --output x.scv": (
        "error[FC904]: `--output` cannot be `x.scv`: its ending does not say what to write\n"
        "  = help: did you mean `x.csv`?\n"
        "  = allowed: .csv, .json, .parquet, .svg\n"
    ),
    "sweep lora rank=1:4 --output nowhere/x.csv": (
        "error[FC910]: cannot write `nowhere/x.csv`: its folder does not exist\n"
        "  = help: make the folder `nowhere` first\n"
    ),
    "sweep lora rank=1:4 --output x.svg": (
        "error[FC903]: a plot shows one metric\n  = help: add `--metric memory_reduction_factor`\n"
        + METHODS_METRICS
    ),
    "sweep lora rank=4 --metric training_speedup --output x.svg": (
        "error[FC908]: a plot needs a range\n  = help: give one parameter several values, such as `1:256`\n"
    ),
    "sweep qlora rank=1:4 bits=1:99 --metric training_speedup --output x.svg": (
        "error[FC908]: that makes 99 curves in one plot\n"
        "  = help: give `bits` fewer values\n"
        "  = allowed: at most 12\n"
    ),
    "explain lora rank=16 --metric speedup": (
        "error[FC905]: there is no metric `speedup`\n  = help: did you mean `training_speedup`?\n" + METRICS
    ),
    "explain FC100": (
        "error[FC905]: there is no code `FC100`\n"
        "  = help: did you mean `FC101`?\n"
        "  = note: `finetune-catalog list codes` shows them all\n"
    ),
    "explain FC901 FC902": (
        "error[FC903]: only one code can be explained at a time\n"
        "  = help: write `finetune-catalog explain FC901`\n"
    ),
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_words_are_answered_and_nothing_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(*line.split()) == (2, "", WRONG[line])
    assert not list(tmp_path.iterdir())


def test_without_numpy_a_sweep_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "numpy", None)

    ran = run("sweep", "lora", "rank=1:4")

    assert ran.status == 2
    assert ran.err == (
        "error[FC911]: sweeping needs NumPy, which is not installed\n"
        "  = help: run `pip install 'finetune-catalog[numpy]'`; `eval lora` computes\n"
        "          single values without it\n"
    )


def test_without_pyarrow_parquet_says_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)

    ran = run("sweep", "lora", "rank=1:4", "--output", str(tmp_path / "x.parquet"))

    assert ran.status == 2
    assert ran.err == (
        "error[FC911]: writing Parquet needs pyarrow, which is not installed\n"
        "  = help: run `pip install 'finetune-catalog[parquet]'`, or write .csv\n"
    )


@pytest.mark.parametrize("code", ["FC112", "fc112"])
def test_a_code_is_explained_with_what_is_wrong_and_what_is_right(run: Run, code: str) -> None:
    assert run("explain", code).out == (
        "FC112: duplicate key\n"
        "\n"
        "The same key stands twice in one mapping. Most programs silently keep the last\n"
        "one, so that a change to the first has no effect. Both places are shown.\n"
        "\n"
        "wrong\n"
        "\n"
        "    rank: {}\n"
        "    alpha: {}\n"
        "    rank: {default: 16}\n"
        "\n"
        "right\n"
        "\n"
        "    rank: {default: 16}\n"
        "    alpha: {}\n"
        "\n"
        "Remove one of the two.\n"
    )


def test_a_sweep_on_a_model_has_its_counts_and_takes_options(run: Run) -> None:
    words = ("sweep", "lora", "rank=8,16", "target_modules=q_proj,v_proj", "--model", "llama-3.1-8b")

    done = run(*words, "--metric", "trainable_parameters", "--format", "json")

    assert [row["trainable_parameters"] for row in json.loads(done.out)] == [3407872, 6815744]
    assert run(*words).status == 0
    assert "`lora` has no parameter" in run("sweep", "lora", "rank=8", "target_modules=q_proj").err
    assert "no module of" in run(*words[:3], "target_modules=nothing", *words[4:]).err

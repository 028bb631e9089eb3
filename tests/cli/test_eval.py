"""`eval` and `compare`: the numbers, and what is said of words that give none."""

from __future__ import annotations

import csv
import io
import json
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from finetune_catalog.api import Catalog
    from tests.cli.conftest import Run

#: as the original program printed it for `lora(16)`, see tests/seed
LORA_16 = {
    "memory_reduction_factor": 6.25,
    "trainable_params_percent": 0.2,
    "memory_multiplier": 1.2,
    "training_speedup": 4.0,
    "quality_retention": 1.0,
    "batch_size_multiplier": 2.0,
}


def test_json_is_one_line_with_the_six_keys_of_the_contract(run: Run, catalog: Catalog) -> None:
    ran = run("eval", "lora", "rank=16", "--format", "json")

    assert (ran.status, ran.err, ran.out.count("\n")) == (0, "", 1)
    assert list(json.loads(ran.out).items()) == [
        ("method", "lora"),
        ("parameters", {"rank": 16, "alpha": 16.0}),
        ("display", "LoRA(r=16, α=16)"),
        ("config", {"LoRA": {"rank": 16, "alpha": 16.0}}),
        ("metrics", LORA_16),
        ("catalog", {"name": "finetune-catalog", "version": catalog.version}),
    ]


def test_a_table_shows_every_metric_with_its_unit_basis_and_source(run: Run) -> None:
    assert run("eval", "lora", "rank=16").out == (
        "LoRA(r=16, α=16)  Low-Rank Adaptation\n"
        "rank 16, alpha 16 (default)\n"
        "\n"
        "metric                 value     id                        basis      source\n"
        "────────────────────────────────────────────────────────────────────────────\n"
        "Memory reduction        6.25  ×  memory_reduction_factor   heuristic  seed\n"
        "Typical share trained   0.2   %  trainable_params_percent  heuristic  seed\n"
        "Memory multiplier       1.2   ×  memory_multiplier         heuristic  seed\n"
        "Training speedup        4     ×  training_speedup          heuristic  seed\n"
        "Quality retention       1        quality_retention         heuristic  seed\n"
        "Batch size multiplier   2     ×  batch_size_multiplier     heuristic  seed\n"
    )


def test_csv_has_exact_numbers_and_where_each_is_from(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("eval", "qlora", "rank=64", "--format", "csv").out)))

    speed = next(row for row in rows if row["metric"] == "training_speedup")
    assert speed == {
        "title": "Training speedup",
        "value": "6.0",
        "unit": "×",
        "metric": "training_speedup",
        "basis": "heuristic",
        "source": "seed (FineTuneMethod::training_speedup)",
    }


@pytest.mark.parametrize("words", [["lora", "rank=8", "alpha=0.1"], ["LoRA", "alpha=0.1", "rank=8"]])
def test_a_method_is_named_by_id_or_tag_and_parameters_in_any_order(run: Run, words: list[str]) -> None:
    assert json.loads(run("eval", *words, "--format", "json").out)["display"] == "LoRA(r=8, α=0.1)"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1e-7", 1e-07), ("-2.5", -2.5), ("+3", 3.0), (".5", 0.5), ("-0", -0.0), ("16777217", 16777216.0)],
)
def test_numbers_are_read_as_yaml_writes_them(run: Run, text: str, value: float) -> None:
    read = json.loads(run("eval", "lora", "rank=1", f"alpha={text}", "--format", "json").out)["parameters"][
        "alpha"
    ]

    assert repr(read) == repr(value)


def test_output_survives_a_terminal_without_the_characters(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))

    assert run("eval", "lora", "rank=16").status == 0
    assert run("eval", "ia3", "--format", "json").status == 0

    text, data = raw.getvalue().split(b"{", 1)
    assert text.startswith(b"LoRA(r=16, alpha=16)  Low-Rank Adaptation\n")
    assert "IA³" in data.decode("utf-8")


METRICS = (
    "  = allowed: memory_reduction_factor, trainable_params_percent,\n"
    "             memory_multiplier, training_speedup, quality_retention,\n"
    "             batch_size_multiplier, trainable_parameters, base_parameters,\n"
    "             added_parameters, total_parameters, trainable_percent,\n"
    "             adapter_file_bytes\n"
)
IDS = sorted(path.stem for path in (Path(__file__).parents[2] / "catalog" / "methods").glob("*.yaml"))
METHODS = (
    textwrap.fill(
        ", ".join(IDS), 80, initial_indent="  = allowed: ", subsequent_indent=" " * 13, break_on_hyphens=False
    )
    + "\n"
)
WRONG = {
    "eval": (
        "error[FC903]: `eval` needs a method\n"
        "  = help: write `finetune-catalog eval METHOD name=value …`\n" + METHODS
    ),
    "eval loar": "error[FC701]: there is no method `loar`\n  = help: did you mean `lora`?\n" + METHODS,
    "eval lora rank=16.5": (
        "error[FC704]: `rank`: expected an integer, found the float 16.5\n"
        " --> lora\n"
        "  = allowed: an integer, 0 to 4294967295\n"
    ),
    "eval lora rank=-1": "error[FC705]: `rank`: -1 is below the minimum\n --> lora\n  = allowed: 0 to 4294967295\n",
    "eval lora rank": (
        "error[FC906]: `rank` has no value\n"
        "  = help: write `rank=value`\n"
        "  = allowed: rank, alpha\n"
        "  = note: `eval` takes one method and its parameters\n"
    ),
    "eval lora rnak 16": (
        "error[FC906]: `rnak` has no value\n"
        "  = help: write `rank=value`\n"
        "  = allowed: rank, alpha\n"
        "  = note: `eval` takes one method and its parameters\n"
    ),
    "eval lora rank=": "error[FC906]: `rank=` has no value\n  = help: write `rank=value`\n",
    "eval lora =16": "error[FC906]: `=16` has no name\n  = help: write `name=16`\n",
    "eval lora rank=16 rank=8": (
        "error[FC906]: `rank` is given twice: `16` and `8`\n  = help: give it once\n"
    ),
    "eval lora rank=16 --input x": (
        "error[FC903]: `lora` cannot stand beside --input\n"
        "  = help: the configurations come from the input; write one thing or the other\n"
    ),
    "eval x.json rank=16": (
        "error[FC903]: `rank=16` cannot stand beside a file\n"
        "  = help: the configuration is the file's; change it there, or write the method\n"
        "          and its parameters\n"
    ),
    "eval --input x --format csv": (
        "error[FC904]: a stream cannot be written as `csv`\n"
        "  = help: write `--format jsonl`\n"
        "  = allowed: jsonl\n"
    ),
    "compare rnak=16": (
        "error[FC905]: there is no parameter `rnak`\n  = help: did you mean `rank`?\n  = allowed: rank, alpha, bits\n"
    ),
    "compare --metric speedup": (
        "error[FC905]: there is no metric `speedup`\n  = help: did you mean `training_speedup`?\n" + METRICS
    ),
    "compare lora loar": "error[FC701]: there is no method `loar`\n  = help: did you mean `lora`?\n"
    + METHODS,
    "compare lora rank=many": (
        'error[FC704]: `rank`: expected an integer, found the string "many"\n'
        " --> lora\n"
        "  = allowed: an integer, 0 to 4294967295\n"
    ),
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_words_are_answered(run: Run, line: str) -> None:
    assert run(*line.split()) == (2, "", WRONG[line])


def test_a_misspelt_parameter_is_answered_with_the_nearest(run: Run) -> None:
    ran = run("eval", "lora", "rnak=16")

    assert ran.status == 2
    assert ran.err.startswith(
        "error[FC702]: `lora` has no parameter `rnak`\n --> lora\n  = help: did you mean `rank`?\n"
    )


@pytest.mark.parametrize("text", ["9" * 5000, "1e999", "nan", "inf", "0x10", "1_000", "16\n", "１６"])
def test_numbers_that_are_none_are_refused_in_few_words(run: Run, text: str) -> None:
    ran = run("eval", "lora", f"rank={text}")

    assert ran.status == 2
    assert ran.err.startswith("error[FC70")
    assert len(ran.err) < 300


def test_a_catalog_that_is_not_there_is_wrong_use(run: Run, tmp_path: Path) -> None:
    ran = run("eval", "lora", "rank=16", "--catalog", str(tmp_path / "nowhere"))

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error[FC600]: there is no folder")


def test_a_catalog_that_does_not_load_is_findings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "catalog.yaml").write_text("extends: finetune-catalog\n")
    (tmp_path / "metrics.yaml").write_text("memory_multiplier: {direction: sideways}\n")

    ran = run("eval", "lora", "rank=16", "--catalog", str(tmp_path))

    assert (ran.status, ran.out) == (1, "")
    assert "metrics.yaml:1:" in ran.err


def test_compare_sets_all_methods_beside_each_other_at_typical_parameters(run: Run) -> None:
    assert run("compare").out == (
        "                    Typical\n"
        "            Memory    share      Memory  Training    Quality  Batch size\n"
        "         reduction  trained  multiplier   speedup  retention  multiplier\n"
        "method         × ↑      % ↓         × ↓       × ↑          ↑         × ↑\n"
        "────────────────────────────────────────────────────────────────────────\n"
        "adapter     10         5            1.5         4       0.92         1.5\n"
        "full         1       100            4           2       1            1\n"
        "ia3         50         0.01         1.1         8       0.9          3\n"
        "lora         6.25      0.2          1.2         4       1            2\n"
        "prefix      20         1            1.3         5       0.88         1.8\n"
        "qlora        6.897     0.2          1.1         6       0.93         4\n"
        "\n"
        "LoRA(r=16, α=16), QLoRA(r=16, 4-bit); not given, so typical: rank=16\n"
    )


def test_compare_takes_methods_parameters_and_metrics(run: Run) -> None:
    assert run("compare", "lora", "qlora", "rank=64", "bits=8", "--metric", "training_speedup").out == (
        "        Training\n"
        "         speedup\n"
        "method       × ↑\n"
        "────────────────\n"
        "lora         2.5\n"
        "qlora        6\n"
        "\n"
        "LoRA(r=64, α=64), QLoRA(r=64, 8-bit)\n"
    )


def test_compare_gives_programs_exact_numbers(run: Run, catalog: Catalog) -> None:
    rows = json.loads(run("compare", "rank=3", "--format", "json").out)

    assert [row["method"] for row in rows] == [m.id for m in catalog.data.methods.values() if m.metrics]
    assert rows[3]["metrics"] == dict(catalog.configure("lora", rank=3).metrics)
    assert rows[3]["parameters"] == {"rank": 3, "alpha": 3.0}


def stream(run: Run, monkeypatch: pytest.MonkeyPatch, content: bytes) -> tuple[int, list[dict[str, object]]]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
    ran = run("eval", "--input", "-", "--format", "jsonl")
    assert ran.err == ""
    return ran.status, [json.loads(line) for line in ran.out.splitlines()]


def test_a_stream_is_answered_line_by_line_as_eval_answers_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, lines = stream(
        run, monkeypatch, b'{"LoRA": {"rank": 16}}\n"Full"\r\n\n{"method": "qlora", "rank": 8}'
    )

    one = run("eval", "lora", "rank=16", "--format", "json").out
    assert status == 0
    assert lines[0] == json.loads(one)
    assert [line["display"] for line in lines] == ["LoRA(r=16, α=16)", "Full", "QLoRA(r=8, 4-bit)"]


def test_a_bad_line_is_said_with_its_number_and_the_rest_go_on(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (
        b'"Full"\n{"LoRA": {"rnak": 1}}\n\xff\n' + b"[" * 100_000 + b'\n{"LoRA": {"rank": 1e400}}\n"Full"'
    )
    status, lines = stream(run, monkeypatch, content)

    assert status == 1
    assert [line.get("line") for line in lines] == [None, 2, 3, 4, 5, None]
    assert lines[1]["error"] == "`LoRA` has no parameter `rnak`; did you mean `rank`?"
    assert all(isinstance(line["error"], str) for line in lines[1:5])


def test_a_file_is_streamed_like_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('"Full"\n' * 3)

    ran = run("eval", "--input", str(tmp_path / "in.jsonl"))

    assert (ran.status, len(ran.out.splitlines())) == (0, 3)


def test_a_line_without_end_is_refused_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    status, lines = stream(run, monkeypatch, b'"' + b"x" * 3_000_000 + b'"\n"Full"\n')

    assert status == 1
    assert [line.get("line") for line in lines] == [1, None]


@pytest.mark.parametrize("name", ["nowhere.jsonl", ".", "a\0b"])
def test_an_input_that_cannot_be_read_is_wrong_use(run: Run, tmp_path: Path, name: str) -> None:
    ran = run("eval", "--input", str(tmp_path / name))

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error[FC909]: cannot read `")


def test_a_file_with_one_configuration_is_evaluated(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "adapter_config.json"
    path.write_text('{\n  "peft_type": "LORA",\n  "r": 16\n}\n')

    read = json.loads(run("eval", str(path), "--model", "llama-3.1-8b", "--format", "json").out)

    written = run("eval", "lora", "rank=16", "alpha=8", "--model", "llama-3.1-8b", "--format", "json").out
    assert read["metrics"] == json.loads(written)["metrics"]
    assert read["breakdown"] == json.loads(written)["breakdown"]


def test_a_file_that_is_no_configuration_is_a_finding(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "adapter_config.json"
    path.write_text('{"peft_type": "LORA", "r": -16}')

    ran = run("eval", str(path), "--model", "llama-3.1-8b")

    assert ran.status == 1
    assert "`r`: -16 is below the minimum" in ran.err
    assert ":1:28" in ran.err


def test_a_file_that_is_not_there_is_wrong_use(run: Run, tmp_path: Path) -> None:
    ran = run("eval", str(tmp_path / "adapter_config.json"))

    assert ran.status == 2
    assert "ter_config.json`: there is no such file" in ran.err


def test_counts_stand_apart_from_rules_of_thumb_in_80_columns(run: Run) -> None:
    out = run("eval", "lora", "rank=16", "--model", "llama-3.1-8b").out

    counts, rules = out.split("\n\n")[1:]
    assert "trainable_parameters" in counts
    assert "heuristic" not in counts
    assert "trainable_params_percent" in rules
    assert "exact" not in rules
    assert max(map(len, out.splitlines())) <= 80

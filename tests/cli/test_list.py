"""`list` and `show`: every entry of every kind, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from finetune_catalog.cli.entries import KINDS, Kind, kind_named
from finetune_catalog.diagnostics.snippet import width

if TYPE_CHECKING:
    from pathlib import Path

    from finetune_catalog.api import Catalog
    from tests.cli.conftest import Run

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@every_kind
def test_a_list_has_every_entry_in_80_columns(run: Run, catalog: Catalog, kind: Kind) -> None:
    ran = run("list", kind.name)

    assert (ran.status, ran.err) == (0, "")
    assert all(width(line) <= 80 for line in ran.out.splitlines())
    known = kind.entries(catalog.data)
    assert all(any(line.split()[:1] == [key] for line in ran.out.splitlines()) for key in known)


@every_kind
def test_a_list_for_programs_has_every_entry_with_its_id(run: Run, catalog: Catalog, kind: Kind) -> None:
    known = list(kind.entries(catalog.data))
    key = kind.columns[0].key

    entries = json.loads(run("list", kind.name, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(run("list", kind.name, "--format", "csv").out)))

    assert [entry[key] for entry in entries] == known
    assert [row[key] for row in rows] == known


def test_without_a_kind_the_methods_are_listed_and_the_others_named(run: Run) -> None:
    ran = run("list")

    assert ran.out.startswith(run("list", "methods").out)
    assert ran.out.endswith(
        "\nlist KIND lists the others: metrics, parameters, sources, rules, architectures,\nmodels, frameworks, tasks, targets, units, functions, codes\n"
    )


def test_a_kind_that_is_none_is_answered_with_the_nearest(run: Run) -> None:
    assert run("list", "metrcs") == (
        2,
        "",
        (
            "error[FC905]: there is no kind of entry `metrcs`\n"
            "  = help: did you mean `metrics`?\n"
            "  = allowed: methods, metrics, parameters, sources, rules, architectures,\n"
            "             models, frameworks, tasks, targets, units, functions, codes\n"
        ),
    )


@every_kind
def test_every_entry_is_shown_in_80_columns(run: Run, catalog: Catalog, kind: Kind) -> None:
    for key in kind.entries(catalog.data):
        ran = run("show", f"{kind.name}/{key}")

        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith(f"{key} ({kind.one})\n")
        assert all(width(line) <= 80 for line in ran.out.splitlines())


@every_kind
def test_every_entry_is_data_for_programs(run: Run, catalog: Catalog, kind: Kind) -> None:
    for key in kind.entries(catalog.data):
        shown = json.loads(run("show", f"{kind.name}/{key}", "--format", "json").out)

        assert (shown["kind"], shown["id"]) == (kind.one, key)


def test_a_method_is_shown_with_its_formulas_and_where_they_are_from(run: Run, catalog: Catalog) -> None:
    out = run("show", "lora").out

    assert catalog.data.methods["lora"].summary in out
    assert "training_speedup          5.0 / (1.0 + rank / 64.0)       heuristic  seed\n" in out
    assert "alpha  float32  = rank    –" in out
    assert re.search(r"^rank=8 alpha=0\.1 +– +LoRA\(r=8, α=0\.1\)$", out, re.MULTILINE)


def test_a_metric_is_shown_with_the_formula_of_every_method(run: Run) -> None:
    out = run("show", "training_speedup").out

    assert "lora     5.0 / (1.0 + rank / 64.0)  heuristic  seed\n" in out
    assert "minimum    0\n" in out


def test_an_unknown_id_is_answered_with_the_nearest_of_any_kind(run: Run) -> None:
    assert run("show", "training_sped").err.startswith(
        "error[FC905]: there is no entry `training_sped`\n  = help: did you mean `training_speedup`?\n"
    )
    assert run("show", "metrics/lora").err.startswith("error[FC905]: there is no metric `lora`\n")


def test_an_id_of_several_kinds_is_asked_about(run: Run, tmp_path: Path) -> None:
    (tmp_path / "catalog.yaml").write_text(
        "extends: finetune-catalog\nid: o\nname: o\nversion: 1.0.0\nschema: 1\nlicense: MIT\n"
    )
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ours.yaml").write_text(
        "lora:\n  title: A rule\n  severity: note\n  when: rank == 3\n  message: three\n  help: take another\n"
        "  source: {ref: seed}\n"
        "  examples:\n    - {config: {LoRA: {rank: 3}}, finds: true}\n    - {config: {LoRA: {rank: 4}}, finds: false}\n"
    )

    assert run("show", "lora", "--catalog", str(tmp_path)) == (
        2,
        "",
        (
            "error[FC907]: `lora` is the id of a method and of a rule\n"
            "  = help: write `finetune-catalog show methods/lora`\n"
            "  = allowed: methods/lora, rules/lora\n"
        ),
    )
    assert run("show", "rules/lora", "--catalog", str(tmp_path)).out.startswith("lora (rule)\nA rule\n")


def test_a_kind_is_found_by_its_plural() -> None:
    assert kind_named("methods").one == "method"


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_kind_has_a_list_and_every_entry_a_card(kind: str, run: Run) -> None:
    listed = json.loads(run("list", kind, "--format", "json").out)
    first = next(iter(listed[0].values()))

    assert listed
    assert run("show", f"{kind}/{first}").out.startswith(f"{first} ({kind_named(kind).one})\n")


def test_what_a_program_writes_is_shown_with_its_methods(run: Run) -> None:
    out = run("show", "peft").out  # the id of a source as well, which yields

    assert out.startswith("peft (framework)\n")
    assert "methods         adalora, " in out
    assert run("show", "sources/peft").out.startswith("peft (source)\n")


def test_a_table_of_targets_yields_to_the_method_of_its_name(run: Run) -> None:
    assert run("show", "ln_tuning").out.startswith("ln_tuning (method)\n")
    assert "llama: input_layernorm, post_attention_layernorm, norm\n" in run("show", "targets/ln_tuning").out

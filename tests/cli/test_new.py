"""`new` writes starters whose blanks `check` finds, and which pass it once they are filled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finetune_catalog.resources import schema_root
from finetune_catalog.yamlsource import read

if TYPE_CHECKING:
    from tests.cli.conftest import Run

#: what a person would write into the blanks of each starter: `field:` at the end of a line, or a whole line
FILLED = {
    "method": {
        "title:": "title: Weight-decomposed adaptation",
        "summary:": "summary: Learns the direction and the magnitude of a low-rank update apart.",
        "sources: []": "sources: [hu2021lora]",
        "formula:": "formula: 1.5",
        "basis:": "basis: heuristic",
        "source: {ref: , where: }": "source: {ref: seed, where: a guess}",
    },
    "architecture": {
        "title:": "title: A transformer of ours",
        "summary:": "summary: As many others.",
        "sources: []": "sources: [{ref: seed}]",
    },
    "metric": {
        "title:": "title: Cost",
        "unit:": "unit: ratio",
        "symbol:": "symbol: C",
        "direction:": "direction: lower",
        "doc:": "doc: Memory over speed.",
        "formula:": "formula: memory_multiplier / training_speedup",
        "basis:": "basis: derived",
        "source: {ref: , where: }": "source: {ref: seed, where: a guess}",
    },
    "parameter": {
        "title:": "title: Groups",
        "type:": "type: integer",
        "# minimum: 0": "minimum: 1",
        "# maximum: 100": "maximum: 64",
        "symbol:": "symbol: g",
        "typical:": "typical: 4",
        "doc:": "doc: How many blocks there are.",
    },
    "rule": {
        "title:": "title: Rank three",
        "when:": "when: rank == 3",
        "message:": "message: rank is three",
        "help:": "help: take another rank",
        "source: {ref: , where: }": "source: {ref: seed, where: a guess}",
        "- {config: , finds: true}": "- {config: {LoRA: {rank: 3}}, finds: true}",
        "- {config: , finds: false}": "- {config: {LoRA: {rank: 4}}, finds: false}",
    },
    "source": {
        "kind:": "kind: paper",
        "title:": "title: A report",
        "authors: []": "authors: [A. Reader]",
        "year:": "year: 2026",
    },
}
FILES = {
    "method": "methods/dora.yaml",
    "metric": "metrics.yaml",
    "parameter": "parameters.yaml",
    "architecture": "architectures/dora.yaml",
    "rule": "rules/general.yaml",
    "source": "sources.yaml",
}
every_kind = pytest.mark.parametrize("kind", FILES)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(file: Path, kind: str) -> None:
    """Write into every blank, as an editor would: comments stay where they are."""
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        content = line.partition("  #")[0]
        word = content.strip()
        if not word and line.strip() in FILLED[kind]:
            content, word = line, line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        lines.append(f"{indent}{FILLED[kind][word]}" if word in FILLED[kind] else line)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@every_kind
def test_a_starter_is_written_in_its_place_with_what_to_do_next(run: Run, home: Path, kind: str) -> None:
    assert run("new", kind, "dora", "--catalog", "ours") == (
        0,
        f"wrote ours/catalog.yaml\nwrote ours/{FILES[kind]}\n",
        "next: fill in what is empty, then run `finetune-catalog check ours`\n",
    )
    line = (home / "ours" / FILES[kind]).read_text(encoding="utf-8").splitlines()[0]
    schema = Path(line.removeprefix("# yaml-language-server: $schema="))
    assert schema.is_file()
    assert schema.parent == schema_root()


@pytest.mark.usefixtures("home")
@every_kind
def test_check_finds_the_blanks_of_a_starter(run: Run, kind: str) -> None:
    run("new", kind, "dora", "--catalog", "ours")

    ran = run("check", "ours")

    assert ran.status == 1
    assert f"--> ours/{FILES[kind]}:" in ran.out
    assert "FC999" not in ran.err


@every_kind
def test_a_starter_passes_check_once_its_blanks_are_filled(run: Run, home: Path, kind: str) -> None:
    run("new", kind, "dora", "--catalog", "ours")

    fill(home / "ours" / FILES[kind], kind)
    ran = run("check", "ours", "--fail-on", "error")

    assert ran.status == 0, ran.out


@pytest.mark.usefixtures("home")
def test_a_filled_method_is_known_to_the_other_verbs(run: Run) -> None:
    run("new", "method", "dora", "--catalog", "ours")
    fill(Path("ours/methods/dora.yaml"), "method")

    assert run("eval", "dora", "--catalog", "ours").out.startswith("Dora  Weight-decomposed adaptation\n")


def test_entries_are_added_to_what_a_file_holds(run: Run, home: Path) -> None:
    run("new", "metric", "one", "--catalog", "ours")
    before = (home / "ours" / "metrics.yaml").read_text(encoding="utf-8")
    run("new", "metric", "two", "--catalog", "ours")

    text = (home / "ours" / "metrics.yaml").read_text(encoding="utf-8")
    document, findings = read(text, "metrics.yaml")
    assert text.startswith(before)
    assert document is not None
    assert list(document.data) == ["one", "two"]
    assert not findings


def test_a_file_to_which_nothing_can_be_added_is_left_alone(run: Run, home: Path) -> None:
    run("new", "metric", "one", "--catalog", "ours")
    file = home / "ours" / "metrics.yaml"
    file.write_text("{broken: [", encoding="utf-8")

    ran = run("new", "metric", "two", "--catalog", "ours")

    assert ran.status == 2
    assert ran.err.startswith("error[FC912]: an entry cannot be added at the end of `ours/metrics.yaml`\n")
    assert file.read_text(encoding="utf-8") == "{broken: ["


WRONG = {
    "new metod dora --catalog ours": (
        "error[FC905]: there is no kind to start `metod`\n"
        "  = help: did you mean `method`?\n"
        "  = allowed: method, metric, parameter, rule, source, architecture\n"
    ),
    "new metric CostPerToken --catalog ours": (
        "error[FC912]: `CostPerToken` is no id\n"
        "  = help: for example `cost_per_token`\n"
        "  = allowed: lower-case letters, digits and `_`, beginning with a letter\n"
    ),
    "new metric a-b --catalog ours": (
        "error[FC912]: `a-b` is no id\n"
        "  = help: for example `a_b`\n"
        "  = allowed: lower-case letters, digits and `_`, beginning with a letter\n"
    ),
    "new method lora --catalog ours": (
        "error[FC912]: there is a method `lora` already\n"
        "  = help: `finetune-catalog show lora` shows it; choose another id, or edit that\n"
        "          entry\n"
    ),
    "new rule dora --catalog ours --topic ../x": (
        "error[FC912]: `../x` is no id\n"
        "  = help: for example `x`\n"
        "  = allowed: lower-case letters, digits and `_`, beginning with a letter\n"
    ),
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_words_are_answered_and_nothing_is_written(run: Run, home: Path, line: str) -> None:
    assert run(*line.split()) == (2, "", WRONG[line])
    assert not list(home.iterdir())


def test_an_installed_package_is_no_place_to_write_to(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import finetune_catalog
    from finetune_catalog import resources

    packaged = Path(finetune_catalog.__file__).parent / "_data" / "catalog"
    monkeypatch.setattr(resources, "catalog_root", lambda: packaged)

    assert run("new", "method", "dora") == (
        2,
        "",
        (
            "error[FC903]: the bundled catalog is part of the installation, which is no place to write to\n"
            "  = help: name a folder of your own: `--catalog my-catalog`\n"
        ),
    )
    assert not list(home.iterdir())

"""Each fault is one finding at its own place; tests/bad holds the wording."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from finetune_catalog.diagnostics import Diagnostic, Span
from finetune_catalog.schema import modeline, modeline_for, validate
from finetune_catalog.yamlsource import read
from tests.work import lines

ROOT = Path(__file__).resolve().parents[2]
LORA = (ROOT / "tests" / "catalogs" / "core" / "methods" / "lora.yaml").read_text(encoding="utf-8")
RANK = "rank: {title: Rank, type: integer, unit: ratio, symbol: r, doc: Inner dimension.}\n"


def findings(text: str, kind: str, vocabulary: Any) -> list[Diagnostic]:
    document, found = read(text, "a.yaml")
    assert document is not None, found
    return [*found, *validate(document, kind, vocabulary)]


def pointed(text: str, found: list[Diagnostic]) -> list[tuple[str, str]]:
    """The code of each finding, and the text its caret stands under."""
    lines = text.splitlines()
    return [
        (d.code, lines[d.span.line - 1][d.span.column - 1 : d.span.end_column - 1]) for d in found if d.span
    ]


def edited(*changes: tuple[str, str]) -> str:
    text = LORA
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("tag: LoRA", "tga: LoRA", [("FC201", "tga")]),
        ("tag: LoRA\n", "", [("FC202", "id: lora")]),
        ("tag: LoRA", "tag: [LoRA]", [("FC203", "[LoRA]")]),
        ("tag: LoRA", "tag:", [("FC203", "tag")]),
        ("tag: LoRA", 'tag: "Lo RA"', [("FC206", '"Lo RA"')]),
        ("id: lora", "id: LoRA", [("FC206", "LoRA")]),
        ("since: 1.0.0", "since: 1.0", [("FC203", "1.0")]),
        ("since: 1.0.0", "since: v1", [("FC206", "v1")]),
        ("[hu2021lora]", "[hu2021lora, hu2021]", [("FC205", "hu2021")]),
        ("[hu2021lora]", "[]", [("FC208", "[]")]),
        ("[hu2021lora]", "[seed, seed]", [("FC209", "seed")]),
        ("[hu2021lora]", "hu2021lora", [("FC203", "hu2021lora")]),
        ("rank: {}", "rnak: {}", [("FC205", "rnak")]),
        ("default: rank", "defualt: rank", [("FC201", "defualt")]),
        ("rank: {}", "rank: {scale: logarithmic}", [("FC204", "logarithmic")]),
        ("basis: heuristic", "basis: Heuristic", [("FC204", "Heuristic")]),
        ("  training_speedup:", "  training_sped:", [("FC205", "training_sped")]),
        ("ref: seed", "ref: sed", [("FC205", "sed")]),
        ("ref: seed,", "rf: seed,", [("FC201", "rf")]),
        ("ref: seed, ", "", [("FC202", "source")]),
        ("    basis: heuristic\n", "", [("FC202", "memory_reduction_factor")]),
        ("formula: 1.2", "formula: {a: 1}", [("FC203", "{a: 1}")]),
        ("formula: 1.2", "formula: true", [("FC203", "true")]),
        ("formula: 1.2", "formula: '  '", [("FC206", "'  '")]),
        ("formula: 1.2", f"formula: {'x' * 2001}", [("FC208", "x" * 2001)]),
        ("given: {rank: 16}", "given: [rank]", [("FC203", "[rank]")]),
        ("given: {rank: 16}", "given: {rank: 16}\n    model: llama-3.1-8", [("FC205", "llama-3.1-8"), ("FC211", "model")]),
        ("training_speedup: 4.0", 'training_speedup: "4.0"', [("FC203", '"4.0"')]),
    ],
)  # fmt: skip
def test_one_fault_in_a_method_gives_one_finding(
    old: str, new: str, found: list[tuple[str, str]], vocabulary: Any
) -> None:
    text = edited((old, new))

    assert pointed(text, findings(text, "method", vocabulary)) == found


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("parameters", RANK.replace("Inner", "a\n Inner"), []),
        ("parameters", RANK.replace("doc:", "minimum: 0.5, doc:"), [("FC203", "0.5")]),
        ("parameters", RANK.replace("doc:", "minimum: 16.0, doc:"), [("FC203", "16.0")]),
        ("parameters", RANK.replace("doc:", "choices: [a], doc:"), [("FC210", "choices")]),
        ("parameters", RANK.replace("doc:", "common: [1, 2, 3], doc:"), [("FC208", "[1, 2, 3]")]),
        ("parameters", RANK.replace("unit: ratio, ", ""), [("FC202", "rank")]),
        ("parameters", RANK.replace("ratio", "ratoi"), [("FC205", "ratoi")]),
        ("parameters", RANK.replace("ratio", "byte/token"), []),
        ("parameters", RANK.replace("rank", "Rank Of"), [("FC206", "Rank Of")]),
        ("parameters", "rank: 5\n", [("FC203", "5")]),
        ("parameters", RANK.replace("integer", "boolean").replace("doc:", "maximum: 5, doc:"), [("FC210", "maximum")]),
        ("sources", "s: {kind: paper, title: T, year: 1200}", [("FC207", "1200")]),
        ("sources", "s: {kind: paper, title: T, year: 12000}", [("FC207", "12000")]),
        ("sources", "s: {kind: paper, title: T, doi: https://doi.org/10.1000/x}", [("FC206", "https://doi.org/10.1000/x")]),
        ("sources", "s: {kind: web, title: T, url: 'https://example.org'}", [("FC202", "s")]),
        ("sources", "s: {kind: code, title: T, commit: 1234567}", [("FC203", "1234567")]),
        ("units", "x: {title: T, symbol: x, doc: D, base: byte}", [("FC211", "base")]),
        ("units", "x: {title: T, symbol: x, doc: D, base: byte, scale: 0}", [("FC207", "0")]),
        ("units", "x: {title: T, symbol: x, doc: D, base: byte, scale: 1/0}", [("FC206", "1/0")]),
        ("metrics", "m: {title: M, unit: ratio, symbol: m, direction: up, format: '{:.4g}', doc: D}", [("FC204", "up")]),
        ("metrics", "m: {title: M, unit: ratio, symbol: m, direction: lower, format: '%.4g', doc: D}", [("FC206", "'%.4g'")]),
        ("metrics", "m: {title: M, unit: ratio, symbol: m, direction: lower, format: '{:d}', doc: D, formula: 1, source: {ref: seed}}", [("FC211", "formula")]),
        ("catalog", "extends: other", [("FC204", "other")]),
        ("catalog", "id: x\nname: x\nversion: 1.0.0\nschema: '1'\nlicense: MIT\n", [("FC204", "'1'")]),
        ("rules", "r: {title: t, severity: note, when: a, message: m, help: h, source: {ref: seed}, examples: [{config: Full, finds: true}]}", [("FC210", "[{config: Full, finds: true}]")]),
        ("functions", "f: {doc: d, parameters: {n: {type: list}}, result: {type: integer}, formula: 1, examples: [{given: {}, result: 1}]}", [("FC202", "n")]),
    ],
)  # fmt: skip
def test_one_fault_in_another_kind_of_file_gives_one_finding(
    kind: str, text: str, found: list[tuple[str, str]], vocabulary: Any
) -> None:
    assert pointed(text, findings(text, kind, vocabulary)) == found


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("title: yes", None),
        ("dimensionless: yes", "write true"),
        ("dimensionless: Off", "write false"),
        ("scale: 1.0", None),
        ("scale: -1", None),
        ("title: 5", "put it in quotes"),
        ("title:", "write a value"),
        ("titel: x", "did you mean `title`?"),
        ("base: bytte", "did you mean `byte`?"),
    ],
)  # fmt: skip
def test_help_says_what_to_write_where_that_is_plain(text: str, help_: str | None, vocabulary: Any) -> None:
    found = findings(f"x:\n  symbol: x\n  doc: D\n  {text}\n", "units", vocabulary)

    helps = [d.help for d in found if d.span and d.span.line == 4]
    assert any(help_ in (h or "") for h in helps) if help_ else not any("quotes" in (h or "") for h in helps)


def test_all_faults_of_a_file_come_in_one_run(vocabulary: Any) -> None:
    text = edited(
        ("tag: LoRA", "tga: LoRA"),
        ("hu2021lora]", "hu2021]"),
        ("basis: heuristic", "basis: wild"),
        ("since: 1.0.0", "since: 1"),
    )

    found = pointed(text, findings(text, "method", vocabulary))

    assert sorted(found) == [("FC201", "tga"), ("FC203", "1"), ("FC204", "wild"), ("FC205", "hu2021")]


def test_a_misspelt_key_is_not_also_missing_but_another_one_is(vocabulary: Any) -> None:
    text = edited(("tag: LoRA", "tga: LoRA"), ("title: Low-Rank Adaptation\n", ""))

    assert {code for code, _ in pointed(text, findings(text, "method", vocabulary))} == {"FC201", "FC202"}


def test_what_could_not_be_read_is_not_judged_again(vocabulary: Any) -> None:
    text = edited(("id: lora", "id: *x"), ("formula: 1.2", "formula: .nan"))

    assert [code for code, _ in pointed(text, findings(text, "method", vocabulary))] == ["FC113", "FC119"]


def test_an_id_added_to_the_vocabulary_is_known_at_once(vocabulary: Any) -> None:
    text = edited(("[hu2021lora]", "[new2026]"))

    assert [d.code for d in findings(text, "method", vocabulary)] == ["FC205"]
    assert findings(text, "method", {**vocabulary, "source": {**vocabulary["source"], "new2026": ""}}) == []


def test_merged_data_is_located_by_whoever_merged_it(vocabulary: Any) -> None:
    @dataclass
    class Merged:
        data: Any
        flawed: tuple[tuple[str | int, ...], ...] = ()

        def locate(self, path: Any, part: Any = "value") -> Span:
            return Span(".".join(map(str, path)), 1, 1, 1, 2) if part == "value" else Span("key", 1, 1, 1, 2)

    merged = Merged({"x": {"title": "T", "symbol": "x", "doc": "D", "base": "bite", "scale": 2, "y": 1}})

    found = {d.code: d.span.file for d in validate(merged, "units", vocabulary) if d.span}

    assert found == {"FC205": "x.base", "FC201": "key"}


def test_a_long_list_of_ids_is_cut(vocabulary: Any) -> None:
    many = {**vocabulary, "source": {f"source{i:04}": "" for i in range(3_000)}}

    (finding,) = [
        d
        for d in findings(edited(("[hu2021lora]", "[sourc0007]")), "method", many)
        if d.span and d.span.line == 6
    ]

    assert len(finding.allowed) == 25
    assert finding.allowed[-1] == "… (2976 more)"
    assert finding.help == "did you mean `source0007`?"


def test_a_file_full_of_faults_gives_a_hundred_findings(vocabulary: Any) -> None:
    text = "".join(f"x{i}: 5\n" for i in range(5_000))

    assert len(findings(text, "units", vocabulary)) == 100


def test_validation_is_as_much_work_with_thousands_of_ids_as_with_few(vocabulary: Any) -> None:
    document, _ = read(LORA, "a.yaml")
    assert document is not None
    many = {kind: {**{f"{kind}{i}": "" for i in range(20_000)}, **ids} for kind, ids in vocabulary.items()}

    def work(known: Any) -> int:
        validate(document, "method", known)  # what is prepared for a vocabulary is kept
        found, done = lines(lambda: validate(document, "method", known), 1_000_000)
        assert found == ()
        return done

    assert work(many) == work(vocabulary)


@pytest.mark.parametrize(
    ("line", "overlay", "found"),
    [
        ("# yaml-language-server: $schema=../../schemas/method.schema.json", False, []),
        ("# yaml-language-server: $schema=../../schemas/method.schema.json\r", False, []),
        ("# yaml-language-server: $schema=../schemas/method.schema.json", False, [("FC221", "error")]),
        ("# yaml-language-server: $schema=../../schemas/metrics.schema.json", False, [("FC221", "error")]),
        (
            "# yaml-language-server: $schema=https://example.org/method.schema.json",
            False,
            [("FC221", "error")],
        ),
        ("id: lora", False, [("FC220", "error")]),
        ("", False, [("FC220", "error")]),
        ("id: lora", True, []),
        ("# yaml-language-server: $schema=https://example.org/method.schema.json", True, []),
        ("# yaml-language-server: $schema=../../schemas/metrics.schema.json", True, [("FC221", "warning")]),
    ],
)
def test_line_one_names_the_schema(line: str, overlay: bool, found: list[tuple[str, str]]) -> None:
    text = f"{line}\nid: lora\n"

    assert [
        (d.code, d.severity.value) for d in modeline(text, "a.yaml", "method", 1, overlay=overlay)
    ] == found


def test_every_file_of_the_catalog_has_its_line() -> None:
    files = sorted((ROOT / "catalog").rglob("*.yaml"))
    for path in files:
        depth = len(path.relative_to(ROOT / "catalog").parts) - 1
        folders = {
            "methods": "method",
            "architectures": "architecture",
            "models": "model",
            "frameworks": "framework",
        }
        kind = folders.get(path.parent.name, path.parent.name if depth else path.stem)

        assert path.read_text(encoding="utf-8").startswith(modeline_for(kind, depth) + "\n")
    assert files

"""The schema files themselves: valid, closed, described, and the same to editors as to the loader."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from finetune_catalog.schema import validate, vocabulary_document, vocabulary_text
from finetune_catalog.yamlsource import read

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {
    path.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "schemas").glob("*.schema.json"))
}
KINDS = sorted(
    name.removesuffix(".schema.json")
    for name in SCHEMAS
    if name
    not in {"common.schema.json", "counts.schema.json", "vocabulary.schema.json", "configuration.schema.json"}
)
GENERATED = {"vocabulary.schema.json", "configuration.schema.json"}
WRITTEN = sorted(SCHEMAS.keys() - GENERATED)
FILES = sorted((ROOT / "catalog").rglob("*.yaml"))
#: keywords whose value is one schema, a list of schemas, or schemas by name
ONE = ("items", "additionalProperties", "propertyNames", "not", "if", "then", "else", "contains")
MANY = ("oneOf", "anyOf", "allOf")
NAMED = ("properties", "$defs")


def inner(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with the way to it."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for key in ONE:
        yield from inner(schema.get(key), f"{path}/{key}")
    for key in MANY:
        for index, each in enumerate(schema.get(key, [])):
            yield from inner(each, f"{path}/{key}/{index}")
    for key in NAMED:
        for name, each in schema.get(key, {}).items():
            yield from inner(each, f"{path}/{key}/{name}")


def editor_errors(kind: str, data: Any) -> list[str]:
    """What an editor would say: the files as they are checked in, nothing of ours in between."""
    resources = [
        (name, Resource.from_contents(schema, default_specification=DRAFT202012))
        for name, schema in SCHEMAS.items()
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
    validator = Draft202012Validator({"$ref": f"{kind}.schema.json"}, registry=registry)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def kind_of(path: Path) -> str:
    folders = {"methods": "method", "rules": "rules", "architectures": "architecture", "models": "model"}
    return {**folders, "frameworks": "framework"}.get(path.parent.name, path.stem)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])

    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_schema_sends_a_validator_to_the_network(name: str) -> None:
    for path, schema in inner(SCHEMAS[name]):
        assert "$id" not in schema, path
        if "$ref" in schema:
            # annotations only: schema/inline.py writes them over the target's own
            assert schema.keys() <= {"$ref", "description", "examples"}, path
            file, _, pointer = schema["$ref"].partition("#")
            target = SCHEMAS[file or name]
            for step in pointer.split("/")[1:]:
                target = target[step]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_object_with_properties_is_closed(name: str) -> None:
    conditional = ("/if", "/then", "/contains", "/allOf")
    open_ones = [
        path
        for path, schema in inner(SCHEMAS[name])
        if "properties" in schema
        and not any(part in path for part in conditional)
        and schema.get("additionalProperties") is not False
    ]

    assert open_ones == []


@pytest.mark.parametrize("name", WRITTEN)
def test_every_property_and_definition_is_described(name: str) -> None:
    undescribed = []
    for path, schema in inner(SCHEMAS[name]):
        if (
            "/if" in path
            or "/then" in path
            or "/contains" in path
            or not re.search(r"/(properties|\$defs)/[^/]+$", path)
        ):
            continue
        target = schema
        if "description" not in target and "$ref" in target:
            file, _, pointer = target["$ref"].partition("#")
            target = SCHEMAS[file or name]
            for step in pointer.split("/")[1:]:
                target = target[step]
        if not target.get("description"):
            undescribed.append(path)

    assert undescribed == []


@pytest.mark.parametrize("name", WRITTEN)
def test_every_choice_says_what_each_value_means(name: str) -> None:
    for path, schema in inner(SCHEMAS[name]):
        if "/if" not in path:
            assert "enum" not in schema, path
        for option in schema.get("oneOf", []):
            assert "const" not in option or option["description"], path


@pytest.mark.parametrize("name", WRITTEN)
def test_every_pattern_says_in_words_what_it_wants(name: str) -> None:
    for path, schema in inner(SCHEMAS[name]):
        assert ("pattern" in schema) <= ("x-message" in schema), path


def test_every_definition_is_used() -> None:
    references = {
        ref for schema in SCHEMAS.values() for _, each in inner(schema) if (ref := each.get("$ref"))
    }
    used = {ref.rpartition("/")[2] for ref in references}
    unused = {
        f"{name}: {each}" for name in SCHEMAS for each in SCHEMAS[name].get("$defs", {}) if each not in used
    }

    assert unused <= {
        "vocabulary.schema.json: function",
        "vocabulary.schema.json: metric",
        "vocabulary.schema.json: parameter",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_editors_and_the_loader_both_accept_every_file_of_the_catalog(path: Path, vocabulary: Any) -> None:
    kind = kind_of(path)
    document, found = read(path.read_bytes(), path.name)
    assert document is not None

    assert (*found, *validate(document, kind, vocabulary)) == ()
    assert editor_errors(kind, document.data) == []


BROKEN = [
    ("method", "sources: [hu2021]"), ("method", "metrics: {speed: {formula: 1, basis: exact, source: {ref: seed}}}"), ("method", "parameters: {rnak: {}}"),
    ("method", "examples: [{given: {rank: [1]}}]"), ("method", "metrics: {training_speedup: {formula: 1, basis: exact}}"), ("method", "id: LoRA"), ("method", "extra: 1"),
    ("method", "values: {x: {formula: 1}}"), ("parameters", "rank: {title: a, type: integer, doc: b}"), ("parameters", "x: {title: a, type: string, doc: b, minimum: 1}"),
    ("metrics", "x: {title: a, unit: byt, symbol: x, direction: up, format: '{}', doc: b}"), ("sources", "x: {kind: web, title: a}"), ("units", "x-y: {title: a, symbol: b, doc: c}"),
    ("units", "x: {title: a, symbol: b, doc: c, base: byte}"), ("catalog", "id: x"), ("catalog", "extends: x"), ("rules", "r: {title: a}"), ("functions", "f: {doc: a}"), ("functions", "f: []"), ("method", "[]"),
    ("architecture", "id: x"), ("architecture", "modules: {a: {kind: dense}}"), ("architecture", "classes: {lower: {}}"), ("architecture", "fields: {x: {type: int}}"), ("model", "id: x"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), BROKEN)
def test_editors_and_the_loader_both_refuse_what_is_broken(kind: str, text: str, vocabulary: Any) -> None:
    document, _ = read(text, "a.yaml")
    assert document is not None

    assert validate(document, kind, vocabulary)
    assert editor_errors(kind, document.data)


ACCEPTED = {
    "catalog": "extends: finetune-catalog",
    "parameters": "bias: {title: Bias, type: string, doc: Which biases are trained., choices: [none, all], default: none}",
    "metrics": "m: {title: M, unit: byte/token, symbol: m, direction: neither, format: '{:,.1f} MB', doc: d, formula: a + b, basis: derived, source: [{ref: seed}], assumes: x}",
    "units": "KiB: {title: kibibytes, symbol: KiB, doc: d, base: byte, scale: 1024}",
    "sources": "s: {kind: docs, title: t, url: 'https://example.org/a', accessed: 2026-01-31, commit: 0a1b2c3, doi: 10.1000/x}",
    "functions": "half: {doc: d, parameters: {n: {type: list, items: {type: integer, minimum: 0}}}, result: {type: integer}, formula: sum(n) // 2, examples: [{given: {n: [4]}, result: 2}]}",
    "rules": "r-1: {title: t, severity: note, when: rank == 0, message: m, help: h, source: {ref: seed}, methods: [lora], examples: [{config: Full, finds: false}, {config: {LoRA: {rank: 0}}, finds: true}]}",
    "architecture": "{id: a-2, title: t, summary: s, sources: [{ref: seed}], since: 1.0.0, fields: {n: {type: integers, default: [1], spread: 2, length: 2, optional: true, absent: [auto]}}, requires: [{holds: n > 1, field: n, message: m}], values: {v: n}, containers: {l: 2, m: {length: 3, when: v, list: false}}, layers: l, dimensions: {d: null}, modules: {l.*: {kind: conv2d, in: 1, out: n, kernel: [1, n], groups: 1, bias: true, parameters: {p: [], q: {shape: [n], when: v}}, tied: [{weight: l.weight, when: v}]}}, classes: {A: {tasks: [SEQ_CLS], base: m, without: [l], with: {n: null}, containers: {}, modules: {}, layers: l, input_embedding: l, output_embedding: l}}}",
    "targets": "t-1: {doc: d, source: {ref: seed}, like: lora, rows: {a-2: [q, v], b: '.*q'}}",
    "tasks": "TOKEN_CLS: {title: t, doc: d, source: {ref: seed}, saves: [score], leaves: [score], submodules: 2}",
    "framework": "{id: f, title: t, summary: s, sources: [seed], since: 1.0.0, method_key: k, unknown: error, ignored: [a], fields: {r: {to: rank, default: 8, values: [[a, 1]]}, c: {present: true}, d: {fields: {e: {}}}}}",
    "model": "{id: m-1.5b, title: t, architecture: llama, hub_id: a/B-1.5, config: {x: {y: 1}}, sources: [{ref: seed}], since: 1.0.0, parameters: 5, note: n}",
    "method": "{id: a, tag: A, title: t, summary: s, sources: [seed], since: 1.0.0, display: A, metrics: {}, values: {x: {formula: 1, unit: byte, doc: d, symbol: x}}, parameters: {rank: {default: 8, maximum: 64}}, options: {x: {type: names, default: null, doc: d}}, counts: {basis: exact, source: {ref: seed}, targets: {modules: x, kinds: [linear], unsupported: skip}, values: {v: {formula: rank, each: model}}, requires: [{that: rank > 0, each: module, message: m, help: h, about: rank}], adds: {A: {size: rank, when: true, trained: false, counted: false, stored: 0, each: group}}, trains: biases}, dialects: {peft: {name: A, fields: {}, ignored: [b]}}}",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_catalog_does_not_use_yet_is_accepted_too(kind: str, vocabulary: Any) -> None:
    document, found = read(ACCEPTED[kind], "a.yaml")
    assert document is not None

    assert (*found, *validate(document, kind, vocabulary)) == ()
    assert editor_errors(kind, document.data) == []


def test_the_vocabulary_lists_every_id_with_its_description() -> None:
    document = vocabulary_document({"unit": {"byte": "bytes", "token": ""}, "metric": {"m": "M: what it is"}})

    assert document["$defs"]["unit"]["oneOf"] == [
        {"const": "byte", "description": "bytes"},
        {"const": "token"},
    ]
    assert document["$defs"]["metric_formulas"]["properties"]["m"]["description"] == "M: what it is"
    assert document["$defs"]["source"] == {"description": "The id of a source.", "type": "string"}
    Draft202012Validator.check_schema(document)


def test_the_vocabulary_is_written_the_same_whatever_the_order_of_ids() -> None:
    one = vocabulary_text({"unit": {"a": "", "b": "é"}})
    other = vocabulary_text({"metric": {}, "unit": {"b": "é", "a": ""}})

    assert one == other
    assert one.endswith("}\n")
    assert "é" in one


def test_the_checked_in_vocabulary_has_the_ids_of_the_catalog(vocabulary: dict[str, dict[str, str]]) -> None:
    definitions = SCHEMAS["vocabulary.schema.json"]["$defs"]

    for kind in definitions.keys() & vocabulary.keys():
        ids = vocabulary[kind]
        assert [option["const"] for option in definitions[kind]["oneOf"]] == sorted(ids), (
            "run `finetune-catalog docs build`"
        )
        assert all(option["description"] for option in definitions[kind]["oneOf"])


def test_the_files_and_vs_code_name_the_same_schemas() -> None:
    text = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    settings = json.loads(re.sub(r"^(\s*)//.*$|  // .*$", "", text, flags=re.MULTILINE))

    for path in FILES:
        modeline = path.read_text(encoding="utf-8").splitlines()[0]
        schema = (path.parent / modeline.partition("$schema=")[2]).resolve()
        assert schema.name == f"{kind_of(path)}.schema.json"
        pattern = settings["yaml.schemas"][f"./schemas/{schema.name}"]
        assert path.relative_to(ROOT).match(pattern)
    assert settings["yaml.schemas"].keys() == {f"./schemas/{kind}.schema.json" for kind in KINDS}

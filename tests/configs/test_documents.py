"""One configuration or many, in files and texts, in JSON, JSON lines and YAML."""

from pathlib import Path

import pytest

from finetune_catalog import configs, yamlsource
from tests.configure.catalogs import bundled

THREE = ["Full", "LoRA(r=8, α=8)", "IA³"]


def shown(source: object) -> list[str]:
    found, report = configs.parse_all(bundled(), source)
    assert report.ok, report
    return [str(entry.configuration) for entry in found]


@pytest.mark.parametrize(
    "text",
    [
        '["Full", {"LoRA": {"rank": 8}}, "IA3"]',
        '"Full"\n{"LoRA": {"rank": 8}}\n\n"IA3"\n',
        "- Full\n- LoRA: {rank: 8}\n- IA3\n",
        "- Full\n- method: lora\n  rank: 8\n- {IA3: }\n",
        '[Full, {"LoRA": {"rank": 8}}, IA3]',
    ],
)
def test_many_in_one_text(text: str) -> None:
    assert shown(text) == THREE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("many.json", '["Full", {"LoRA": {"rank": 8}}, "IA3"]'),
        ("many.jsonl", '"Full"\n{"LoRA": {"rank": 8}}\r\n"IA3"'),
        ("many.ndjson", '"Full"\n{"LoRA": {"rank": 8}}\n"IA3"\n'),
        ("many.yaml", "- Full\n- LoRA: {rank: 8}\n- IA3\n"),
        ("many.YML", "- Full\n- LoRA: {rank: 8}\n- IA3\n"),
        ("many", "- Full\n- LoRA: {rank: 8}\n- IA3\n"),
    ],
)
def test_many_in_one_file(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")

    assert shown(path) == THREE
    assert shown(str(path)) == THREE


def test_a_file_with_a_byte_order_mark_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(b'\xef\xbb\xbf"Full"')

    _, report = configs.parse_all(bundled(), path)

    assert [(finding.code, finding.span.line) for finding in report if finding.span] == [("FC102", 1)]


@pytest.mark.parametrize("source", ["missing.json", "no/such/file.yaml", Path("nowhere"), Path()])
def test_what_cannot_be_read_is_said(source: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    configuration, report = configs.parse(bundled(), source)

    assert configuration is None
    assert [finding.code for finding in report] == ["FC710"]


def test_the_name_of_a_method_is_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Full").write_text("Prefix", encoding="utf-8")

    assert shown("Full") == ["Full"]
    assert shown(Path("Full")) == ["Prefix"]


def test_places_of_json_lines_are_those_of_the_whole_file() -> None:
    text = '"Full"\n\n{"LoRA": {"rank": -8}}\n{"lora": 8}\n'

    report = configs.validate(bundled(), configs.from_text(text, "c.jsonl", "lines"))

    assert [(d.span.line, d.span.column, d.code) for d in report if d.span] == [
        (3, 19, "FC705"),
        (4, 2, "FC701"),
    ]
    assert report.texts == {"c.jsonl": text}


def test_a_broken_line_leaves_the_others() -> None:
    found, report = configs.parse_all(bundled(), '"Full"\n{"LoRA": \n"IA3"\n')

    assert [finding.span.line for finding in report if finding.span] == [2]
    assert [str(entry.configuration) for entry in found] == ["Full", "IA³"]


def test_several_files_are_validated_in_one_report(tmp_path: Path) -> None:
    for name, text in (("b.json", '{"LoRA": 8}'), ("a.yaml", "LoRA: {rank: -1}")):
        (tmp_path / name).write_text(text, encoding="utf-8")

    read = [configs.from_file(tmp_path / name, name) for name in ("b.json", "a.yaml", "c.json")]
    report = configs.validate(bundled(), read)

    assert [(finding.code, finding.span.file if finding.span else None) for finding in report] == [
        ("FC710", None),
        ("FC705", "a.yaml"),
        ("FC704", "b.json"),
    ]


@pytest.mark.parametrize("text", ["", " \n", "# nothing\n", "---\n"])
def test_an_empty_text_holds_no_configuration(text: str) -> None:
    configuration, report = configs.parse(bundled(), text)

    assert configuration is None
    assert not report.ok


@pytest.mark.parametrize(
    "text", ["{" * 10_000, "[" * 100_000, '{"a":' * 5_000, "x: &a 1\n", "\x00", "\ud800", "- " * 9999]
)
def test_hostile_text_is_refused(text: str) -> None:
    configuration, report = configs.parse(bundled(), text)

    assert configuration is None
    assert not report.ok


def test_lines_are_read_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(yamlsource, "read_json", lambda line, *_, **__: asked.append(line) or (None, ()))
    parts = iter(configs.from_text('"Full"\n"IA3"\n', "c.jsonl", "lines").parts)

    next(parts)

    assert asked == ['"Full"']

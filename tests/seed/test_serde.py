"""What serde reads and writes, we read and write; what it refuses we refuse, save where we say otherwise."""

import json
import math

import pytest

from finetune_catalog import configs
from finetune_catalog.configure import Configuration
from finetune_catalog.diagnostics import Report
from tests.configure.catalogs import bundled
from tests.seed.rows import DATA

LINES = [line.split("\t") for line in (DATA / "serde.tsv").read_text(encoding="utf-8").splitlines()]
WRITTEN = [(text, display) for text, display, *rest in LINES if text != "BAD" and not rest]
TRIED = [(text, answer) for kind, text, answer in (line for line in LINES if len(line) == 3) if kind == "BAD"]

#: where we differ on purpose (README.md beside the data)
WE_ACCEPT = {'{"LoRA":{"rank":8}}': "LoRA(r=8, α=8)"}
WE_REFUSE = {'{"LoRA":{"rank":8,"alpha":8,"x":1}}': "`x`", '{"LoRA":{"rank":8,"alpha":1e60}}': "binary32"}


def parse(text: str) -> tuple[Configuration | None, Report]:
    return configs.parse(bundled(), text)


def test_the_table_is_whole() -> None:
    assert len(WRITTEN) == 23
    assert len(TRIED) == 17


@pytest.mark.parametrize(("text", "display"), WRITTEN)
def test_what_serde_writes_is_read_shown_and_written_again(text: str, display: str) -> None:
    configuration, report = parse(text)

    assert configuration is not None, report
    assert str(configuration) == display
    assert configuration.to_dict() == json.loads(text)


@pytest.mark.parametrize(("text", "answer"), TRIED)
def test_what_serde_refuses_is_refused_and_what_it_accepts_accepted(text: str, answer: str) -> None:
    configuration, report = parse(text)

    if text in WE_ACCEPT:
        assert str(configuration) == WE_ACCEPT[text]
    elif text in WE_REFUSE:
        assert any(WE_REFUSE[text] in finding.message for finding in report)
    else:
        assert (configuration is not None) == answer.startswith("Ok"), report
    assert (configuration is None) != report.ok


@pytest.mark.parametrize(("text", "answer"), TRIED)
def test_a_line_of_a_stream_is_answered_alike(text: str, answer: str) -> None:
    (line,) = configs.stream(bundled(), [text])

    assert configs.is_error(line) != parse(text)[1].ok


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ('{"LoRA":[8,16]}', "LoRA(r=8, α=16)"),
        ('{"QLoRA":[8,4]}', "QLoRA(r=8, 4-bit)"),
        ('{"LoRA":{"alpha":3,"rank":8}}', "LoRA(r=8, α=3)"),
        ('{"LoRA":{"rank":8,"alpha":-0}}', "LoRA(r=8, α=-0)"),
        ('{"LoRA":{"rank":8,"alpha":-0.0}}', "LoRA(r=8, α=-0)"),
        ('{"LoRA":{"rank":8,"alpha":1e-50}}', "LoRA(r=8, α=0)"),
        ('{"LoRA":{"rank":8,"alpha":16777217}}', "LoRA(r=8, α=16777216)"),
        ('{"LoRA":{"rank":8,"alpha":18446744073709551615}}', "LoRA(r=8, α=18446744000000000000)"),
        (' {"\\u0046ull" : null} ', "Full"),
        ('"\\u0046ull"', "Full"),
    ],
)
def test_other_spellings_that_serde_accepts(text: str, display: str) -> None:
    configuration, report = parse(text)

    assert str(configuration) == display, report


@pytest.mark.parametrize(
    "text",
    [
        '{"LoRA":[8]}',
        '{"LoRA":[8,16.0,1]}',
        '{"LoRA":[]}',
        '{"LoRA":null}',
        '{"LoRA":8}',
        '{"LoRA":{"rank":-0,"alpha":1}}',
        '{"LoRA":{"rank":"8"}}',
        '{"LoRA":{"rank":true}}',
        '{"LoRA":{"rank":8,"alpha":true}}',
        '{"LoRA":{"rank":8,"alpha":NaN}}',
        '{"LoRA":{"rank":8,"alpha":Infinity}}',
        '{"LoRA":{"rank":8,"alpha":1e400}}',
        '{"QLoRA":{"rank":8,"bits":0}}',
        '{"Full":{}}',
        '{"Full":[]}',
        '{"Adapter":[]}',
        '{"Adapter":0}',
        '{"Full":null,"Full":null}',
        '{"LoRA":{"rank":8},"rank":8}',
        '"lora"',
        "[]",
        "8",
        "true",
        '{"LoRA":{"rank":8,}}',
        "{'LoRA':{'rank':8}}",
    ],
)
def test_other_spellings_that_serde_refuses(text: str) -> None:
    read = configs.from_text(text, "config.json", "json")
    report = configs.validate(bundled(), [read])

    assert not report.ok or text == "[]"
    assert all(configs.is_error(line) for line in configs.stream(bundled(), [text]))


def test_a_negative_zero_is_kept_in_every_form() -> None:
    for text in (
        '{"LoRA":{"rank":8,"alpha":-0.0}}',
        '{"LoRA":[8,-0.0]}',
        '{"method":"lora","rank":8,"alpha":-0.0}',
    ):
        configuration, _ = parse(text)
        assert configuration is not None
        assert math.copysign(1, configuration.parameters["alpha"]) == -1

"""Reading configurations in the catalog's own forms: what is accepted, and what is said of the rest, and where."""

from collections import OrderedDict
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from finetune_catalog import configs
from finetune_catalog.configure import configure
from finetune_catalog.diagnostics import Diagnostic
from tests.configure.catalogs import bundled, with_odd_methods

LORA = configure(bundled(), "lora", {"rank": 8, "alpha": 16})[0]


def refused(source: Any) -> Diagnostic:
    configuration, report = configs.parse(bundled(), source)
    assert configuration is None
    assert len(report) == 1, report
    return report.diagnostics[0]


@pytest.mark.parametrize(
    "source",
    [
        {"LoRA": {"rank": 8, "alpha": 16.0}},
        {"LoRA": {"alpha": 16, "rank": 8}},
        {"LoRA": [8, 16.0]},
        {"LoRA": (8, 16)},
        {"LoRA": {"rank": np.int64(8), "alpha": np.float32(16)}},
        {"method": "lora", "rank": 8, "alpha": 16},
        {"method": "LoRA", "rank": 8, "alpha": 16},
        OrderedDict(LoRA=MappingProxyType({"rank": 8, "alpha": 16})),
        [{"LoRA": {"rank": 8, "alpha": 16}}],
        '{"LoRA": {"rank": 8, "alpha": 16}}',
        "{LoRA: {rank: 8, alpha: 16}}",
        "LoRA:\n  rank: 8\n  alpha: 1.6e1\n",
        "method: lora\nrank: 8\nalpha: 16\n",
        b'{"LoRA": [8, 16]}',
    ],
    ids=repr,
)
def test_every_form_means_the_same(source: Any) -> None:
    configuration, report = configs.parse(bundled(), source)

    assert configuration == LORA, report


def test_a_configuration_is_itself() -> None:
    assert configs.parse(bundled(), LORA)[0] is LORA


@pytest.mark.parametrize(
    "source", ["Full", '"Full"', {"Full": None}, {"method": "full"}, "Full: null", "Full:"]
)
def test_a_method_without_parameters_needs_only_its_name(source: Any) -> None:
    configuration, report = configs.parse(bundled(), source)

    assert str(configuration) == "Full", report


@pytest.mark.parametrize(
    ("source", "code", "message", "hint"),
    [
        ('{"lora": {"rank": 8}}', "FC701", "there is no method `lora`", "did you mean `LoRA`?"),
        ('{"LoRa": {"rank": 8}}', "FC701", "there is no method `LoRa`", "did you mean `LoRA`?"),
        ('"lora"', "FC701", "there is no method `lora`", "did you mean `LoRA`?"),
        ('{"method": "lroa"}', "FC701", "there is no method `lroa`", "did you mean `lora`?"),
        (
            '{"method": 5}',
            "FC701",
            "`method`: expected the id of a method, found the integer 5",
            'for example "adapter"',
        ),
        ('{"LoRA": {"rnk": 8}}', "FC702", "`LoRA` has no parameter `rnk`", "did you mean `rank`?"),
        ('{"LoRA": {"rank": 8, "zzz": 8}}', "FC702", "`LoRA` has no parameter `zzz`", "remove it"),
        (
            '{"method": "full", "rank": 8}',
            "FC702",
            "`Full` has no parameter `rank`",
            "remove it: `Full` takes no parameters",
        ),
        ('"LoRA"', "FC703", "`LoRA` needs `rank`", 'write {"LoRA":{"rank":16}}'),
        ('{"LoRA": {"alpha": 2}}', "FC703", "`LoRA` needs `rank`", 'write {"LoRA":{"rank":16,"alpha":2}}'),
        ('{"LoRA": {"rank": 8.0}}', "FC704", "`rank`: expected an integer, found the float 8.0", "write 8"),
        (
            '{"LoRA": null}',
            "FC704",
            "`LoRA`: expected its parameters, found null",
            'write {"LoRA":{"rank":16}}',
        ),
        ('{"Full": {}}', "FC704", "`Full` takes no parameters, found a mapping", 'write "Full" alone'),
        ('{"QLoRA": {"rank": 8, "bits": 256}}', "FC705", "`bits`: 256 is above the maximum", None),
        ('{"LoRA": {"rank": 8, "alpha": 1e60}}', "FC706", "`alpha`: 1e+60 does not fit binary32", None),
        ("null", "FC707", "expected a configuration, found null", 'write for example {"LoRA":{"rank":16}}'),
        ("{}", "FC707", "an empty mapping names no method", 'write for example {"LoRA":{"rank":16}}'),
        ('{"rank": 8}', "FC707", "no key names a method", 'add for example "method": "lora"'),
        ('{"rank": 8, "bits": 4}', "FC707", "no key names a method", 'add for example "method": "qlora"'),
        (
            '{"metod": "lora", "rank": 8}',
            "FC707",
            "no key names a method; `metod` does not",
            "did you mean `method`?",
        ),
        (
            '{"Lora": {}, "rank": 8}',
            "FC707",
            "no key names a method; `Lora` does not",
            "did you mean `LoRA`?",
        ),
        ("[[]]", "FC707", "expected a configuration, found a list", 'write for example {"LoRA":{"rank":16}}'),
        ("[]", "FC707", "one configuration is expected here, found none", "write one"),
        (
            '["Full", "Full"]',
            "FC707",
            "one configuration is expected here, found 2",
            "`parse_all` reads several",
        ),
        (
            '{"LoRA": {"rank": 8}, "Full": null}',
            "FC708",
            "a configuration has one method, here are `LoRA` and `Full`",
            "write them as two items of a list",
        ),
        (
            '{"LoRA": {"rank": 8}, "alpha": 8}',
            "FC708",
            "`alpha` stands beside the method `LoRA`",
            "put it among the parameters of `LoRA`",
        ),
        ('{"LoRA": {"rank": 8}, "zzz": 8}', "FC708", "`zzz` stands beside the method `LoRA`", "remove it"),
        (
            '{"LoRA": [8]}',
            "FC709",
            "`LoRA` has 2 parameters, the list has 1",
            'give all of them in this order, or by name: {"LoRA":{"rank":16}}',
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(
    source: str, code: str, message: str, hint: str | None
) -> None:
    finding = refused(source)

    assert (finding.code, finding.message, finding.help) == (code, message, hint)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ('{"lora": {"rank": 8}}', 2, 8),
        ('{"LoRA": {"rnk": 8, "rank": 8}}', 11, 16),
        ('{"LoRA": {"alpha": 8}}', 2, 8),
        ('{"LoRA": {"rank": 8.0}}', 19, 22),
        ('{"LoRA": [8, true]}', 14, 18),
        ('{"method": "lora", "rank": true}', 28, 32),
        ('{"method": "lora"}', 12, 18),
        ('{"method": "lroa"}', 12, 18),
        ('{"LoRA": {"rank": 8}, "Full": null}', 23, 29),
        ('["Full", "full"]', 10, 16),
        ("LoRA: {rank: -1}", 14, 16),
        ("- Full\n", None, None),
    ],
)
def test_findings_point_at_what_is_wrong(text: str, start: int | None, end: int | None) -> None:
    _, report = configs.parse_all(bundled(), text)
    spans = [finding.span for finding in report]

    assert [(span.column, span.end_column) for span in spans if span] == ([(start, end)] if start else [])


def test_every_fault_is_found_in_one_run() -> None:
    text = '{"LoRA": {"rank": -1, "alpha": "x", "zeta": 1}}'
    _, report = configs.parse(bundled(), text)

    assert [finding.code for finding in report] == ["FC705", "FC704", "FC702"]


def test_python_data_is_answered_with_its_path() -> None:
    _, report = configs.parse_all(bundled(), ["Full", {"LoRA": {"rank": 8.5}}, {"LoRA": [8, None]}])

    assert [finding.subject for finding in report] == ["[1].LoRA.rank", "[2].LoRA[1]"]


def test_a_default_is_not_judged_where_what_it_comes_from_is_wrong() -> None:
    assert refused({"LoRA": {"rank": -1}}).code == "FC705"


def test_a_value_that_cannot_be_read_is_reported_once() -> None:
    _, report = configs.parse(bundled(), "LoRA: {rank: .nan}")

    assert [finding.code for finding in report] == ["FC119"]


def test_a_duplicate_is_refused_in_every_syntax() -> None:
    for text in (
        '{"LoRA": {"rank": 8, "rank": 9}}',
        "LoRA: {rank: 8, rank: 9}",
        "LoRA:\n  rank: 8\n  rank: 9\n",
    ):
        configuration, report = configs.parse(bundled(), text)

        assert configuration is None
        assert [finding.code for finding in report] == ["FC112"]


def test_other_keys_of_python_data_are_refused_like_unknown_names() -> None:
    assert refused({"LoRA": {"rank": 8, 5: 1}}).code == "FC702"
    assert refused({5: {"rank": 8}}).code == "FC701"


@pytest.mark.parametrize("source", ["Easy", {"Easy": None}, {"Easy": {}}, {"method": "easy"}])
def test_a_method_that_needs_nothing_may_be_named_alone(source: Any, tmp_path: Any) -> None:
    configuration, report = configs.parse(with_odd_methods(tmp_path), source)

    assert str(configuration) == "Easy(tied)", report


@pytest.mark.parametrize("source", [object(), 5, 2.5, True, {1, 2}])
def test_anything_else_is_no_configuration(source: Any) -> None:
    assert refused(source).code == "FC707"

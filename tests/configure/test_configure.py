"""Configuring methods: values in, an immutable configuration out, or everything that is wrong with them."""

import copy
import math
from typing import Any

import numpy as np
import pytest

from finetune_catalog.configure import (
    Configuration,
    ConfigurationError,
    MetricError,
    configure,
    parse_texts,
    plans_of,
)
from finetune_catalog.models.opening import open_model
from finetune_catalog.records import CatalogData
from tests.configure.catalogs import CATALOG, bundled, loaded, with_odd_methods


def made(method: str, /, data: CatalogData | None = None, **given: Any) -> Configuration:
    configuration, report = configure(data or bundled(), method, given)
    assert configuration is not None, report
    return configuration


def findings(
    method: str, /, data: CatalogData | None = None, **given: Any
) -> list[tuple[str, str, str | None]]:
    configuration, report = configure(data or bundled(), method, given)
    assert configuration is None
    return [(finding.code, finding.message, finding.help) for finding in report]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> CatalogData:
    return with_odd_methods(tmp_path_factory.mktemp("odd"))


EXAMPLES = [(method, example) for method in bundled().methods.values() for example in method.examples]


@pytest.mark.parametrize(("method", "example"), EXAMPLES, ids=lambda value: getattr(value, "id", ""))
def test_examples_of_the_catalog_hold(method: Any, example: Any) -> None:
    model = None if example.model is None else open_model(bundled(), example.model)[0]
    configuration, report = configure(bundled(), method.id, example.given, model)

    assert configuration is not None, report
    assert example.display in (None, str(configuration))
    assert example.config in (None, configuration.to_dict())
    assert {name: configuration.metrics[name] for name in example.metrics} == dict(example.metrics)


def test_an_absent_parameter_has_its_default() -> None:
    configuration = made("lora", rank=16)

    assert configuration.parameters == {"rank": 16, "alpha": 16.0}
    assert configuration.defaulted == ("alpha",)
    assert list(made("lora", alpha=1, rank=16).parameters) == ["rank", "alpha"]


def test_the_tag_does_as_well_as_the_id() -> None:
    assert made("LoRA", rank=16) == made("lora", rank=16)


@pytest.mark.parametrize("value", [np.int64(16), np.uint8(16), np.array(16)])
def test_numpy_scalars_count_by_their_value(value: Any) -> None:
    assert made("lora", rank=value, alpha=np.float32(0.1)).to_dict() == {"LoRA": {"rank": 16, "alpha": 0.1}}


@pytest.mark.parametrize(
    ("method", "given", "found"),
    [
        ("lroa", {}, [("FC701", "there is no method `lroa`", "did you mean `lora`?")]),
        (
            "zzzzzz",
            {},
            [("FC701", "there is no method `zzzzzz`", "`finetune-catalog list` shows the methods there are")],
        ),
        ("lora", {}, [("FC703", "`rank` is missing", "give it a value, for example 16")]),
        ("lora", {"rnk": 8}, [("FC702", "`lora` has no parameter `rnk`", "did you mean `rank`?")]),
        (
            "full",
            {"rank": 8},
            [("FC702", "`full` has no parameter `rank`", "remove it: `full` takes no parameters")],
        ),
        ("lora", {"rank": -1}, [("FC705", "`rank`: -1 is below the minimum", None)]),
        ("qlora", {"rank": 1, "bits": 0}, [("FC705", "`bits`: 0 is below the minimum", None)]),
        ("lora", {"rank": 8, "alpha": math.inf}, [("FC706", "`alpha`: inf is not a finite number", None)]),
        (
            "lora",
            {"rank": 8.0, "alpha": None, "bits": 4},
            [
                ("FC702", "`lora` has no parameter `bits`", "did you mean `loftq_bits`?"),
                ("FC704", "`rank`: expected an integer, found the float 8.0", "write 8"),
                ("FC704", "`alpha`: expected a number, found null", None),
            ],
        ),
    ],
)
def test_everything_wrong_is_said_with_what_to_do(
    method: str, given: dict[str, Any], found: list[tuple[str, str, str | None]]
) -> None:
    assert findings(method, **given) == found


def test_out_of_bounds_says_the_allowed_range() -> None:
    _, report = configure(bundled(), "qlora", {"rank": 1, "bits": 256})

    assert [finding.allowed for finding in report] == [("1 to 255",)]


def test_parameters_of_every_type(odd: CatalogData) -> None:
    configuration = made("odd-one", data=odd, width=4, rate=1, share=0.1, flavour="café", tied=True)

    assert configuration.to_dict() == {
        "Odd": {"width": 4, "rate": 1.0, "share": 0.1, "flavour": "café", "tied": True}
    }
    assert str(configuration) == "Odd(w=4, η=1, s=0.1, café, true)"
    assert configuration.metrics["memory_multiplier"] == 1.0 + float(np.float32(0.1))


def test_choices_and_booleans_are_refused_with_what_is_allowed(odd: CatalogData) -> None:
    _, report = configure(odd, "odd-one", {"width": 4, "flavour": "plian", "tied": "yes", "share": 0.2})

    assert [(finding.code, finding.allowed) for finding in report] == [
        ("FC705", ("0.0 to 0.1",)),
        ("FC705", ('"plain"', '"quoted "one""', '"café"')),
        ("FC704", ("true or false",)),
    ]


def test_words_of_a_command_line_are_read_by_type(odd: CatalogData) -> None:
    words = {"width": "4", "rate": "1e-2", "tied": "True", "flavour": "plain", "unknown": "5"}

    assert parse_texts(odd, "odd-one", words) == {
        "width": 4,
        "rate": 0.01,
        "tied": True,
        "flavour": "plain",
        "unknown": "5",
    }
    assert findings("lora", **parse_texts(bundled(), "lora", {"rank": "8.5"})) == [
        ("FC704", "`rank`: expected an integer, found the float 8.5", None)
    ]


# the configuration as a value


def test_a_configuration_cannot_be_changed() -> None:
    configuration = made("lora", rank=16)

    for name in ("method", "parameters", "metrics", "anything"):
        with pytest.raises(AttributeError):
            setattr(configuration, name, None)
    for mapping in (configuration.parameters, configuration.metrics):
        with pytest.raises(TypeError):
            mapping["rank"] = 5  # type: ignore[index]
    configuration.to_dict()["LoRA"]["rank"] = 5
    assert configuration.parameters["rank"] == 16


def test_equal_configurations_are_equal_and_hash_alike() -> None:
    left, right = made("lora", rank=16), made("lora", rank=16, alpha=16)

    assert left == right
    assert len({left, right, made("lora", rank=17), made("qlora", rank=16)}) == 3
    assert left != "lora"


def test_configurations_of_another_catalog_are_different(odd: CatalogData) -> None:
    assert made("full") != made("full", data=odd)
    assert made("full") == made("full", data=loaded([CATALOG]))


def test_copies_are_the_same_object() -> None:
    configuration = made("lora", rank=16)

    assert copy.copy(configuration) is configuration
    assert copy.deepcopy([configuration])[0] is configuration


def test_repr_says_how_to_make_it_again() -> None:
    assert repr(made("lora", rank=16, alpha=0.1)) == "Configuration('lora', rank=16, alpha=0.1)"
    assert repr(made("full")) == "Configuration('full')"


# metrics


def test_metrics_are_a_mapping_in_the_order_of_the_catalog() -> None:
    metrics = made("lora", rank=16).metrics

    assert list(metrics) == [id_ for id_, metric in bundled().metrics.items() if not metric.on_model]
    assert metrics is not None
    assert metrics.get("nothing") is None
    assert "nothing" not in metrics


def test_an_unknown_metric_is_answered_with_the_nearest() -> None:
    with pytest.raises(MetricError, match=r"lora has no metric `speedup`; did you mean `training_speedup`\?"):
        made("lora", rank=16).metrics["speedup"]
    with pytest.raises(KeyError):
        made("lora", rank=16).metrics["zzz"]


def test_a_metric_without_a_value_leaves_the_others(odd: CatalogData) -> None:
    configuration = made("odd-one", data=odd, width=3)

    assert list(configuration.metrics) == ["memory_multiplier", "quality_retention"]
    assert list(configuration.failures) == ["training_speedup"]
    assert "division by zero" in configuration.failures["training_speedup"].message
    with pytest.raises(ConfigurationError, match="width = 3"):
        configuration.metrics["training_speedup"]


def test_the_error_says_everything_in_one_line_a_finding() -> None:
    _, report = configure(bundled(), "lora", {"rank": -1, "zeta": 1})

    assert str(ConfigurationError(report)).splitlines() == [
        "lora: `lora` has no parameter `zeta`; allowed: rank, alpha; remove it [FC702]",
        "lora: `rank`: -1 is below the minimum; allowed: 0 to 4294967295 [FC705]",
    ]


# the functions behind


def test_plans_are_kept_for_a_few_catalogs_only() -> None:
    first = plans_of(bundled())
    assert plans_of(bundled()) is first

    kept = [loaded([CATALOG]) for _ in range(9)]
    for data in kept:
        plans_of(data)

    assert plans_of(bundled()).of("lora").method is bundled().methods["lora"]


def test_a_metric_is_explained_beside_one_that_has_no_value(odd: CatalogData) -> None:
    configuration = made("odd-one", data=odd, width=3)

    assert "1.0 + (share if tied else rate)" in str(configuration.explain("memory_multiplier"))
    with pytest.raises(ConfigurationError, match="division by zero"):
        configuration.explain("training_speedup")
    with pytest.raises(MetricError):
        configuration.explain("nothing")

"""Every architecture of the catalog makes the modules that the library makes, for every configuration measured."""

from typing import Any

import pytest

import finetune_catalog as fc
from tests.models.truth import ARCHITECTURES, INVENTORIES, cases, differences, measured, order_in, order_of

MEASURED = [name for name in ARCHITECTURES if (INVENTORIES / f"{name}.json").exists()]


@pytest.fixture(scope="module")
def catalog() -> fc.Catalog:
    return fc.load()


def config_of(model_type: str, case: dict[str, Any]) -> dict[str, Any]:
    return {"model_type": model_type, "architectures": [case["class"]], **case["config"]}


@pytest.mark.parametrize("model_type", MEASURED)
def test_an_architecture_makes_the_librarys_modules(model_type: str, catalog: fc.Catalog) -> None:
    wrong = []
    for case in cases(model_type):
        what = f"{case['name']} ({case['class']}, {case['config']})"
        try:
            model = catalog.model(config_of(model_type, case))
        except fc.ConfigurationError as error:
            if "refused" not in case:
                wrong.append(f"{what} is refused: {error}")
            continue
        if "refused" in case:
            wrong.append(f"{what} is not refused; the library says {case['refused']}")
            continue
        found = list(differences(model, case))
        if not found and order_of(model) != order_in(case):
            found = [f"order: {order_of(model)}, the library's is {order_in(case)}"]
        if found:
            wrong.append("\n    ".join([what, *found]))

    assert not wrong, (
        "\n" + "\n".join(wrong[:8]) + (f"\n… and {len(wrong) - 8} more" if len(wrong) > 8 else "")
    )


@pytest.mark.parametrize("model_type", MEASURED)
def test_an_architecture_has_all_the_librarys_classes(model_type: str, catalog: fc.Catalog) -> None:
    assert list(catalog.data.architectures[model_type].classes) == measured(model_type)["classes"]

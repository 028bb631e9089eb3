"""Names of targets reach the modules that own no parameters as well: every one that the library has, and no other."""

import json
import re
from collections import defaultdict
from typing import Any

import pytest

import finetune_catalog as fc
from finetune_catalog.counting.layout import bare
from finetune_catalog.models.model import Model
from tests.models.truth import INVENTORIES, covered, placed

MEASURED = {one["model_type"]: one for one in json.loads((INVENTORIES.parent / "bare.json").read_text())}
CATALOG = fc.load()


def found_in(model: Model) -> dict[str, set[tuple[int, ...]]]:
    """The modules without parameters: the indices of each pattern."""
    paths = [path for group in bare(model) for path, _ in group.members]
    paths += [module.path for module in model.modules if not module.shape.parameters]
    found: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    for path in paths:
        pattern, indices = placed(path)
        found[pattern].add(indices)
    return found


def differences(config: dict[str, Any], expected: dict[str, int]) -> list[str]:
    """What a model has that the library has not, and the other way round."""
    found = found_in(CATALOG.model(config))
    wrong = []
    for path, count in expected.items():
        pattern = re.sub(r"(?<=\.)(\d+|\{[\d,-]+\})(?=\.|$)", "*", path.split("|")[0])
        indices = found.pop(pattern, set())
        if len(indices) != count or not covered(path, pattern, indices):
            wrong.append(f"{path} x{count}; ours {sorted(indices)[:8]}")
    return wrong + [f"{pattern}: {sorted(indices)[:8]} is none" for pattern, indices in found.items()]


@pytest.mark.parametrize("model_type", MEASURED)
def test_a_model_has_the_librarys_modules_without_parameters(model_type: str) -> None:
    one = MEASURED[model_type]
    base = {"model_type": model_type, **one["config"]}
    wrong = {
        name: found
        for name, expected in one["classes"].items()
        if (found := differences({**base, "architectures": [name]}, expected))
    }

    assert not wrong
    main = next(iter(one["classes"]))
    for case in one["changed"]:
        assert differences({**base, **case["fields"], "architectures": [main]}, case["paths"]) == [], case[
            "fields"
        ]

"""Every formula of a tensor is one of its method's counting, whichever part of the tensor it says."""

import pytest

import finetune_catalog as fc
from finetune_catalog.counting_records import Counting, Tensor

COUNTED = [m.counting for m in fc.load().data.methods.values() if m.counting is not None]
FORMULA = COUNTED[0].formulas[0]


@pytest.mark.parametrize("part", ["size", "when", "trained", "stored", "width"])
def test_what_a_part_of_a_tensor_uses_is_used(part: str) -> None:
    size = next(formula for formula in COUNTED[0].formulas if not formula.names)
    tensor = Tensor(**{"id": "one", "each": "module", "size": size, part: FORMULA})

    assert Counting("exact", (), adds={"one": tensor}).names == {*FORMULA.names}
    assert FORMULA.names

"""What formulas that count know: of the parameters, of a module or a parameter, of the model and of all modules taken."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.layout import HOLDER, paths, within
from finetune_catalog.counting.refusal import lacking
from finetune_catalog.loading.count_scope import MODULE, OPTIONAL_SIZES, SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model, Module


#: what formulas know of a parameter or an option beside its value
GIVEN: Mapping[str, Callable[[Any], bool]] = {
    "given": lambda value: value is not None and value not in ((), {}, ""),
    "pattern": lambda value: isinstance(value, str),
}


def given_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give parameters and options by the names that formulas have for them."""
    known: dict[str, Any] = dict(values)
    for fact, holds in GIVEN.items():
        known |= {f"{name}.{fact}": holds(value) for name, value in values.items()}
    return known


_UNBIASED = (False, True)  #: of what has no bias, and is of no class


def module_values(module: Module) -> dict[str, Any]:
    """Give what formulas know of a module."""
    shape = module.shape
    weight = next((prod(size) for name, size in shape.parameters if name == "weight"), 0)
    return _named(
        shape.in_features,
        shape.out_features,
        prod(shape.kernel),
        shape.kernel[0] if shape.kernel else 1,
        shape.groups,
        1,
        weight,
        shape.size,
        shape.bias,
        shape.plain,
        shape.kind,
        naming.last(module.path),
    )


def module_values_in(module: Module, size: int) -> dict[str, Any]:
    """Give what formulas know of a module that a model has: the numbers in modules inside it count as its own."""
    known = module_values(module)
    if module.shape.kind == HOLDER:
        known["module.size"] = size
    return known


def container_values(path: str, size: int) -> dict[str, Any]:
    """Give what formulas know of a module that only holds others: the numbers in all their parameters.

    One of a list goes by the list's name, which is the same for all of them.
    """
    name = next((step for step in reversed(path.split(".")) if not step.isdecimal()), path)
    return _named(0, 0, 1, 1, 1, 1, 0, size, *_UNBIASED, "container", name)


def parameter_values(module: Module, name: str, shape: tuple[int, ...]) -> dict[str, Any]:
    """Give what formulas know of a parameter taken by name: matrices of out by in, one for each expert."""
    experts = shape[0] if len(shape) > 2 else 1
    out_features, in_features = shape[-2:]
    numbers = prod(shape)
    sizes = (in_features, out_features, 1, 1, 1, experts, numbers, numbers)
    known = _named(*sizes, *_UNBIASED, "parameter", name)
    return {**known, "parameter.module": naming.last(module.path)}


def model_values(model: Model, submodules: int) -> dict[str, Any]:
    """Give what formulas know of a model; sizes that its configuration lacks are left out."""
    known: dict[str, Any] = {
        f"model.{name}": model.dimensions.get(name)
        for name in (*SIZES, *OPTIONAL_SIZES)
        if name in OPTIONAL_SIZES or model.dimensions.get(name) is not None
    }
    known["model.architecture"] = model.architecture
    known["model.submodules"] = submodules
    known["model.cached"] = model.cached
    if model.layers is not None:
        known["model.layer_size"] = sum(module.shape.size for module in within(model, f"{model.layers}.0"))
    embedding = paths(model).get(model.input_embedding or "")
    if embedding is not None:
        known["model.embedding_size"] = embedding.shape.out_features
    return known


def sizes_given(counting: Counting, values: Mapping[str, Any], model: Model) -> dict[str, Any]:
    """Give the sizes that options stand in for.

    Raises:
        RefusedError: the model's configuration lacks a size that the method needs, and no option says it.
    """
    found: dict[str, Any] = {}
    for size, option in counting.sizes.items():
        given = None if option is None else values.get(option)
        if given is not None:
            found[f"model.{size}"] = given
        elif model.dimensions.get(size) is None:
            raise lacking(size, model.name, option)
    return found


def part_values(counting: Counting, model: Model) -> dict[str, int]:
    """Give the numbers in named parts of the model: of the first path that is there, 0 where none is."""
    known = paths(model) if counting.parts else {}
    return {
        f"parts.{name}": sum(
            module.shape.size
            for path in [next((path for path in choice if path in known), None)]
            if path is not None
            for module in within(model, path)
        )
        for name, choice in counting.parts.items()
    }


def target_records(taken: Taken) -> tuple[tuple[Any, ...], ...]:
    """Give the modules taken as records, in the order of their fields."""
    records: list[tuple[Any, ...]] = []
    for group in taken.groups:
        if group.module is not None:
            records += [tuple(module_values(group.module).values())] * len(group.members)
    return tuple(records)


def _named(*values: Any) -> dict[str, Any]:
    return {f"module.{name}": value for name, value in zip(MODULE, values, strict=True)}

"""A smaller model made like the one that is adapted: its configuration with other sizes, and what that makes."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.copies import copies
from finetune_catalog.counting.layout import within
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.saving import Saves
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.frozen import replace
from finetune_catalog.loading.functions import functions_of
from finetune_catalog.models.config import Unfit
from finetune_catalog.models.inventory import inventory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.architecture import Architecture, ModelClass
    from finetune_catalog.counting_records import Counting, Mirror, MirrorSize
    from finetune_catalog.expression.types import Function
    from finetune_catalog.models import Model, Module
    from finetune_catalog.records import CatalogData


def made_like(
    data: CatalogData, mirror: Mirror, wanted: Mapping[str, int | None], model: Model
) -> tuple[Model, dict[str, int | None]]:
    """Make the smaller model, with the paths that its modules have in the adapted one.

    Args:
        data: the catalog
        mirror: how it is made
        wanted: its sizes by name, None for one that stays as it is
        model: the model that is adapted

    Returns:
        The smaller model, and the sizes of the one that is adapted, None for one that it lacks.

    Raises:
        RefusedError: the model's configuration has no such size, or no model has these sizes.
    """
    architecture = data.architectures.get(model.architecture)
    if architecture is None:
        made, sizes = _without_configuration(mirror, wanted, model), dict(model.dimensions)
    else:
        sizes = {name: _field(architecture, model, size)[1] for name, size in mirror.sizes.items()}
        made = _made(data, architecture, mirror, wanted, model)
    return _placed(made, _part(made, mirror), mirror.at), {name: sizes.get(name) for name in mirror.sizes}


def without(model: Model, path: str) -> Model:
    """Leave out the module at a path, and those below it."""
    gone = frozenset(module.path for module in within(model, path))
    return replace(model, modules=tuple(one for one in model.modules if one.path not in gone))


def numbers(model: Model, counting: Counting, saves: Saves) -> dict[str, int]:
    """Count the numbers in a smaller model, what is saved of it, and what of it is trained whole.

    Raises:
        RefusedError: a name of what is trained whole is that of a list of modules in it.
    """
    # names are looked for in it only once the heads of a task are known
    whole = copies(model, counting, Saves(then=saves.then), frozenset())
    return {
        "size": sum(_own(module, model) for module in model.modules),
        # what is shared, under each of its names
        "stored": sum(module.shape.size + module.shape.buffers for module in model.modules),
        "saved": sum(_own(module, model) for one in whole for module in one.modules),
    }


def _placed(model: Model, part: str, at: str) -> Model:
    """Give a part of a model the path that it has in another; a weight that is one of the rest becomes its own."""
    cut = len(part) + 1 if part else 0
    inside = f"{part}." if part else ""

    def tied(module: Module) -> tuple[tuple[str, str], ...]:
        return tuple((name, f"{at}.{to[cut:]}") for name, to in module.tied if to.startswith(inside))

    said = model.said_tied
    return replace(
        model,
        modules=tuple(
            replace(module, path=f"{at}.{module.path[cut:]}", tied=tied(module))
            for module in (within(model, part) if part else model.modules)
        ),
        said_tied=None if said is None else tuple(f"{at}.{path[cut:]}" for path in said),
    )


def _own(module: Module, model: Model) -> int:
    """Count the numbers of a module that are no other's; a model that is made new ties what its class says is tied."""
    if module.path in (model.said_tied or ()):
        return 0
    return sum(prod(shape) for name, shape in module.shape.parameters if name not in dict(module.tied))


def _made(
    data: CatalogData,
    architecture: Architecture,
    mirror: Mirror,
    wanted: Mapping[str, int | None],
    model: Model,
) -> Model:
    fields = dict(model.fields)
    for name, size in mirror.sizes.items():
        value = wanted.get(name)
        field, before = _field(architecture, model, size)
        if value is None or (field is None and size.optional):
            continue
        if field is None:
            message = f"the configuration of {model.name} has none of {', '.join(size.names)}"
            raise RefusedError(Refusal("FC756", message, f"leave out `{size.about}`", size.about))
        fields[field] = value
        if name == mirror.layers and isinstance(before, int):
            fields |= {key: _longer(list_, before, value) for key, list_ in fields.items()}
    functions = functions_of(data)
    try:
        fields |= _following(architecture, model.fields, fields, functions)
        made = inventory(architecture, fields, _base_class(architecture, model), functions, model.name)
        _hold(architecture, fields, functions, _part(made, mirror))
    except (Unfit, EvaluationError) as error:
        why = error.message if isinstance(error, Unfit) else error.problem.message
        message = f"no smaller model of this kind can be made with these sizes: {why}"
        raise RefusedError(Refusal("FC757", message, "give other sizes", None)) from None
    return made


def _following(
    architecture: Architecture,
    before: Mapping[str, Any],
    fields: Mapping[str, Any],
    functions: Mapping[str, Function],
) -> dict[str, Any]:
    """Work out again what the library does not keep, where it was what it is by default."""
    return {
        field.id: evaluate(field.formula, fields, functions)
        for field in architecture.fields.values()
        if field.formula is not None
        and not field.kept
        and before[field.id] == fields[field.id] == evaluate(field.formula, before, functions)
    }


def _hold(
    architecture: Architecture, fields: Mapping[str, Any], functions: Mapping[str, Function], part: str
) -> None:
    """Hold what the modules of the model, or of a part of it, require of its fields: nobody reads this configuration."""
    for required in architecture.requires:
        elsewhere = part and required.part and part != required.part
        if required.by_model and not elsewhere and not evaluate(required.holds, fields, functions):
            raise Unfit("FC745", f"`{required.field}` {required.message}", required.field)


def _field(architecture: Architecture, model: Model, size: MirrorSize) -> tuple[str | None, Any]:
    """Find the field that a size is called by in the configuration, under its own name or another."""
    for name in size.names:
        field = architecture.aliases.get(name, name)
        if field in model.fields:
            return field, model.fields[field]
    return None, None


def _base_class(architecture: Architecture, model: Model) -> ModelClass:
    """Give the class of the model without its head: one that lacks what the model's own base lacks."""
    own = architecture.classes[model.class_name]
    bases = [] if not own.base else [c for c in architecture.classes.values() if not c.base and not c.modules]
    cut = len(own.base) + 1
    lacks = tuple(path[cut:] for path in own.without)
    return next((c for c in bases if c.without == lacks), bases[0] if bases else own)


def _longer(value: Any, before: int, layers: int) -> Any:
    """Give a list with an item a layer more items of the last kind, where there are more layers now."""
    if not isinstance(value, tuple) or not value or len(value) != before or layers <= before:
        return value
    return (*value, *(value[-1],) * (layers - before))


def _without_configuration(mirror: Mirror, wanted: Mapping[str, int | None], model: Model) -> Model:
    """Give the base of a model of which only the modules are known, with its first layers alone."""
    layers = wanted.get(mirror.layers)
    other = next(
        (name for name, value in wanted.items() if value is not None and name != mirror.layers), None
    )
    if model.layers is None or layers is None or other is not None:
        message = f"of {model.name} only the modules are known: it cannot be made smaller"
        about = mirror.sizes[other or mirror.layers].about
        raise RefusedError(Refusal("FC757", message, "give the model's config.json", about))
    base = model.layers.rpartition(".")[0]
    head = f"{model.layers}."

    def kept(module: Module) -> bool:
        index = module.path[len(head) :].partition(".")[0] if module.path.startswith(head) else ""
        return not index or int(index) < layers

    cut = len(base) + 1 if base else 0
    modules = tuple(
        replace(module, path=module.path[cut:], tied=())
        for module in (within(model, base) if base else model.modules)
        if kept(module)
    )
    return replace(model, modules=modules, layers=model.layers[cut:])


def _part(model: Model, mirror: Mirror) -> str:
    """Find the part that stands for the whole: the first that holds a list of layers itself."""
    held = {f"{part}.{name}.0": part for part in mirror.inner for name in mirror.lists}
    return next((part for start, part in held.items() if within(model, start)), "")

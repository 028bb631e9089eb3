"""Which modules and parameters of a model a configuration takes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import fused, naming
from finetune_catalog.counting.layout import HOLDER, paths
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.shortening import shortened
from finetune_catalog.counting.tasks import task_of
from finetune_catalog.text import nearest, quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from finetune_catalog.counting_records import Counting, Targets, Task
    from finetune_catalog.models import Model, Module
    from finetune_catalog.records import CatalogData

CONTAINER = "container"  #: the kind of a module that only holds others
_LINEAR = ("linear", "hf_conv1d")  #: the kinds that `all-linear` takes
_SHOWN = 12  #: names of modules in one message


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a configuration says of its targets, with defaults and families of fused experts seen to.

    `modules` are names, or one pattern; `parameters` names of parameters; `varies` further values by name.
    """

    modules: str | tuple[str, ...] | None = None
    parameters: tuple[str, ...] = ()
    exclude: str | tuple[str, ...] = ()
    saves: tuple[str, ...] = ()
    layers: tuple[int, ...] | None = None
    containers: str | tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  #: paths that are taken whatever else is said
    multiplied: Mapping[str, int] = field(
        default_factory=dict
    )  #: by parameter: how many times the value counts


@dataclass(frozen=True, slots=True)
class Taken:
    """The modules and parameters that a configuration takes; a module of None only holds others.

    `names` are what the modules are taken by: names, or one pattern.
    """

    modules: tuple[tuple[str, Module | None], ...] = ()
    parameters: tuple[tuple[str, Module, str, tuple[int, ...]], ...] = ()
    multiplied: Mapping[str, int] = field(default_factory=dict)
    names: str | tuple[str, ...] = ()


def select(
    data: CatalogData,
    counting: Counting,
    values: Mapping[str, Any],
    model: Model,
    saves: tuple[str, ...],
    beside: tuple[str, ...] = (),
) -> Taken:
    """Choose the modules and parameters to adapt.

    Args:
        data: the catalog
        counting: the method's
        values: every parameter and option by id
        model: the model
        saves: names of the modules that are trained whole, which get no adapter
        beside: paths of modules that are taken whatever else is said

    Raises:
        RefusedError: nothing is named, or nothing matches; a pattern is none.
    """
    targets = counting.targets
    if targets is None:
        return Taken()
    task = task_of(data, counting, values)
    wanted = Wanted(
        values.get(targets.modules or ""),
        tuple(values.get(targets.parameters or "") or ()),
        values.get(targets.exclude or "") or (),
        saves,
        values.get(targets.layers or ""),
        values.get(targets.containers or "") or (),
        beside,
    )
    wanted = fused.converted(counting, wanted, targets, model, lambda: linear_paths(model, task))
    wanted = _with_defaults(data, targets, wanted, model)
    if isinstance(wanted.modules, str) and wanted.modules.lower() == naming.ALL_LINEAR:
        wanted = replace(wanted, modules=linear_paths(model, task))
    if isinstance(wanted.modules, tuple) and (wanted.layers or counting.groups.by == "target"):
        wanted = replace(wanted, modules=shortened(wanted.modules, paths(model)))
    hits, excluded, skipped = _matching(targets, wanted, model)
    parameters = tuple(_parameters(targets, wanted, model, {path for path, _ in hits}))
    if not hits and not parameters and not skipped:
        raise RefusedError(_nothing(targets, wanted, model, excluded=excluded))
    return Taken(tuple(hits), parameters, wanted.multiplied, wanted.modules or ())


def linear_paths(model: Model, task: Task | None) -> tuple[str, ...]:
    """List the linear layers that `all-linear` stands for: not the output embedding; where there is none, not the head."""
    left_out = model.output_embedding
    if left_out is None and task is not None and model.library:
        known = paths(model)
        left_out = next((name for name in task.leaves if name in known), None)
    return tuple(m.path for m in model.modules if m.shape.kind in _LINEAR and m.path != left_out)


def _with_defaults(data: CatalogData, targets: Targets, wanted: Wanted, model: Model) -> Wanted:
    if wanted.modules is not None:
        return wanted
    if targets.embedding and model.input_embedding is not None:
        return replace(wanted, modules=(model.input_embedding,))
    row = data.targets[targets.table].rows.get(model.architecture) if targets.table else None
    if row is None:
        row = targets.otherwise
    if row is not None:
        return replace(wanted, modules=row)
    if wanted.parameters:
        return replace(wanted, modules=())
    about = targets.modules
    message = f"`{about}` is not given, and there is no default for the model type {model.architecture or 'of this model'}"
    names = sorted({path.rpartition(".")[2] for path in linear_paths(model, None)})
    hint = f"name modules, for example {word_list(quoted(names[:3]))}" if names else "name modules"
    raise RefusedError(Refusal("FC755", message, hint, about, tuple(names[:_SHOWN])))


def matcher(targets: Targets, wanted: Wanted) -> tuple[naming.Matcher, naming.Matcher]:
    """Give the two tests of a path: whether it is left out, and whether it is named."""
    excludes = naming.by_names(wanted.exclude, targets.exclude) if wanted.exclude else None
    saved = naming.inside(wanted.saves, None) if wanted.saves else None
    names = wanted.modules if wanted.modules is not None else ()
    named = naming.by_names(names, targets.modules)
    index: Callable[[str], int | None] | None = None
    if wanted.layers and not isinstance(names, str):
        index = naming.layer_index(wanted.containers, targets.containers)
    whole = frozenset(names) if not isinstance(names, str) else frozenset()
    layers = frozenset(wanted.layers or ())

    def left_out(path: str) -> bool:
        return bool((excludes and excludes(path)) or (saved and saved(path)))

    def taken(path: str) -> bool:
        return named(path) and (index is None or path in whole or index(path) in layers)

    return left_out, taken


def _matching(
    targets: Targets, wanted: Wanted, model: Model
) -> tuple[list[tuple[str, Module | None]], bool, bool]:
    """List the modules that match; and whether others do that are left out, or are passed over for their kind."""
    left_out, taken = matcher(targets, wanted)
    hits: list[tuple[str, Module | None]] = []
    excluded = skipped = False
    for path, module in paths(model).items():
        tied = path in wanted.beside
        if not tied and left_out(path):
            excluded = True
        elif tied or taken(path):
            kind = CONTAINER if module is None else module.shape.kind
            if targets.kinds is None or kind in targets.kinds:
                hits.append((path, module))
            elif targets.skips:
                skipped = True
            else:
                raise RefusedError(_unsupported(targets, path, kind))
    _hold_apart(targets, hits)
    return hits, excluded, skipped


def _hold_apart(targets: Targets, hits: list[tuple[str, Module | None]]) -> None:
    """Hold that no module taken lies inside another one, which would stand in its place."""
    holders = {path for path, module in hits if module is None or module.shape.kind == HOLDER}
    for path, _ in hits if holders else ():
        parts = path.split(".")
        outer = next((o for n in range(1, len(parts)) if (o := ".".join(parts[:n])) in holders), None)
        if outer is not None:
            message = f"`{path}` lies inside `{outer}`, and both are taken"
            raise RefusedError(Refusal("FC752", message, "name one of them", targets.modules))


def _parameters(
    targets: Targets, wanted: Wanted, model: Model, hits: set[str]
) -> Iterator[tuple[str, Module, str, tuple[int, ...]]]:
    """Yield the parameters that are named, each with its module."""
    names = frozenset(wanted.parameters)
    endings = tuple(f".{name}" for name in names)
    for module in model.modules if names else ():
        for name, shape in module.shape.parameters:
            whole = f"{module.path}.{name}"
            if whole not in names and not whole.endswith(endings):
                continue
            if module.path in hits:
                message = f"`{whole}` cannot be adapted: its module is taken already"
                raise RefusedError(
                    Refusal(
                        "FC752", message, f"leave the module out of `{targets.modules}`", targets.parameters
                    )
                )
            if len(shape) not in (2, 3):
                message = f"`{whole}` has {len(shape)} dimensions; parameters of 2 or 3 can be adapted"
                raise RefusedError(Refusal("FC752", message, "leave it out", targets.parameters))
            yield whole, module, name, shape


def _unsupported(targets: Targets, path: str, kind: str) -> Refusal:
    assert targets.kinds is not None
    what = "holds other modules and has no weight" if kind == CONTAINER else f"is of the kind {kind}"
    message = f"`{path}` {what}; this method adapts {word_list(targets.kinds)}"
    return Refusal("FC752", message, "name other modules", targets.modules, targets.kinds)


def _nothing(targets: Targets, wanted: Wanted, model: Model, *, excluded: bool) -> Refusal:
    """Say that nothing matches, and what the model has."""
    names = sorted({m.path.rpartition(".")[2] for m in model.modules if m.shape.kind in _LINEAR})
    about = targets.modules
    if excluded and wanted.modules:
        message = f"every module that `{about}` names is left out or trained whole"
        return Refusal("FC751", message, "name others, or leave out fewer", about, tuple(names[:_SHOWN]))
    given = wanted.modules if wanted.modules is not None else ()
    if isinstance(given, str):
        message = f"the pattern {given!r} matches no module of {model.name}"
        hint = "a pattern has to match the whole path; put names in a list to match their ends"
        return Refusal("FC751", message, hint, about, tuple(names[:_SHOWN]))
    if not given:
        return Refusal("FC751", f"`{about}` names no module", "name one", about, tuple(names[:_SHOWN]))
    message = f"no module of {model.name} is called {word_list(quoted(given[:3]), 'or')}"
    if wanted.layers:
        message += f" in the layers {list(wanted.layers)[:5]}"
    near = nearest(given[0].rpartition(".")[2], names)
    hint = f"did you mean `{near}`?" if near else "name modules that it has"
    return Refusal("FC751", message, hint, about, tuple(names[:_SHOWN]))

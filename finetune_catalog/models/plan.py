"""The modules of one class of an architecture as a tree: lists of modules around what each index of them has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import field, replace, slotted
from finetune_catalog.loading.paths import INDICES, joined, masked, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.architecture import Architecture, ModelClass, ModuleSpec


@slotted(eq=False)
class Leaf:
    """A module below its innermost index: the rest of its path, and what was `made` of it last.

    `depth` is whether its shape depends on an index: then it is made anew for each.
    """

    spec: ModuleSpec
    path: str
    pattern: str
    depth: bool
    made: Any = None


@slotted(eq=False)
class Group:
    """A list of modules: the path to it below the enclosing index, ending in a dot, and what each index has.

    `container` is its whole path with `*` for outer indices, `step` how an index is written (`*`, `expert_*`).
    """

    container: str
    path: str
    step: str
    steps: list[Leaf | Group] = field(default_factory=list)


def plan(architecture: Architecture, class_: ModelClass) -> list[Leaf | Group]:
    """Gather the modules of a class: the base model's where it has them, and its own."""
    steps: list[Leaf | Group] = []
    groups: dict[tuple[str, str], Group] = {}
    for spec in _specs(architecture, class_):
        within_, container, rest = steps, "", spec.path.split(".") if spec.path else []
        while True:
            place = next((place for place, step in enumerate(rest) if "*" in step), None)
            if place is None:
                break
            path = ".".join(rest[:place])
            container = f"{container}.{path}" if container and path else container or path
            key = (container, rest[place])
            if key not in groups:
                groups[key] = Group(container, f"{path}." if path else "", rest[place])
                within_.append(groups[key])
            container = f"{container}.{rest[place]}"
            within_, rest = groups[key].steps, rest[place + 1 :]
        within_.append(Leaf(spec, ".".join(rest), masked(spec.path), _depends(spec)))
    return steps


def _specs(architecture: Architecture, class_: ModelClass) -> Iterator[ModuleSpec]:
    own = {spec.path: spec for spec in class_.modules}
    yield from (spec for spec in class_.modules if spec.first)
    inside: set[str] = set()
    for spec in architecture.modules:
        path = joined(class_.base, spec.path)
        if path in own:
            inside.add(path)
            yield own[path]
        elif not any(within(path, lacking) for lacking in class_.without):
            ties = tuple(
                replace(
                    tie, parameters=tuple((n, joined(class_.base, target)) for n, target in tie.parameters)
                )
                for tie in spec.ties
            )
            yield replace(spec, path=path, ties=ties)
    yield from (spec for spec in class_.modules if not spec.first and spec.path not in inside)


def _depends(spec: ModuleSpec) -> bool:
    """Whether a module's shape, or what it is tied to, depends on an index."""
    formulas = [spec.in_features, spec.out_features, spec.groups, spec.buffers, *spec.kernel]
    for parameter in spec.parameters:
        formulas += [*parameter.shape, parameter.when]
    formulas += (tie.when for tie in spec.ties)
    return any(not set(INDICES).isdisjoint(each.names) for each in formulas if each is not None)


def classes_of(architecture: Architecture, named: Sequence[Any], task: str | None) -> ModelClass:
    """Choose a class: the first of those a config.json names that is known; for a task, the first that serves it."""
    known = [
        architecture.classes[name] for name in named if isinstance(name, str) and name in architecture.classes
    ]
    first = known[0] if known else next(iter(architecture.classes.values()))
    if task is None or task in first.tasks:
        return first
    return next((each for each in architecture.classes.values() if task in each.tasks), first)

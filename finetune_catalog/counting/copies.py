"""Copies of whole modules that are trained in the place of the originals."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from finetune_catalog.counting import naming
from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.layout import is_list, paths, within
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.counting.saving import Saves
    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model, Module

COPY, FROZEN = "copy", "frozen copy"
COPIES = "modules_to_save"  #: what the library calls that which holds the copies of a module
WRAPPED = "base_layer"  #: and the module that an adapter stands for


@frozen
class Copy:
    """A module that is copied, and the modules with parameters in it; `inner` are the ones in it that are copied again."""

    path: str
    modules: tuple[Module, ...]
    inner: tuple[str, ...] = ()


def copies(model: Model, counting: Counting, saves: Saves, adapted: frozenset[str]) -> tuple[Copy, ...]:
    """List the modules whose path ends with a name, after a dot or not.

    Where the adapted model holds the input embedding a second time, it is copied there as well once the heads of a task
    are known.

    Raises:
        RefusedError: one is adapted, is a list of modules, or is what an adapter keeps its tensors in.
    """
    about, reads = counting.saves, counting.reads
    names = saves.then or saves.first
    if not names:
        return ()
    if "" in names:
        message = (
            "an empty name ends every path, and the whole model cannot be trained beside an adapter of it"
        )
        raise RefusedError(Refusal("FC752", message, "leave the empty name out", about))
    found = _found(model, names, adapted, about)
    for path in saves.tied:
        _hold(model, path, adapted, about)
    if _reach_adapters(counting, saves, adapted, found):
        _hold_apart(names, counting.keeps, "the tensors of adapters", about)
    if saves.first and saves.then and any(path.endswith(saves.first) for path in found):
        # names are looked for again once the heads are known, among what the first copies lie in as well
        _hold_apart(saves.then, (COPIES,), "the copies of modules", about)
    listed = [Copy(path, within(model, path), tuple(inner)) for path, inner in found.items()]
    if saves.then and reads is not None and reads.endswith(saves.then) and model.input_embedding:
        listed.append(Copy(reads, within(model, model.input_embedding)))
    return tuple(listed)


def _found(
    model: Model, names: tuple[str, ...], adapted: frozenset[str], about: str | None
) -> dict[str, list[str]]:
    """List the modules whose path ends with a name, each with those inside it whose path does so as well."""
    found: dict[str, list[str]] = {}
    for path in paths(model):
        if path.endswith(names) and _adapted_path(path, adapted).endswith(names):
            _hold(model, path, adapted, about)
            outer = next((above for above in naming.above(path) if above in found), None)
            if outer is None:
                found[path] = []
            else:
                found[outer].append(path)
    return found


def _reach_adapters(
    counting: Counting, saves: Saves, adapted: frozenset[str], found: Mapping[str, list[str]]
) -> bool:
    """Whether names are held against what keeps the tensors of adapters: not of those right in a copy.

    Prompts are there only when names are looked for again.
    """
    if counting.targets is None:
        return bool(saves.then)
    return any(path.rpartition(".")[0] not in found for path in adapted)


def with_adapters(found: tuple[Copy, ...], taken: Taken) -> frozenset[str]:
    """Give the paths of what is adapted inside a copy: the copy's adapter is trained, the original's is not."""
    inside = tuple(f"{one.path}." for one in found)
    if not inside:
        return frozenset()
    return frozenset(path for path in taken.adapted if path.startswith(inside))


def _adapted_path(path: str, adapted: frozenset[str]) -> str:
    """Give the path that a module has once those around it are adapted: inside what they hold."""
    around = next((outer for outer in naming.above(path) if outer in adapted), None)
    return path if around is None else f"{around}.{WRAPPED}{path[len(around) :]}"


def _hold(model: Model, path: str, adapted: frozenset[str], about: str | None) -> None:
    above = path.rpartition(".")[0]
    if above in adapted:
        message = f"`{path}` is to be trained whole, and it stands in `{above}`, which is adapted"
        raise RefusedError(Refusal("FC752", message, "leave it out, or the module that it stands in", about))
    if path in adapted:
        message = f"`{path}` is adapted, and its name ends with that of a module trained whole"
        raise RefusedError(Refusal("FC752", message, "leave it out of the targets", about))
    if is_list(model, path):
        message = f"`{path}` is a list of modules, which cannot be trained whole"
        raise RefusedError(Refusal("FC752", message, "name the modules in it", about))


def _hold_apart(names: tuple[str, ...], keeps: tuple[str, ...], what: str, about: str | None) -> None:
    """Hold that no name is the end of something that holds what is added to the model."""
    for kept in keeps:
        name = next((name for name in names if kept.endswith(name)), None)
        if name is not None:
            message = f"`{name}` is the end of `{kept}` as well, in which {what} lie, and that is no module"
            raise RefusedError(Refusal("FC752", message, "write more of the module's name", about))


def copied(model: Model, saves: Saves, found: tuple[Copy, ...], again: frozenset[str]) -> Iterator[Line]:
    """Yield the copies' parameters; one that is shared inside a copy counts once in it.

    Those in `again`, of which single tokens are trained as well, are copied once more with the first copy in them.
    """
    known: dict[tuple[object, ...], tuple[int, int]] = {}
    for one in found:
        if one.inner:
            start = len(one.path)
            like = ((module.path[start:], id(module.shape)) for module in one.modules)
            key = (*like, *(path[start:] for path in one.inner))  # the same within: the same copies
            if key not in known:
                from finetune_catalog.counting import nested

                known[key] = nested.sizes(model, one.path, saves)
            added, trained = known[key]
            within_it = sum(module.shape.size for path in one.inner for module in within(model, path))
            # where names are looked for again, an inner module is saved three times: as it was and as it is in the
            # outer copy, and as a copy of its own
            again_within = 2 * within_it if saves.then else 0
            yield Line(COPY, one.path, 1, trained, stored=trained + again_within)
            if added > trained:
                yield Line(FROZEN, one.path, 1, added - trained, trained=False)
            continue
        below = f"{one.path}."
        for module in one.modules:
            size = module.shape.size
            if module.tied:
                inside = {name for name, to in module.tied if to.startswith(below)}
                size = sum(prod(shape) for name, shape in module.shape.parameters if name not in inside)
            saved = module.shape.size + module.shape.buffers  # what is shared under each of its names
            if one.path in again:
                yield Line(FROZEN, module.shape.pattern, 1, size, trained=False)
                size *= 2
                saved *= 4  # both copies, inside and by themselves
            yield Line(COPY, module.shape.pattern, 1, size, stored=saved)
    for path in saves.tied if found else ():
        yield from _shared(model, path)


def _shared(model: Model, path: str) -> Iterator[Line]:
    """Yield what is saved of a module that shares the copy of the input embedding: the same numbers again."""
    for module in within(model, path):
        for name, shape in module.shape.parameters:
            tied = dict(module.tied).get(name, "").startswith(f"{model.input_embedding}.")
            if tied or path in (model.said_tied or ()):
                size = prod(shape)
                yield Line(COPY, module.shape.pattern, 1, size, trained=False, added=False, stored=size)

"""The numbers of a method before and after, over a grid of its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configure import configure
from finetune_catalog.configure.examples import equal
from finetune_catalog.diff.facts import SAME, Renames, formula_facts, function_facts
from finetune_catalog.diff.grid import grid
from finetune_catalog.diff.model import Numbers, Sample

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.configure import Configuration
    from finetune_catalog.records import CatalogData, Method, Parameter

SHOWN = 5  #: samples of one metric


def compared(
    old: CatalogData,
    new: CatalogData,
    before: Method,
    after: Method,
    metrics: Mapping[str, str],
    renames: Renames,
    *,
    functions: bool,
) -> dict[str, Numbers]:
    """Compare metrics (new id to old) at every point of a grid; nothing is computed where nothing that could matter changed.

    `functions` says whether the catalogs' own functions compute the same.
    """
    if not metrics or (functions and _alike(before, after, renames)):
        return {}
    return {id_: _over_grid(old, new, before, after, (name, id_), renames) for id_, name in metrics.items()}


def _over_grid(
    old: CatalogData, new: CatalogData, before: Method, after: Method, ids: tuple[str, str], renames: Renames
) -> Numbers:
    """Compare one metric, by its old and new id, over a grid of the parameters that it depends on."""
    names = {renames.of("parameter", name): name for name in before.parameters}
    used = {renames.of("parameter", name) for name in depends_on(before, ids[0])} | depends_on(after, ids[1])
    forms: dict[str, list[Parameter]] = {name: [p] for name, p in after.parameters.items()}
    for name, former in names.items():
        forms.setdefault(name, []).append(before.parameters[former])
    counted = differing = 0
    samples: list[Sample] = []
    for point in grid(forms, used):
        first = _configured(old, before.id, {former: point[name] for name, former in names.items()})
        second = _configured(new, after.id, {name: point[name] for name in after.parameters})
        if first is None or second is None:
            continue
        counted += 1
        was, now = first.metrics.get(ids[0]), second.metrics.get(ids[1])
        if not equal(was, now):
            differing += 1
            if len(samples) < SHOWN:
                samples.append(Sample({name: point[name] for name in forms if name in used}, was, now))
    return Numbers(counted, differing, tuple(samples))


def depends_on(method: Method, metric: str) -> set[str]:
    """Gather the parameters that a metric's formula uses, itself or through others."""
    formulas = {**method.values, **method.metrics}
    found: set[str] = set()
    pending = [metric]
    while pending:
        for name in formulas[pending.pop()].checked.names:
            if name not in found:
                found.add(name)
                pending += [name] if name in formulas else []
    return found & method.parameters.keys()


def _configured(data: CatalogData, method: str, given: Mapping[str, Any]) -> Configuration | None:
    return configure(data, method, given)[0]


def functions_alike(old: CatalogData, new: CatalogData, renames: Renames) -> bool:
    """Whether the catalogs' own functions compute the same: one that is only new changes no number."""
    was = {renames.of("function", id_): function_facts(f, renames) for id_, f in old.functions.items()}
    now = {id_: function_facts(f, SAME) for id_, f in new.functions.items()}
    return all(id_ in now and facts["formula"] == now[id_]["formula"] for id_, facts in was.items())


def _alike(before: Method, after: Method, renames: Renames) -> bool:
    """Whether all that a method's own file computes with is the same: formulas, values, the types of parameters."""
    return _computed(before, renames) == _computed(after, SAME)


def _computed(method: Method, renames: Renames) -> dict[tuple[str, str], object]:
    said: dict[tuple[str, str], object] = {}
    for id_, formula in method.values.items():
        said["value", id_] = formula_facts(formula, renames)["formula"].value
    for id_, formula in method.metrics.items():
        said["metric", renames.of("metric", id_)] = formula_facts(formula, renames)["formula"].value
    for id_, parameter in method.parameters.items():
        said["parameter", renames.of("parameter", id_)] = parameter.type
    return said

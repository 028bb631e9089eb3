"""Embeddings of single tokens that are trained, in the embedding and in what is tied to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.layout import paths
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.saving import tied_paths
from finetune_catalog.text import quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.counting.saving import Saves
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model, Module

TOKENS = "trained tokens"
_ROWS = ("linear", "embedding")  #: the kinds whose weight has a row for each token


def token_lines(
    counting: Counting, values: Mapping[str, Any], model: Model, saves: Saves, adapted: frozenset[str]
) -> dict[str, Line]:
    """Give the trained rows of embeddings by path, shared by modules that are tied.

    Raises:
        RefusedError: the module is trained whole or adapted, or has no such rows.
    """
    about = counting.tokens
    assert about is not None  # the caller has looked
    given = values[about]
    by_name = given if isinstance(given, dict) else {model.input_embedding or "": given}
    saved = next((name for name in by_name if name in saves.first), None)
    if saved is not None:
        message = f"`{saved}` is trained whole, and single tokens of it as well"
        raise RefusedError(Refusal("FC752", message, "name it in one of them", about))
    tied = tied_paths(model)
    same = _agree(by_name, model, tied)
    if not same and counting.ties is not None and values.get(counting.ties[0]):
        message = "modules that are to stay tied have different tokens"
        raise RefusedError(
            Refusal("FC752", message, f"give {word_list(quoted(by_name))} the same ones", about)
        )
    made: dict[str, Line] = {}
    for name, indices in by_name.items():
        if same and name in tied and len(by_name) > 1:
            _hold(name, adapted, about)
            continue  # it shares the embedding's
        found = [path for path in paths(model) if path.endswith(name)]
        if not found:
            raise RefusedError(
                Refusal("FC751", f"the model has no module `{name}`", "name an embedding", about)
            )
        for path in found:
            _hold(path, adapted, about)
            if path not in made:
                made[path] = _line(path, paths(model)[path], indices, about)
    return made


def _agree(by_name: Mapping[str, Sequence[int]], model: Model, tied: Sequence[str]) -> bool:
    """Whether modules that share a weight are given the same tokens."""
    if len(by_name) < 2 or not tied:
        return True
    sharing = (model.input_embedding or "", *tied)
    given = [indices for name, indices in by_name.items() if any(map(_named(name), sharing))]
    return all(indices == given[0] for indices in given)


def _named(name: str) -> Any:
    return lambda path: path.endswith(name) or name in path.split(".")


def _hold(path: str, adapted: frozenset[str], about: str) -> None:
    if path in adapted:
        message = f"`{path}` is adapted, and single tokens of it are trained as well"
        raise RefusedError(Refusal("FC752", message, "leave it out of the targets", about))


def _line(path: str, module: Module | None, indices: Sequence[int], about: str) -> Line:
    weight = (
        next((shape for name, shape in module.shape.parameters if name == "weight"), ()) if module else ()
    )
    if module is None or module.shape.kind not in _ROWS or len(weight) != 2:
        raise RefusedError(Refusal("FC752", f"`{path}` has no rows for tokens", "name an embedding", about))
    rows, width = weight
    wrong = next((index for index in indices if not -rows <= index < rows), None)
    if wrong is not None:
        message = f"token {wrong} is none of the {rows:,} of `{path}`"
        raise RefusedError(Refusal("FC750", message, f"tokens are 0 to {rows - 1:,}", about))
    size = len(indices) * width
    return Line(TOKENS, module.shape.pattern, 1, size, stored=size)

"""What goes into the compiled cache, and what comes out of it: the linked catalog, and what the quick path needs."""

from __future__ import annotations

import marshal
import pickle
from typing import TYPE_CHECKING, Any

from finetune_catalog import compiled
from finetune_catalog.frozen import replace
from finetune_catalog.pickling import Shelf
from finetune_catalog.pickling import pickled as records_pickled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.records import CatalogData, Method


#: what has many entries, or large ones
_SHELVED = ("methods", "architectures", "models", "sources", "rules")


def load(folders: Sequence[str]) -> CatalogData | None:
    """Return the catalog that these folders were compiled to, None where no valid cache has it."""
    stored = compiled.read_full(folders)
    if stored is None:
        return None
    try:
        data: CatalogData = pickle.loads(stored)
    except Exception:  # noqa: BLE001 - unpickling can raise anything; then there is no cache
        return None
    return data


def store(folders: Sequence[str], now: tuple[bytes, bytes, bytes], data: CatalogData) -> bool:
    """Keep a catalog for the next time; False where nothing can be kept."""
    return compiled.write(folders, now, _quick(data), pickled(data))


def pickled(data: CatalogData) -> bytes:
    """Return a catalog's records as bytes; entries of which most work needs few each by themselves."""
    return records_pickled(replace(data, **{part: Shelf.of(getattr(data, part)) for part in _SHELVED}))


def _quick(data: CatalogData) -> bytes:
    """Return each method by itself, so that answering for one reads no other."""
    entries = {
        name: entry for name, method in data.methods.items() if (entry := _entry(data, method)) is not None
    }
    return marshal.dumps(((data.manifest.name, data.manifest.version), entries))


def _entry(data: CatalogData, method: Method) -> bytes | None:
    """Return what the quick path needs of a method; None where it needs more than that path does (Jinja, say)."""
    from finetune_catalog.configure.display import split
    from finetune_catalog.configure.programs import default_program, metrics_program
    from finetune_catalog.expression.analysis import proved
    from finetune_catalog.expression.targets.python import source

    parts = split(method.display)
    if parts is None or any(not _plain(parameter.default) for parameter in method.parameters.values()):
        return None
    texts = [source(proved(metrics_program(data, method)), "metrics")]
    parameters = []
    for place, parameter in enumerate(method.parameters.values()):
        formula = None
        program = default_program(data, method, parameter.id)
        if program is not None:
            formula = f"default_{place}"
            texts.append(source(proved(program), formula))
        parameters.append(
            (
                parameter.id,
                parameter.type,
                parameter.minimum,
                parameter.maximum,
                parameter.choices,
                parameter.default,
                formula,
            )
        )
    code = compile("\n\n".join(texts), f"<{method.id}>", "exec")
    return marshal.dumps((method.tag, parts, tuple(parameters), tuple(method.metrics), code))


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str)

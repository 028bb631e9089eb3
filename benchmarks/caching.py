"""The bundled catalog from the compiled cache, beside reading and hashing its files, and beside YAML parsers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import yaml

import finetune_catalog as fc
from benchmarks.rows import Row
from benchmarks.timing import fastest
from finetune_catalog import compiled, resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HASHED = "reading and hashing the files"


def rows(*, rounds: int = 20) -> Iterator[Row]:
    """Measure `load()` with a valid cache, and what parsing the YAML alone would take."""
    fc.load()
    folders = [str(resources.catalog_root()), str(resources.schema_root())]
    texts = [path.read_text(encoding="utf-8") for path in resources.catalog_root().rglob("*.yaml")]
    loaders: dict[str, Any] = {"yaml.SafeLoader": yaml.SafeLoader}
    if yaml.__with_libyaml__:
        loaders["yaml.CSafeLoader"] = yaml.CSafeLoader
    turns: dict[str, Callable[[], object]] = {"hash": lambda: compiled.state(folders), "load": fc.load}
    for name, loader in loaders.items():
        turns[name] = partial(_parse, texts, loader)
    best = fastest(turns, rounds=rounds)
    for name in ("load", *loaders):
        what = "`fc.load()` from the cache" if name == "load" else f"{name} alone"
        yield Row(what, HASHED, best[name] / best["hash"], note=f"{best[name] * 1000:.1f} ms")


def _parse(texts: list[str], loader: Any) -> None:
    for text in texts:
        yaml.load(text, loader)

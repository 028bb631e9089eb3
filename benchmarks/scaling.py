"""Catalogs of many methods: whether loading and checking takes time in proportion."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.rows import Row
from finetune_catalog import checks, resources
from finetune_catalog.loading import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = """\
id: many-methods
name: many methods
version: 1.0.0
schema: 1
license: MIT
extends: finetune-catalog
"""


def rows(*, sizes: tuple[int, ...] = (500, 1_000, 2_000)) -> Iterator[Row]:
    """Measure loading with all checks, uncached, at several sizes; and loading from the cache beside hashing the files."""
    few, *more = sizes
    first = seconds(few)
    for many in more:
        took = seconds(many)
        note = f"{took:.1f} s; {took / many * 1000:.2f} ms a method"
        what = f"load and check {many:,} methods, per method"
        yield Row(what, f"{few:,} methods", took / many / (first / few), 1.25, note=note)


def seconds(methods: int) -> float:
    """Write a catalog of so many methods and time loading and checking it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, methods)
        begin = time.process_time()
        loaded = load_catalog([resources.catalog_root(), root])
        assert loaded.data is not None
        found = checks.run(loaded.data, loaded.sheets)
        took = time.process_time() - begin
        assert loaded.report.ok
        assert found.ok
        assert len(loaded.data.methods) >= methods
        return took


def write(root: Path, methods: int) -> None:
    """Write an overlay of many methods, each the bundled one with its own numbers."""
    (root / "methods").mkdir()
    (root / "catalog.yaml").write_text(MANIFEST, encoding="utf-8")
    text = (resources.catalog_root() / "methods" / "lora.yaml").read_text(encoding="utf-8")
    for section in ("options", "counts", "dialects", "examples"):  # what a method of a page's length has
        text = re.sub(rf"^{section}:\n(?:[ #].*\n|\n)*", "", text, flags=re.MULTILINE)
    for number in range(methods):
        made = text.replace("id: lora", f"id: many{number}").replace("tag: LoRA", f"tag: Many{number}")
        made = made.replace("rank / 64.0", f"rank / {64 + number}.0")
        (root / "methods" / f"many{number}.yaml").write_text(made, encoding="utf-8")

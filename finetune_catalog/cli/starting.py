"""Starters: what `new` writes, and where."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import CommandError, wrong
from finetune_catalog.cli.files import replacing
from finetune_catalog.frozen import frozen
from finetune_catalog.resources import MANIFEST
from finetune_catalog.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.records import CatalogData

STARTERS = Path(__file__).parent / "starters"
_SHARED = {"metric": "metrics", "parameter": "parameters", "source": "sources", "rule": "rules"}
_FILES = frozenset({"method", "architecture"})  #: kinds whose entries have a file each
_ID = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")  # ids that formulas use


@frozen
class Start:
    """What is to be started: a kind of entry and its id, in which catalog; `topic` is the file of a rule."""

    kind: str
    id: str
    folder: str
    topic: str = ""

    @property
    def schema(self) -> str:
        """The schema of the file it goes into."""
        return _SHARED.get(self.kind, self.kind)

    @property
    def path(self) -> Path:
        """The file it goes into."""
        if self.kind in _FILES:
            return Path(self.folder, f"{self.kind}s", f"{self.id}.yaml")
        if self.kind == "rule":
            return Path(self.folder, "rules", f"{self.topic}.yaml")
        return Path(self.folder, f"{_SHARED[self.kind]}.yaml")


def write(start: Start, others: Sequence[str], *, overlay: bool) -> Iterator[Path]:
    """Write the starter (and the manifest of a new overlay), yielding each file written; raises CommandError."""
    _check_id(start)
    data = _loaded([*others, start.folder] if overlay else [])
    known = {"method": data.methods, "metric": data.metrics, "parameter": data.parameters}
    known |= {"source": data.sources, "rule": data.rules, "architecture": data.architectures}
    content = _content(start, data, overlay=overlay)
    if start.id in known[start.kind]:
        raise _taken(start)
    manifest = Path(start.folder, MANIFEST)
    if overlay and not manifest.exists():
        name = (
            re.sub(r"[^a-z0-9]+", "-", manifest.absolute().parent.name.lower()).strip("-0123456789")
            or "overlay"
        )
        _write(manifest, _filled("catalog", modeline=_modeline("catalog", 0, overlay=True), id=name))
        yield manifest
    _write(start.path, content)
    yield start.path


def _check_id(start: Start) -> None:
    pattern = _ID if start.kind in {"method", "source", "rule", "architecture"} else _NAME
    words = [(start.id, pattern)] + ([(start.topic, _ID)] if start.topic else [])
    for word, allowed in words:
        if not allowed.fullmatch(word) or len(word) > 60:
            snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word)
            near = re.sub(r"[^a-z0-9]+", "_", snake.lower()).strip("_0123456789")[:60]
            raise wrong(
                "FC912",
                f"`{shorten(word)}` is no id",
                hint=f"for example `{near}`" if near else "begin it with a letter",
                allowed=["lower-case letters, digits and `_`, beginning with a letter"],
            )


def _loaded(folders: Sequence[str]) -> CatalogData:
    """Load the catalog with its overlays, without those that are new or still have blanks."""
    from finetune_catalog.api import CatalogError, load

    there = [folder for folder in folders if Path(folder, MANIFEST).is_file()]
    try:
        return load(*there).data
    except CatalogError:
        return load().data


def _content(start: Start, data: CatalogData, *, overlay: bool) -> str:
    words = {"id": start.id, "modeline": _modeline(start.schema, _depth(start), overlay=overlay)}
    if start.kind in _FILES:
        if start.path.exists():
            raise _taken(start)
        words["tag"] = "".join(part.capitalize() for part in re.split(r"[-_]", start.id))
        words["source"] = next(iter(data.sources), "")
        words["version"] = data.overlays[-1].version if overlay and data.overlays else data.manifest.version
        words["metrics"] = "".join(
            f"  {metric.id}:{' ' * max(1, 32 - len(metric.id))}  # {metric.doc}\n"
            "    formula:\n    basis:\n    source: {ref: , where: }\n"
            for metric in data.metrics.values()
            if metric.formula is None and not metric.on_model
        )
    words["units"] = ", ".join(list(data.units)[:5])
    entry = _filled(start.kind, **words)
    return entry if start.kind in _FILES else _appended(start, words["modeline"], entry)


def _depth(start: Start) -> int:
    return len(start.path.relative_to(start.folder).parts) - 1


def _modeline(schema: str, depth: int, *, overlay: bool) -> str:
    """Return line 1: the schema beside the catalog; for an overlay the bundled one, wherever that lies."""
    from finetune_catalog.resources import schema_root
    from finetune_catalog.schema import modeline_for

    if not overlay:
        return modeline_for(schema, depth)
    return f"# yaml-language-server: $schema={(schema_root() / f'{schema}.schema.json').as_posix()}"


def _appended(start: Start, modeline: str, entry: str) -> str:
    """Return the file's text with the entry at its end; raises CommandError where it cannot be added there."""
    from finetune_catalog.yamlsource import read

    try:
        before = start.path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return f"{modeline}\n{entry}"
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(
            "FC909", f"cannot read `{start.path.as_posix()}`", hint=f"mend it first: {error}"
        ) from None
    document, _ = read(before, start.path.as_posix())
    if document is not None and isinstance(document.data, dict) and start.id in document.data:
        raise _taken(start)
    text = f"{before.rstrip()}\n\n{entry}"
    after, _ = read(text, start.path.as_posix())
    if after is None or not isinstance(after.data, dict) or start.id not in after.data:
        raise wrong(
            "FC912",
            f"an entry cannot be added at the end of `{start.path.as_posix()}`",
            hint="mend the file first; `finetune-catalog check` shows what is wrong with it",
        )
    return text


def _taken(start: Start) -> CommandError:
    return wrong(
        "FC912",
        f"there is a {start.kind} `{start.id}` already",
        hint=f"`finetune-catalog show {start.id}` shows it; choose another id, or edit that entry",
    )


def _filled(starter: str, **words: str) -> str:
    return Template((STARTERS / f"{starter}.yaml").read_text(encoding="utf-8")).substitute(words)


def _write(path: Path, text: str) -> None:
    from finetune_catalog.cli.files import unwritable

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from None
    with replacing(path) as file:
        file.write(text.encode())

"""From catalog folders to sheets: every file read, overlays laid over the base, each sheet's shape validated."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from finetune_catalog.diagnostics import Diagnostic, Span
from finetune_catalog.frozen import field, frozen
from finetune_catalog.loading import manifest
from finetune_catalog.loading.files import Folder, has_manifest, read_folder, shown_path
from finetune_catalog.loading.kinds import KINDS, kind_of
from finetune_catalog.loading.remembered import MOST, identity
from finetune_catalog.loading.sheets import Layer, Sheet, lay
from finetune_catalog.loading.vocabulary import vocabulary
from finetune_catalog.remembered import Remembered
from finetune_catalog.resources import MANIFEST
from finetune_catalog.schema import validate

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from pathlib import Path

    from finetune_catalog.loading.kinds import Kind
    from finetune_catalog.schema.vocabulary import Vocabulary
    from finetune_catalog.yamlsource import Document


@frozen(eq=False)
class Sheets:
    """A catalog as its files say it: merged sheets by path, the manifests apart, and everything found so far.

    `complete` says that every file which names entries for the others (units, parameters, metrics, ...) could be read:
    only then does an unknown name mean something. `invalid` are the paths of the sheets that their schema refuses.
    """

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    manifests: tuple[Sheet, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    complete: bool = False
    invalid: frozenset[str] = frozenset()

    def of(self, kind: str) -> tuple[Sheet, ...]:
        """Return the sheets of a kind, in the order of their paths."""
        return tuple(sheet for sheet in self.sheets.values() if sheet.kind.name == kind)

    @property
    def texts(self) -> dict[str, str]:
        """The text of every file, by the name that spans use."""
        layers = (layer for sheet in (*self.manifests, *self.sheets.values()) for layer in sheet.layers)
        return {layer.document.name: layer.document.text for layer in layers}


def read_sheets(folders: Sequence[Path]) -> Sheets:
    """Read a base folder and overlays; collects every finding, never raises."""
    found: list[Diagnostic] = []
    read: list[Folder] = []
    for position, folder in enumerate(folders):
        overlay = position > 0
        if not has_manifest(folder):
            found.append(manifest.missing(folder, shown_path(folder), overlay=overlay))
            continue
        files = read_folder(folder)
        found += files.found
        if MANIFEST in files.documents:
            found += manifest.marker(files.documents[MANIFEST], overlay=overlay)
        read.append(files)
    sheets = _merged(read)
    failed = {path for files in read for path in files.failed}
    absent = [kind for kind in KINDS if kind.required and not _present(kind, sheets, failed)]
    if read and not failed:
        found += (_absent(kind, shown_path(folders[0])) for kind in absent)
    shared = {kind.place for kind in KINDS if kind.folder is None}
    complete = len(read) == len(folders) and not absent and not failed & shared
    manifests = tuple(
        _sheet(MANIFEST, files.documents[MANIFEST]) for files in read if MANIFEST in files.documents
    )
    return _validated(Sheets(sheets, manifests, tuple(found), complete))


def _merged(folders: Sequence[Folder]) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    for folder in folders:
        for path, document in folder.documents.items():
            if path in sheets:
                sheets[path] = lay(sheets[path], Layer(document), document.data)
            elif path != MANIFEST:
                sheets[path] = _sheet(path, document)
    return dict(sorted(sheets.items()))


def _sheet(path: str, document: Document) -> Sheet:
    kind = kind_of(path)
    assert kind is not None  # only files of a known kind are read
    return Sheet(path, kind, document.data, (Layer(document),))


def _present(kind: Kind, sheets: Mapping[str, Sheet], failed: set[str]) -> bool:
    if kind.place == MANIFEST:
        return True  # without it the folder was refused
    return any(path == kind.place or kind_of(path) == kind for path in (*sheets, *failed))


def _absent(kind: Kind, folder: str) -> Diagnostic:
    what = f"a file in {folder}/{kind.place}" if kind.folder else f"{folder}/{kind.place}"
    help_ = f"write {what}"
    return Diagnostic("FC603", f"this catalog has no {kind.place}", span=Span(folder, 1, 1, 1, 1), help=help_)


def _validated(sheets: Sheets) -> Sheets:
    """Hold every sheet to its schema; where files are missing that name entries, every name would look unknown: not then."""
    if not sheets.complete:
        return sheets
    ids = vocabulary(sheets.sheets.values())
    known = tuple((kind, *names.items()) for kind, names in ids.items())
    found = {sheet: _held(sheet, ids, known) for sheet in _all(sheets)}
    invalid = frozenset(sheet.path for sheet, problems in found.items() if problems)
    problems = tuple(problem for list_ in found.values() for problem in list_)
    return Sheets(sheets.sheets, sheets.manifests, (*sheets.found, *problems), sheets.complete, invalid)


def _held(sheet: Sheet, ids: Vocabulary, known: Hashable) -> tuple[Diagnostic, ...]:
    """Hold a sheet to its schema, once for the same file and the same ids."""
    same, alive = identity(sheet)
    return _validations.get(
        (same, known), lambda: validate(cast("Document", sheet), sheet.kind.name, ids), alive
    )


_validations: Remembered[tuple[Diagnostic, ...]] = Remembered(MOST)


def _all(sheets: Sheets) -> Iterator[Sheet]:
    yield from sheets.manifests
    yield from sheets.sheets.values()

"""The kinds of files a catalog is made of: where each lies, and which schema holds it. A new kind is a row here."""

from __future__ import annotations

from finetune_catalog.frozen import frozen
from finetune_catalog.resources import MANIFEST

RELEASES = "releases"  #: frozen copies; nothing is loaded from them unless asked for by version
SCHEMA = 1  #: the newest shape of the files that this code reads


@frozen
class Kind:
    """A kind of file: `place` is a file that holds all entries, or (ending in `/`) a folder with a file an entry."""

    name: str
    place: str
    required: bool = False

    @property
    def folder(self) -> str | None:
        """The folder's name, None for a kind that is one file."""
        return self.place[:-1] if self.place.endswith("/") else None


KINDS: tuple[Kind, ...] = (
    Kind("catalog", MANIFEST, required=True),
    Kind("units", "units.yaml", required=True),
    Kind("parameters", "parameters.yaml", required=True),
    Kind("metrics", "metrics.yaml", required=True),
    Kind("sources", "sources.yaml", required=True),
    Kind("functions", "functions.yaml"),
    Kind("targets", "targets.yaml"),
    Kind("tasks", "tasks.yaml"),
    Kind("method", "methods/", required=True),
    Kind("framework", "frameworks/"),
    Kind("rules", "rules/"),
    Kind("architecture", "architectures/"),
    Kind("model", "models/"),
)


def kind_of(path: str) -> Kind | None:
    """Return the kind of a file by its path inside a catalog (`methods/x.yaml`), None where no kind lies there."""
    folder, slash, _ = path.rpartition("/")
    place = folder + slash if slash else path
    return next((kind for kind in KINDS if kind.place == place), None)

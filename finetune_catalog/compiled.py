"""The compiled cache: what a catalog's files come to, kept until a byte of them changes.

A cache file is keyed by the content of the catalog's and the schemas' files, by the package's version and by the
interpreter. It holds code, so it lives in the user's own cache folder, never beside a catalog, and one that is
damaged, stale, or writable by somebody else is as good as none.

Layout: MAGIC, key, digest of the quick part, digest of the full part, length of the quick part, quick part, full part.
The quick part is all that the commonest command needs (see quick.py); reading it touches nothing else.
Only `os`, `sys` and a hash are imported here: this module is on the path of the fastest command.
"""

import os
import sys

from finetune_catalog.version import __version__

TYPE_CHECKING = False  # typing.TYPE_CHECKING without importing typing
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAGIC = b"finetune-catalog cache 1\n"
_DIGEST = 32
_LENGTH = 8
_HEADER = len(MAGIC) + 3 * _DIGEST + _LENGTH


def digest(data: bytes) -> bytes:
    """Return a cryptographic hash of some bytes, from the interpreter's own module: hashlib takes 4 ms to import."""
    try:
        from _blake2 import blake2b
    except ImportError:  # not CPython
        from hashlib import blake2b
    return blake2b(data, digest_size=_DIGEST).digest()


def _files(folder: str) -> "Iterator[tuple[str, bytes]]":
    """Yield the name and content of every YAML and JSON file below a folder, sorted, releases left out."""
    with os.scandir(folder) as entries:
        found = sorted((entry.name, entry.is_dir()) for entry in entries)
    for name, is_folder in found:
        path = folder + os.sep + name
        if is_folder:
            if name != "releases":  # frozen copies: nothing that is computed comes from them
                yield from ((name + "/" + inner, content) for inner, content in _files(path))
        elif name.endswith((".yaml", ".yml", ".json")):
            with open(path, "rb", buffering=0) as file:
                yield name, file.read()


def fingerprint(folders: "Sequence[str]") -> bytes:
    """Return the key of what these folders hold now; raises OSError where one cannot be read."""
    parts = [__version__.encode(), sys.version.encode(), str(sys.implementation.cache_tag).encode()]
    for folder in folders:
        parts.append(folder.encode(errors="surrogateescape"))
        for name, content in _files(folder):
            parts += (name.encode(errors="surrogateescape"), b"%d" % len(content), content)
    return digest(b"\0".join(parts))


def folder() -> str:
    """Return the user's cache folder for this program, whether or not it exists."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = home + "/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or home + "/.cache"
    return base + os.sep + "finetune-catalog"


def path(folders: "Sequence[str]") -> str:
    """Return the file that caches these folders; one file a set of folders and interpreter, so that stale ones do not pile up."""
    which = "\0".join((*folders, sys.version)).encode(errors="surrogateescape")
    return folder() + os.sep + digest(which).hex()[:24] + ".bin"


def _ours(status: os.stat_result) -> bool:
    """Whether only we could have written it."""
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _read(name: str, key: bytes, *, everything: bool) -> bytes | None:
    try:
        with open(name, "rb", buffering=0) as file:
            if not (_ours(os.fstat(file.fileno())) and _ours(os.stat(os.path.dirname(name)))):
                return None
            header = file.read(_HEADER)
            start = len(MAGIC) + _DIGEST
            if len(header) != _HEADER or header[:start] != MAGIC + key:
                return None
            length = int.from_bytes(header[-_LENGTH:], "little")
            quick = file.read(length) if length < 1 << 32 else b""
            part = file.read() if everything else quick
    except OSError:
        return None
    stated = header[start + _DIGEST * everything : start + _DIGEST * (1 + everything)]
    return part if digest(part) == stated else None


def read_quick(folders: "Sequence[str]", key: bytes) -> bytes | None:
    """Return the quick part of a valid cache file, None where there is none."""
    return _read(path(folders), key, everything=False)


def read_full(folders: "Sequence[str]", key: bytes) -> bytes | None:
    """Return the full part of a valid cache file, None where there is none."""
    return _read(path(folders), key, everything=True)


def write(folders: "Sequence[str]", key: bytes, quick: bytes, linked: bytes) -> bool:
    """Write a cache file in one step, so that a reader sees the old or the new; False where the folder takes none."""
    name = path(folders)
    temporary = f"{name}.{os.urandom(8).hex()}.part"
    content = b"".join(
        (MAGIC, key, digest(quick), digest(linked), len(quick).to_bytes(_LENGTH, "little"), quick, linked)
    )
    try:
        os.makedirs(folder(), mode=0o700, exist_ok=True)
        descriptor = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
        )
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, name)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return False  # nothing was left behind, or nothing can be removed there
        return False
    return True

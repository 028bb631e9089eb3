"""The compiled cache: what a catalog's files come to, kept until a byte of them changes.

A cache file is keyed by the content of the catalog's and the schemas' files, by the package's version (in a checkout
by its modules as well) and by the interpreter. It holds code, so it lives in the user's own cache folder, never beside a catalog, and one that is
damaged, stale, or writable by somebody else is as good as none.

Layout: MAGIC, key, digest of the quick part, digest of the full part, length of the quick part, quick part, full part.
The quick part is all that the commonest command needs (see quick.py); reading it touches nothing else. The folders that
it never needs, with hundreds of files, are no part of the key: the full part begins with what they held.
Only `os`, `sys` and a hash are imported here: this module is on the path of the fastest command.
"""

import os
import sys

from finetune_catalog.version import __version__

TYPE_CHECKING = False  # typing.TYPE_CHECKING without importing typing
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAGIC = b"finetune-catalog cache 2\n"
_DIGEST = 32
_LENGTH = 8
_HEADER = len(MAGIC) + 3 * _DIGEST + _LENGTH
_FROZEN = "releases"  #: frozen copies: nothing that is computed comes from them
_APART = ("architectures", "models")  #: folders of the catalog that the quick part needs nothing of
_SETTLED = (
    2 * 10**9
)  #: nanoseconds; a file that changed so shortly before may change again within its time stamp
_NO_STAMP = bytes(_DIGEST)


def digest(data: bytes) -> bytes:
    """Return a cryptographic hash of some bytes, from the interpreter's own module: hashlib takes 4 ms to import."""
    try:
        from _blake2 import blake2b
    except ImportError:  # not CPython
        from hashlib import blake2b
    return blake2b(data, digest_size=_DIGEST).digest()


def _files(folder: str, without: "Sequence[str]") -> "Iterator[tuple[str, bytes]]":
    """Yield the name and content of every YAML and JSON file below a folder, sorted, some folders left out."""
    with os.scandir(folder) as entries:
        found = sorted((entry.name, entry.is_dir()) for entry in entries)
    for name, is_folder in found:
        path = folder + os.sep + name
        if is_folder:
            if name not in without:
                yield from ((name + "/" + inner, content) for inner, content in _files(path, without))
        elif name.endswith((".yaml", ".yml", ".json")):
            with open(path, "rb", buffering=0) as file:
                yield name, file.read()


def _source() -> bytes:
    """Return sizes and times of the package's own modules where it runs from a checkout, whose version says too little."""
    package = os.path.dirname(os.path.abspath(__file__))
    if not os.path.exists(os.path.dirname(package) + os.sep + "pyproject.toml"):
        return b""
    parts: list[str] = []
    left = [package]
    while left:
        with os.scandir(left.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    parts.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    left.append(entry.path)
    return digest("\0".join(sorted(parts)).encode(errors="surrogateescape"))


def fingerprint(folders: "Sequence[str]") -> bytes:
    """Return the key of what these folders hold now, but for those apart; raises OSError where one cannot be read."""
    parts = [
        __version__.encode(),
        sys.version.encode(),
        str(sys.implementation.cache_tag).encode(),
        _source(),
    ]
    for folder in folders:
        parts.append(folder.encode(errors="surrogateescape"))
        for name, content in _files(folder, (_FROZEN, *_APART)):
            parts += (name.encode(errors="surrogateescape"), b"%d" % len(content), content)
    return digest(b"\0".join(parts))


def _apart(folders: "Sequence[str]") -> "list[str]":
    paths = [folder + os.sep + name for folder in folders for name in _APART]
    return [path for path in paths if os.path.isdir(path)]


def _stamp(folders: "Sequence[str]") -> bytes:
    """Return a digest of the size and the time stamps of every file apart, _NO_STAMP where one changed just now.

    No program sets the time at which a file's entry changed, so a file that has another content has another stamp,
    but for one that is written twice within a tick of the clock.
    """
    from time import time_ns

    latest = time_ns() - _SETTLED
    parts: list[str] = []
    for path in _apart(folders):
        parts.append(path)
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                status = entry.stat()
                if max(status.st_mtime_ns, status.st_ctime_ns) > latest:
                    return _NO_STAMP
                parts.append(
                    f"{entry.name} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
                )
    return digest("\0".join(parts).encode(errors="surrogateescape"))


def apart(folders: "Sequence[str]") -> bytes:
    """Return what the folders apart hold now: a digest of their files' stamps, and one of their content."""
    stamp = _stamp(folders)
    parts: list[bytes] = []
    for path in _apart(folders):
        for name, content in _files(path, ()):
            parts += (
                path.encode(errors="surrogateescape"),
                name.encode(errors="surrogateescape"),
                b"%d" % len(content),
                content,
            )
    return stamp + digest(b"\0".join(parts))


def _unchanged(folders: "Sequence[str]", held: bytes) -> bool:
    """Whether the folders apart hold what they held: the same stamps say so at once, else their content is read."""
    try:
        stamp = _stamp(folders)
        return (stamp != _NO_STAMP and held[:_DIGEST] == stamp) or apart(folders)[_DIGEST:] == held[_DIGEST:]
    except OSError:
        return False


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
    part = _read(path(folders), key, everything=True)
    held = 2 * _DIGEST
    return part[held:] if part is not None and _unchanged(folders, part[:held]) else None


def write(folders: "Sequence[str]", key: bytes, held: bytes, quick: bytes, linked: bytes) -> bool:
    """Write a cache file in one step, so that a reader sees the old or the new; False where the folder takes none.

    `key` and `held` are what `fingerprint` and `apart` gave before the files were read that all this was made of.
    """
    whole = held + linked
    name = path(folders)
    temporary = f"{name}.{os.urandom(8).hex()}.part"
    content = b"".join(
        (MAGIC, key, digest(quick), digest(whole), len(quick).to_bytes(_LENGTH, "little"), quick, whole)
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

"""The compiled cache: what a catalog's files come to, kept until a byte of them changes.

A cache file is keyed by the content of the catalog's and the schemas' files, by the package's version (in a checkout
by its modules as well) and by the interpreter. Files whose sizes and time stamps are what they were are not read again.
It holds code, so it lives in the user's own cache folder, never beside a catalog, and one that is damaged, stale, or
writable by somebody else is as good as none.

Layout: MAGIC, stamps, key, digest of the quick part, digest of the full part, length of the quick part, quick part, full
part; the digests are of the key as well. The quick part is all that the commonest command needs (see quick.py); reading
it touches nothing else. The folders that it never needs, with hundreds of files, are no part of the key: the full part
begins with a digest of their content. Only `os`, `sys` and a hash are imported here: this module is on the path of the
fastest command.
"""

import os
import sys

from finetune_catalog.version import __version__

TYPE_CHECKING = False  # typing.TYPE_CHECKING without importing typing
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    #: folders, and what of each is left out
    Roots = Sequence[tuple[str, Sequence[str]]]

MAGIC = b"finetune-catalog cache 3\n"
_DIGEST = 32
_STAMPS = 2 * _DIGEST  #: of the files that the key is of, and of those apart
_KEY = 2 * _DIGEST  #: the program, and the content of the files
_LENGTH = 8
_HEADER = len(MAGIC) + _STAMPS + _KEY + 2 * _DIGEST + _LENGTH
_FROZEN = "releases"  #: frozen copies: nothing that is computed comes from them
_APART = ("architectures", "models")  #: folders of the catalog that the quick part needs nothing of
#: nanoseconds; a file that changed so shortly before may change again within its time stamp
_SETTLED = 2 * 10**9
_NO_STAMP = bytes(_DIGEST)


def digest(data: bytes) -> bytes:
    """Return a cryptographic hash of some bytes, from the interpreter's own module: hashlib takes 4 ms to import."""
    try:
        from _blake2 import blake2b
    except ImportError:  # not CPython
        from hashlib import blake2b
    return blake2b(data, digest_size=_DIGEST).digest()


def _files(folder: str, without: "Sequence[str]") -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """Yield the name and the entry of every YAML and JSON file below a folder, sorted, some folders left out."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        name = entry.name
        if name.endswith((".yaml", ".yml", ".json")) and not entry.is_dir():
            yield name, entry
        elif name not in without and entry.is_dir():
            yield from ((name + "/" + inner, file) for inner, file in _files(entry.path, without))


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


def state(folders: "Sequence[str]") -> "tuple[bytes, bytes, bytes]":
    """Return what these folders hold now: stamps, key, and the content apart; raises OSError where one cannot be read."""
    near, apart = _near(folders), _apart(folders)
    # before the files are read: what changes meanwhile is then read again
    stamps = _stamp(near) + _stamp(apart)
    return stamps, _program(folders) + _content(near), _content(apart)


def _program(folders: "Sequence[str]") -> bytes:
    """Return a digest of all that makes the same files another catalog."""
    parts = [
        __version__.encode(),
        sys.version.encode(),
        str(sys.implementation.cache_tag).encode(),
        _source(),
    ]
    parts += (folder.encode(errors="surrogateescape") for folder in folders)
    return digest(b"\0".join(parts))


def _near(folders: "Sequence[str]") -> "Roots":
    return [(folder, (_FROZEN, *_APART)) for folder in folders]


def _apart(folders: "Sequence[str]") -> "Roots":
    paths = [folder + os.sep + name for folder in folders for name in _APART]
    return [(path, ()) for path in paths if os.path.isdir(path)]


def _stamp(roots: "Roots") -> bytes:
    """Return a digest of the size and the time stamps of every file, _NO_STAMP where one changed just now.

    No program sets the time at which a file's entry changed, so a file that has another content has another stamp,
    but for one that is written twice within a tick of the clock.
    """
    from time import time_ns

    latest = time_ns() - _SETTLED
    parts: list[str] = []
    for path, without in roots:
        parts.append(path)
        for name, entry in _files(path, without):
            status = entry.stat()
            if max(status.st_mtime_ns, status.st_ctime_ns) > latest:
                return _NO_STAMP
            parts.append(f"{name} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}")
    return digest("\0".join(parts).encode(errors="surrogateescape"))


def _content(roots: "Roots") -> bytes:
    parts: list[bytes] = []
    for path, without in roots:
        parts.append(path.encode(errors="surrogateescape"))
        for name, entry in _files(path, without):
            with open(entry.path, "rb", buffering=0) as file:
                content = file.read()
            parts += (name.encode(errors="surrogateescape"), b"%d" % len(content), content)
    return digest(b"\0".join(parts))


def _unchanged(name: str, roots: "Roots", place: int, stamp: bytes, content: bytes) -> bool:
    """Whether files hold what they held: the same stamps say so at once, else their content is read.

    The stamps that files of the same content have now are written into the cache file `name`, at `place` of its stamps.
    """
    try:
        now = _stamp(roots)
        if now != _NO_STAMP and now == stamp:
            return True
        if _content(roots) != content:
            return False
    except OSError:
        return False
    if now != _NO_STAMP:
        _write_at(name, len(MAGIC) + place * _DIGEST, now)
    return True


def _write_at(name: str, place: int, content: bytes) -> None:
    try:
        with open(name, "r+b", buffering=0) as file:
            file.seek(place)
            file.write(content)  # of half of it nothing follows but that files are read again
    except OSError:
        return  # a file that cannot be written


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


def _read(folders: "Sequence[str]", *, everything: bool) -> "tuple[bytes, bytes] | None":
    """Return the stamps and a part of a valid cache file."""
    name = path(folders)
    try:
        with open(name, "rb", buffering=0) as file:
            if not (_ours(os.fstat(file.fileno())) and _ours(os.stat(os.path.dirname(name)))):
                return None
            header = file.read(_HEADER)
            if len(header) != _HEADER or not header.startswith(MAGIC):
                return None
            length = int.from_bytes(header[-_LENGTH:], "little")
            quick = file.read(length) if length < 1 << 32 else b""
            part = file.read() if everything else quick
        start = len(MAGIC) + _STAMPS
        stamps, key = header[len(MAGIC) : start], header[start : start + _KEY]
        stated = header[start + _KEY + _DIGEST * everything :][:_DIGEST]
        if digest(key + part) != stated or key[:_DIGEST] != _program(folders):
            return None
    except OSError:
        return None
    if _unchanged(name, _near(folders), 0, stamps[:_DIGEST], key[_DIGEST:]):
        return stamps, part
    return None


def read_quick(folders: "Sequence[str]") -> bytes | None:
    """Return the quick part of a valid cache file, None where there is none."""
    found = _read(folders, everything=False)
    return None if found is None else found[1]


def read_full(folders: "Sequence[str]") -> bytes | None:
    """Return the full part of a valid cache file, None where there is none."""
    found = _read(folders, everything=True)
    if found is None:
        return None
    stamps, part = found
    content, linked = part[:_DIGEST], part[_DIGEST:]
    return linked if _unchanged(path(folders), _apart(folders), 1, stamps[_DIGEST:], content) else None


def write(folders: "Sequence[str]", now: "tuple[bytes, bytes, bytes]", quick: bytes, linked: bytes) -> bool:
    """Write a cache file in one step, so that a reader sees the old or the new; False where the folder takes none.

    `now` is what `state` gave before the files were read that all this was made of.
    """
    stamps, key, apart = now
    whole = apart + linked
    name = path(folders)
    temporary = f"{name}.{os.urandom(8).hex()}.part"
    length = len(quick).to_bytes(_LENGTH, "little")
    content = b"".join((MAGIC, stamps, key, digest(key + quick), digest(key + whole), length, quick, whole))
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

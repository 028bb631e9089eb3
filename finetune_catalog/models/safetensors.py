"""The headers of *.safetensors files: names, types and shapes of tensors, without a byte of their weights.

A file begins with eight bytes, the length of its header; the header is a JSON object of the tensors, each with `dtype`,
`shape` and `data_offsets` into what follows. Whatever a file claims is held against its size before it is believed.
"""

from __future__ import annotations

import json
from math import prod
from typing import TYPE_CHECKING, Any, TypeGuard

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.frozen import frozen
from finetune_catalog.models.config import Unfit
from finetune_catalog.text import shorten
from finetune_catalog.wording import found, system_reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SUFFIX = ".safetensors"
INDEX = ".safetensors.index.json"
WHOLE = "model"  #: the name of the file, or of the index, that counts where a folder has several
LARGEST = 16 * 2**20  #: bytes of a header, and of an index; the longest published ones are a tenth of it
MOST_TENSORS = 500_000
_LENGTH = 8
_METADATA = "__metadata__"
#: bits of a value by its type
_BITS: Mapping[str, int] = {
    **dict.fromkeys(("F64", "I64", "U64", "C64"), 64),
    **dict.fromkeys(("F32", "I32", "U32"), 32),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 16),
    **dict.fromkeys(("F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "I8", "U8", "BOOL"), 8),
    **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 6),
    "F4": 4,
}


@frozen
class Tensor:
    """A tensor as a header states it."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def floating(self) -> bool:
        """Whether its values are fractions, as weights are that have not been packed."""
        return self.dtype[0] in "FBC" and self.dtype != "BOOL"


def read_tensors(folder: Path) -> tuple[dict[str, Tensor] | None, list[Diagnostic]]:
    """Read the headers of a folder's files: all that its index names, else model.safetensors, else every file.

    Returns the tensors by name, or None with what is wrong; None without a finding where there are no such files.
    """
    tensors: dict[str, Tensor] = {}
    try:
        for file in _files(folder):
            for name, tensor in read_header(file).items():
                if tensors.setdefault(name, tensor) is not tensor:
                    raise _broken(file, f"the tensor `{shorten(name)}` is in another file, too")
            if len(tensors) > MOST_TENSORS:
                raise _broken(file, f"more than {MOST_TENSORS} tensors are no model")
    except OSError as error:
        message = f"cannot read {error.filename or folder}: {system_reason(error)}"
        return None, [Diagnostic("FC747", message, subject=str(folder))]
    except Unfit as unfit:
        return None, [Diagnostic(unfit.code, unfit.message, subject=unfit.field, help=unfit.help)]
    return tensors or None, []


def _broken(file: Path, message: str, help_: str | None = None) -> Unfit:
    return Unfit("FC748", f"{file.name}: {message}", file.as_posix(), help_ or "download the file again")


def _files(folder: Path) -> list[Path]:
    """List the files that make a model."""
    files = sorted(path for path in folder.glob(f"*{SUFFIX}") if path.is_file())
    indices = sorted(path for path in folder.glob(f"*{INDEX}") if path.is_file())
    index = next((path for path in indices if path.name == WHOLE + INDEX), indices[0] if indices else None)
    if index is not None:
        return _indexed(index)
    return [path for path in files if path.name == WHOLE + SUFFIX] or files


def _indexed(index: Path) -> list[Path]:
    """List the files that an index names; they lie beside it, all of them."""
    read = _object(index, _head(index, LARGEST), "the index")
    weights = read.get("weight_map")
    if not isinstance(weights, dict) or not all(isinstance(name, str) for name in weights.values()):
        raise _broken(index, "`weight_map` has to be an object of file names")
    files = []
    for name in dict.fromkeys(weights.values()):
        if "/" in name or "\\" in name or name in ("", ".", ".."):
            raise _broken(index, f"`{shorten(name)}` is no file beside it")
        file = index.parent / name
        if not file.is_file():
            raise _broken(index, f"`{shorten(name)}`, which it names, is missing")
        files.append(file)
    return files


def _head(file: Path, most: int) -> bytes:
    with file.open("rb") as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise _broken(file, f"it is larger than {most // 2**20} MiB")
    return content


def read_header(file: Path) -> dict[str, Tensor]:
    """Read the header of one file.

    Raises:
        Unfit: it is cut off, claims what cannot be, or is no safetensors file.
        OSError: it cannot be read.
    """
    with file.open("rb") as opened:
        size = opened.seek(0, 2)
        opened.seek(0)
        claimed = opened.read(_LENGTH)
        length = int.from_bytes(claimed, "little")
        if len(claimed) < _LENGTH:
            raise _broken(file, f"it has {size} bytes, and a header alone takes more")
        if length > LARGEST:
            raise _broken(file, f"it claims a header of {length} bytes; more than {LARGEST} are refused")
        if length > size - _LENGTH:
            raise _broken(
                file, f"it claims a header of {length} bytes, and is {size} bytes long: it is cut off"
            )
        content = opened.read(length)
    entries = _object(file, content, "the header")
    tensors = {}
    places = []
    for name, entry in entries.items():
        if name != _METADATA:
            tensors[name], place = _tensor(file, name, entry)
            places.append(place)
    _check_places(file, sorted(places), size - _LENGTH - length)
    return tensors


def _object(file: Path, content: bytes, what: str) -> dict[str, Any]:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        raise _broken(file, f"{what} is no JSON") from None
    if not isinstance(read, dict):
        raise _broken(file, f"{what} is {found(read)}, not an object")
    return read


def _tensor(file: Path, name: str, entry: Any) -> tuple[Tensor, tuple[int, int]]:
    """Read one entry: the tensor, and where its bytes are said to lie."""
    shown = shorten(name)
    if not isinstance(entry, dict):
        raise _broken(file, f"the entry of `{shown}` is {found(entry)}, not an object")
    dtype = entry.get("dtype")
    shape: Any = entry.get("shape")
    offsets: Any = entry.get("data_offsets")
    width = _BITS.get(dtype) if isinstance(dtype, str) else None
    if width is None:
        raise _broken(file, f"`{shown}` has a type that is not known: {found(dtype)}")
    if not (_counts(shape) and len(shape) <= 8):
        raise _broken(file, f"the shape of `{shown}` is no list of a few sizes")
    if not (_counts(offsets) and len(offsets) == 2 and offsets[0] <= offsets[1]):
        raise _broken(file, f"`data_offsets` of `{shown}` are no two places in order")
    takes, has = (prod(shape) * width + 7) // 8, offsets[1] - offsets[0]
    if takes != has:
        raise _broken(file, f"`{shown}` of shape {shape} takes {takes} bytes, and {has} are claimed")
    return Tensor(str(dtype), tuple(shape)), (offsets[0], offsets[1])


def _counts(value: Any) -> TypeGuard[list[int]]:
    """Whether a value is a list of sizes that files have."""
    return isinstance(value, list) and all(type(item) is int and 0 <= item < 2**62 for item in value)


def _check_places(file: Path, places: list[tuple[int, int]], size: int) -> None:
    """Check that the tensors lie one behind the other and fill the file."""
    end = 0
    for start, stop in places:
        if start != end:
            raise _broken(file, f"tensors overlap or leave a gap at byte {min(start, end)}")
        end = stop
    if end > size:
        raise _broken(file, f"its tensors take {end} bytes, and {size} are there: it is cut off")
    if end < size:
        raise _broken(file, f"its tensors take {end} bytes, and {size} are there")

"""The lines that findings point into: from the texts a report carries, else from the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.snippet import source_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST = 8 * 2**20  #: bytes; a larger file is not read only to show a line of it


class Sources:
    """Looks lines up by file name and number, splitting each text once."""

    def __init__(self, texts: Mapping[str, str], root: Path | None = None) -> None:
        self._texts = texts
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def line(self, file: str, number: int) -> str | None:
        """Give a line (counted from 1) without its break, or None where the file or the line is not to be had."""
        if file not in self._lines:
            text = self._texts.get(file)
            self._lines[file] = source_lines(self._read(file) if text is None else text)
        lines = self._lines[file]
        return lines[number - 1] if 0 < number <= len(lines) else None

    def _read(self, file: str) -> str:
        from pathlib import Path

        try:
            path = self._root / file if self._root else Path(file)
            if path.stat().st_size > LARGEST:
                return ""
            return path.read_bytes().decode("utf-8", "replace")
        except (OSError, ValueError):
            return ""

"""Names in generated code: dots mangled, reserved words and each other avoided."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable


class Identifiers:
    """Gives every name of a function an identifier of its own, the same one each time it is asked."""

    def __init__(self, reserved: Collection[str]) -> None:
        self._taken = set(reserved)
        self._given: dict[Hashable, str] = {}

    def of(self, key: Hashable, wish: str) -> str:
        """Return the identifier of a key, near the name wished for."""
        if key not in self._given:
            self._given[key] = self._free(wish.replace(".", "_"))
        return self._given[key]

    def assign(self, key: Hashable, identifier: str) -> None:
        """Give a key an identifier that `fresh` made."""
        self._given[key] = identifier

    def fresh(self) -> str:
        """Return an identifier that nothing else has."""
        number = 1
        while f"t{number}" in self._taken:
            number += 1
        self._taken.add(f"t{number}")
        return f"t{number}"

    def _free(self, wish: str) -> str:
        name = wish = wish.lstrip("_") or "x"  # a leading underscore is for helpers
        number = 1
        while name in self._taken:
            number += 1
            name = f"{wish}_{number}"
        self._taken.add(name)
        return name

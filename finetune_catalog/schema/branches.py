"""Which alternative of a schema was meant, told by what the value is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finetune_catalog.schema.refusal import Refusal

#: what tells more of a mistake than that a pattern does not match
_TELLING = ("x-known", "const", "enum", "required", "additionalProperties")


def constants(refusal: Refusal) -> list[Any] | None:
    """Give the values allowed, where every alternative is one constant."""
    alternatives = refusal.wanted
    if all("const" in alternative for alternative in alternatives):
        return [alternative["const"] for alternative in alternatives]
    return None


def meant(refusal: Refusal) -> list[Refusal]:
    """Give the errors of the alternative that fits best: of the value's type, failing deepest, with the fewest errors.

    Empty where the value's type fits no alternative.
    """
    by_branch: dict[Any, list[Refusal]] = {}
    for inner in refusal.alternatives:
        by_branch.setdefault(inner.branch, []).append(inner)
    fitting = [errors for errors in by_branch.values() if not any(map(_is_of_wrong_type, errors))]
    return max(fitting, key=_closeness, default=[])


def types(refusal: Refusal) -> list[str]:
    """List the types that the alternatives would take."""
    found: dict[str, None] = {}
    for inner in refusal.alternatives:
        if inner.keyword == "type":
            value = inner.wanted
            found.update(dict.fromkeys([value] if isinstance(value, str) else value))
        elif inner.keyword in {"oneOf", "anyOf"}:
            found.update(dict.fromkeys(types(inner)))
    return list(found)


def _is_of_wrong_type(refusal: Refusal) -> bool:
    """Whether an error says that the value itself (not a part of it) has another type."""
    if refusal.inside:
        return False
    if refusal.keyword in {"oneOf", "anyOf"}:
        return constants(refusal) is None and not meant(refusal)
    return refusal.keyword == "type"


def _closeness(errors: list[Refusal]) -> tuple[int, bool, int]:
    deepest = max(refusal.inside for refusal in errors)
    return deepest, any(refusal.keyword in _TELLING for refusal in errors), -len(errors)

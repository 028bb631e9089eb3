"""Words for messages: lists, plurals, the nearest word."""

from __future__ import annotations

TYPE_CHECKING = (
    False  # typing.TYPE_CHECKING without importing typing: this module is on the path of the quick start
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_WORD = 80  #: a longer word has no near miss worth naming, and comparing it would take long

MOST_EDITS = 4  #: with more letters wrong than that, it is another word


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """Say a count with its noun: `1 error`, `2 errors`."""
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"


def quoted(words: Iterable[object]) -> list[str]:
    """Put each word in backticks."""
    return [f"`{word}`" for word in words]


def word_list(words: Sequence[str], conjunction: str = "and", limit: int | None = None) -> str:
    """Join words as a sentence does, `a, b and c`; beyond `limit` words say how many more there are."""
    if limit is not None and len(words) > limit + 1:
        words = (*words[:limit], f"{len(words) - limit} more")
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def shorten(text: str, limit: int = 60) -> str:
    """Cut the middle out of a text longer than `limit` characters, keeping both ends."""
    if len(text) <= limit:
        return text
    tail = limit // 4
    return f"{text[: limit - tail - 1]}…{text[len(text) - tail :]}"


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Find the candidate most likely meant by a misspelt word, or None where none is near.

    Case and `-`, `_`, space count as nothing; then up to a third of the letters (at most four) may be wrong, swapped,
    missing or too many, those near that have just its letters first; then the one word may be a part of the other
    (`speedup` of `training_speedup`).
    """
    if not word or len(word) > LONGEST_WORD:
        return None
    folded = _fold(word)
    pairs = [(candidate, _fold(candidate)) for candidate in candidates if len(candidate) <= LONGEST_WORD]
    limit = min(max(1, len(folded) // 3), MOST_EDITS) if len(folded) > 1 else 0
    best: str | None = None
    letters, swapped = sorted(folded), False  # whether the best has just the letters of the word
    for candidate, other in pairs:
        distance = _distance(folded, other, limit)
        if distance is None or (distance and distance >= len(other)):
            continue
        same = sorted(other) == letters
        if best is None or distance < limit or (same and not swapped):
            best, limit, swapped = candidate, distance, same
            if distance == 0:
                return best
    if best is not None:
        return best
    shared = [
        c for c, other in pairs if min(len(folded), len(other)) > 2 and (folded in other or other in folded)
    ]
    return shared[0] if len(shared) == 1 else None


def _fold(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")


def _distance(left: str, right: str, limit: int) -> int | None:
    """Count the edits (insert, delete, replace, swap neighbours) between two words, None where more than `limit`."""
    if limit < 0 or abs(len(left) - len(right)) > limit:
        return None
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, row = row, [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(above) > limit:
            return None
        before = above
    return row[-1] if row[-1] <= limit else None

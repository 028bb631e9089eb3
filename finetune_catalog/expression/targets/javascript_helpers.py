"""What JavaScript lacks or defines otherwise, as small functions; each stands after those it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SOURCE = """\
function _finite(x) {
    if (x !== null && !Number.isFinite(x)) throw new RangeError("the result is no finite number");
    return x;
}
function _divide(a, b) {
    if (b === 0) throw new RangeError("division by zero");
    return a / b;
}
function _modulo(a, b) {
    if (b === 0) throw new RangeError("remainder of a division by zero");
    const r = a % b;
    if (r === 0) return b < 0 ? -0 : 0;
    return (r < 0) === (b < 0) ? r : r + b;
}
function _floor_divide(a, b) {
    if (b === 0) throw new RangeError("division by zero");
    const r = a % b;
    let q = (a - r) / b;
    if (r !== 0 && (r < 0) !== (b < 0)) q -= 1;
    if (q === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
    const f = Math.floor(q);
    return q - f > 0.5 ? f + 1 : f;
}
function _round(x) {
    const f = Math.floor(x);
    const d = x - f;
    return (d < 0.5 || (d === 0.5 && f % 2 === 0) ? f : f + 1) + 0;
}
function _square_root(x) {
    if (x < 0) throw new RangeError("square root of a negative number");
    return Math.sqrt(x);
}
function _positive(x) {
    if (x <= 0) throw new RangeError("logarithm of a number that is not positive");
    return x;
}
function _gcd(a, b) {
    while (b !== 0) [a, b] = [b, a % b];
    return Math.abs(a);
}
function _divisors(n) {
    if (!(n >= 1 && n <= 1099511627776)) throw new RangeError("divisors() takes an integer from 1 to 2**40");
    const low = [], high = [];
    for (let d = 1; d * d <= n; d += 1) {
        if (n % d !== 0) continue;
        low.push(d);
        if (d * d !== n) high.unshift(n / d);
    }
    return low.concat(high);
}
function _item(items, index) {
    if (!(index >= 0 && index < items.length)) throw new RangeError("the list has no item " + index);
    return items[index];
}
function _entry(table, key) {
    if (!Object.hasOwn(table, key)) throw new RangeError("the table has no entry " + key);
    return table[key];
}
"""


def _split(source: str) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in source.splitlines():
        if line.startswith("function "):
            name = line[len("function ") : line.index("(")]
        found.setdefault(name, []).append(line)
    return found


#: the lines of each helper by its name
HELPERS = _split(_SOURCE)

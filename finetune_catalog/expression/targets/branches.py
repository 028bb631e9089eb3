"""Conditionals over columns: both branches computed, one taken in each lane, without a jump.

`np.where` jumps on every element, which costs ten times more when the condition is unpredictable than when it is not.
Here the bits of the two values are mixed by a mask, which always costs the same: b ^ ((a ^ b) * mask).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from finetune_catalog.expression.targets.columns import Kernel, Value
from finetune_catalog.expression.targets.lanes import touchy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.expression.lowering import Operation


@contextmanager
def lanes(kernel: Kernel, mask: Value, operation: Operation, *, where: bool) -> Iterator[None]:
    """Count only the lanes where a mask has a value, if the operation can fail at all."""
    outer = kernel.active
    if not touchy(operation):
        yield
        return
    inner = kernel.take("b")
    if where:
        other = outer or "True"
        kernel.line(f"np.logical_and({mask.text}, {other}, out={inner})")
    else:
        kernel.line(f"np.greater({outer or 'True'}, {mask.text}, out={inner})")
    kernel.active = inner
    yield
    kernel.active = outer
    kernel.release(inner)


def joined(kernel: Kernel, operation: Operation, into: str | None) -> Value:
    """Print `and` or `or`."""
    left, right = operation.operands
    first = kernel.operand(left)
    with lanes(kernel, first, right, where=operation.name == "and"):
        second = kernel.operand(right)
    return kernel.call(f"logical_{operation.name}", "b", into, first, second)


def conditional(kernel: Kernel, operation: Operation, into: str | None) -> Value:
    """Print `then if test else otherwise`."""
    test, then, otherwise = operation.operands
    kind = kernel.kind(operation)
    if not kernel.depends(test) and not (kernel.active and touchy(test)):
        return _by_statement(kernel, operation, into)
    mask = kernel.column(test)
    with lanes(kernel, mask, then, where=True):
        taken = kernel.operand(then)
    with lanes(kernel, mask, otherwise, where=False):
        other = kernel.operand(otherwise)
    made = select(kernel, mask, taken, other, kind, into)
    kernel.release(mask)
    return made


def _by_statement(kernel: Kernel, operation: Operation, into: str | None) -> Value:
    """Print a conditional whose condition is the same in all rows."""
    test, *branches = operation.operands
    kind = kernel.kind(operation)
    condition = kernel.uniform(test).text
    out = into or kernel.take(kind)
    kernel.guards += 1
    for opening, branch in zip((f"if {condition}:", "else:"), branches, strict=True):
        with kernel.block(opening):
            made = kernel.operand(branch, out)
            if made.text != out:
                kernel.line(f"np.copyto({out}, {made.text})")
                kernel.release(made)
    kernel.guards -= 1
    return Value(out, array=True)


def chosen(kernel: Kernel, operation: Operation, into: str | None) -> Value:
    """Print min or max where zeros of both signs may meet: the first of equal ones is taken, as Python does."""
    left, right = (kernel.operand(operand) for operand in operation.operands)
    mask = kernel.take("b")
    sign = "less" if operation.name == "minimum" else "greater"
    kernel.line(f"np.{sign}({right.text}, {left.text}, out={mask})")
    made = select(kernel, Value(mask, array=True), right, left, "f", into)
    kernel.release(mask)
    return made


def select(kernel: Kernel, mask: Value, then: Value, otherwise: Value, kind: str, into: str | None) -> Value:
    """Take one value where a mask is true, another where it is not."""
    if kind == "b":
        first, second = (Value(kernel.take("b"), array=True) for _ in range(2))
        kernel.line(f"np.logical_and({then.text}, {mask.text}, out={first.text})")
        kernel.line(f"np.greater({otherwise.text}, {mask.text}, out={second.text})")
        kernel.release(*{then.text, otherwise.text})
        return kernel.call("logical_or", "b", into, first, second)
    own = kernel.registers.get(then.text) == kind and then.text != otherwise.text
    mixed = kernel.target(kind, None, then) if own else kernel.take(kind)
    raw, base = _bits(Value(mixed, array=True), kind), _bits(otherwise, kind)
    if then.array or otherwise.array:
        kernel.line(f"np.bitwise_xor({_bits(then, kind)}, {base}, out={raw})")
        kernel.line(f"np.multiply({raw}, {mask.text}.view(np.int8), out={raw})")
    else:
        kernel.line(f"np.copyto({raw}, {mask.text})")
        kernel.line(f"np.multiply({raw}, {_bits(then, kind)} ^ {base}, out={raw})")
    out = Value(into or mixed, array=True)
    kernel.line(f"np.bitwise_xor({raw}, {base}, out={_bits(out, kind)})")
    kernel.release(*{then.text, otherwise.text, mixed} - {out.text})
    return out


def _bits(value: Value, kind: str) -> str:
    """Return a value's bits as a 64-bit integer."""
    if kind == "i":
        return value.text
    if value.array:
        return f"{value.text}.view(np.int64)"
    if value.literal is not None:
        from struct import pack, unpack

        return str(unpack("<q", pack("<d", value.literal))[0])
    return f"np.float64({value.text}).view(np.int64)"

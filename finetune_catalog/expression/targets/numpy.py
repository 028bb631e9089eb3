"""Formulas over columns: a NumPy function that works through its rows in blocks that stay in the cache.

Results equal those of the Python target bit for bit (exp and logarithms to an ulp). Integers are int64, floats float64;
a formula with an integer column that is not proved to stay within ±2**63 is refused.
"""

from __future__ import annotations

import keyword
from collections import Counter
from typing import TYPE_CHECKING

from finetune_catalog.expression.targets.columns import Kernel, Value
from finetune_catalog.expression.targets.identifiers import Identifiers
from finetune_catalog.expression.targets.program import Lowered, lower_program, operations, print_functions
from finetune_catalog.expression.targets.python import RESERVED, PythonPrinter, define, preamble
from finetune_catalog.expression.types import BOOLEAN, FLOAT, INTEGER, STRING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from finetune_catalog.expression.types import Declaration, Program

BLOCK = 65_536  #: rows at a time: a few registers of 512 KiB stay in the second-level cache
_RESERVED = RESERVED | {
    "np",
    "start",
    "end",
    "rows",
    "size",
    "min",
    "range",
    "int",
    "registers",
    "RowFailure",
}
_DTYPES = {"f": "np.float64", "i": "np.int64", "b": "np.bool_"}


def declarations(program: Program) -> Mapping[str, Declaration]:
    """Return the declarations of the parameters that a program uses."""
    found = {name: declared for _, checked in program.bindings for name, declared in checked.declared.items()}
    return {name: found[name] for name in program.parameters if name in found}


def default_columns(program: Program) -> frozenset[str]:
    """Return the parameters that can be columns: numbers, truths and strings."""
    return frozenset(
        n for n, d in declarations(program).items() if d.type in (FLOAT, INTEGER, BOOLEAN, STRING)
    )


def source(program: Program, name: str, columns: Collection[str] | None = None) -> str:
    """Print a program as a function of columns: one-dimensional arrays of one length, int64, float64, bool or str.

    Args:
        program: the expressions, with what is proved of them
        name: the function's name
        columns: the parameters that are columns; the others are the same in all rows. None: all that can be

    Raises:
        TargetError: an integer may pass ±2**63, or an operation exists for single values only.
    """
    chosen = default_columns(program) if columns is None else frozenset(columns)
    identifiers = Identifiers(_RESERVED | {name, *keyword.kwlist})
    parameters = [identifiers.of(parameter, parameter) for parameter in program.parameters]
    used = [p for p in program.parameters if p in chosen]
    blocks = {p: identifiers.of(("block", p), f"{p}_block") for p in used}
    lowered = lower_program(program)
    widened = [o for root in lowered.bindings.values() for o in operations(root) if o.name == "widen"]
    conversions = Counter(str(o.operands[0].data) for o in widened if o.operands[0].name == "name")
    kernel = Kernel(PythonPrinter(identifiers), blocks, lowered.functions, conversions)
    results = _bindings(kernel, lowered, program)
    rows = f"rows = len({identifiers.of(used[0], used[0])})" if used else "rows = 1"
    lines = [f"def {name}({', '.join(parameters)}):", f"    {rows}", f"    size = min(rows, {BLOCK})"]
    if kernel.registers:
        kinds = "".join(kernel.registers.values())
        lines.append(f"    ({', '.join(kernel.registers)},) = registers(size, {kinds!r})")
    lines += kernel.prologue
    lines += [f"    {result} = {made}" for result, made, _ in results.values()]
    if kernel.lines:
        lines += _loop(kernel, {blocks[p]: identifiers.of(p, p) for p in used}, results)
    returned = [results[result][0] for result in program.results]
    lines.append(f"    return ({', '.join(returned)}{',' if len(returned) == 1 else ''})")
    helpers = _helpers(kernel, lowered)
    runtime = "from finetune_catalog.expression.targets.numpy_runtime import RowFailure, registers"
    imports = f"import numpy as np\n\n{runtime}"
    return "\n\n\n".join([imports, *preamble(kernel.scalars.used), *helpers, "\n".join(lines)]) + "\n"


def _bindings(kernel: Kernel, lowered: Lowered, program: Program) -> dict[str, tuple[str, str, str | None]]:
    """Print the bindings; return each result's array, how it is made, and the name of its block."""
    results: dict[str, tuple[str, str, str | None]] = {}
    for name, operation in lowered.bindings.items():
        wanted = name in program.results
        identifiers = kernel.scalars.identifiers
        array = identifiers.of(("result", name), name) if wanted else ""
        if not kernel.depends(operation):
            value = kernel.uniform(operation)
            kernel.values[name] = value
            kernel.name_uniform(name, value)
            if wanted:
                results[name] = array, f"np.full(rows, {value.text}, {_DTYPES[kernel.kind(operation)]})", None
            continue
        kind = kernel.kind(operation)
        block = identifiers.of(("result block", name), f"{name}_block") if wanted else None
        value = kernel.column(operation, block)
        if block is not None:
            if value.text != block:
                kernel.copy(value, kind, block)
            value = Value(block, array=True)
            results[name] = array, f"np.empty(rows, {_DTYPES[kind]})", block
        kernel.values[name] = kernel.keep(value)
    return results


def _loop(
    kernel: Kernel, inputs: Mapping[str, str], results: Mapping[str, tuple[str, str, str | None]]
) -> list[str]:
    """Print the loop over the blocks."""
    outputs = {block: array for array, _, block in results.values() if block is not None}
    text = "\n".join(kernel.lines)
    lines = [
        '    with np.errstate(all="ignore"):',
        "        for start in range(0, rows, size or 1):",
        "            end = min(start + size, rows)",
    ]
    lines += [f"            {block} = {array}[start:end]" for block, array in inputs.items() if block in text]
    lines += [f"            {block} = {array}[start:end]" for block, array in outputs.items()]
    if kernel.registers:
        lines.append("            if end - start < size:")
        lines += [f"                {register} = {register}[: end - start]" for register in kernel.registers]
    return [*lines, *(f"    {line}" for line in kernel.lines)]


def _helpers(kernel: Kernel, lowered: Lowered) -> list[str]:
    """Print the catalog functions that uniform text calls, with those that they call."""
    wanted = set(kernel.called)
    for name in reversed(tuple(lowered.functions)):
        if name in wanted:
            wanted |= {str(o.data) for o in operations(lowered.functions[name][1]) if o.name == "call"}
    functions = {name: made for name, made in lowered.functions.items() if name in wanted}
    scalars = kernel.scalars
    scalars.depth = 1
    return [define(*made, scalars.lines) for made in print_functions(scalars, Lowered({}, functions))]

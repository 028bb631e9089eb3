"""Pages of the codes FC550 to FC560: what goes wrong while a formula is evaluated, or turned into another language."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC550",
        "division by zero",
        "The values given make a divisor zero; the message names the part of the formula and the values.",
        "100.0 / (bits - 4)     # of a method, with 4 bits",
        "100.0 / max(bits - 4, 1)",
        "Give other values; or mend the formula, which the catalog's check would have refused.",
    ),
    CodePage(
        "FC551",
        "result that is no finite number",
        "An operation overflowed binary64. No result is ever infinite or NaN.",
        "exp(1000)",
        "exp(min(rank, 700))",
        "Give smaller values, or bound the formula.",
    ),
    CodePage(
        "FC552",
        "integer of more than 128 bits",
        "Integers are exact up to 128 bits.",
        "rank ** 4 * rank ** 4     # of a rank near its largest",
        "1.0 * rank ** 4",
        "Give smaller values, or calculate in floats.",
    ),
    CodePage(
        "FC553",
        "argument outside a function's domain",
        "The root of a negative number, or the logarithm of one that is not positive.",
        "sqrt(rank - 8)     # of rank 4",
        "sqrt(max(rank - 8, 0))",
        "Give other values, or keep the argument inside.",
    ),
    CodePage(
        "FC554",
        "index beyond a list",
        "Items are counted from 0, and there is none of this number. Negative numbers do not count from the end.",
        "sizes[3]     # of three items",
        "sizes[2]",
        "Use an index that is there.",
    ),
    CodePage(
        "FC555",
        "smallest or largest of nothing",
        "`min` and `max` of an empty list have no value.",
        "max(s for s in sizes if s > 1000)",
        "max(s for s in sizes)",
        "Make sure that an item is left.",
    ),
    CodePage(
        "FC556",
        "argument that `divisors` does not take",
        "`divisors` takes integers from 1 to 2^40: larger ones would take long to factorise.",
        "divisors(rank * 2 ** 4 * 4294967296)",
        "divisors(rank)",
        "Give a smaller number.",
    ),
    CodePage(
        "FC557",
        "name without a value",
        "A formula was evaluated without a value for one of its names. This is a fault of whoever called it.",
        "rank / 64.0     # evaluated with no rank",
        "rank / 64.0     # evaluated with rank 16",
        "Give every name a value.",
    ),
    CodePage(
        "FC558",
        "entry that a table lacks",
        "A table was looked up by a word that is none of its keys.",
        "bytes_of['int3']",
        "bytes_of['int4']",
        "Use one of the table's keys, or add the entry.",
    ),
    CodePage(
        "FC560",
        "formula that another language cannot say",
        "NumPy has integers of 64 bits, JavaScript exact ones to 2^53, and some operations exist for single values only. A formula "
        "that could give something else there is refused rather than turned into one that is nearly right.",
        "rank * rank * rank     # in JavaScript, of a rank to 4294967295",
        "1.0 * rank * rank * rank",
        "Calculate in floats, or narrow the bounds of the names.",
    ),
)

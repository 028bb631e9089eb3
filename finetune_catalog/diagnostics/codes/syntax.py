"""Pages of the codes FC301 to FC312: formulas that cannot be read."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC301",
        "unexpected character",
        "Formulas are written in ASCII. A letter of another script that looks like a Latin one would make two names that "
        "nobody can tell apart, so it is named by its Unicode name.",
        "100.0 / r\u0430nk",
        "100.0 / rank",
        "Type the character that the message names.",
    ),
    CodePage(
        "FC302",
        "malformed number",
        "Numbers are decimal: `16`, `1_000`, `0.5`, `2e-5`. A leading zero means octal to some readers and decimal to others, "
        "so it is refused; a number beside a name needs its `*`.",
        "2rank + 012",
        "2 * rank + 12",
        "Write the number in decimal.",
    ),
    CodePage(
        "FC303",
        "malformed string",
        "A string ends with the quote that began it, on the same line. Its escapes are `\\\\`, `\\'`, `\\\"`, `\\n` and `\\t`.",
        "1 if kind == 'linear else 0",
        "1 if kind == 'linear' else 0",
        "Close the string.",
    ),
    CodePage(
        "FC304",
        "missing value",
        "A value stands on both sides of every operator, and inside parentheses.",
        "5.0 / (1.0 + )",
        "5.0 / (1.0 + rank / 64.0)",
        "Write the value that is missing.",
    ),
    CodePage(
        "FC305",
        "unexpected word or sign",
        "What stands here fits nowhere: most often an operator is missing before it.",
        "2 (rank + 1)",
        "2 * (rank + 1)",
        "Write the operator, or remove the word.",
    ),
    CodePage(
        "FC306",
        "brackets that do not match",
        "Every `(` and `[` is closed by its own partner.",
        "100.0 / max(rank, 1.0",
        "100.0 / max(rank, 1.0)",
        "Add or remove the bracket that the message points at.",
    ),
    CodePage(
        "FC307",
        "sign or word of another language",
        "The surface is Python's: a power is `**`, truth is `and`, `or`, `not`, `True` and `False`, absence is `None`. "
        "`^` in particular is refused because evaluators disagree on it: to some it is a power, to others exclusive or.",
        "rank ^ 2",
        "rank ** 2",
        "Write what the message proposes.",
    ),
    CodePage(
        "FC308",
        "formula too large",
        "A formula has at most 2,000 characters and 500 parts, nests at most 40 deep, chains at most 100 operations and has at "
        "most 2 aggregates inside each other. Its cost is known before it runs, and a reader can take it in.",
        "sum(sum(sum(1 for a in x) for b in y) for c in z)",
        "sum(inner for c in z)",
        "Name parts of it under `values:` and use the names.",
    ),
    CodePage(
        "FC309",
        "number too large",
        "Integers have at most 128 bits, floats are binary64.",
        "1e400",
        "1e300",
        "Write a smaller number.",
    ),
    CodePage(
        "FC310",
        "exponent that is no small literal",
        "An exponent is a literal integer from 0 to 4, so that what a power costs and is measured in is known before it runs.",
        "rank ** 0.5",
        "sqrt(rank)",
        "Write `sqrt(x)`, `1 / x ** n`, or `exp(y * log(x))`.",
    ),
    CodePage(
        "FC311",
        "not a part of the language",
        "A formula is one expression over numbers, strings, lists and declared records. There are no methods, no calls of "
        "values, no tuples, no lambdas, no comprehensions outside an aggregate, and nothing can be assigned or imported.",
        "targets.count(1)",
        "len(targets)",
        "Write it with the functions of the reference.",
    ),
    CodePage(
        "FC312",
        "empty formula",
        "A formula gives a value.",
        '""',
        "1.2",
        "Write a number or an expression, or remove the entry.",
    ),
)

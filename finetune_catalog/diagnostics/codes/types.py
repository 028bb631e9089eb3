"""Pages of the codes FC401 to FC422: names, types and units in formulas."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC401",
        "unknown name",
        "A formula uses the parameters of its method, the other metrics and values of the same entry, and nothing else.",
        "100.0 / max(rnak, 1.0)",
        "100.0 / max(rank, 1.0)",
        "Use one of the names that the message lists, or declare the parameter.",
    ),
    CodePage(
        "FC402",
        "unknown function",
        "The functions are those of the reference and those of functions.yaml; before `for` stand only the aggregates.",
        "maximum(rank, 1)",
        "max(rank, 1)",
        "Use one of the functions that the message lists.",
    ),
    CodePage(
        "FC403",
        "wrong number of arguments",
        "Every function states how many arguments it takes.",
        "max(rank)",
        "max(rank, 1)",
        "Call it as its signature says.",
    ),
    CodePage(
        "FC404",
        "wrong type",
        "Only an integer widens, to a float; nothing else converts. `and`, `or`, `not` and conditions take booleans only, "
        "so that `0`, an empty string and a missing value are never confused with each other.",
        "1 if rank else 2",
        "1 if rank > 0 else 2",
        "Compare or convert the value as the message proposes.",
    ),
    CodePage(
        "FC405",
        "value that may be None",
        "A value that may be None is used only where a test has ruled None out.",
        "head_size * 2",
        "head_size * 2 if head_size is not None else 0",
        "Say what None means.",
    ),
    CodePage(
        "FC406",
        "unknown field",
        "A record has the fields that are declared for it; they are looked up when the formula is checked, never when it runs.",
        "sum(m.in_feature for m in targets)",
        "sum(m.in_features for m in targets)",
        "Use one of the fields that the message lists.",
    ),
    CodePage(
        "FC407",
        "variable that hides a name",
        "The variable of an aggregate may not be called like something the formula could mean otherwise.",
        "sum(rank for rank in divisors(12))",
        "sum(d for d in divisors(12))",
        "Choose another variable.",
    ),
    CodePage(
        "FC409",
        "result of another type than declared",
        "A formula gives what its metric or parameter is declared to be; an integer may stand where a float is declared.",
        "default: rank / 2     # of an integer parameter",
        "default: rank // 2",
        "Change the formula, or the declaration.",
    ),
    CodePage(
        "FC410",
        "word that never occurs",
        "A string is compared with, or a table looked up by, a word that is none of the declared ones: it would never be found.",
        "1 if m.kind == 'liner' else 0",
        "1 if m.kind == 'linear' else 0",
        "Use one of the words that the message lists.",
    ),
    CodePage(
        "FC420",
        "units that do not fit together",
        "Quantities add, compare and alternate only within one unit. Plain numbers, counts, ratios and percentages are "
        "dimensionless and mix; a plain number beside bytes or tokens does not (zero does).",
        "weight_memory + sequence_length",
        "weight_memory + sequence_length * memory_per_token",
        "Convert one side: multiply or divide by a quantity that carries the unit.",
    ),
    CodePage(
        "FC421",
        "unit where a plain number is needed",
        "Logarithms and exponentials are of plain numbers.",
        "log(memory)",
        "log(memory / base_memory)",
        "Divide by a quantity in the same unit first.",
    ),
    CodePage(
        "FC422",
        "result in another unit than declared",
        "A formula gives its metric's unit. A formula without any name may state a number in the metric's unit as it is.",
        "sequence_length * 2     # of a metric in byte",
        "sequence_length * bytes_per_token",
        "Change the formula, or the metric's unit.",
    ),
)

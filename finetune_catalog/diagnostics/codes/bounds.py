"""Pages of the codes FC501 to FC511: what interval analysis finds before a formula runs."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC501",
        "divisor that can be zero",
        "Within the declared bounds of the names there are values for which a divisor is zero; the message names them.",
        "100.0 / rank     # rank is declared from 0",
        "100.0 / max(rank, 1)",
        "Keep the divisor from zero with `max`, treat the case apart with `… if x > 0 else …`, or narrow the bounds.",
    ),
    CodePage(
        "FC502",
        "result that can leave its bounds",
        "A metric's `minimum` and `maximum` hold for every result. Here a formula can leave them for values that are allowed.",
        "0.95 + rank / 256.0     # of a metric with maximum 1",
        "0.95 + min(rank / 256.0, 0.05)",
        "Bound the formula, or correct the metric's bounds.",
    ),
    CodePage(
        "FC503",
        "argument that never decides",
        "One argument of `min` or `max` is never the one that is taken, so the formula says more than it does.",
        "max(rank + 1, 0)     # rank is declared from 0",
        "rank + 1",
        "Remove the argument, or correct the bounds of the names.",
    ),
    CodePage(
        "FC504",
        "condition that is always the same",
        "A condition is true, or false, for every value that is allowed: one branch is never taken.",
        "1 if rank >= 0 else 0     # rank is declared from 0",
        "1",
        "Remove the condition, or correct it.",
    ),
    CodePage(
        "FC505",
        "integer beyond 2^53",
        "Integers are exact in Python; where a formula becomes JavaScript they are binary64, which has no exact integers beyond 2^53.",
        "rank * rank * rank     # rank is declared to 4294967295",
        "rank * 4",
        "Nothing has to be done unless the formula is to run in a browser; then narrow the bounds.",
    ),
    CodePage(
        "FC506",
        "number that can get too large",
        "A float can overflow, or an integer pass 128 bits, for values that are allowed. No result is ever infinite.",
        "exp(rank)     # rank is declared to 4294967295",
        "exp(min(rank, 700))",
        "Bound the argument, or narrow the bounds of the names.",
    ),
    CodePage(
        "FC507",
        "argument outside a function's domain",
        "`sqrt` takes no negative numbers, `log` and `log2` only positive ones, `divisors` integers from 1 to 2^40.",
        "log(rank)     # rank is declared from 0",
        "log(max(rank, 1))",
        "Keep the argument inside, or treat the case apart.",
    ),
    CodePage(
        "FC508",
        "index or key that can miss",
        "A list is indexed beyond its end, or a table looked up by a word that it may lack.",
        "sizes[4]     # sizes has three items",
        "sizes[2]",
        "Use an index or a key that is always there.",
    ),
    CodePage(
        "FC509",
        "smallest or largest of nothing",
        "`min` and `max` of a list that can be empty have no value then.",
        "max(d for d in divisors(rank) if d > 8)",
        "max(d for d in divisors(rank))",
        "Make sure that an item is left, or treat the empty case apart.",
    ),
    CodePage(
        "FC510",
        "computed floats compared for equality",
        "Two floats that were computed in different ways are rarely equal to the last bit.",
        "1 if rank * 0.1 == 0.3 else 0",
        "1 if abs(rank * 0.1 - 0.3) < 1e-9 else 0",
        "Compare the distance, or compare integers.",
    ),
    CodePage(
        "FC511",
        "argument outside a catalog function's bounds",
        "A function of functions.yaml declares bounds for what it takes; here an argument can leave them.",
        "nearest_divisor(rank, 0)",
        "nearest_divisor(max(rank, 1), 1)",
        "Bound the argument, or widen the function's declaration.",
    ),
)

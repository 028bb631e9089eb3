"""The names that conditions of rules may use beside those of the method: facts of single options, and of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.frozen import frozen
from finetune_catalog.loading.declarations import SIZE, TRUTH, WORD
from finetune_catalog.loading.raw import mapping, text_or

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.expression.types import Declaration


@frozen
class Singled:
    """Names in an option that rules ask for, as two facts: how `many` they are, and `which`, as a message says them."""

    many: str
    which: str

    @property
    def facts(self) -> dict[str, Declaration]:
        """Both facts as formulas know them."""
        return {self.many: SIZE, self.which: WORD}


#: of the option that names the targets of a method that knows tasks: heads that the configuration's task has trained whole
HEADS = Singled("heads", "headed")
#: of a list of modules or parameters: names that no module can have
ODD = Singled("odd", "oddly")
#: of an option that gives values by name: the names of those that are 0
ZEROS = Singled("zeros", "zeroed")
#: of an option that names modules: whether it is one text without anything of a pattern, and there is no model to hold it against
PLAIN = "plain"
#: the facts that are known of an option with a model or without
OPTION_FACTS = frozenset({PLAIN, *HEADS.facts, *ODD.facts, *ZEROS.facts})
#: what rules know, on a model, of an option that names modules
REACH: Mapping[str, Declaration] = {
    "count": SIZE,  # names in it; 1 for a pattern
    "unmatched": SIZE,  # of these, those that match nothing
    "missing": WORD,  # those that match nothing, the first of them, as a message says them
    "near": WORD,  # what the model has that is like the first of those
    "matched": SIZE,  # modules that match
    "size": SIZE,  # numbers in all their parameters
    "layers": SIZE,  # layers that they are in
    "targeted": SIZE,  # modules that match, of those that the targets name
    "tied": SIZE,  # modules that match, of those that share their weight with another
    "partial": SIZE,  # of these, those whose name only ends like the one given
    "partly": WORD,  # the names of those, the first of them
}
#: what rules know of a model beside its sizes
RULED: Mapping[str, Declaration] = {
    "model.biases": SIZE,  # numbers in its biases
    "model.tied": TRUTH,  # whether a module shares the input embedding's weight
    "model.size": SIZE,  # numbers in all its parameters
    "model.tokens": SIZE,  # rows of its input embedding, 0 where it has none
}


def naming_options(counts: Mapping[str, object], *, keys: bool = True) -> Iterator[str]:
    """Yield the options of a method's `counts` that name modules or parameters, as its file has them.

    With `keys` those whose keys do as well.
    """
    targets = mapping(counts, "targets")
    for role in ("modules", "exclude", "parameters"):
        yield text_or(targets.get(role))
    yield text_or(counts.get("saves"))
    for part in ("varies", "marks") if keys else ("marks",):
        for entry in mapping(counts, part).values():
            yield text_or(mapping(entry).get("by"))

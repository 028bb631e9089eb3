"""The names a method's formulas may use, and what is said of one that is not among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.frozen import field, replace, slotted
from finetune_catalog.loading.formulas import head

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.diagnostics import Diagnostic, Problem
    from finetune_catalog.expression.types import Checked, Declaration
    from finetune_catalog.loading.formulas import Formulas, Site

UNKNOWN_NAME = "FC401"


@slotted
class Names:
    """Names with what is known of them. `unclear` ones exist, but their own entry is broken: nothing is said of their use.

    `elsewhere` are names that the catalog has but not here, each with what to do to have it here.
    """

    known: dict[str, Declaration] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def declare(self, name: str, declaration: Declaration | None) -> None:
        """Add a name; None says that its entry is broken."""
        if declaration is None:
            self.unclear.add(name)
        else:
            self.known[name] = declaration

    def has(self, name: str) -> bool:
        """Whether a formula may use a name, or the record that begins it."""
        return head(name, self.known) is not None or name in self.unclear

    def check(
        self, formulas: Formulas, site: Site, expected: Declaration | None
    ) -> tuple[Checked | None, list[Diagnostic]]:
        """Check a formula with these names; where one is unclear, only how it is written."""
        parsed = formulas.parse(site.text)
        if self.unclear.intersection(parsed.names):
            return None, [site.place(problem) for problem in parsed.problems]
        checked, problems = formulas.check(site.text, self.known, expected)
        return checked, [self._placed(site, problem) for problem in problems]

    def _placed(self, site: Site, problem: Problem) -> Diagnostic:
        found = site.place(problem)
        word = site.text[problem.start : problem.end]
        if problem.code == UNKNOWN_NAME and word in self.elsewhere:
            return replace(found, help=self.elsewhere[word])
        return found

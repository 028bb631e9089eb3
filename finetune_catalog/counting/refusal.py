"""Why a configuration has no counts on a model."""

from __future__ import annotations

from finetune_catalog.frozen import frozen
from finetune_catalog.loading.count_scope import SIZES, WRITTEN


@frozen
class Refusal:
    """What is wrong; `about` is the parameter or option that it is about, None where it is none of them."""

    code: str
    message: str
    help: str
    about: str | None = None
    allowed: tuple[str, ...] = ()


class RefusedError(Exception):
    """Carries a refusal out of the depth of a count; `count` turns it into a value."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def lacking(size: str, model: str = "the model", option: str | None = None) -> RefusedError:
    """Say that a model lacks a size, by the name that a config.json has for it; `option` is what stands in for it."""
    if size in SIZES:
        message = f"this method needs `{WRITTEN.get(size, size)}`, and the config.json of {model} has none"
    else:
        message = f"this method needs the {size.replace('_', ' ')} of {model}, which has none"
    hint = "choose a method that does not need it" if option is None else f"give `{option}`"
    return RefusedError(Refusal("FC756", message, hint, option))

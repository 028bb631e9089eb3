"""Why a configuration has no counts on a model."""

from __future__ import annotations

from finetune_catalog.frozen import frozen


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

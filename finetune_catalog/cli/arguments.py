"""Reads a verb's words against what the verb takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import CommandError, wrong
from finetune_catalog.frozen import frozen
from finetune_catalog.text import nearest, quoted, shorten, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finetune_catalog.cli.spec import Option, Verb


@frozen
class Arguments:
    """A verb's words, sorted out: positionals in order, the values of each option by its name."""

    words: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]

    def switch(self, name: str) -> bool:
        """Whether an option was given."""
        return name in self.values

    def every(self, name: str) -> tuple[str, ...]:
        """Return the values of a repeatable option, in order."""
        return self.values.get(name, ())

    def value(self, name: str) -> str | None:
        """Return the value of an option, None where it was not given and has no default."""
        given = self.values.get(name)
        return given[-1] if given else None

    @property
    def format(self) -> str:
        """The chosen output format; every verb that calls this has a default."""
        return self.values["--format"][-1]

    @property
    def named(self) -> tuple[str, ...]:
        """The positional words that are `name=value`."""
        return tuple(word for word in self.words if "=" in word)

    @property
    def bare(self) -> tuple[str, ...]:
        """The positional words that are not `name=value`."""
        return tuple(word for word in self.words if "=" not in word)


def read(verb: Verb, tokens: Sequence[str]) -> Arguments:
    """Sort a verb's words into options and positionals; raises CommandError on the first that does not fit."""
    options = {option.name: option for option in verb.every_option}
    options |= {option.short: option for option in verb.every_option if option.short}
    values: dict[str, tuple[str, ...]] = {}
    words: list[str] = []
    rest = iter(tokens)
    for token in rest:
        if token == "--":
            words.extend(rest)
        elif token.startswith("-") and token != "-":
            option, value = _option(verb, options, token, rest)
            if option.name in values and not option.repeatable:
                raise wrong("FC903", f"`{option.name}` is given twice", hint="give it once")
            values[option.name] = (*values.get(option.name, ()), value)
        else:
            words.append(token)
    if "--help" not in values:
        _count(verb, words)
    defaults = {option.name: (option.default,) for option in verb.options if option.default}
    return Arguments(tuple(words), defaults | values)


def _option(verb: Verb, options: Mapping[str, Option], token: str, rest: Iterator[str]) -> tuple[Option, str]:
    name, equals, value = token.partition("=")
    option = options.get(name)
    if option is None:
        raise _unknown_option(verb, options, name)
    if not option.value:
        if equals:
            raise wrong("FC903", f"`{name}` takes no value", hint=f"write `{name}` alone")
        return option, ""
    if not equals:
        value = next(rest, "")
    if not value:
        raise wrong(
            "FC903",
            f"`{name}` needs a value",
            hint=f"write `{name} {option.value}`",
            allowed=option.choices,
        )
    if option.choices and value not in option.choices:
        near = nearest(value, option.choices)
        raise wrong(
            "FC904",
            f"`{name}` cannot be `{shorten(value)}`",
            hint=f"did you mean `{near}`?"
            if near
            else f"write `{name} {option.default or option.choices[0]}`",
            allowed=option.choices,
        )
    return option, value


def _unknown_option(verb: Verb, options: Mapping[str, Option], name: str) -> CommandError:
    near = nearest(name, options)
    return wrong(
        "FC902",
        f"`{verb.name}` has no option `{shorten(name)}`",
        hint=f"did you mean `{near}`?"
        if near
        else f"`finetune-catalog {verb.name} --help` shows what it takes",
        allowed=tuple(option.name for option in verb.every_option),
    )


def _count(verb: Verb, words: Sequence[str]) -> None:
    if len(words) < verb.least:
        missing = _missing(verb, len(words))
        raise wrong(
            "FC903",
            f"`{verb.name}` needs {missing}",
            hint=f"for example `{verb.examples[0][0]}`",
            notes=(f"usage: finetune-catalog {verb.usage[0]}",),
        )
    if verb.most is not None and len(words) > verb.most:
        raise wrong(
            "FC903",
            f"`{verb.name}` cannot use `{shorten(words[verb.most])}`",
            hint=f"it takes {'no arguments' if verb.most == 0 else f'at most {verb.most}'}",
            notes=(f"usage: finetune-catalog {verb.usage[0]}",),
        )


def _missing(verb: Verb, given: int) -> str:
    """Name the argument that is missing; those in small letters are words to choose from."""
    if given >= len(verb.arguments):
        return "an argument"
    choices = [argument.name for argument in verb.arguments if argument.name.islower()]
    return word_list(quoted(choices), "or") or verb.arguments[given].name

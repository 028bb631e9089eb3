"""Pages of the codes FC7xx: configurations and their rules."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

_TWO = '{"LoRA": {"rank": 16}, "Full": null}'

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC701",
        "no such method",
        "A configuration names its method by its tag (`LoRA`), exactly as the catalog writes it; under the key `method` and "
        "in Python the id (`lora`) does as well. The catalog has no method of this name.",
        '{"lora": {"rank": 16}}',
        '{"LoRA": {"rank": 16}}',
        "Write one of the allowed names; `finetune-catalog list` shows all methods.",
    ),
    CodePage(
        "FC702",
        "no such parameter",
        "The method has no parameter of this name. An unknown name is never passed over: a misspelt parameter would silently "
        "have its default.",
        '{"LoRA": {"rank": 16, "alhpa": 32}}',
        '{"LoRA": {"rank": 16, "alpha": 32}}',
        "Write one of the allowed names, or remove it.",
    ),
    CodePage(
        "FC703",
        "missing parameter",
        "The method cannot be configured without this parameter: it has no default.",
        '"LoRA"',
        '{"LoRA": {"rank": 16}}',
        "Give the parameter a value; the message has an example.",
    ),
    CodePage(
        "FC704",
        "wrong type",
        "The value is of a type that the parameter does not take. An integer is never made of a float (8.0) or of a text, "
        "a number never of true or null; an integer is welcome where a float is meant.",
        '{"LoRA": {"rank": 16.0}}',
        '{"LoRA": {"rank": 16}}',
        "Write a value of the type that the message names.",
    ),
    CodePage(
        "FC705",
        "value out of bounds",
        "The value is below the parameter's minimum, above its maximum, or none of its choices.",
        '{"QLoRA": {"rank": 16, "bits": 256}}',
        '{"QLoRA": {"rank": 16, "bits": 4}}',
        "Write a value within the bounds that the message names.",
    ),
    CodePage(
        "FC706",
        "number too large for its type",
        "A parameter of type float32 holds a binary32 number, at most 3.4028235e+38; a larger one would become infinite. The "
        "same holds for binary64 beyond 1.8e+308, and for values that are no finite number to begin with.",
        '{"LoRA": {"rank": 16, "alpha": 1e60}}',
        '{"LoRA": {"rank": 16, "alpha": 32.0}}',
        "Write a number of a sensible size.",
    ),
    CodePage(
        "FC707",
        "no configuration",
        "What stands here is not of the form of a configuration: a mapping of a method's tag to its parameters, a tag alone, "
        "or a mapping with the key `method`. Where one configuration is expected, several or none are refused with this "
        "code as well.",
        '{"rank": 16}',
        '{"method": "lora", "rank": 16}',
        "Name the method; the message has an example.",
    ),
    CodePage(
        "FC708",
        "more than a method",
        "A configuration in the tagged form has exactly one key, the method's tag. Here stands a second method or a parameter "
        "beside it.",
        _TWO,
        '[{"LoRA": {"rank": 16}}, "Full"]',
        "Write several configurations as a list; move parameters below their method.",
    ),
    CodePage(
        "FC709",
        "wrong number of values",
        "Parameters may be given as a list, which then has to hold all of them, in the method's order. Defaults exist only "
        "where parameters are given by name.",
        '{"LoRA": [16]}',
        '{"LoRA": [16, 32.0]}',
        "Give all values, or name the parameters.",
    ),
    CodePage(
        "FC710",
        "unreadable file",
        "The file with the configuration is not there or cannot be read.",
        "finetune-catalog validate trian.json",
        "finetune-catalog validate train.json",
        "Check the path and the permissions.",
    ),
    CodePage(
        "FC720",
        "a rule found something",
        "A rule of the catalog (`rules/`) applies to this configuration. Its values are allowed, but probably not meant, or "
        "they cannot do what the method is for. The finding bears the rule's own id, and names its sources.",
        '{"LoRA": {"rank": 0}}',
        '{"LoRA": {"rank": 16}}',
        "Follow the rule's help, or keep the value knowingly: only rules of severity `error` fail a check by default.",
    ),
    CodePage(
        "FC730",
        "columns that do not fit together",
        "Columns of a sweep must broadcast to one shape: all of one length, or shaped for it as NumPy does.",
        "sweep('lora', rank=[8, 16], alpha=[8, 16, 32])",
        "sweep('lora', rank=[8, 16, 32], alpha=[8, 16, 32])",
        "Give columns of one length, or single values.",
    ),
    CodePage(
        "FC731",
        "wrong value in a column",
        "A column of a sweep is of a type that the parameter does not take, or holds a value out of its bounds; the message "
        "names the first such row.",
        "sweep('lora', rank=[8, -16])",
        "sweep('lora', rank=[8, 16])",
        "Mend the column; rows count from 0.",
    ),
)

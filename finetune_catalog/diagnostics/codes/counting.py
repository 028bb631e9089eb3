"""Pages of the codes FC711, FC712 and FC75x: configurations of other programs, and what is counted on a model."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC711",
        "field that the program does not know",
        "A configuration in another program's form has a field that this method does not have there. The program drops it, "
        "or refuses the file; either way it does nothing, and is often a misspelt field that was meant to do something.",
        '{"peft_type": "LORA", "r": 8, "lora_alhpa": 16}',
        '{"peft_type": "LORA", "r": 8, "lora_alpha": 16}',
        "Write the field that the message names, or remove it.",
    ),
    CodePage(
        "FC712",
        "field that is newer than the version it is for",
        "A configuration in another program's form names the version of the program that wrote it, and has a field, or a "
        "method, that came later. That version refuses the file or drops the field; an older PEFT than 0.14 stops with a "
        "TypeError, and later ones drop what they do not know with a warning.",
        '{"peft_type": "LORA", "r": 8, "exclude_modules": ["lm_head"], "peft_version": "0.13.2"}',
        '{"peft_type": "LORA", "r": 8, "exclude_modules": ["lm_head"], "peft_version": "0.14.0"}',
        "Give the version that reads the file, or leave out what it does not know.",
    ),
    CodePage(
        "FC750",
        "condition of the method that does not hold",
        "Some values cannot stand together, or do not fit the model's sizes: a rank that the groups of a convolution do not "
        "divide, two variants at once, a token that the embedding does not have. The library refuses such a configuration, "
        "often deep inside; the condition stands in the method's file under `requires`.",
        '{"peft_type": "LORA", "r": 3, "init_lora_weights": "orthogonal"}',
        '{"peft_type": "LORA", "r": 4, "init_lora_weights": "orthogonal"}',
        "Change one of the values that the message names.",
    ),
    CodePage(
        "FC751",
        "target that the model does not have",
        "No module of the model is called like any of the targets, or every one that is was left out. A name in a list "
        "matches the end of a path after a dot, or a whole path; a text is a pattern that has to match the whole path. A "
        "name that matches nothing beside one that does is passed over, as the library does.",
        '{"peft_type": "LORA", "target_modules": ["query"]}',
        '{"peft_type": "LORA", "target_modules": ["q_proj"]}',
        "Name modules that the model has; the message lists the last parts of their paths.",
    ),
    CodePage(
        "FC752",
        "module that cannot be taken so",
        "A target is of a kind that the method does not adapt (a norm, a module that only holds others), or is wanted twice: "
        "adapted and trained whole, adapted and trained token by token, as a module and as a parameter.",
        '{"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": ["proj"]}',
        '{"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": ["lm_head"]}',
        "Leave the module out of one of the two; names of modules to save match the end of a path without a dot.",
    ),
    CodePage(
        "FC753",
        "pattern that is no regular expression",
        "A text in place of a list is a regular expression. This one cannot be read, or is longer than 2,000 characters.",
        '{"peft_type": "LORA", "target_modules": "*_proj"}',
        '{"peft_type": "LORA", "target_modules": ".*_proj"}',
        "Mend the pattern, or list the modules' names.",
    ),
    CodePage(
        "FC754",
        "pattern that takes too long",
        "A repetition inside a repetition can match the same text in more ways than can be tried. Patterns come from files "
        "that others wrote, so matching stops after a fifth of a second.",
        '{"peft_type": "LORA", "target_modules": "(\\\\w|\\\\w\\\\w|\\\\.)*[.]"}',
        '{"peft_type": "LORA", "target_modules": ".*\\\\.q_proj"}',
        "Write the pattern without a repetition inside a repetition, or list the modules' names.",
    ),
    CodePage(
        "FC755",
        "no default targets for the model",
        "The configuration names no targets, and the library knows none for models of this type.",
        '{"peft_type": "LORA"}',
        '{"peft_type": "LORA", "target_modules": "all-linear"}',
        "Name targets; `all-linear` takes every linear layer but the output.",
    ),
    CodePage(
        "FC756",
        "size that the model's configuration lacks",
        "The method's formulas need a size, the number of attention heads for example, that the model's configuration does "
        "not state.",
        '{"peft_type": "PREFIX_TUNING", "num_virtual_tokens": 20}',
        '{"peft_type": "LORA", "target_modules": ["in_proj"]}',
        "Choose a method that does not need the size, or give the option that stands for it where the method has one.",
    ),
    CodePage(
        "FC757",
        "layers that cannot be repeated",
        "Layers are repeated only where their list is found (`model.layers`, `bert.encoder.layer`, `h`), and only those that "
        "the model has.",
        '{"peft_type": "LORA", "layer_replication": [[0, 99]]}',
        '{"peft_type": "LORA", "layer_replication": [[0, 8], [4, 12]]}',
        "Write spans [first, end) of the layers that the model has, or leave them out.",
    ),
    CodePage(
        "FC758",
        "method that says nothing of models",
        "The method's file has no `counts`: what it trains on a model is not known, only its metrics without one.",
        "counts: {}",
        "counts:\n  basis: exact\n  source: {ref: our-paper}\n  adds:\n    vector:\n      size: module.out_features",
        "Choose another method, or write the method's `counts`.",
    ),
    CodePage(
        "FC759",
        "count that has no value",
        "A formula divides by zero or has no value for these sizes, or a configuration that is held by another one is only "
        "named and not given.",
        '{"peft_type": "XLORA", "adapters": {"first": "./first"}}',
        '{"peft_type": "XLORA", "adapters": {"first": {"peft_type": "LORA", "r": 8}}}',
        "Give other values, or write the configuration in the place of its path.",
    ),
)

"""Pages of the codes FC9xx: the command line."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC901",
        "no such verb",
        "The first word that is no option says what to do. The message lists the verbs and names the nearest one.",
        "finetune-catalog evla lora rank=16",
        "finetune-catalog eval lora rank=16",
        "Write one of the verbs; `finetune-catalog --help` shows what each does.",
    ),
    CodePage(
        "FC902",
        "no such option",
        "The verb does not have this option. Options are written whole: none is recognised by its first letters, so that a "
        "new option never changes what an old command line means.",
        "finetune-catalog list --json",
        "finetune-catalog list --format json",
        "Write one of the options that the message lists. A file whose name begins with a dash is written after `--`.",
    ),
    CodePage(
        "FC903",
        "word missing or too many",
        "The verb needs a word that is not there, or got one that it cannot use. The message shows how it is called.",
        "finetune-catalog diff 1.0.0",
        "finetune-catalog diff 1.0.0 catalog",
        "Call the verb as its usage line shows; `finetune-catalog VERB --help` has examples.",
    ),
    CodePage(
        "FC904",
        "value an option does not take",
        "The option takes one of a few words, or a file whose ending says what to write.",
        "finetune-catalog eval lora rank=16 --format yaml",
        "finetune-catalog eval lora rank=16 --format json",
        "Write one of the values that the message lists.",
    ),
    CodePage(
        "FC905",
        "no such entry",
        "The catalog, with the overlays of `--catalog`, has no entry of this id. Ids are written as in the catalog: lower case, "
        "with underscores.",
        "finetune-catalog show training_sped",
        "finetune-catalog show training_speedup",
        "Write the nearest id, which the message names, or look it up: `finetune-catalog list KIND`.",
    ),
    CodePage(
        "FC906",
        "not name=value",
        "Parameters are written `name=value`, without blanks around the equals sign, each once.",
        "finetune-catalog eval lora rank 16",
        "finetune-catalog eval lora rank=16",
        "Join the name and its value with an equals sign.",
    ),
    CodePage(
        "FC907",
        "id of several entries",
        "Entries of different kinds may share an id, such as a parameter and a source. `show` then needs to be told which one.",
        "finetune-catalog show rank",
        "finetune-catalog show parameters/rank",
        "Write the kind before the id, as the message shows.",
    ),
    CodePage(
        "FC908",
        "not a range",
        "A sweep's range is `from:to`, `from:to:step`, `from:to:log:N` or `from:to:lin:N` (N points, both ends included), a list "
        "`a,b,c`, or one value. All ranges together make at most 10,000,000 rows.",
        "finetune-catalog sweep lora rank=1-256",
        "finetune-catalog sweep lora rank=1:256",
        "Write the first and the last value with a colon between them.",
    ),
    CodePage(
        "FC909",
        "file that cannot be read",
        "There is no such file, it is a folder, it may not be read, or it is too large to be read whole. The message says which, "
        "and names the nearest file there is.",
        "finetune-catalog validate configs",
        "finetune-catalog validate configs/*.yaml",
        "Check the path. Configurations one a line are read at any length by `finetune-catalog eval --input`.",
    ),
    CodePage(
        "FC910",
        "file that cannot be written",
        "The folder does not exist, may not be written to, or the disk is full. Files are written whole or not at all, so what "
        "was there before still is.",
        "finetune-catalog sweep lora rank=1:256 --output missing/table.csv",
        "finetune-catalog sweep lora rank=1:256 --output table.csv",
        "Make the folder, or write to another place.",
    ),
    CodePage(
        "FC911",
        "optional package missing",
        "Sweeps are computed by NumPy and Parquet files written by pyarrow, which are not installed with the command itself: "
        "everything else works without.",
        "finetune-catalog sweep lora rank=1:256 --output table.parquet",
        "finetune-catalog sweep lora rank=1:256 --output table.csv",
        "Install the extra that the message names, such as `pip install 'finetune-catalog[parquet]'`.",
    ),
    CodePage(
        "FC912",
        "id that a new entry cannot have",
        "An id is lower-case letters, digits and underscores, beginning with a letter, and no other entry of its kind has it. "
        "Formulas use the ids of parameters and metrics as names, which is why they have no hyphens.",
        "finetune-catalog new metric CostPerToken --catalog my-catalog",
        "finetune-catalog new metric cost_per_token --catalog my-catalog",
        "Choose another id, or edit the entry that has it.",
    ),
    CodePage(
        "FC990",
        "refused by the system",
        "The operating system refused something in the middle of the work: most often the disk is full, or a file went away.",
        "finetune-catalog list > /dev/full",
        "finetune-catalog list > methods.txt",
        "Mend what the message names and run the command again.",
    ),
    CodePage(
        "FC999",
        "something unforeseen",
        "The command met a situation that it was not written for. That is a fault of the command, not of what was typed; nothing "
        "was written by halves.",
        "any command that ends with this code",
        "the same command with --debug",
        "Please report it, with what the command prints when `--debug` is added.",
    ),
)

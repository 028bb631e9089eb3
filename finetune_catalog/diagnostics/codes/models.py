"""Pages of the codes FC614 to FC617 and FC740 to FC749: architectures, and models made of them."""

from __future__ import annotations

from finetune_catalog.diagnostics.codes.page import CodePage

PAGES: tuple[CodePage, ...] = (
    CodePage(
        "FC614",
        "path that leads nowhere",
        "A path of an architecture names a module or a list of modules that the same file states. `*` stands for every index "
        "of a list, whose length is under `containers`; `tied`, `without`, `layers` and the embeddings name what is there.",
        "containers: {layers: n}\nmodules:\n  layer.*.norm: {kind: norm, size: d}",
        "containers: {layers: n}\nmodules:\n  layers.*.norm: {kind: norm, size: d}",
        "Write a path that is there; in a class with `base: model` the base model's paths begin with `model.`.",
    ),
    CodePage(
        "FC615",
        "module whose keys do not fit its kind",
        "Each kind of module states its sizes in its own words: a linear layer `in` and `out`, an embedding `entries` and "
        "`size`, a norm `size`, a convolution `in`, `out` and `kernel`. The kinds without a shape of their own have "
        "`parameters` alone.",
        "norm: {kind: norm, in: hidden_size}",
        "norm: {kind: norm, size: hidden_size}",
        "Write the keys of its kind; schemas/architecture.schema.json describes each.",
    ),
    CodePage(
        "FC616",
        "default that is missing or not of the field's type",
        "Published configurations leave out what is as the library has it by default, so an architecture says for every "
        "field what counts then: a value of the field's own type, null, or a formula over fields above it.",
        "hidden_size: {}",
        "hidden_size: {default: 4096}",
        "Write the library's default, `required: true` where it has none, or the field's `type`.",
    ),
    CodePage(
        "FC617",
        "name of no field",
        "What `aliases`, `requires` and a class's `with` speak of are fields (for `with` also named values) of the same file.",
        "aliases: {n_embd: hiden_size}",
        "aliases: {n_embd: hidden_size}",
        "Write the name of a field, or state the field.",
    ),
    CodePage(
        "FC740",
        "no such model",
        "A model is named by its id in the catalog, by the path of its config.json or of the folder that holds it, or by the "
        "fields of a config.json themselves. Nothing is downloaded.",
        'catalog.model("lama-3.1-8b")',
        'catalog.model("llama-3.1-8b")',
        "Write an id that `finetune-catalog list models` shows, or the path of a file or folder that exists.",
    ),
    CodePage(
        "FC741",
        "field that is missing",
        "`model_type` says which architecture a config.json is for; without it, or without a field that has no default, "
        "nothing can be said of the model.",
        '{"hidden_size": 4096}',
        '{"model_type": "llama", "hidden_size": 4096}',
        "Add the field, as the model's own config.json has it.",
    ),
    CodePage(
        "FC742",
        "architecture that the catalog lacks",
        "The catalog has no file for this model_type, so it does not know which modules such a model has. It can be added in a "
        "catalog of your own, and a folder with the model's *.safetensors tells them by itself.",
        '{"model_type": "my_transformer"}',
        "finetune-catalog new architecture my_transformer --catalog our-catalog",
        "Add the architecture, or name the folder with the model's *.safetensors.",
    ),
    CodePage(
        "FC743",
        "field of the wrong type",
        "A field of config.json has a value that the library does not take either: a text for a number, a fraction for a "
        "count, null where nothing stands for it.",
        '{"model_type": "llama", "hidden_size": "4096"}',
        '{"model_type": "llama", "hidden_size": 4096}',
        "Write a value of the type that the message names.",
    ),
    CodePage(
        "FC744",
        "field out of bounds",
        "A size is zero, negative, or larger than that of any model, or a text is none of those the library knows.",
        '{"model_type": "llama", "num_hidden_layers": 0}',
        '{"model_type": "llama", "num_hidden_layers": 32}',
        "Write a value within the bounds that the message names.",
    ),
    CodePage(
        "FC745",
        "fields that do not fit together",
        "Each value may stand alone, but not beside the others: a number of heads that does not divide the size they share, "
        "a list that is not as long as there are layers, a size that comes out negative.",
        '{"model_type": "llama", "hidden_size": 4096, "num_attention_heads": 33}',
        '{"model_type": "llama", "hidden_size": 4096, "num_attention_heads": 32}',
        "Change one of the fields that the message names.",
    ),
    CodePage(
        "FC746",
        "model with too many modules",
        "More than a quarter of a million modules is no model but a slip of the keyboard, or made to exhaust whoever opens it.",
        '{"model_type": "llama", "num_hidden_layers": 1000000000}',
        '{"model_type": "llama", "num_hidden_layers": 32}',
        "Correct the number of layers or experts that the message names.",
    ),
    CodePage(
        "FC747",
        "config.json that cannot be read",
        "The file is not there, cannot be opened, is no JSON, holds something else than an object, or is far larger than any "
        "config.json.",
        'catalog.model("model/pytorch_model.bin")',
        'catalog.model("model/config.json")',
        "Name the model's config.json, or the folder it lies in.",
    ),
    CodePage(
        "FC748",
        "safetensors file that cannot be believed",
        "The header of the file is cut off, is no JSON, or claims what cannot be: a length beyond the file's, tensors that "
        "overlap or do not fill it, a shape that does not take the bytes it is said to. Packed values of a quantised model "
        "are refused as well: their shapes are not those of the layers.",
        "a download that broke off",
        "the whole file",
        "Download the file again, or name the model's config.json alone.",
    ),
    CodePage(
        "FC749",
        "checkpoint that is not the configuration's",
        "The folder's config.json makes a model whose parameters have other shapes than the tensors that lie beside it, so one "
        "of the two is of another model.",
        '"hidden_size": 2048, beside tensors of size 4096',
        '"hidden_size": 4096, beside tensors of size 4096',
        "Bring the config.json that belongs to the checkpoint.",
    ),
)

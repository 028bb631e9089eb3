"""What a fine-tuning method costs and does, as data.

    import finetune_catalog as fc
    catalog = fc.load()
    catalog.configure("lora", rank=16).metrics["training_speedup"]

Public names are imported on first use: a command that needs none of them starts as fast as Python does.
"""

from finetune_catalog.version import __version__

TYPE_CHECKING = (
    False  # typing.TYPE_CHECKING without importing typing, which costs more than all of the quick path
)
if TYPE_CHECKING:
    from finetune_catalog.api import Catalog, CatalogError, load
    from finetune_catalog.configure import Configuration, ConfigurationError
    from finetune_catalog.diagnostics import Diagnostic, Report, Severity, Span

_HOMES = {
    "Catalog": "finetune_catalog.api",
    "CatalogError": "finetune_catalog.api",
    "load": "finetune_catalog.api",
    "Configuration": "finetune_catalog.configure",
    "ConfigurationError": "finetune_catalog.configure",
    "Diagnostic": "finetune_catalog.diagnostics",
    "Report": "finetune_catalog.diagnostics",
    "Severity": "finetune_catalog.diagnostics",
    "Span": "finetune_catalog.diagnostics",
}

__all__ = [
    "Catalog",
    "CatalogError",
    "Configuration",
    "ConfigurationError",
    "Diagnostic",
    "Report",
    "Severity",
    "Span",
    "__version__",
    "load",
]


def __getattr__(name: str) -> object:
    """Import a public name from its home on first use."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(set(globals()) | set(__all__))

"""The package's own version; the catalog's version stands in catalog/catalog.yaml."""

__version__ = "0.1.0"

"""Annotate: a local page on which a person corrects an extract, one article at a time, into gold."""

from .serving import serve

__all__ = ["serve"]

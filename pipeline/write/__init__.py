"""Write: the extract as a folder of validated tables, its later check, reading it back, and other formats."""

from .exports import export
from .extract import Writer, validate, write_extract
from .finding import Found, find
from .folder import new_folder, writing
from .gold import write_gold
from .gold_check import is_gold
from .imports import import_gold
from .journal import Journal
from .load import EntityPage, Extract, extract_folder, read_articles, read_entities, read_extract
from .page import write_page
from .parts import Assembly, write_articles_part, write_entities_part, write_partitioned, write_together_part
from .registry import EXPORTERS, IMPORTERS, Exporter, Imported, Importer
from .rules import InvalidExtract, Problem
from .validation import check

__all__ = [
    "EXPORTERS",
    "IMPORTERS",
    "Assembly",
    "EntityPage",
    "Exporter",
    "Extract",
    "Found",
    "Imported",
    "Importer",
    "InvalidExtract",
    "Journal",
    "Problem",
    "Writer",
    "check",
    "export",
    "extract_folder",
    "find",
    "import_gold",
    "is_gold",
    "new_folder",
    "read_articles",
    "read_entities",
    "read_extract",
    "validate",
    "write_articles_part",
    "write_entities_part",
    "write_extract",
    "write_gold",
    "write_page",
    "write_partitioned",
    "write_together_part",
    "writing",
]

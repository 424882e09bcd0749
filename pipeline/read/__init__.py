"""Raw bytes to articles: decoding, HTML, splitting, titles and dates, reading text with offsets into the raw text."""

from ..lang.folding import fold_text
from .assembly import documents, from_text, is_page, pieces
from .dates import date_of_name
from .encodings import Decoded, UndecodableError, decode, whole
from .frames import checked_frame, frame_sources, is_frame
from .inputs import Identifiers, Partition, Source, partition_sources, partitions, shown, sources
from .records import Columns

__all__ = [
    "Columns",
    "Decoded",
    "Identifiers",
    "Partition",
    "Source",
    "UndecodableError",
    "checked_frame",
    "date_of_name",
    "decode",
    "documents",
    "fold_text",
    "frame_sources",
    "from_text",
    "is_frame",
    "is_page",
    "partition_sources",
    "partitions",
    "pieces",
    "shown",
    "sources",
    "whole",
]

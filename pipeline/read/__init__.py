"""Raw bytes to articles: decoding, HTML, splitting, titles and dates, reading text with offsets into the raw text."""

from .decode import Decoded, UndecodableError, decode
from .documents import documents, from_text
from .fold import fold_text
from .sources import InputError, Source, sources

__all__ = [
    "Decoded",
    "InputError",
    "Source",
    "UndecodableError",
    "decode",
    "documents",
    "fold_text",
    "from_text",
    "sources",
]

"""The page to look at: an extract as one HTML file that works from the disk, without network and without a server."""

from .document import page_in, write_page

__all__ = ["page_in", "write_page"]

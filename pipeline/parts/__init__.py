"""A run in parts: reading Parquet, annotating, linking and the tables are all left to workers.

The parts of the input are annotated where the workers are, and what became of them stays in a folder beside the
extract, which all machines see. Then the articles are linked in shares (`link.sharding`), written part by part, and
what they say together is compared in shares. To the process that was started come, of an article, its id, its hashes
and a signature (a kilobyte), of names numbers of eight bytes, and counts; in the end it puts the parts together.
"""

from .running import PartedRun
from .shelf import Shelf, folder_of

__all__ = ["PartedRun", "Shelf", "folder_of"]

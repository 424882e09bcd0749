"""The settings under which tests run the pipeline that are not about names or the reader: quick to load and to run."""

from zhfacts import Settings

FAST = Settings(names="lexicon", facts="fast")
OPTIONS = ("--fast", "--names", "lexicon")
"""The same on the command line."""

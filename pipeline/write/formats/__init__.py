"""The formats that an extract is written in and annotations are read from, a module each.

A module says `EXPORTER`, `IMPORTER` or both; pyproject.toml names them as entry points. It imports what else it needs
inside its functions, so that a format costs nothing until it is asked for.
"""

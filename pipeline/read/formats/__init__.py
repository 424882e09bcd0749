"""One module a format of files: bytes to raw texts or to rows of a table of texts; looked up in `read.registry`."""

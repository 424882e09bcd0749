"""Taggers: what proposes spans of names with probabilities, our own and those of other libraries."""

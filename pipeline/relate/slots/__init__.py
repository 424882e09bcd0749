"""Slots: for each field of a fact its candidates and what speaks for them."""

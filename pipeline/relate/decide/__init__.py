"""Decide: what chooses among the candidates of the slots, and how sure the choice is."""

"""The catalogue of measures: name, what counts as right, and where the definition comes from."""

from __future__ import annotations

from typing import NamedTuple

NELEVAL = "neleval (TAC KBP)"
NERVALUATE = "nervaluate (SemEval 2013)"


class Definition(NamedTuple):
    """A measure: its name, what it counts, whose definition it is."""

    name: str
    counts: str
    source: str = ""


CATALOGUE = (
    Definition("strong_mention_match", "names with the right span", NELEVAL),
    Definition("strong_typed_mention_match", "names with the right span and label", f"{NELEVAL}, seqeval"),
    Definition("overlap_mention_match", "names that overlap one of the gold, each once", NERVALUATE),
    Definition("overlap_typed_mention_match", "the same, and label", f"{NERVALUATE}: ent_type"),
    Definition("coarse_mention_match", "PERSON, ORG and places (GPE, LOC, FAC as one) with the right span"),
    Definition("strong_all_match", "names with the right span and entity", NELEVAL),
    Definition("strong_typed_all_match", "names with the right span, label and entity", NELEVAL),
    Definition("link_accuracy", "of the names that both sides have, those with the right entity"),
    Definition("b_cubed", "the right share of each name's entity, all names", f"{NELEVAL}, Bagga and Baldwin 1998"),
    Definition("b_cubed_plus", "the same, right only under the gold's canonical name", NELEVAL),
    Definition("b_cubed_shared", "b_cubed over the names that both sides have"),
    Definition("mention_ceaf", "names shared under the best one-to-one alignment of entities", f"{NELEVAL}, Luo 2005"),
    Definition("mention_ceaf_shared", "the same over the names that both sides have"),
    Definition("quantity_span", "quantities with the right span"),
    Definition("quantity_typed", "quantities with the right span and label"),
    Definition("quantity", "quantities with the right span, value (or low and high) and unit", "MeasEval"),
    Definition("quantity_overlap", "quantities that overlap one of the gold with its value and unit", "MeasEval"),
    Definition("quantity_modifier", "of the quantities that both sides have, those with the right modifier"),
    Definition("time_span", "times with the right span"),
    Definition("time_typed", "times with the right span and label"),
    Definition("period", "times with the right span, first and last day", "TempEval-3 (value)"),
    Definition("period_overlap", "times that overlap one of the gold with its days", "TempEval-3 (relaxed, value)"),
    Definition("fact", "facts on a quantity of which the gold has one"),
    Definition("fact_core", "the same with the right value, unit, subject and indicator"),
    Definition("fact_core_overlap", "fact_core, quantities need only overlap"),
    Definition("fact_full", "fact_core with the right time, status and aspect"),
    Definition("fact_joint", "right quantity, and the same said by subject, scope and indicator together"),
    Definition("role", "person, title and organisation, each triple once a file"),
)
"""All measures in the order in which they are shown."""

FACT_FIELDS = (
    "A subject or speaker that is an entity must be the gold's; entities are aligned by the names that they share. A "
    "noun phrase as subject and an indicator must share half their characters (F1). A subject that the gold gives "
    "under `also` is right too. fact_joint: a named subject must be subject or scope, and the characters of noun "
    "phrase and indicator together must overlap by 0.6, or the indicators by half."
)
"""When the fields of a fact are right."""

"""Evaluate: an extract measured against gold, two extracts compared, mistakes grouped by kind."""

from .catalogue import FACT_FIELDS
from .evaluation import compared_facts, measure, verdicts
from .report import Report, ReportTable, catalogue_table

__all__ = ["FACT_FIELDS", "Report", "ReportTable", "catalogue_table", "compared_facts", "measure", "verdicts"]

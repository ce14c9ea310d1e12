"""From a clean article to proven budget records."""

from newsextract.budget.records import explain_records, extract_records

__all__ = ["explain_records", "extract_records"]

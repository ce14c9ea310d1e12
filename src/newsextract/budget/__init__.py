"""From a clean article to proven budget records."""

from newsextract.budget.records import extract_records

__all__ = ["extract_records"]

"""Money as the Korean press writes it: text in, exact amounts and breakdowns out.

Pure rules on characters; no morphology, no I/O, no state.
"""

from newsextract.money.reading import find_amounts, read_money

__all__ = ["find_amounts", "read_money"]

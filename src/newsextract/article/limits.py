"""How much the article floor takes in; everything above is a `TooLargeError`."""

from __future__ import annotations

from typing import Final

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
"""Largest file or page, in bytes. Real press pages are 0.05 to 2 MB."""

MAX_MARKUP_CODE_POINTS: Final = 20 * 1024 * 1024
"""Largest HTML page given as text, in code points."""

MAX_TEXT_CODE_POINTS: Final = 2_000_000
"""Largest text dump, in code points. The longest real articles have some 50,000."""

MAX_RULE_LINE: Final = 400
"""Longest line that the line rules look at, in code points; longer ones are prose."""

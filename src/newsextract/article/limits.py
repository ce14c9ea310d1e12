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

MAX_TAGS: Final = 250_000
"""Most tags (counted as `<`) of an HTML page. Real press pages have 1,000 to 20,000."""

MAX_NESTING: Final = 5_000
"""Deepest nesting of tags; a parser's work grows with its square. Real pages reach 60."""

MAX_UNCLOSED_FORMATTING: Final = 500
"""Most open formatting tags (`<b>`, `<font>`): each block under them opens all anew."""

MAX_REOPENED: Final = 3_000_000
"""Most elements that unclosed formatting tags may multiply into (open tags times tags)."""

MAX_JSON_CODE_POINTS: Final = 5_000_000
"""Longest script that is read for data, in code points; longer ones are left alone."""

MAX_TABLE_CELLS: Final = 20_000
"""Most cells of a table block; the rows of a larger table are lines of text."""

MAX_SPAN: Final = 1_000
"""Largest colspan or rowspan; a larger one counts as this."""

"""From a page, a file or a text to an `Article`."""

from newsextract.article.datelines import Dateline, read_dateline
from newsextract.article.parsing import parse
from newsextract.article.reading import read

__all__ = ["Dateline", "parse", "read", "read_dateline"]

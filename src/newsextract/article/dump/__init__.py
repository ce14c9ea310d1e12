"""Text dumps: browser text copies of press pages, and bare article text."""

from newsextract.article.dump.reader import read_dump

__all__ = ["read_dump"]

"""HTML pages into articles."""

from newsextract.article.html.reader import read_html

__all__ = ["read_html"]

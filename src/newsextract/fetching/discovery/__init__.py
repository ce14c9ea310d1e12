"""Finding articles' addresses: RSS, Atom, Google-news sitemaps, lists of URLs."""

from __future__ import annotations

from newsextract.fetching.discovery.discover import Found, Get, discover
from newsextract.fetching.discovery.entries import FoundLink
from newsextract.fetching.discovery.window import Window

__all__ = ["Found", "FoundLink", "Get", "Window", "discover"]

"""Files that belong to a saved page and are no inputs of their own."""

from __future__ import annotations

from typing import Final, Protocol

from newsextract.batch.inputs.sniff import is_page_name

__all__ = ["ASSETS", "JOURNAL", "SIDECAR", "is_asset_folder", "is_journal", "is_sidecar"]

ASSETS: Final = "files of a saved page"
SIDECAR: Final = "sidecar"
JOURNAL: Final = "journal of an archive"

_PAGE_SUFFIXES: Final = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt")
_PACKED: Final = ("", ".gz")
_ASSET_ENDS: Final = ("_files", ".files")
"""What browsers add to the page's name: Chrome and Firefox the one, old Explorers the other."""


class Names(Protocol):
    """Names that can be asked for: of a folder, or of a zip."""

    def __contains__(self, name: object, /) -> bool: ...


def is_sidecar(name: str, names: Names) -> bool:
    """Whether a file holds the facts about a page beside it.

    Args:
        name: the file's, with the path it has among `names`.
        names: what stands beside it.

    >>> is_sidecar("a.html.json", {"a.html"}), is_sidecar("a.json", {"a.html"})
    (True, True)
    >>> is_sidecar("a.json", {"b.html"})
    False
    """
    if not name.endswith(".json"):
        return False
    page = name.removesuffix(".json")
    if is_page_name(page) and page in names:
        return True
    return any(page + suffix + packing in names for suffix in _PAGE_SUFFIXES for packing in _PACKED)


def is_asset_folder(name: str, names: Names) -> bool:
    """Whether a folder holds the pictures and frames of a page saved "complete" beside it.

    >>> is_asset_folder("a_files", {"a.htm"}), is_asset_folder("my_files", {"a.htm"})
    (True, False)
    """
    page = next((name.removesuffix(e) for e in _ASSET_ENDS if name.endswith(e)), None)
    return page is not None and any(page + suffix in names for suffix in _PAGE_SUFFIXES)


def is_journal(name: str, names: Names) -> bool:
    """Whether a file is what the WARC writer keeps beside its archives to find pages quickly.

    >>> is_journal("index.jsonl", {"pages-00001.warc.gz"}), is_journal("index.jsonl", {"a.html"})
    (True, False)
    """
    head, slash, last = name.rpartition("/")
    return last == "index.jsonl" and f"{head}{slash}pages-00001.warc.gz" in names

"""A same-length copy of a text for matching: full-width, look-alike and Hanja forms made plain.

Rules match on the folded copy and take offsets from it; the text itself is never changed, so
`text[a.start:a.end]` is always what was printed.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["fold"]


def fold(text: str) -> str:
    """Return `text` with each character replaced by its plain form, same length.

    Args:
        text: any text.

    Returns:
        A copy of exactly `len(text)` code points.

    >>> fold("３，２００억 원")
    '3,200억 원'
    >>> fold("5千萬圓"), fold("시‧도"), len(fold("①5억")) == 3
    ('5천만원', '시·도', True)
    """
    # few characters have another form: finding them is cheaper than looking all of them up
    return _foldable().sub(_plain, text)


def _plain(run: re.Match[str]) -> str:
    return run.group().translate(_table())


@cache
def _foldable() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _table())))}]+")


@cache
def _table() -> dict[int, int]:
    raw = files(__package__).joinpath("charmap.toml").read_text(encoding="utf-8")
    table: dict[int, int] = {}
    for sources, targets in tomllib.loads(raw)["pairs"].values():
        table.update(zip(map(ord, sources), map(ord, targets), strict=True))
    return table

"""Signs that the press sets before what it lists."""

from __future__ import annotations

from typing import Final

__all__ = ["BULLETS"]

BULLETS: Final = "▲△▷▶▴▵◆◇■□●○◦ㅇ•①②③④⑤⑥⑦⑧⑨"
"""Signs that open the items of a list inside running text."""

"""A change and the sum that it leads to: `313억원 많은 2273억원`, `5억원 늘어난 20억원`."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["end_of_change"]

_CHANGE: Final = re.compile(
    r"원?(?:이|가|을|를)? ?(?:\([^()]{1,16}\) ?)?"
    r"(?:많은|적은|늘[어려린]|늘어난|증가[한해]|증액[한된]|불어난|불어나|줄[어여인]|줄어든"
    r"|감소[한해]|감액[한된]) (?:총 |약 )?(?=\d)"
)


def end_of_change(s: str, end: int) -> int | None:
    """Where the sum begins that a change leads to.

    Args:
        s: folded text.
        end: where the amount ends that may be a change.

    >>> text = "국비는 5억원 늘어난 20억원이다"
    >>> text[end_of_change(text, 7):]
    '20억원이다'
    >>> end_of_change("국비 5억원과 도비 3억원", 6) is None
    True
    """
    change = _CHANGE.match(s, end)
    return change.end() if change else None

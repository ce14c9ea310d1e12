"""Particles behind a Korean noun: what may follow a name, and what it says.

Only the forms that press prose uses are listed; a run of syllables that is not a
sequence of them continues the word (`산업부문` is not `산업부`).
"""

from __future__ import annotations

import re
from typing import Final, Literal

__all__ = ["Case", "case_of", "is_particle", "read_word_tail"]

Case = Literal[
    "topic", "subject", "object", "genitive", "place", "origin", "source", "with", "other"
]
"""What a particle says of its noun; `origin` is 에서, `source` is 에 따르면 and the like."""

_PARTICLES: Final[dict[Case, str]] = {
    "topic": "은 는 도 만 에서는 에서도 에는 에도 에게는 에게도 측은",
    "subject": "이 가 께서 측이",
    "origin": "에서",
    "object": "을 를",
    "genitive": "의",
    "place": "에 에게 에게서 로 으로 로부터 으로부터 까지 부터 로서 으로서",
    "with": "와 과 랑 하고",
    "other": (
        "이나 나 보다 처럼 마다 별로 인 이다 이며 이고 이라고 라고 이라는 라는 이라 라 다 들 들은 "
        "들이 들의 등 등이 등은 등의 와의 과의 와는 과는 에서의 로의 으로의 로는 으로는 에선 "
        "에겐 조차 측 측의 이었다 였다 입니다"
    ),
}
_CASES: Final[dict[str, Case]] = {
    form: case for case, forms in _PARTICLES.items() for form in forms.split()
}
_ATTRIBUTION: Final = re.compile(r"(?:에|에게)\s?(?:따르면|의하면|의해|따라)")
_SYLLABLES: Final = re.compile(r"[가-힣]*")


def case_of(particle: str) -> Case | None:
    """The case of a particle, or None when the syllables are no particle.

    >>> case_of("에서는"), case_of("와"), case_of("문")
    ('topic', 'with', None)
    """
    return _CASES.get(particle)


def is_particle(syllables: str) -> bool:
    """Whether `syllables` can stand behind a noun as its particle.

    >>> is_particle("으로"), is_particle("민")
    (True, False)
    """
    return syllables in _CASES


def read_word_tail(text: str, at: int) -> tuple[str, Case | None, int]:
    """Read what follows a noun that ends at `at`.

    Returns:
        The syllables glued to it, their case (None: nothing there, or no particle), and
        where they end.

    >>> read_word_tail("중기부는 올해", 3)
    ('는', 'topic', 4)
    >>> read_word_tail("중기부에 따르면", 3)
    ('에 따르면', 'source', 8)
    """
    attribution = _ATTRIBUTION.match(text, at)
    if attribution:
        return attribution.group(), "source", attribution.end()
    glued = _SYLLABLES.match(text, at)
    syllables = glued.group() if glued else ""
    return syllables, _CASES.get(syllables), at + len(syllables)

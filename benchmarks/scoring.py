"""How a reading of a page is scored against its gold: pure functions, used by the benchmarks.

A folder of pages holds `NAME.html` and `gold/NAME.json`, and in `nonarticle/` pages that hold no
article. A gold file has `title`, `subtitle` (list), `byline` (list of names), `email` (list),
`published` and `modified` (`YYYY-MM-DDTHH:MM`, Asia/Seoul), `publisher`, `body` (paragraphs joined
by newlines), `captions` (list), and `optional` (texts that may stand in the body or not). What is
null in the gold is not asked of a tool.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

SHINGLE = 4
KST = timezone(timedelta(hours=9))
FIELDS = ("headline", "minute", "modified", "byline", "email", "publisher", "subheads", "captions")
_TITLES = re.compile(
    r"(?:인턴\s?기자|수습\s?기자|선임\s?기자|전문\s?기자|객원\s?기자|기자|특파원|논설위원|앵커|PD)$"
)


@dataclass(frozen=True)
class Reading:
    """What a tool found in a page; None where it has no such field or found nothing."""

    body: str = ""
    headline: str | None = None
    published: datetime | str | None = None
    modified: datetime | str | None = None
    byline: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    publisher: str | None = None
    subheads: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoldPage:
    """A page of the folder with its gold."""

    name: str
    data: bytes
    gold: dict[str, Any] = field(repr=False)


def load_pages(folder: Path) -> list[GoldPage]:
    """Every page of `folder` that has a gold file, by name."""
    pages = []
    for path in sorted(folder.glob("*.html")):
        gold = folder / "gold" / f"{path.stem}.json"
        if gold.is_file():
            read = json.loads(gold.read_text("utf-8"))
            pages.append(GoldPage(path.stem, path.read_bytes(), read))
    return pages


def squeezed(text: str) -> str:
    """The text without any white space.

    >>> squeezed(" 예산 5억\\u00a0원\\n")
    '예산5억원'
    """
    return "".join(text.split())


def shingles(text: str) -> Counter[str]:
    """All runs of four characters, white space aside, with their counts.

    >>> sorted(shingles("예산 5억원"))
    ['산5억원', '예산5억']
    """
    bare = squeezed(text)
    if len(bare) < SHINGLE:
        return Counter([bare] if bare else [])
    return Counter(bare[i : i + SHINGLE] for i in range(len(bare) - SHINGLE + 1))


def without_optional(found: str, gold: str, optional: Iterable[str]) -> str:
    """`found` without those optional texts that stand in it more often than in `gold`.

    A line that is just the optional text goes first; else its first place in the text.

    >>> without_optional("가나다라\\n사진 김철수\\n마바사", "가나다라\\n마바사", ["사진 김철수"])
    '가나다라\\n마바사'
    """
    bare_gold = squeezed(gold)
    for text in map(squeezed, optional):
        if not text:
            continue
        surplus = squeezed(found).count(text) - bare_gold.count(text)
        kept = []
        for line in found.split("\n"):
            if surplus > 0 and squeezed(line) == text:
                surplus -= 1
            else:
                kept.append(line)
        found = "\n".join(kept)
        if surplus > 0:
            found = squeezed(found).replace(text, "", surplus)
    return found


def body_f1(found: str, gold: str, optional: Iterable[str] = ()) -> float:
    """Harmonic mean of precision and recall over shingles, each counted as often as it stands.

    >>> body_f1("예산 5억원", "예산  5억원")
    1.0
    >>> body_f1("예산 5억원 더보기", "예산 5억원")
    0.5714285714285714
    >>> body_f1("", "예산 5억원")
    0.0
    """
    ours, theirs = shingles(without_optional(found, gold, optional)), shingles(gold)
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values()))


def minute(value: datetime | str | None) -> str | None:
    """A moment as `YYYY-MM-DDTHH:MM` in Asia/Seoul; a naive one is taken as Asia/Seoul.

    A bare day is no minute: it stays a day and never equals one.

    >>> minute("2025-05-28T00:13:00+09:00")
    '2025-05-28T00:13'
    >>> minute("2025-05-28")
    '2025-05-28'
    """
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            return value
        if len(value.strip()) <= len("2025-05-28"):
            return value.strip()
        value = moment
    if value is None:
        return None
    if value.tzinfo is not None:
        value = value.astimezone(KST)
    return value.strftime("%Y-%m-%dT%H:%M")


def names(written: Iterable[str]) -> list[str]:
    """Names as a sorted list, mail addresses and job titles dropped.

    >>> names(["김철수 기자 (kim@example.com)", "온라인뉴스팀"])
    ['김철수', '온라인뉴스팀']
    """
    found = set()
    for text in written:
        bare = re.sub(r"[(<\[]?\s*[\w.+-]+@[\w.-]+\s*[)>\]]?", "", text).strip(" =·,/")
        bare = _TITLES.sub("", bare).strip()
        if bare:
            found.add(bare)
    return sorted(found)


def field_results(reading: Reading, gold: dict[str, Any]) -> dict[str, bool | None]:
    """For each field whether it is right; None where the gold does not ask."""

    def lines(texts: Iterable[str]) -> list[str]:
        return sorted(squeezed(text) for text in texts)

    normal: dict[str, Callable[[Any], object]] = {
        "headline": squeezed, "minute": str, "modified": str, "byline": sorted,
        "email": sorted, "publisher": squeezed, "subheads": lines, "captions": lines,
    }  # fmt: skip
    wanted: dict[str, tuple[Any, object]] = {
        "headline": (gold.get("title"), squeezed(reading.headline or "")),
        "minute": (gold.get("published"), minute(reading.published)),
        "modified": (gold.get("modified"), minute(reading.modified)),
        "byline": (gold.get("byline"), names(reading.byline)),
        "email": (gold.get("email"), sorted(set(reading.email))),
        "publisher": (gold.get("publisher"), squeezed(reading.publisher or "")),
        "subheads": (gold.get("subtitle"), lines(reading.subheads)),
        "captions": (gold.get("captions"), lines(reading.captions)),
    }
    return {
        name: None if right is None else normal[name](right) == found
        for name, (right, found) in wanted.items()
    }

"""Outcomes to keep: invented articles whose rows and sums are known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from newsextract.batch.items import Item
from newsextract.batch.store.master import Master
from newsextract.batch.store.rows import Rows, rows_of
from newsextract.batch.store.shards import write_shard
from newsextract.models import (
    Agency,
    Amount,
    Article,
    Author,
    BudgetRecord,
    Check,
    Component,
    Extraction,
    FundingSource,
    Period,
    Span,
    TextSpan,
    Versions,
)
from newsextract.outcome import Failure

EOK = 10**8
KST = timezone(timedelta(hours=9))
VERSION = "newsextract 1.0"
SOURCES = {
    "국비": FundingSource(label="국비", category="national", tier="국비"),
    "군비": FundingSource(label="군비", category="county", tier="시군구비"),
}


def extraction(
    total: int = 30,
    national: int = 20,
    local: int = 10,
    *,
    child: int | None = None,
    agencies: tuple[str, ...] = ("가람군",),
    year: int | None = 2024,
    headline: str | None = "가람군, 마을길 새로 놓는다",
    publisher: str | None = "나루일보",
    published: str | None = "2024-03-05",
    currency: str = "KRW",
    scale: int = EOK,
) -> Extraction:
    """An article of one budget in 억원 with its sources, and maybe a part of it as a second."""
    body = "·".join(agencies)
    text = (
        f"{body}은 올해 마을길 정비에 {total}억원(국비 {national}억원, 군비 {local}억원)을 들인다."
    )
    first = len(text)
    if child is not None:
        text += f" 이 가운데 {child}억원으로 다리를 고친다."

    def amount(number: int, value: int, role: str, after: int = 0, record: str = "r1") -> Amount:
        words = f"{value}억원"
        start = text.index(words, after)
        return Amount.model_validate(
            {
                "id": f"a{number}",
                "text": words,
                "start": start,
                "end": start + len(words),
                "low": value * scale,
                "high": value * scale,
                "currency": currency,
                "role": role,
                "record_id": record,
            }
        )

    whole = amount(1, total, "budget")
    parts = [
        amount(2, national, "component", whole.end),
        amount(3, local, "component", text.index("군비")),
    ]
    off = national + local - total
    check = Check(
        id="c1",
        kind="components",
        status="mismatch" if off else "ok",
        expected=total * scale,
        found=(national + local) * scale,
        difference=off * scale,
        about=("r1", "a1", "a2", "a3"),
    )
    program = text.index("마을길 정비")
    record = BudgetRecord(
        id="r1",
        amount=whole,
        components=tuple(
            Component(source=source, amount=part)
            for source, part in zip(SOURCES.values(), parts, strict=True)
        ),
        program=TextSpan(text="마을길 정비", start=program, end=program + 6),
        agencies=tuple(
            Agency(name=a, as_written=a, start=text.index(a), end=text.index(a) + len(a))
            for a in agencies
        ),
        fiscal_year=year,
        fiscal_year_guess=None if year else 2023,
        period=Period(first=2024, last=2026),
        action="투입",
        phase="proposed",
        checks=("c1",),
        mentions=(Span(start=whole.start, end=whole.end),),
        sentence=Span(start=0, end=first),
        confidence=0.9,
    )
    records, amounts = [record], [whole, *parts]
    if child is not None:
        amounts.append(amount(4, child, "budget", first, "r2"))
        records.append(
            record.model_copy(
                update={
                    "id": "r2",
                    "amount": amounts[-1],
                    "components": (),
                    "program": None,
                    "parent": "r1",
                    "checks": (),
                    "mentions": (),
                    "sentence": Span(start=first + 1, end=len(text)),
                }
            )
        )
    day = None if published is None else datetime.fromisoformat(published).replace(tzinfo=KST)
    article = Article(
        url=f"https://naru.example/{total}",
        headline=headline,
        subheads=("첫째 줄", "둘째 줄"),
        authors=(Author(name="김가람", email="garam@naru.example"), Author(name="이나루")),
        published_at=day,
        publisher=publisher,
        section="사회",
        text=text,
        encoding="utf-8",
        profile="generic",
        content_hash=sha256(text.encode()).hexdigest(),
    )
    return Extraction(
        article=article,
        amounts=tuple(amounts),
        records=tuple(records),
        checks=(check,),
        versions=Versions(newsextract="1.0", kiwipiepy="0.24.1", kiwipiepy_model="0.24.0"),
    )


def failure(kind: str = "empty_input") -> Failure:
    return Failure(kind=kind, message=f"왜냐하면 {kind}")


def rows(
    key: str,
    result: Extraction | Failure,
    digest: str = "d1",
    version: str = VERSION,
    *,
    keep_json: bool = True,
) -> Rows:
    return rows_of(Item(key, digest), result, version, keep_json=keep_json)


class Batch:
    """A folder with a master, and a short way to put outcomes into it."""

    def __init__(self, folder: Path, name: str = "out.sqlite", *, keep_json: bool = False) -> None:
        self.folder = folder
        self.path = folder / name
        self.master = Master(self.path, keep_json=keep_json)
        self._count = 0

    def add(self, *outcomes: Rows, seen: bool = True) -> Path:
        """Merge outcomes by way of a shard, which is left."""
        self._count += 1
        shard = self.folder / f"{self._count:04}.shard"
        write_shard(shard, outcomes)
        self.master.merge(shard, seen=seen)
        return shard

    def select(self, statement: str) -> list[tuple[object, ...]]:
        return self.master.connection.execute(statement).fetchall()

    def one(self, statement: str) -> object:
        ((value,),) = self.select(statement)
        return value


@pytest.fixture
def batch(tmp_path: Path) -> Iterator[Batch]:
    made = Batch(tmp_path)
    yield made
    made.master.close()


class Make:
    """The makers of this module, since tests cannot import from each other."""

    extraction = staticmethod(extraction)
    failure = staticmethod(failure)
    rows = staticmethod(rows)
    batch = Batch
    version = VERSION


@pytest.fixture(scope="session")
def make() -> type[Make]:
    return Make

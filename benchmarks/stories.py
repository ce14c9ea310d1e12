"""Near-duplicate clusters on synthetic reprints: precision, recall, speed, memory.

    python benchmarks/stories.py [--stories 400] [--scale 1000000] [--seed 6] [--errors]

Releases are written from `stories.toml` (invented texts) and taken from `fixtures/articles`, then
edited as desks do. The hard negatives are releases too: of another year, of the neighbouring
county on the same day, follow-ups that repeat paragraphs, other reports with the same quote, and
reports that share a stock sentence. Precision and recall count pairs of articles.
`tests/batch/test_stories.py` pins floors on the same generator.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations, count
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

from newsextract.batch.stories import Entry, cluster, signature
from newsextract.money import find_amounts

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "fixtures" / "articles"
WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
KINDS = ("release", "other year", "neighbour", "neighbour")


class Release(NamedTuple):
    """A text as it was sent out."""

    paragraphs: tuple[str, ...]
    day: date | None
    slots: dict[str, str]
    template: int = 0


class Printed(NamedTuple):
    """A text as a paper printed it; `story` is the truth, `kind` says what it was made as."""

    text: str
    day: date | None
    story: int
    kind: str


# -- releases -------------------------------------------------------------------------------------


def fill(rng: random.Random, day: date, stem: str) -> dict[str, str]:
    """Words for the slots of a release."""
    slots = {"u": "군시"[WORDS["stems"].index(stem) % 2], "t": rng.choice(WORDS["towns"])}
    slots |= {"c": stem + slots["u"], "y": str(day.year + rng.randint(1, 3)), "d": str(day.day)}
    slots |= {who: rng.choice(WORDS["surnames"]) + rng.choice(WORDS["given"]) for who in "np"}
    slots |= {f"k{number}": str(rng.randint(21, 980)) for number in range(3)}
    slots |= {f"m{number}": won(rng) for number in range(5)}
    return slots


def won(rng: random.Random) -> str:
    """A sum as a release prints it: `2,538억원`, `4억7천만원`."""
    if rng.random() < 0.7:
        return f"{rng.choice((rng.randint(11, 99), rng.randint(101, 4999))):,}억원"
    return f"{rng.randint(2, 99)}억{rng.randint(1, 9)}천만원"


def release(template: int, slots: dict[str, str], day: date) -> Release:
    body = WORDS["releases"][template % len(WORDS["releases"])]["body"]
    return Release(tuple(written(p, slots) for p in body), day, slots, template)


def written(sentence: str, slots: dict[str, str]) -> str:
    """Fill the slots; a particle follows the sound before it: 군은, 시는."""
    return re.sub(
        r"시(은|이)(?= )",
        lambda found: {"은": "시는", "이": "시가"}[found[1]],
        sentence.format(**slots),
    )


def own_releases(rng: random.Random, number: int) -> Iterator[list[Release]]:
    """Families of releases that a program may take for one: first the release, then the others."""
    for index in range(number):
        stems = [WORDS["stems"][(5 * index + step) % len(WORDS["stems"])] for step in (0, 2, 7)]
        day = date(2015, 1, 1) + timedelta(days=10 * index + rng.randrange(3))
        slots = fill(rng, day, stems[0])
        other_year = fill(rng, day, stems[0]) | {"t": slots["t"]}
        yield [
            release(index, slots, day),
            release(index, other_year, day + timedelta(days=364)),
            *(
                release(index, fill(rng, day, stem), day + timedelta(days=rng.randrange(3)))
                for stem in stems[1:]
            ),
        ]


def fixture_releases() -> Iterator[list[Release]]:
    """The project's annotated articles: dense in figures, and shorter than a release."""
    for number, path in enumerate(sorted(ARTICLES.glob("*.txt"))):
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        day = date(2012, 1, 1) + timedelta(days=11 * number)
        yield [Release(tuple(lines), day, {"c": "가람군", "u": "군", "t": "윗들"})]


# -- what desks do --------------------------------------------------------------------------------


def reprint(rng: random.Random, origin: Release, keep: float) -> str:
    """A reprint that keeps at least `keep` of the release's characters."""
    paragraphs = list(origin.paragraphs)
    whole = sum(map(len, paragraphs))
    if rng.random() < 0.4:
        kept = paragraphs[1:]
        if sum(map(len, kept)) >= keep * whole:
            money = origin.slots.get("m0", "no money") in paragraphs[0]
            ledes = WORDS["ledes_with_money" if money else "ledes"]
            lede = written(rng.choice(ledes), origin.slots)
            paragraphs = [lede, *kept]
    if rng.random() < 0.4:
        paragraphs[2:] = rng.sample(paragraphs[2:], len(paragraphs) - 2)
    original = set(origin.paragraphs)
    cut = rng.random()
    while len(paragraphs) > 2 and cut < 0.6:
        if sum(len(p) for p in paragraphs[:-1] if p in original) < max(keep, cut) * whole:
            break
        paragraphs.pop()
    for edit, chance in ((quotes, 0.3), (notation, 0.6), (spacing, 0.5), (marks, 0.5)):
        if rng.random() < chance:
            paragraphs = [edit(rng, paragraph) for paragraph in paragraphs]
    return "\n".join(frame(rng, paragraphs))


def quotes(rng: random.Random, paragraph: str) -> str:
    """Keep the first half of a split quote: `“…”며 “…”고 말했다` loses the second."""
    del rng
    return re.sub(r"”(?:이라)?며 “[^”]+”(?=이?라?고)", "”", paragraph)


def notation(rng: random.Random, paragraph: str) -> str:
    """2,538억원 to 2538억 원; 4억7천만원 to 4억 7000만 원."""
    if rng.random() < 0.5:
        paragraph = re.sub(r"(\d)천만", r"\g<1>000만", paragraph)
    paragraph = re.sub(r"(?<=\d),(?=\d{3}억)", "", paragraph)
    return re.sub(r"(?<=[억만])원", " 원", paragraph)


def spacing(rng: random.Random, paragraph: str) -> str:
    """Leave out some of the blanks that papers disagree about: 할 수 있다, 박 씨, 네 곳."""
    return re.sub(
        r"(?<=[가-힣0-9]) (?=[것수데뿐때중등씨곳개번달동]|있[다는어]|없[다는어]|않|보|주[는고며])",
        lambda _: rng.choice((" ", "")),
        paragraph,
    )


def marks(rng: random.Random, paragraph: str) -> str:
    """Another house's punctuation."""
    for old, new in rng.choice((('“"', '”"', "‘'", "’'"), ("·ㆍ", ("㎡", "m²"), ("㎞", "km")))):
        paragraph = paragraph.replace(old, new)
    return paragraph.replace(", ", rng.choice((", ", " ", "·")))


def frame(rng: random.Random, paragraphs: list[str]) -> list[str]:
    """Dateline or byline before, notices and a byline after."""
    paper, who = rng.choice(WORDS["papers"]), rng.choice("김이박최정") + rng.choice(WORDS["given"])
    opening = rng.choice((f"[{paper}={who} 기자] ", f"(서울={paper}) {who} 기자 = ", "", ""))
    lines = [opening + paragraphs[0], *paragraphs[1:]]
    words = {"paper": paper, "p": who, "k0": str(rng.randrange(90))}
    if rng.random() < 0.5:
        lines.append(rng.choice(WORDS["notices"]).format(**words))
    return lines


# -- hard negatives -------------------------------------------------------------------------------


def follow_up(rng: random.Random, origin: Release) -> str:
    """Another report some days later, with two of the release's paragraphs as background."""
    own = [written(line, {"p": "홍서윤", **origin.slots}) for line in WORDS["follow"]]
    return "\n".join([*own, *rng.sample(origin.paragraphs, 2)])


def same_quote(rng: random.Random, origin: Release) -> str:
    """Another report of the same county, with the longest quote of this one."""
    quote = max(origin.paragraphs, key=lambda p: p.count("“") * 1000 + len(p))
    slots = fill(rng, origin.day or date(2015, 1, 1), origin.slots["c"][:-1])
    other = release(origin.template + rng.randint(1, 7), slots, origin.day or date(2015, 1, 1))
    return "\n".join([*other.paragraphs[:4], quote])


def with_stock(text: str, slots: dict[str, str]) -> str:
    return text + "\n" + written(WORDS["stock"], slots)


# -- the corpus -----------------------------------------------------------------------------------


def corpus(stories: int, seed: int, *, keep: float = 0.5, undated: float = 0.1) -> list[Printed]:
    """Reprints and hard negatives of `stories` releases and of the annotated articles."""
    rng = random.Random(seed)  # noqa: S311 - the same corpus each time
    numbers = count()
    families = [*own_releases(rng, stories), *fixture_releases()]
    printed: list[Printed] = []
    for family in families:
        for origin, kind in zip(family, KINDS, strict=False):
            story = next(numbers)
            stock = rng.random() < 0.2
            for _ in range(rng.choice((1, 2, 3, 5, 8))):
                text = reprint(rng, origin, keep)
                text = with_stock(text, origin.slots) if stock else text
                printed.append(Printed(text, moved(rng, origin.day, 4, undated), story, kind))
        if len(family) > 1:
            later = moved(rng, family[0].day, 10, undated)
            printed.append(Printed(follow_up(rng, family[0]), later, next(numbers), "follow-up"))
            quoted = same_quote(rng, family[0])
            printed.append(Printed(quoted, later, next(numbers), "same quote"))
    rng.shuffle(printed)
    return printed


def moved(rng: random.Random, day: date | None, days: int, undated: float) -> date | None:
    if day is None or rng.random() < undated:
        return None
    return day + timedelta(days=rng.randrange(days))


def entries(printed: Iterable[Printed]) -> list[Entry]:
    """What the batch keeps of each article."""
    return [
        Entry(number, signature(one.text), one.day, figures(one.text), len(one.text))
        for number, one in enumerate(printed)
    ]


def figures(text: str) -> frozenset[int]:
    return frozenset(
        amount.low
        for amount in find_amounts(text)
        if amount.currency == "KRW" and amount.low == amount.high and isinstance(amount.low, int)
    )


class Score(NamedTuple):
    """Pairs that are in one story in truth and in the result."""

    right: int
    wrong: list[tuple[int, int]]
    missed: list[tuple[int, int]]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))


def score(printed: list[Printed], found: dict[int, int]) -> Score:
    """Compare the found stories with the true ones, pair by pair."""
    true = pairs_of({number: one.story for number, one in enumerate(printed)})
    said = pairs_of(found)
    return Score(len(true & said), sorted(said - true), sorted(true - said))


def pairs_of(stories: dict[int, int]) -> set[tuple[int, int]]:
    members: dict[int, list[int]] = {}
    for article, story in sorted(stories.items()):
        members.setdefault(story, []).append(article)
    return {pair for group in members.values() for pair in combinations(group, 2)}


# -- figures --------------------------------------------------------------------------------------


def quality(stories: int, seed: int, *, errors: bool) -> None:
    printed = corpus(stories, seed)
    made, spent = timed(lambda: entries(printed))
    only, alone = timed(lambda: [signature(one.text) for one in printed])
    found, clustering = timed(lambda: cluster(made))
    result = score(printed, found)
    size = sum(map(len, only)) / len(only)
    print(f"{len(printed):,} articles of {len({one.story for one in printed}):,} stories")
    print(f"precision {result.precision:.4f}   {len(result.wrong)} pairs wrongly joined")
    print(f"recall    {result.recall:.4f}   {len(result.missed)} pairs parted")
    without = [pair for pair in result.missed if unwitnessed(made, *pair)]
    print(f"          {len(without)} of them without a day and without figures")
    print(f"signature {alone / len(only) * 1e6:.0f} µs, {size:.0f} bytes an article")
    print(f"          {spent / len(only) * 1e6:.0f} µs with the figures read anew")
    print(f"cluster   {clustering:.2f} s, {len(made) / clustering:,.0f} articles/s")
    kinds = Counter(tuple(sorted((printed[a].kind, printed[b].kind))) for a, b in result.wrong)
    for pair, times in kinds.most_common():
        print(f"  joined {' + '.join(pair)}: {times}")
    for kind, wrong in (("JOINED", result.wrong), ("PARTED", result.missed)):
        for one, other in wrong[: 5 if errors else 0]:
            print(f"\n{kind}\n{printed[one]}\n{printed[other]}")


def unwitnessed(made: list[Entry], *pair: int) -> bool:
    """Is there neither a day nor money to confirm what the texts say? Such pairs stay apart."""
    one, other = (made[number] for number in pair)
    return None in {one.day, other.day} and not (one.figures and other.figures)


def scale(number: int, seed: int) -> None:
    """A made-up million: signatures drawn at random, a third of them near copies of another."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, spent = timed(lambda: cluster(drawn(number, seed)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    print(
        f"{number:,} drawn signatures: {spent:.1f} s, {len(set(found.values())):,} stories, "
        f"{grown / number:,.0f} bytes an article at the peak, result included"
    )


def drawn(number: int, seed: int) -> Iterator[Entry]:
    """Entries as the driver would read them from the store, one by one."""
    rng = random.Random(seed)  # noqa: S311 - the same corpus each time
    slots, day = rng.randbytes(256), date(2015, 1, 1)
    for article in range(number):
        if rng.random() < 0.67:
            slots = rng.randbytes(256)
            day = date(2015, 1, 1) + timedelta(days=rng.randrange(3650))
            kept = slots
        else:  # a reprint: a quarter of the slots differ
            at = 2 * rng.randrange(96)
            kept = slots[:at] + rng.randbytes(64) + slots[at + 64 :]
        money = frozenset((article % 7 * 100_000_000, 500_000_000))
        yield Entry(article, HEAD + kept + b"\1\2\3\4", day, money, 900)


HEAD = signature("가람군은 사업비를 들여 생활체육관을 짓는다고 밝혔다. " * 2)[:1] + b"\x70\3\0\0\1"


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = perf_counter()
    result = work()
    return result, perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--scale", type=int, default=0, metavar="ARTICLES")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--errors", action="store_true", help="print some wrong pairs")
    options = parser.parse_args()
    quality(options.stories, options.seed, errors=options.errors)
    if options.scale:
        scale(options.scale, options.seed)


if __name__ == "__main__":
    main()

"""How well the project's own pages are read, and the floors under that.

    python benchmarks/floors.py            prints what is measured beside each floor
    python benchmarks/floors.py --update   raises floors to what is measured

`tests/article/floors.toml` holds the floors and `tests/article/test_floors.py` guards them. An
update raises a floor or leaves it; it refuses to lower one, also the number of pages.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.scoring import body_f1, minute  # noqa: E402

from newsextract.article import parse  # noqa: E402
from newsextract.errors import NewsExtractError  # noqa: E402
from newsextract.models import Article  # noqa: E402

PAGES = ROOT / "tests" / "article" / "profiles" / "pages"
FLOORS = ROOT / "tests" / "article" / "floors.toml"
KINDS = ("profiles", "generic")
FIELDS = ("headline", "subheads", "authors", "published", "modified", "publisher", "captions")
_HEAD = """\
# What the project's own pages must be read with at least: the mean F1 of the body over 4-gram
# shingles, and the share of pages on which a field is right; [generic] is without profiles.
# Written by `python benchmarks/floors.py --update`, which never lowers a value.
"""

Scores = dict[str, float]


def score(article: Article | None, expected: Mapping[str, Any]) -> Scores:
    """The F1 of one page's body, and 1 or 0 for each field; all 0 for a page that was refused."""
    if article is None:
        return dict.fromkeys(("body_f1", *FIELDS), 0.0)
    found: dict[str, Any] = {
        "headline": article.headline,
        "subheads": list(article.subheads),
        "authors": [author.model_dump() for author in article.authors],
        "published": minute(article.published_at),
        "modified": minute(article.modified_at),
        "publisher": article.publisher,
        "captions": list(article.captions),
    }
    spans = (b for b in article.blocks if b.kind == "paragraph")
    body = "\n".join(article.text[b.start : b.end] for b in spans)
    scores: Scores = {"body_f1": body_f1(body, "\n".join(expected["paragraphs"]))}
    scores |= {name: float(found[name] == expected[name]) for name in FIELDS}
    return scores


def measure(*, profiles: bool, pages: Path = PAGES) -> Scores:
    """Mean scores over all pages, and their number.

    Args:
        profiles: whether site profiles may be used.
        pages: a folder of `NAME.html` and `NAME.json`.
    """
    switch: dict[str, Any] = {} if profiles else {"profiles": False}
    total = dict.fromkeys(("body_f1", *FIELDS), 0.0)
    paths = sorted(pages.glob("*.html"))
    for path in paths:
        expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
        article: Article | None
        try:
            article = parse(path, url=expected["url"], **switch)
        except NewsExtractError:
            article = None
        for name, value in score(article, expected).items():
            total[name] += value
    means = {name: value / max(len(paths), 1) for name, value in total.items()}
    return {"pages": float(len(paths)), **means}


def read_floors(path: Path = FLOORS) -> dict[str, Scores]:
    """The floors that are written down; none when there is no file."""
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def below(measured: Scores, floors: Scores) -> list[str]:
    """The names of the floors that are not reached."""
    return [name for name, floor in floors.items() if measured.get(name, 0.0) < floor]


def raised(measured: Scores, floors: Scores) -> Scores:
    """Floors put up to what is measured, cut after the fourth place.

    >>> raised({"body_f1": 0.98765}, {"body_f1": 0.97})
    {'body_f1': 0.9876}
    """
    cut = {name: math.floor(value * 10_000 + 1e-6) / 10_000 for name, value in measured.items()}
    return {name: max(value, floors.get(name, 0.0)) for name, value in cut.items()}


def update(measured: Mapping[str, Scores], path: Path = FLOORS) -> list[str]:
    """Write raised floors, unless one would have to be lowered.

    Returns:
        The floors that are not reached; the file is then left as it is.
    """
    floors = read_floors(path)
    missed = [
        f"{kind}.{name}"
        for kind, scores in measured.items()
        for name in below(scores, floors.get(kind, {}))
    ]
    if not missed:
        lines = [_HEAD]
        for kind, scores in measured.items():
            lines.append(f"\n[{kind}]\n")
            new = raised(scores, floors.get(kind, {}))
            lines += [f"{name} = {_shown(name, value)}\n" for name, value in new.items()]
        path.write_text("".join(lines), "utf-8")
    return missed


def _shown(name: str, value: float) -> str:
    return str(int(value)) if name == "pages" else f"{value:.4f}"


def main() -> int:
    """Print or update; 1 when a floor is not reached."""
    options = argparse.ArgumentParser(description="Floors under the reading of our own pages.")
    options.add_argument("--update", action="store_true", help="raise the floors; never lower one")
    asked = options.parse_args()
    measured = {kind: measure(profiles=kind == "profiles") for kind in KINDS}
    floors = read_floors()
    for kind, scores in measured.items():
        for name, value in scores.items():
            floor = floors.get(kind, {}).get(name)
            told = "no floor" if floor is None else f"floor {_shown(name, floor)}"
            print(f"{kind:9} {name:10} {_shown(name, value):>7}  {told}")
    if asked.update:
        missed = update(measured)
    else:
        missed = [f"{k}.{n}" for k, s in measured.items() for n in below(s, floors.get(k, {}))]
    if missed:
        print(f"under the floor: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

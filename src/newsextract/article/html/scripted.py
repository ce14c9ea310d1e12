"""An article whose body is data in a script: what a profile's paths, or its keys, say."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bs4 import BeautifulSoup

from newsextract.article.html.body import read_body
from newsextract.article.html.embedded import Index, Payload, find_values, payloads
from newsextract.article.html.flow import flow
from newsextract.article.html.frames import Guide, Mark
from newsextract.article.html.metadata import text_of
from newsextract.article.html.names import names
from newsextract.article.html.parts import Part
from newsextract.article.html.tree import parse_tree
from newsextract.article.press import MAIL, is_person
from newsextract.article.profiles import Layout

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["Scripted", "read_script", "search_scripts"]

_MARKUP: Final = re.compile(
    r"<(?:p|br|div|span|b|strong|img|figure|table|h\d|a)[\s/>]", re.IGNORECASE
)
_PLACEHOLDER: Final = re.compile(r"\$\$[A-Z_]{3,30}\$\$|\[\[[A-Z_]{3,30}\]\]")
_SENTENCE: Final = re.compile(r"[가-힣](?:다|요|죠|까)[.?!]")
_BODY_KEYS: Final = re.compile(
    r"^(?:article_?)?(?:body|content|contents|contenthtml|html|text|bodyhtml|bodytext|contentbody"
    r"|articlebody|articlecontent|newscontent|detail|maintext|story)$",
    re.IGNORECASE,
)
_OTHER_KEYS: Final = re.compile(
    r"summary|description|lead|comment|reply|related|caption", re.IGNORECASE
)
_LEAST_SENTENCES: Final = 3
_MOST_STRINGS: Final = 20_000
_DEEPEST: Final = 60
_END: Final = object()
_FIELDS: Final = ("headline", "subheads", "byline", "email", "published", "modified", "captions",
                  "section", "publisher")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scripted:
    """An article read out of a script.

    Attributes:
        parts: of the body, its captions and what was cut from it.
        texts: by field, what the data says.
    """

    parts: tuple[Part, ...]
    texts: dict[str, tuple[str, ...]]

    @property
    def size(self) -> int:
        """Characters of the body."""
        return sum(len(p.text) for p in self.parts if p.zone in {"body", "table"})


def read_script(tree: LexborHTMLParser, layout: Layout) -> Scripted | None:
    """The article that a layout's paths find, or None."""
    script = layout.script
    if script is None:
        return None
    for payload in payloads(tree, script):
        index = Index(payload)
        body = _first_found(index, script.body)
        if not body:
            continue
        texts = {f: tuple(_first_found(index, getattr(script, f))) for f in _FIELDS}
        parts = _parts(body, layout)
        if any(p.zone == "body" for p in parts):
            return Scripted(tuple(parts), texts)
    return None


def _first_found(index: Index, paths: Sequence[str]) -> list[str]:
    for path in paths:
        texts = [t for value in find_values(index, path) for t in _strings(value)]
        if texts:
            return list(dict.fromkeys(texts))
    return []


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [str(value)]
    return text_of(value)


def search_scripts(tree: LexborHTMLParser) -> Scripted | None:
    """The body among all strings of a page's scripts, when no profile knows where it is.

    Strings in the same place of like objects belong together (paragraphs of a list). The
    place with the most sentences is the body; a key such as `content` counts double.
    """
    best: tuple[float, list[str], Payload] | None = None
    for payload in payloads(tree):
        for place, texts in _by_place(payload).items():
            sentences = sum(len(_SENTENCE.findall(text)) for text in texts)
            if sentences < _LEAST_SENTENCES:
                continue
            weight = float(sentences)
            key = next((p for p in reversed(place) if p != "*"), "")
            if _BODY_KEYS.match(key):
                weight *= 2
            elif any(_OTHER_KEYS.search(p) for p in place):
                weight /= 3
            if best is None or weight > best[0]:
                best = (weight, texts, payload)
    if best is None:
        return None
    parts = _parts(best[1], None)
    if not any(p.zone == "body" for p in parts):
        return None
    return Scripted(tuple(parts), _told_beside(best[2], best[1][0]))


def _told_beside(payload: Payload, body: str) -> dict[str, tuple[str, ...]]:
    """What the objects around the body say of the other fields, the innermost first."""
    around = [v for v in reversed(_way_to(payload, body)) if isinstance(v, dict)][:4]
    told: dict[str, tuple[str, ...]] = {}
    for field, keys in names().beside.items():
        for value in around:
            read = _signed if field == "byline" else _strings
            found = next((t for k in keys if (t := read(_flat(value, k)))), None)
            if found:
                told[field] = tuple(found)
                break
    return told


def _signed(value: object) -> list[str]:
    """Names of writers, each with the mail address its object holds."""
    people = value if isinstance(value, list) else [value]
    signed = []
    for person in people:
        named = _strings(person) or (
            _strings(next((v for k, v in person.items() if k.lower().endswith("name") and v), None))
            if isinstance(person, dict)
            else []
        )
        mail = MAIL.search(json.dumps(person)) if isinstance(person, dict) else None
        signed += [
            f"{name} 기자 {mail.group()}" if mail and is_person(name) else name for name in named
        ]
    return signed


def _flat(value: dict[str, Any], wanted: str) -> object:
    """The value of a key, its capitals and underscores aside; of an object its text."""
    for key, inner in value.items():
        if key.lower().replace("_", "") == wanted:
            for name in ("basic", "by"):
                if isinstance(inner, dict) and inner.get(name):
                    return inner[name]
            return inner
    return None


def _way_to(payload: Payload, body: str) -> list[Payload]:
    """The objects and lists around a string, outermost first."""
    way: list[tuple[Payload, Iterator[Any]]] = [(payload, _values(payload))]
    while way:
        value = next(way[-1][1], _END)
        if value is _END:
            way.pop()
        elif isinstance(value, (dict, list)):
            way.append((value, _values(value)))
        elif value is body or (isinstance(value, str) and value == body):
            return [v for v, _ in way]
    return []


def _values(value: Payload) -> Iterator[Any]:
    return iter(value.values() if isinstance(value, dict) else value)


def _by_place(payload: Payload) -> dict[tuple[str, ...], list[str]]:
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for count, (place, text) in enumerate(_walk(payload, ())):
        if count > _MOST_STRINGS:
            break
        texts = places[place]
        if text not in texts[-3:]:
            texts.append(text)
    return places


def _walk(value: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401
    if isinstance(value, str):
        if len(value) >= 20:
            yield place, value
    elif len(place) < _DEEPEST:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from _walk(inner, (*place, str(key)[:60]))
        elif isinstance(value, list):
            for inner in value:
                yield from _walk(inner, (*place, "*"))


def _parts(texts: Sequence[str], layout: Layout | None) -> list[Part]:
    """Body parts of paragraphs or of HTML fragments."""
    pieces = []
    for text in texts:
        bare = _PLACEHOLDER.sub(" ", text)
        if not _MARKUP.search(bare):
            if "&lt;" in bare and _MARKUP.search(html.unescape(bare)):
                bare = html.unescape(bare)
            else:
                bare = "".join(f"<p>{line}</p>" for line in _escape(bare).split("\n"))
        pieces.append(f"<div>{mend(bare)}</div>")
    tree = parse_tree("<main>" + "".join(pieces) + "</main>")
    body = tree.body
    if body is None:
        return []
    lines = flow(body, Guide(_marks(tree, layout)))
    parts = read_body(lines, range(len(lines)), "")
    return [part._replace(reason=f"script_{part.reason}") for part in parts]


def mend(fragment: str) -> str:
    """A fragment with its tags closed, so that it cannot swallow the fragments behind it.

    Editors' tools cut bodies into strings without regard to tags. BeautifulSoup mends each
    small piece by itself; whole pages never pass through it.

    >>> mend("<ul><li>국비<li>도비")
    '<ul><li>국비</li><li>도비</li></ul>'
    """
    soup = BeautifulSoup(fragment, "lxml")
    return soup.body.decode_contents() if soup.body else fragment


def _escape(text: str) -> str:
    return html.escape(html.unescape(text), quote=False)


def _marks(tree: LexborHTMLParser, layout: Layout | None) -> dict[int, Mark]:
    """A layout's captions, headings and junk; its other selectors are for whole pages."""
    marks: dict[int, Mark] = {}
    if layout is not None:
        for field in ("captions", "headings", "junk"):
            for selector in getattr(layout, field):
                for node in tree.css(selector.partition("@")[0]):
                    reason = f"profile_junk:{selector}" if field == "junk" else f"profile_{field}"
                    marks[node.mem_id] = Mark(field, reason)
    return marks

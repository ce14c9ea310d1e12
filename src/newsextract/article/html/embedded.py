"""Articles that stand in scripts as data: Next.js, Fusion/Arc, JSON-LD and the like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from newsextract.article.limits import MAX_JSON_CODE_POINTS
from newsextract.article.profiles import ScriptBody

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["Index", "Payload", "find_values", "payloads", "read_flight"]

Payload = dict[str, Any] | list[Any]

_PUSH: Final = re.compile(r"self\.__next_f\.push\(\s*")
_ROW: Final = re.compile(r"([0-9a-f]{1,8}):(?:(T)([0-9a-f]{1,8}),|[A-Z]{0,3}(?=[\[{\"]))")
_REFERENCE: Final = re.compile(r"\$([0-9a-f]{1,8})\Z")
_PART: Final = re.compile(r"(?P<key>[^\[\]]*)(?:\[(?P<name>[^=\]]+)=(?P<value>[^\]]*)\])?\Z")
_ASSIGNED: Final = re.compile(
    r"(?:Fusion\.globalContent|__NUXT__|__INITIAL_STATE__|__PRELOADED_STATE__|__APOLLO_STATE__"
    r"|__RQ_[A-Za-z0-9_]{1,20}|__DATA__|articleData|newsData)\s{0,3}(?:=|\.push\()\s{0,3}(?=[{\[])"
)
_DECODER: Final = json.JSONDecoder(strict=False)
_MOST_VALUES: Final = 2_000
_DEEPEST: Final = 60


def payloads(tree: LexborHTMLParser, script: ScriptBody | None = None) -> Iterator[Payload]:
    """The data in a page's scripts, as JSON values; broken ones are left out.

    Args:
        tree: the page.
        script: what a profile says of the script; any known kind when None.
    """
    kind = script.kind if script is not None else None
    pattern = script.pattern if script is not None else None
    if kind == "json" and pattern is not None:
        yield from _after_pattern(tree, pattern)
        return
    for node in tree.css("script:not([src])"):
        source = node.text() or ""
        if len(source) > MAX_JSON_CODE_POINTS or (pattern and pattern not in source):
            continue
        attributes = node.attributes
        is_json = "json" in (attributes.get("type") or "")
        wanted = _kind_of(source, attributes.get("id"), is_json=is_json)
        if wanted is None or (kind is not None and wanted != kind) or wanted == "next_flight":
            continue
        if is_json:
            yield from _decode(source, 0)
        else:
            for match in _ASSIGNED.finditer(source):
                yield from _decode(source, match.end())
    if kind in {None, "next_flight"}:
        rows = read_flight(tree)
        if rows:
            yield rows


def _kind_of(source: str, number: str | None, *, is_json: bool) -> str | None:
    if is_json:
        return "next_data" if number == "__NEXT_DATA__" else "json_ld"
    if "__next_f" in source:
        return "next_flight"
    if "Fusion.globalContent" in source:
        return "fusion"
    return "json" if _ASSIGNED.search(source) else None


def _after_pattern(tree: LexborHTMLParser, pattern: str) -> Iterator[Payload]:
    if pattern.startswith("script"):
        for node in tree.css(pattern):
            source = node.text() or ""
            yield from _decode(source, _first_bracket(source, 0))
        return
    for node in tree.css("script:not([src])"):
        source = node.text() or ""
        at = source.find(pattern)
        if at >= 0:
            yield from _decode(source, _first_bracket(source, at + len(pattern)))


def _first_bracket(source: str, start: int) -> int:
    found = [at for at in (source.find("{", start), source.find("[", start)) if at >= 0]
    return min(found, default=len(source))


def _decode(source: str, start: int) -> Iterator[Payload]:
    if start >= len(source) or len(source) > MAX_JSON_CODE_POINTS:
        return
    start += len(source[start : start + 200]) - len(source[start : start + 200].lstrip())
    try:
        value = _DECODER.raw_decode(source, start)[0]
    except (ValueError, RecursionError):
        return
    if isinstance(value, (dict, list)):
        yield value


def read_flight(tree: LexborHTMLParser) -> list[Any]:
    r"""The rows of a Next.js flight stream, texts put where rows refer to them.

    A page prints the stream in pieces: `self.__next_f.push([1,"24:T1b7b,"])`. A row is
    `id:` and JSON, or `id:T`, the size of a text in bytes of UTF-8 (hex), and the text.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> page = LexborHTMLParser(
    ...     r'<script>self.__next_f.push([1,"2:T4,<p>\n1:{\"body\":\"$2\"}\n"])</script>')
    >>> read_flight(page)
    [{'body': '<p>\n'}]
    """
    pieces: list[str] = []
    size = 0
    for node in tree.css("script:not([src])"):
        source = node.text() or ""
        if "__next_f" not in source:
            continue
        for match in _PUSH.finditer(source):
            for value in _decode(source, match.end()):
                if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
                    pieces.append(value[1])
                    size += len(value[1])
        if size > MAX_JSON_CODE_POINTS:
            return []
    return _rows("".join(pieces)) if pieces else []


def _rows(stream: str) -> list[Any]:
    texts: dict[str, str] = {}
    values: list[Any] = []
    at = 0
    while (match := _ROW.search(stream, at)) is not None:
        if match[2]:
            text = _bytes_of(stream, match.end(), int(match[3], 16))
            texts[match[1]] = text
            at = match.end() + len(text)
            continue
        try:
            value, at = _DECODER.raw_decode(stream, match.end())
        except (ValueError, RecursionError):
            at = match.end()
            continue
        if isinstance(value, (dict, list)):
            values.append(value)
        elif isinstance(value, str):
            texts[match[1]] = value
    return [_referred(value, texts, 0) for value in values]


def _bytes_of(stream: str, start: int, size: int) -> str:
    """The text at `start` that takes `size` bytes in UTF-8."""
    window = stream[start : start + size]
    return window.encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")


def _referred(value: Any, texts: dict[str, str], depth: int) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        match = _REFERENCE.match(value) if value.startswith("$") else None
        return texts.get(match[1], value) if match else value
    if depth > _DEEPEST:
        return value
    if isinstance(value, dict):
        return {key: _referred(v, texts, depth + 1) for key, v in value.items()}
    if isinstance(value, list):
        return [_referred(v, texts, depth + 1) for v in value]
    return value


class Index:
    """Where each key stands in a payload, so that many paths take one walk."""

    def __init__(self, payload: Payload) -> None:
        self.payload = payload
        self._by_key: dict[str, list[Any]] | None = None

    def below(self, key: str) -> list[Any]:
        """The values of a key at any depth, in document order."""
        if self._by_key is None:
            self._by_key = {}
            _file_keys(self.payload, 0, self._by_key)
        return self._by_key.get(key, [])


def _file_keys(value: Any, depth: int, found: dict[str, list[Any]]) -> None:  # noqa: ANN401
    """Add the value of each key at any depth; no generators, for they cost a step per level."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            found.setdefault(key, []).append(inner)
            if isinstance(inner, (dict, list)):
                _file_keys(inner, depth + 1, found)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, (dict, list)):
                _file_keys(inner, depth + 1, found)


def find_values(index: Index, path: str) -> list[Any]:
    """The values at a path of a profile (see `ScriptBody`), in document order.

    >>> data = {"a": [{"type": "text", "content": "가"}, {"type": "image", "content": "나"}]}
    >>> find_values(Index(data), "a.*[type=text].content"), find_values(Index(data), "**.content")
    (['가'], ['가', '나'])
    """
    values: list[Any] = [index.payload]
    deep = False
    for part in path.split("."):
        if part == "**":
            deep = True
            continue
        match = _PART.match(part)
        if match is None:
            return []
        found: list[Any] = []
        for value in values:
            if deep and value is index.payload:
                inner: Iterable[Any] = index.below(match["key"])
            else:
                inner = _below(value, match["key"], 0) if deep else _step(value, match["key"])
            found += [v for v in inner if _fits(v, match["name"], match["value"])]
            if len(found) > _MOST_VALUES:
                break
        values, deep = found[:_MOST_VALUES], False
    return [value for value in values if value is not None]


def _step(value: Any, key: str) -> Iterator[Any]:  # noqa: ANN401
    if key in {"*", ""}:
        if isinstance(value, dict):
            yield from value.values()
        elif isinstance(value, list):
            yield from value
    elif isinstance(value, dict):
        if key in value:
            yield value[key]
    elif isinstance(value, list) and key.isdigit() and len(key) < 9 and int(key) < len(value):
        yield value[int(key)]


def _below(value: Any, key: str, depth: int) -> Iterator[Any]:  # noqa: ANN401
    if depth > _DEEPEST:
        return
    if isinstance(value, (dict, list)):
        yield from _step(value, key)
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, (dict, list)):
                yield from _below(inner, key, depth + 1)


def _fits(value: Any, name: str | None, wanted: str | None) -> bool:  # noqa: ANN401
    return name is None or (isinstance(value, dict) and str(value.get(name)) == wanted)

"""Records as bars: each below the one it is part of, children laid end to end.

A tree has one scale. Where children make up their parent, their bars end where its bar ends; what
is missing or too much is drawn as a stretch of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from newsextract.models import Amount, BudgetRecord, Check
from newsextract.report.figures import Number
from newsextract.report.sources import leaves, source_key, whole_source

__all__ = ["Chip", "Node", "Rest", "Stretch", "Tree", "trees"]


@dataclass(frozen=True)
class Stretch:
    """A coloured part of a bar, in per cent of the tree's width.

    Attributes:
        key: of the source; `whole` of an undivided sum; `rest` of what no source or part is
            named for, `bad` where that is a mismatch.
    """

    key: str
    left: float
    width: float


@dataclass(frozen=True)
class Chip:
    """A source named beside a bar."""

    key: str
    label: str
    amount: Amount | None
    value: Number | None
    depth: int
    derived: bool


@dataclass
class Rest:
    """What a list of children lacks to make up its parent, or has too much.

    Attributes:
        node: the parent.
        off: what is lacking (positive) or too much.
        bar: that as a stretch.
    """

    node: Node
    off: Number
    bar: Stretch


@dataclass
class Node:
    """A record in its tree.

    Attributes:
        number: of the record in the extraction.
        depth: 0 for the tree's root.
        value: what its bar stands for, None without a bar.
        left: where the bar begins, in per cent; `width` likewise.
        bar: its stretches.
        edges: where its children end, in per cent.
        track: where the bar of the record it is part of lies.
        lists: its children, in the lists that each should make it up: a sum may be told by
            kind and again by year.
        rests: told behind this node, the innermost first.
    """

    record: BudgetRecord
    number: int
    depth: int
    value: Number | None
    left: float = 0
    width: float = 0
    bar: list[Stretch] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    track: Stretch | None = None
    lists: list[list[Node]] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)


@dataclass
class Tree:
    """A record that is part of none, and all below it, in the order they are drawn."""

    nodes: list[Node]
    bad: bool = False


def trees(records: Sequence[BudgetRecord], checks: Sequence[Check]) -> list[Tree]:
    """The trees of an article's records, each record in exactly one.

    A record whose parent is missing stands at the top, and a circle of parents is cut at its
    first record. Work is linear in records and components.
    """
    judged = _Judged.of(checks)
    made = []
    for nodes in _grown(records, judged):
        _place(nodes, judged)
        made.append(Tree(nodes, any(node.record.id in judged.bad for node in nodes)))
    return made


@dataclass
class _Judged:
    """What the checks say.

    Attributes:
        bad: records with a mismatch.
        sources: status of the sources of a record, the worst of several.
        list_of: which check adds up a child, by parent and child.
        lists: status of the lists of children, by number of the check.
    """

    bad: set[str] = field(default_factory=set)
    sources: dict[str, str] = field(default_factory=dict)
    list_of: dict[tuple[str, str], int] = field(default_factory=dict)
    lists: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, checks: Sequence[Check]) -> _Judged:
        judged = cls()
        order = ("ok", "rounding", "partial", "mismatch")
        for number, check in enumerate(checks):
            if not check.about:
                continue
            first = check.about[0]
            if check.status == "mismatch":
                judged.bad.add(first)
            if check.kind == "components":
                worst = judged.sources.get(first, "ok")
                judged.sources[first] = max(worst, check.status, key=order.index)
            elif check.kind == "rollup":
                judged.lists[number] = check.status
                for child in check.about[1:]:
                    judged.list_of.setdefault((first, child), number)
        return judged


def _grown(records: Sequence[BudgetRecord], judged: _Judged) -> Iterator[list[Node]]:
    known = {record.id for record in records}
    below: dict[str | None, list[int]] = {}
    for number, record in enumerate(records):
        home = record.parent if record.parent in known and record.parent != record.id else None
        below.setdefault(home, []).append(number)
    seen: set[int] = set()
    for start in [*below.get(None, ()), *range(len(records))]:
        if start in seen:
            continue
        nodes: list[Node] = []
        stack: list[tuple[int, Node | None, list[Node]]] = [(start, None, [])]
        while stack:
            number, parent, home_list = stack.pop()
            if number in seen:
                continue
            seen.add(number)
            record = records[number]
            node = Node(record, number, parent.depth + 1 if parent else 0, value_of(record.amount))
            node.chips = list(_chips(record))
            home_list.append(node)
            nodes.append(node)
            grouped: dict[int | None, list[int]] = {}
            for child in below.get(record.id, ()):
                if child not in seen:
                    which = judged.list_of.get((record.id, records[child].id))
                    grouped.setdefault(which, []).append(child)
            node.lists = [[] for _ in grouped]
            for numbers, into in reversed(list(zip(grouped.values(), node.lists, strict=True))):
                stack += [(child, node, into) for child in reversed(numbers)]
        yield nodes


def value_of(amount: Amount | None) -> Number | None:
    """What a bar for an amount stands for: its exact value, else the bound that is known."""
    if amount is None:
        return None
    value = amount.low if amount.low is not None else amount.high
    return value if value is not None and value >= 0 else None


def _chips(record: BudgetRecord) -> Iterator[Chip]:
    if source := whole_source(record):
        key = source_key(source.category, source.tier)
        yield Chip(key, source.label, record.amount, value_of(record.amount), 0, derived=False)
    stack = [(component, 0) for component in reversed(record.components)]
    while stack:
        component, depth = stack.pop()
        source = component.source
        key = source_key(source.category, source.tier)
        value = value_of(component.amount)
        yield Chip(key, source.label, component.amount, value, depth, component.derived)
        stack += [(part, depth + 1) for part in reversed(component.parts)]


def _place(nodes: list[Node], judged: _Judged) -> None:
    """Give every node of a tree its place on one scale."""
    need: dict[int, Number] = {}
    size: dict[int, int] = {}
    for node in reversed(nodes):
        if node.record.amount.currency != nodes[0].record.amount.currency:
            node.value = None
        sums = [_sum(need[child.number] for child in group) for group in node.lists]
        need[node.number] = max(node.value or 0, _sum(v for _, v in _parts(node)), *sums, 0)
        size[node.number] = 1 + sum(size[c.number] for group in node.lists for c in group)
    scale = need[nodes[0].number]
    if not scale:
        return
    begins: dict[int, Number] = {nodes[0].number: 0}
    for place, node in enumerate(nodes):
        begin = begins[node.number]
        _draw(node, begin, scale, judged)
        last = place
        for group in node.lists:
            at = begin
            for child in group:
                child.track = Stretch("track", node.left, node.width) if node.width else None
                begins[child.number] = at
                at += need[child.number]
                last += size[child.number]
                node.edges.append(_share(at, scale))
            if node.value is not None and (status := _status(node, group, judged)):
                off = begin + node.value - at
                if off:
                    bar = _between(at, begin + node.value, scale, status)
                    nodes[last].rests.insert(0, Rest(node, off, bar))


def _sum(values: Iterable[Number]) -> Number:
    return sum(values, 0)


def _status(node: Node, group: list[Node], judged: _Judged) -> str | None:
    """Status of the check that adds up these children."""
    number = judged.list_of.get((node.record.id, group[0].record.id))
    return None if number is None else judged.lists[number]


def _between(one: Number, other: Number, scale: Number, status: str) -> Stretch:
    left, right = min(one, other), max(one, other)
    key = "bad" if status == "mismatch" else "rest"
    return Stretch(key, _share(left, scale), _share(right - left, scale))


def _parts(node: Node) -> list[tuple[str, Number]]:
    """The sources of a record with a value each, in its own currency."""
    currency = node.record.amount.currency
    return [
        (source_key(leaf.source.category, leaf.source.tier), value)
        for leaf in leaves(node.record.components)
        if leaf.amount is not None
        and leaf.amount.currency == currency
        and (value := value_of(leaf.amount)) is not None
    ]


def _draw(node: Node, begin: Number, scale: Number, judged: _Judged) -> None:
    if node.value is None:
        return
    node.left, node.width = _share(begin, scale), _share(node.value, scale)
    parts = _parts(node)
    if not parts:
        key = node.chips[0].key if len(node.chips) == 1 else "whole"
        node.bar.append(Stretch(key, node.left, node.width))
        return
    at = begin
    for key, value in parts:
        node.bar.append(Stretch(key, _share(at, scale), _share(value, scale)))
        at += value
    status = judged.sources.get(node.record.id, "partial")
    if at < begin + node.value or (at > begin + node.value and status == "mismatch"):
        node.bar.append(_between(at, begin + node.value, scale, status))


def _share(value: Number, scale: Number) -> float:
    # Whole parts in a million: figures may be larger than a float holds exactly.
    return int(value * 1_000_000 // scale) / 10_000

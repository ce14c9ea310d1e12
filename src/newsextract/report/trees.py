"""Records as bars: each below the one it is part of, children laid end to end.

A tree has one scale. Where children make up their parent, their bars end where its bar ends; what
is missing or too much is drawn as a stretch of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from newsextract.models import Amount, BudgetRecord, Check
from newsextract.report.figures import Number
from newsextract.report.sources import leaves, source_key, whole_source

__all__ = ["Chip", "Node", "Stretch", "Tree", "trees"]


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
class Node:
    """A record in its tree.

    Attributes:
        number: of the record in the extraction.
        depth: 0 for the tree's root.
        value: what its bar stands for, None without a bar.
        left: where the bar begins, in per cent; `width` likewise.
        bar: its stretches.
        edges: where its children end, in per cent.
        rest: what its children lack (positive) or have too much; None where they fit.
        rest_bar: that as a stretch.
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
    rest: Number | None = None
    rest_bar: Stretch | None = None
    rest_after: list[Node] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)


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
    status = _worst(checks)
    made = []
    for nodes in _grown(records):
        _place(nodes, status)
        bad = any(status.get((n.record.id, kind)) == "mismatch" for n in nodes for kind in _KINDS)
        made.append(Tree(nodes, bad))
    return made


_KINDS = ("components", "rollup", "rollup_by_source", "share", "duplicate")


def _worst(checks: Sequence[Check]) -> dict[tuple[str, str], str]:
    """The worst status by record and kind of check."""
    order = ("ok", "rounding", "partial", "mismatch")
    worst: dict[tuple[str, str], str] = {}
    for check in checks:
        if check.about:
            key = (check.about[0], check.kind)
            worst[key] = max(worst.get(key, "ok"), check.status, key=order.index)
    return worst


def _grown(records: Sequence[BudgetRecord]) -> Iterator[list[Node]]:
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
        stack: list[tuple[int, Node | None]] = [(start, None)]
        while stack:
            number, parent = stack.pop()
            if number in seen:
                continue
            seen.add(number)
            record = records[number]
            node = Node(record, number, parent.depth + 1 if parent else 0, value_of(record.amount))
            node.chips = list(_chips(record))
            if parent:
                parent.children.append(node)
            nodes.append(node)
            stack += [(child, node) for child in reversed(below.get(record.id, ()))]
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


def _place(nodes: list[Node], status: dict[tuple[str, str], str]) -> None:
    """Give every node of a tree its place on one scale."""
    currency = nodes[0].record.amount.currency
    need: dict[int, Number] = {}
    for node in reversed(nodes):
        if node.record.amount.currency != currency:
            node.value = None
        parts = sum((p for _, p in _parts(node)), 0)
        inside = sum((need[child.number] for child in node.children), 0)
        need[node.number] = max(node.value or 0, parts, inside)
    scale = need[nodes[0].number]
    if not scale:
        return
    begins: dict[int, Number] = {nodes[0].number: 0}
    for node in nodes:
        begin = begins[node.number]
        _draw(node, begin, scale, status)
        at = begin
        for child in node.children:
            begins[child.number] = at
            at += need[child.number]
            node.edges.append(_share(at, scale))
        if node.children and node.value is not None:
            _leftover(node, at, begin + node.value, scale, status)


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


def _draw(
    node: Node, begin: Number, scale: Number, status: dict[tuple[str, str], str]
) -> None:
    if node.value is None:
        return
    node.left, node.width = _share(begin, scale), _share(node.value, scale)
    parts = _parts(node)
    if not parts:
        key = node.chips[0].key if node.chips and len(node.chips) == 1 else "whole"
        node.bar.append(Stretch(key, node.left, node.width))
        return
    at = begin
    for key, value in parts:
        node.bar.append(Stretch(key, _share(at, scale), _share(value, scale)))
        at += value
    off = node.value - (at - begin)
    if off:
        bad = status.get((node.record.id, "components")) == "mismatch"
        left = at if off > 0 else begin + node.value
        size = off if off > 0 else -off
        stretch = Stretch("bad" if bad else "rest", _share(left, scale), _share(size, scale))
        if off > 0 or bad:
            node.bar.append(stretch)


def _leftover(
    node: Node, ends: Number, due: Number, scale: Number, status: dict[tuple[str, str], str]
) -> None:
    """What the children of a node lack, or have too much."""
    found = status.get((node.record.id, "rollup"))
    off = due - ends
    if not off or found is None:
        return
    left, size = (ends, off) if off > 0 else (due, -off)
    node.rest = off
    key = "bad" if found == "mismatch" else "rest"
    node.rest_bar = Stretch(key, _share(left, scale), _share(size, scale))
    last = node
    while last.children:
        last = last.children[-1]
    last.rest_after.append(node)


def _share(value: Number, scale: Number) -> float:
    # Whole parts in a million: figures may be larger than a float holds exactly.
    return int(value * 1_000_000 // scale) / 10_000

"""What a table says: one record a row, its sources by column, its total row.

Column names decide (`tables.toml`): a funding source, the row's sum, a sum of a year, what
has been spent, a difference, a count. A row called 합계 sums up the others and is checked
against them. Figures in columns of counts and in labels are no money.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from newsextract.budget._tables import read_toml
from newsextract.budget.cues import speaks_of_public_money
from newsextract.budget.grids import Cell, Grid, is_number
from newsextract.budget.years import find_years
from newsextract.language.sentences import Stretch
from newsextract.models import Amount, Breakdown, BreakdownItem, FundingSource, Role, TextSpan
from newsextract.money.sources import classify, classify_payer

__all__ = ["Row", "Sheet", "read_sheet"]

Kind = Literal["label", "source", "total", "spent", "change", "count", "purpose"]

_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TIERS: Final = {"국": "국비", "도": "도비", "시": "시비", "군": "군비", "구": "구비"}


@dataclass(frozen=True, slots=True)
class _Column:
    kind: Kind
    name: str
    source: FundingSource | None = None
    year: int | None = None


@dataclass(slots=True)
class Row:
    """One sum of a table: a row, or one of its years.

    `parent` is the row that sums it up; `whole` says that those below make it up wholly.
    """

    amount: Amount
    breakdown: Breakdown | None
    program: Stretch | None
    year: int | None
    sums: bool
    parent: Row | None = None
    whole: bool = True


@dataclass(slots=True)
class Sheet:
    """All that a table gives: rows, roles of its amounts, and figures that are no money."""

    rows: list[Row] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    no_money: set[str] = field(default_factory=set)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(w.replace(" ", "") for w in read_toml("tables.toml")[kind])


def read_sheet(
    text: str, grid: Grid, amounts: Sequence[Amount], published: int | None, *, public: bool
) -> Sheet:
    """Read the rows of a table.

    Args:
        text: the article, folded.
        grid: the table.
        amounts: the amounts that stand in it, as the grammar left them.
        published: year of publication.
        public: whether the article speaks of public money.
    """
    return _Reader(text, grid, amounts, published, public=public).run()


class _Reader:
    """The state of reading one table."""

    def __init__(
        self,
        text: str,
        grid: Grid,
        amounts: Sequence[Amount],
        published: int | None,
        *,
        public: bool,
    ) -> None:
        self.text = text
        self.grid = grid
        self.amounts = sorted(amounts, key=lambda a: a.start)
        self.published = published
        self.head = self._head_rows()
        self.columns = self._columns()
        self.caption_year = self._year_in(self._words_of(grid.caption))
        self.budgetary = self._is_budgetary(public=public)
        self.sheet = Sheet()

    def run(self) -> Sheet:
        lines = [self._row(cells) for cells in self.grid.rows[self.head :]]
        self._mark_strays()
        if self.budgetary:
            for year in dict.fromkeys(r.year for line in lines for r in line):
                self._link([r for line in lines for r in line[:1] if r.year == year])
            self.sheet.rows = [r for line in lines for r in line]
        return self.sheet

    # --- header ----------------------------------------------------------------------------

    def _head_rows(self) -> int:
        """Rows before the first that holds a figure beside its label."""
        for number, cells in enumerate(self.grid.rows):
            if any(is_number(self._in(c)) for c in cells[1:]):
                return number
        return len(self.grid.rows)

    def _columns(self) -> dict[int, _Column]:
        names: dict[int, str] = {}
        for cells in self.grid.rows[: self.head]:
            for cell in cells:
                for column in range(cell.column, cell.column + cell.width):
                    names[column] = (names.get(column, "") + " " + self._in(cell)).strip()
        width = max((c.column + c.width for row in self.grid.rows for c in row), default=0)
        labels = self._label_columns(width)
        return {
            n: _Column("label", names.get(n, "")) if n in labels else self._column(names.get(n, ""))
            for n in range(width)
        }

    def _label_columns(self, width: int) -> set[int]:
        """The first column, and those in which words outnumber figures."""
        labels = {0}
        for column in range(1, width):
            cells = [c for row in self.grid.rows[self.head :] for c in row if c.column == column]
            words = [c for c in cells if re.search("[가-힣A-Za-z]{2}", self._in(c))]
            figures = [c for c in cells if is_number(self._in(c)) or self._amounts_in(c)]
            if words and len(words) > len(figures):
                labels.add(column)
        return labels

    def _column(self, name: str) -> _Column:
        plain = _BRACKETED.sub("", name).replace(" ", "") or name.replace(" ", "")
        last = _BRACKETED.sub("", name).split()[-1:] or [plain]
        year = self._year_in(name)
        for kind in ("count", "change", "spent"):
            words = _words(kind)
            if plain in words or last[0] in words or (kind == "count" and "%" in name):
                return _Column(kind, name, year=year)
        source = classify(_TIERS.get(plain, plain)) or classify(_TIERS.get(last[0], last[0]))
        if source is not None:
            return _Column("source", name, source.model_copy(update={"label": last[0]}), year)
        if not name or plain in _words("total") or last[0] in _words("total") or year is not None:
            return _Column("total", name, year=year)
        payer = classify_payer(plain)
        if payer.category != "other" and any(
            classify(_BRACKETED.sub("", self._in(c)).strip())
            for row in self.grid.rows[: self.head]
            for c in row
        ):
            return _Column("source", name, payer, year)
        return _Column("purpose", name, year=year)

    def _is_budgetary(self, *, public: bool) -> bool:
        words = " ".join(
            [self._words_of(self.grid.caption), *(c.name for c in self.columns.values())]
        )
        if any(w in words for w in _words("other")):
            return False
        if any(c.kind == "source" for c in self.columns.values()):
            return True
        return public or speaks_of_public_money(words)

    # --- rows ------------------------------------------------------------------------------

    def _row(self, cells: Sequence[Cell]) -> list[Row]:
        """The sums of one row: the first is the row's own, others are of other years."""
        label = [c for c in cells if self.columns[c.column].kind == "label" and self._in(c)]
        name = self._in(label[-1]).replace(" ", "") if label else ""
        sums = any(self._in(c).replace(" ", "") in _words("sums") for c in label)
        subtotal = name in _words("subtotals")
        program = Stretch(label[-1].start, label[-1].end) if label else None
        row_year = self._year_in(self._in(label[0])) if label else None
        if sums or subtotal or (row_year is not None and len(name) <= 7):
            program = None
        found: list[Row] = []
        parts: list[tuple[Amount, _Column]] = []
        for cell in cells:
            column = self.columns[cell.column]
            for amount in self._amounts_in(cell):
                self.sheet.roles[amount.id] = self._role(column)
                if column.kind == "source":
                    parts.append((amount, column))
                elif column.kind in ("label", "count"):
                    self.sheet.no_money.add(amount.id)
                elif column.kind in ("total", "spent", "purpose"):
                    year = column.year or row_year or self.caption_year
                    row = Row(amount, None, program, year, sums or subtotal)
                    own = found[0] if found and column.kind != "total" else None
                    row.parent, row.whole = own, own is None or column.kind == "purpose"
                    found.append(row)
        if parts and found:
            found[0].breakdown = _breakdown(found[0].amount, parts)
            for amount, column in parts:
                self.sheet.sources[amount.id] = column.source.label if column.source else ""
        elif parts:
            for amount, column in parts:  # sources without a sum are budgets of their own
                self.sheet.roles[amount.id] = "budget" if self.budgetary else "other"
                self.sheet.sources[amount.id] = column.source.label if column.source else ""
                found.append(Row(amount, None, program, row_year or self.caption_year, sums))
        return found

    def _role(self, column: _Column) -> Role:
        if not self.budgetary or column.kind in ("label", "count"):
            return "other"
        if column.kind == "source":
            return "component"
        return "delta" if column.kind == "change" else "budget"

    def _link(self, rows: Sequence[Row]) -> None:
        """Rows below the row that sums them up, by their sums where there are subtotals."""
        names = {id(r): r for r in rows if r.sums}
        items = [r for r in rows if not r.sums]
        top = max(names.values(), key=lambda r: r.amount.exact or 0, default=None)
        for row in rows:
            if row.sums and row is not top:
                for run in (_run(rows, row, 1), _run(rows, row, -1)):
                    if run and sum(r.amount.exact or 0 for r in run) == row.amount.exact:
                        for below in run:
                            below.parent = below.parent or row
                        break
        if top is None:
            return
        for row in [*items, *(r for r in names.values() if r is not top)]:
            if row.parent is None and (row.amount.exact or 0) <= (top.amount.exact or 0):
                row.parent = top

    # --- small things ----------------------------------------------------------------------

    def _mark_strays(self) -> None:
        """Figures of the header are no money."""
        for cells in self.grid.rows[: self.head]:
            for cell in cells:
                self.sheet.no_money.update(a.id for a in self._amounts_in(cell))

    def _in(self, cell: Cell) -> str:
        return self.text[cell.start : cell.end]

    def _words_of(self, span: Stretch | None) -> str:
        return self.text[span.start : span.end] if span is not None else ""

    def _amounts_in(self, cell: Cell) -> list[Amount]:
        return [a for a in self.amounts if cell.start <= a.start < cell.end]

    def _year_in(self, words: str) -> int | None:
        years = {
            m.year for m in find_years(words, self.published) if m.year and m.use != "compared"
        }
        bare = re.fullmatch(r"\s*((?:19|20)\d{2})\s*", words)
        if bare:
            years = {int(bare.group(1))}
        return years.pop() if len(years) == 1 else None


def _run(rows: Sequence[Row], row: Row, step: int) -> list[Row]:
    """The plain rows next to one that sums up, until another that does."""
    found: list[Row] = []
    at = next(n for n, r in enumerate(rows) if r is row) + step
    while 0 <= at < len(rows) and not rows[at].sums and rows[at].parent is None:
        found.append(rows[at])
        at += step
    return found


def _breakdown(total: Amount, parts: Sequence[tuple[Amount, _Column]]) -> Breakdown:
    values = [a.exact for a, _ in parts]
    known = [v for v in values if v is not None]
    items = tuple(
        BreakdownItem(
            source=column.source or classify_payer(column.name),
            amount_id=amount.id,
            value=amount.exact,
            span=TextSpan(start=amount.start, end=amount.end, text=amount.text),
        )
        for amount, column in parts
    )
    whole = len(known) == len(values) and total.exact is not None
    return Breakdown(
        total_id=total.id,
        total=total.exact,
        items=items,
        adds_up=sum(known) == total.exact if whole else None,
    )

"""What a person decided of one article: only what differs from what was found, or was accepted.

Amounts and records are named by the place of their amount in the text (`120-126`), which holds as
long as the text does; ids change with what the program finds.
"""

from __future__ import annotations

from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from newsextract.models import Span
from newsextract.models.money import Role

__all__ = ["AmountDecision", "Decisions", "Key", "Patch", "RecordDecision", "key_of"]

Key = Annotated[str, StringConstraints(pattern=r"^\d{1,9}-\d{1,9}$")]
"""Start and end of an amount in `Article.text`, in code points."""

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Moment = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
_MOST = 5_000


def key_of(span: Span) -> str:
    """The key of an amount, or of the record that it is the sum of.

    >>> key_of(Span(start=120, end=126))
    '120-126'
    """
    return f"{span.start}-{span.end}"


class _Decision(BaseModel):
    """A field that was not set stays as it was found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    accepted: bool = False

    def has(self, field: str) -> bool:
        """Whether the field was decided, None included."""
        return field in self.model_fields_set

    def with_(self, other: Self) -> Self:
        """This decision with what another one sets."""
        return self.model_copy(
            update={name: getattr(other, name) for name in other.model_fields_set}
        )

    @property
    def corrects(self) -> bool:
        """Whether more was decided than that it is right."""
        return bool(self.model_fields_set - {"accepted"})


class AmountDecision(_Decision):
    """Of one amount.

    Attributes:
        role: what it is for.
        funding_source: label of its source, None for none.
        of: key of the record it is a component of.
    """

    role: Role | None = None
    funding_source: Word | None = None
    of: Key | None = None


class RecordDecision(_Decision):
    """Of one record.

    Attributes:
        program: span of the programme's name in the text.
        agencies: official names of the bodies.
        fiscal_year: e.g. 2019.
        parent: key of the record it is a part of.
    """

    program: Span | None = None
    agencies: Annotated[list[Word], Field(max_length=20)] = []
    fiscal_year: Annotated[int, Field(ge=1900, le=2199)] | None = None
    parent: Key | None = None


class Decisions(BaseModel):
    """All decisions on an article."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    amounts: Annotated[dict[Key, AmountDecision], Field(max_length=_MOST)] = {}
    records: Annotated[dict[Key, RecordDecision], Field(max_length=_MOST)] = {}
    published: Moment | None = None
    note: Line = ""

    def patched(self, patch: Patch) -> Decisions:
        """These decisions with a change; None takes a decision back."""
        amounts, records = dict(self.amounts), dict(self.records)
        for key, amount in patch.amounts.items():
            _put(amounts, key, amount)
        for key, record in patch.records.items():
            _put(records, key, record)
        update: dict[str, object] = {"amounts": amounts, "records": records}
        for name in ("published", "note"):
            if name in patch.model_fields_set:
                update[name] = getattr(patch, name)
        return self.model_copy(update=update)

    def stored(self) -> dict[str, Any]:
        """As JSON, without what was not set."""
        return self.model_dump(mode="json", exclude_unset=True)


class Patch(BaseModel):
    """A change of decisions.

    Attributes:
        revision: number of the decisions that it was made on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    revision: int
    amounts: Annotated[dict[Key, AmountDecision | None], Field(max_length=_MOST)] = {}
    records: Annotated[dict[Key, RecordDecision | None], Field(max_length=_MOST)] = {}
    published: Moment | None = None
    note: Line = ""


_Kind = TypeVar("_Kind", AmountDecision, RecordDecision)


def _put(decided: dict[str, _Kind], key: str, change: _Kind | None) -> None:
    if change is None:
        decided.pop(key, None)
    else:
        decided[key] = decided[key].with_(change) if key in decided else change

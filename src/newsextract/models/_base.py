"""What every model has in common: frozen, no unknown fields, spans in code points."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Offset = Annotated[int, Field(ge=0)]
"""A position in `Article.text`, in code points."""


class Model(BaseModel):
    """A frozen value; equal when all its fields are."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Span(Model):
    """A half-open stretch of the article's text, in code points.

    >>> Span(start=2, end=5).length
    3
    """

    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _is_forward(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"span ends ({self.end}) before it starts ({self.start})")
        return self

    @property
    def length(self) -> int:
        """Number of code points covered."""
        return self.end - self.start

    def within(self, other: Span) -> bool:
        """Whether this span lies inside `other`."""
        return other.start <= self.start and self.end <= other.end


class TextSpan(Span):
    """A span together with the characters it covers.

    Invariant: `article.text[span.start:span.end] == span.text`.
    """

    text: str

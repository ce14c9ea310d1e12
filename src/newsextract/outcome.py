"""What became of one input among many: an extraction, or a typed failure."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from newsextract.errors import NewsExtractError
from newsextract.models import Extraction
from newsextract.models._base import Model

__all__ = ["Failure", "Outcome"]


class Failure(Model):
    """Why an input gave no extraction.

    >>> from newsextract.errors import TooLargeError
    >>> Failure.of(TooLargeError(11, 10))
    Failure(kind='too_large', message='input of 11 bytes is over the limit of 10')
    """

    kind: str = Field(description="stable snake_case word: the `kind` of the error")
    message: str

    @classmethod
    def of(cls, error: NewsExtractError) -> Failure:
        """Take kind and message from an error."""
        return cls(kind=error.kind, message=str(error))


class Outcome(Model):
    """The result for one input: exactly one of `extraction` and `failure` is given."""

    index: int = Field(ge=0, description="position of the input, from 0")
    source: str | None = Field(description="path or URL of the input; None for bare content")
    extraction: Extraction | None = None
    failure: Failure | None = None
    story: int | None = Field(
        default=None, description="of a batch: the number that reprints of one article share"
    )

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if (self.extraction is None) == (self.failure is None):
            raise ValueError("an outcome is either an extraction or a failure")
        return self

    @property
    def ok(self) -> bool:
        """Whether there is an extraction."""
        return self.extraction is not None

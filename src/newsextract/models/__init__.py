"""What flows through the house: frozen pydantic models, one JSON shape each."""

from newsextract.models._base import Model, Span, TextSpan
from newsextract.models.article import Article, Author, Block, LedgerEntry, Page, Zone
from newsextract.models.money import (
    Amount,
    Breakdown,
    BreakdownItem,
    FundingSource,
    MoneyReading,
    Role,
    Value,
)
from newsextract.models.record import (
    SCHEMA_VERSION,
    Agency,
    BudgetRecord,
    Check,
    CheckKind,
    CheckStatus,
    Component,
    Extraction,
    Period,
    Phase,
    Versions,
)

__all__ = [
    "SCHEMA_VERSION",
    "Agency",
    "Amount",
    "Article",
    "Author",
    "Block",
    "Breakdown",
    "BreakdownItem",
    "BudgetRecord",
    "Check",
    "CheckKind",
    "CheckStatus",
    "Component",
    "Extraction",
    "FundingSource",
    "LedgerEntry",
    "Model",
    "MoneyReading",
    "Page",
    "Period",
    "Phase",
    "Role",
    "Span",
    "TextSpan",
    "Value",
    "Versions",
    "Zone",
]

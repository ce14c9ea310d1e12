"""JSON Schema (2020-12) of the models a program reads: generated, never written by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from newsextract.errors import UsageError
from newsextract.models import SCHEMA_VERSION, Article, BudgetRecord, Extraction, Model

if TYPE_CHECKING:
    from pydantic_core import core_schema

__all__ = ["SCHEMAS", "json_schema", "schema_text", "write_schemas"]

SCHEMAS: dict[str, type[Model]] = {
    "article": Article,
    "budget_record": BudgetRecord,
    "extraction": Extraction,
}
"""The models that have a schema file, by its name."""


class _Generator(GenerateJsonSchema):
    """Writes a Decimal as the string it is in JSON, the same under every pydantic."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        del schema
        return {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one model as it is written out.

    Args:
        name: one of `SCHEMAS`; a hyphen is as good as an underscore.

    Raises:
        UsageError: there is no schema of that name.

    >>> json_schema("budget-record")["$id"]
    'urn:newsextract:schema:1.0:budget_record'
    """
    key = name.strip().lower().replace("-", "_")
    if key not in SCHEMAS:
        raise UsageError(f"no schema {name!r}: choose from {', '.join(SCHEMAS)}")
    body = SCHEMAS[key].model_json_schema(mode="serialization", schema_generator=_Generator)
    return {
        "$schema": _Generator.schema_dialect,
        "$id": f"urn:newsextract:schema:{SCHEMA_VERSION}:{key}",
        **body,
    }


def schema_text(name: str) -> str:
    """The schema as the text of its file: two spaces, UTF-8, a final newline."""
    return json.dumps(json_schema(name), ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write `NAME.schema.json` for each schema into `folder`, making it if need be.

    Returns:
        The files, in the order of `SCHEMAS`.

    Raises:
        UsageError: the folder cannot be written to.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in SCHEMAS:
            path = folder / f"{name}.schema.json"
            path.write_text(schema_text(name), encoding="utf-8", newline="\n")
            written.append(path)
    except OSError as error:
        raise UsageError(f"cannot write schemas to {folder}: {error.strerror}") from error
    return written

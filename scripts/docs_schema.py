"""Prints docs/reference/schema.md: the JSON Schemas as tables, one a model.

`python scripts/docs_schema.py > docs/reference/schema.md`
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from newsextract.models import SCHEMA_VERSION
from newsextract.schema import SCHEMAS, json_schema

HEAD = f"""\
<!-- Written by scripts/docs_schema.py from the models; do not edit. -->

# JSON Schema

Schema version {SCHEMA_VERSION}. The files in `schemas/` are JSON Schema 2020-12, generated from the
same models as this page; `newsextract schema NAME` prints one, `newsextract schema --write FOLDER`
writes them all. What the fields mean together, the [data model](../data-model.md) tells.
"""


def page() -> str:
    """The page as text of its file."""
    models: dict[str, Mapping[str, Any]] = {}
    for name, model in SCHEMAS.items():
        schema = json_schema(name)
        models.setdefault(model.__name__, schema)
        for part, body in schema.get("$defs", {}).items():
            models.setdefault(part, body)
    order = ["Extraction", *sorted(set(models) - {"Extraction"})]
    sections = [section for name in order for section in _section(name, models[name])]
    return "\n".join([HEAD, *sections]).rstrip("\n") + "\n"


def _section(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    if told := schema.get("description"):
        yield str(told).partition("\n\n")[0].replace("\n", " ") + "\n"
    yield "| field | type | meaning |\n|---|---|---|"
    for field, body in schema["properties"].items():
        yield f"| `{field}` | {_type(body)} | {_cell(_meaning(body))} |"
    yield ""


def _type(body: Mapping[str, Any]) -> str:
    """What may stand there, in words; a model is a link to its table."""
    if "$ref" in body:
        name = str(body["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in body:
        return f"`{body['const']}`"
    if "enum" in body:
        return ", ".join(f"`{value}`" for value in body["enum"])
    if "anyOf" in body:
        return " or ".join(dict.fromkeys(map(_type, body["anyOf"])))
    if body.get("type") == "array":
        return f"list of {_type(body['items'])}" if "items" in body else "list"
    words = [str(body.get("type", "any value"))]
    if "format" in body:
        words.append(f"({body['format']})")
    elif str(body.get("pattern", "")).startswith("^-?[0-9]"):
        words.append("(decimal)")
    return " ".join(words)


def _meaning(body: Mapping[str, Any]) -> str:
    return " ".join(str(body.get("description", "")).split())


def _cell(value: str) -> str:
    return value.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())

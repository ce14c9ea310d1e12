"""`schemas/` says what the models say, and real results keep to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

import newsextract
from newsextract.schema import SCHEMAS, json_schema, schema_text, write_schemas


@pytest.fixture(scope="module")
def extraction(seed_path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(newsextract.extract(seed_path).model_dump_json())
    return data


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_file_is_in_step_with_the_model(name: str, root: Path) -> None:
    path = root / "schemas" / f"{name}.schema.json"
    assert path.read_text("utf-8") == schema_text(name), "run: make schemas"


def test_there_is_no_file_without_a_model(root: Path) -> None:
    files = {path.name for path in (root / "schemas").glob("*")}
    assert files == {f"{name}.schema.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_and_say_what_they_are(name: str) -> None:
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith("urn:newsextract:schema:")
    assert schema["title"]


def test_a_real_extraction_is_valid(extraction: dict[str, Any]) -> None:
    Draft202012Validator(json_schema("extraction")).validate(extraction)
    Draft202012Validator(json_schema("article")).validate(extraction["article"])
    for record in extraction["records"]:
        Draft202012Validator(json_schema("budget_record")).validate(record)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("records", 0, "amount", "low"), 1.5),
        (("records", 0, "amount", "start"), -1),
        (("records", 0, "phase"), "dreamt"),
        (("checks", 0, "status"), "fine"),
        (("article", "text"), None),
        (("surprise",), 1),
    ],
)
def test_a_wrong_extraction_is_not(
    extraction: dict[str, Any], path: tuple[str | int, ...], value: object
) -> None:
    wrong: Any = json.loads(json.dumps(extraction))
    place = wrong
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(json_schema("extraction")).validate(wrong)


def test_schemas_are_written_where_asked(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "new" / "folder")
    assert [path.name for path in written] == [f"{name}.schema.json" for name in SCHEMAS]
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    with pytest.raises(newsextract.UsageError):
        write_schemas(blocked)

"""Fixtures of an invented page, made in a folder of the test's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from newsextract.fixtures import add_fixture
from newsextract.models import Page

PAGE = (
    "가람시, 새봄공원에 30억 들인다\n"
    "한누리 기자 hnr@garam.example\n\n"
    "가람시는 내년 ‘새봄공원 조성사업’에 예산 30억원(국비 20억, 시비 10억)을 투입한다고 밝혔다.\n\n"
    "공원은 낡은 공장 터에 들어선다.\n\n"
    "시는 나무 이천 그루를 심을 계획이다.\n"
)


def make(place: Path, name: str = "park", text: str = PAGE, **settings: Any) -> Path:
    """A fixture that expects what comes out of the page now."""
    settings = {"published": "2024-10-02"} | settings
    page = Page(content=text.encode("utf-8"), url="https://garam.example/1")
    folder, _ = add_fixture(page, name, place, **settings)
    return folder


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def rewrite(path: Path, **changes: Any) -> None:
    """Change top-level fields of one of a fixture's files."""
    fields = read(path) if path.exists() else {}
    path.write_text(json.dumps(fields | changes, ensure_ascii=False), "utf-8")


def change_record(folder: Path, number: int = 0, **changes: Any) -> None:
    """Change fields of a record that is written down."""
    path = folder / "records.json"
    records = read(path)["records"]
    records[number] |= changes
    rewrite(path, records=records)


def bytes_in(folder: Path) -> dict[str, bytes]:
    """All files below a folder with what they hold."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }

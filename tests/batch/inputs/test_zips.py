"""Zip archives: every member an item, a failure or counted."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from newsextract.api import extract


def zipped(members: list[tuple[str, str | bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def test_members_are_read_by_what_they_are(take, put, made):
    inner = zipped([("x.html", made.page(9))])
    members: list[tuple[str, str | bytes]] = [
        ("news/a.html", made.page(1)),
        ("news/b.txt", made.article(2)),
        ("news/c.html.gz", gzip.compress(made.page(3))),
        ("view.php", made.page(4)),
        ("inner.zip", inner),
        ("rows.csv", "text\n1\n"),
        ("logo.png", b"\x89PNG"),
        ("a.pdf", b"%PDF"),
        ("notes", "메모"),
        (".hidden", "x"),
        ("__MACOSX/news/._a.html", "x"),
        ("news/a_files/ad.html", made.page(5)),
        ("news/a.html.json", "{}"),
        ("folder/", ""),
    ]
    put("n.zip", zipped(members))
    taken = take("n.zip")
    assert taken.failures == {
        "n.zip!inner.zip": "not_an_article",
        "n.zip!rows.csv": "not_an_article",
        "n.zip!logo.png": "binary_input",
        "n.zip!a.pdf": "binary_input",
        "n.zip!notes": "not_an_article",
    }
    good = ["n.zip!news/a.html", "n.zip!news/b.txt", "n.zip!news/c.html.gz", "n.zip!view.php"]
    assert [key for key in taken.keys if key not in taken.failures] == good
    for number, key in enumerate(good, start=1):
        assert made.article(number) in extract(taken.by_key(key).source).article.text
    assert taken.skipped == {"hidden": 2, "files of a saved page": 1, "sidecar": 1}


def test_korean_names_of_windows_are_read(take, put, made):
    data = zipped([("aaaa.html", made.page(1))], zipfile.ZIP_STORED)
    put("n.zip", data.replace(b"aaaa.html", "예산".encode("cp949") + b".html"))
    assert take("n.zip").keys == ["n.zip!예산.html"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_two_items(take, put, made):
    put("n.zip", zipped([("a.html", made.page(1)), ("a.html", made.page(2))]))
    one, two = take("n.zip").items
    assert (one.key, two.key) == ("n.zip!a.html", "n.zip!a.html~2")
    assert one.digest != two.digest


def test_a_bomb_costs_no_more_than_the_limit(take, put, made):
    put("n.zip", zipped([("bomb.html", bytes(22 * 1024 * 1024)), ("a.html", made.page(1))]))
    taken = take("n.zip")
    assert taken.failures == {"n.zip!bomb.html": "too_large"}
    assert taken.keys == ["n.zip!bomb.html", "n.zip!a.html"]


def test_a_size_that_lies_is_found_out(take, put):
    data = bytearray(zipped([("bomb.html", bytes(22 * 1024 * 1024))]))
    size = (22 * 1024 * 1024).to_bytes(4, "little")
    put("n.zip", bytes(data).replace(size, (1000).to_bytes(4, "little")))
    [item] = take("n.zip").items
    assert item.failure is not None


def test_damage_and_passwords_cost_one_member(take, put, made):
    data = bytearray(zipped([(f"{n}.html", made.page(n)) for n in range(3)], zipfile.ZIP_STORED))
    at = data.find("가람 1".encode())
    data[at] ^= 0xFF
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        header = data.rfind(mark)
        data[header + (6 if mark == b"PK\x03\x04" else 8)] |= 1
    put("n.zip", bytes(data))
    taken = take("n.zip")
    assert taken.failures == {"n.zip!1.html": "unreadable", "n.zip!2.html": "unreadable"}
    assert taken.keys == ["n.zip!0.html", "n.zip!1.html", "n.zip!2.html"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"<html>"])
def test_what_is_no_zip_is_one_failure(take, put, content):
    put("n.zip", content)
    assert take("n.zip").failures == {"n.zip": "unreadable"}


def test_an_empty_zip_is_counted(take, put):
    put("n.zip", zipped([]))
    taken = take("n.zip")
    assert (taken.items, taken.skipped) == ([], {"container without articles": 1})


@pytest.mark.parametrize("stretch", [1, 200, 1000, 1 << 20])
def test_cutting_changes_nothing(take, put, made, stretch):
    members = [(f"{n}.html", made.page(n, "x" * (n % 5) * 90)) for n in range(20)]
    put("n.zip", zipped([*members, ("a.png", b"x"), (".b", "x")]))
    whole, cut = take("n.zip"), take("n.zip", stretch=stretch)
    assert len(cut.refs) > 1 or stretch > 1000
    assert (cut.items, cut.skipped) == (whole.items, whole.skipped)
    assert len(cut.finely().refs) == 22
    assert (cut.finely().items, cut.finely().skipped) == (whole.items, whole.skipped)

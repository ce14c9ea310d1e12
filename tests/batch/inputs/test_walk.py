"""Folders, globs and links: each file once, or counted, or a failure."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.batch.inputs import find
from newsextract.errors import UsageError


def test_a_folder_is_read_to_its_depth_in_the_order_of_names(take, put, made):
    for name in ("news/b.html", "news/a/2.txt", "news/a/1.htm", "news/c/d/e/3.xhtml"):
        put(name, made.page(1))
    taken = take("news")
    assert taken.keys == ["news/a/1.htm", "news/a/2.txt", "news/b.html", "news/c/d/e/3.xhtml"]
    assert not taken.failures


def test_the_key_is_the_path_as_given_tidied(take, put, made):
    put("news/a.html", made.page(1))
    assert take("./news//../news/").keys == ["news/a.html"]
    assert take("news/./a.html").keys == ["news/a.html"]


def test_hidden_files_and_folders_are_counted_not_read(take, put, made):
    put("news/.git/objects/1", b"x")
    put("news/.git/objects/2", b"x")
    put("news/.DS_Store", b"x")
    put("news/a.html", made.page(1))
    taken = take("news")
    assert taken.keys == ["news/a.html"]
    assert taken.skipped == {"hidden": 3}


def test_a_hidden_path_that_is_given_is_read(take, put, made):
    put(".news/a.html", made.page(1))
    assert take(".news").keys == [".news/a.html"]


def test_the_files_folder_of_a_complete_save_is_skipped_whole(take, put, made):
    put("save/a.html", made.page(1))
    put("save/a_files/logo.png", b"\x89PNG")
    put("save/a_files/frames/ad.html", made.page(2))
    put("save/other_files/b.html", made.page(3))
    taken = take("save")
    assert taken.keys == ["save/a.html", "save/other_files/b.html"]
    assert taken.skipped == {"files of a saved page": 2}


def test_a_shell_that_lists_the_folder_gives_the_same(take, put, made):
    put("save/a.html", made.page(1))
    put("save/a.html.json", b"{}")
    put("save/a_files/ad.html", made.page(2))
    taken = take("save/a.html", "save/a.html.json", "save/a_files")
    assert taken.keys == ["save/a.html"]
    assert taken.skipped == {"sidecar": 1, "files of a saved page": 1}


def test_globs_are_for_names_that_do_not_exist(take, put, made):
    put("news/2018/a.html", made.page(1))
    put("news/2019/b.html", made.page(2))
    put("news/[1].html", made.page(3))
    assert take("news/**/*.html").keys == ["news/2018/a.html", "news/2019/b.html", "news/[1].html"]
    assert take("news/[1].html").keys == ["news/[1].html"]
    assert take("news/**").keys == ["news/2018/a.html", "news/2019/b.html", "news/[1].html"]
    assert take("news/**").skipped == {}
    assert take("nothing/*.html").failures == {"nothing/*.html": "unreadable"}


def test_a_glob_of_any_depth_does_not_go_round_in_loops(take, put, made, tmp_path):
    put("news/a.html", made.page(1))
    put("news/sub/b.html", made.page(2))
    put("news/.hidden/c.html", made.page(2))
    for name in ("x", "y", "sub/z"):
        (tmp_path / "news" / name).symlink_to(tmp_path / "news")
    assert take("news/**/*.html").keys == ["news/a.html", "news/sub/b.html"]
    pattern = f"{tmp_path}/**/*.html"
    assert take(pattern).keys == [f"{tmp_path}/news/a.html", f"{tmp_path}/news/sub/b.html"]


def test_what_is_given_twice_is_read_once(take, put, made):
    put("news/a.html", made.page(1))
    put("news/sub/b.html", made.page(2))
    taken = take("news/sub", "news", "news/a.html", "./news")
    assert sorted(taken.keys) == ["news/a.html", "news/sub/b.html"]
    assert taken.skipped == {"given twice": 3}


def test_loops_of_links_come_to_an_end(take, put, made, tmp_path):
    put("news/a.html", made.page(1))
    put("news/sub/b.html", made.page(2))
    (tmp_path / "news/sub/up").symlink_to(tmp_path / "news")
    (tmp_path / "news/me").symlink_to("me")
    taken = take("news")
    assert [k for k in taken.keys if k not in taken.failures] == ["news/a.html", "news/sub/b.html"]
    assert taken.failures == {"news/me": "unreadable"}
    assert taken.skipped == {"link to what is read anyway": 1}


def test_links_out_of_the_folder_are_followed_once(take, put, made, tmp_path):
    put("disk/a.html", made.page(1))
    put("disk/deep/b.html", made.page(2))
    (tmp_path / "disk/back").symlink_to(tmp_path / "disk")
    put("news/c.html", made.page(3))
    (tmp_path / "news/disk").symlink_to(tmp_path / "disk")
    (tmp_path / "news/disk2").symlink_to(tmp_path / "disk")
    taken = take("news")
    assert taken.keys == ["news/c.html", "news/disk/a.html", "news/disk/deep/b.html"]
    assert taken.skipped == {"folder read already": 2}


def test_a_link_into_a_hidden_store_is_read(take, put, made, tmp_path):
    # As git-annex and DVC keep large files.
    put("news/.store/1", made.page(1))
    (tmp_path / "news/a.html").symlink_to(tmp_path / "news/.store/1")
    assert take("news").keys == ["news/a.html"]


def test_what_is_no_regular_file_is_never_opened(take, put, made, tmp_path):
    put("news/a.html", made.page(1))
    os.mkfifo(tmp_path / "news/b.html")
    (tmp_path / "news/c.html").symlink_to("gone.html")
    assert take("news").failures == {"news/b.html": "unreadable", "news/c.html": "unreadable"}


def test_a_missing_path_and_a_name_that_is_too_long_are_failures(take):
    long = "a" * 5000
    assert take("gone.html", long).failures == {"gone.html": "unreadable", long: "unreadable"}


def test_names_that_are_no_utf8_have_keys_of_their_own(take, made, tmp_path):
    folder = os.fsencode(tmp_path)
    for name in ("예산.html".encode("cp949"), b"\xff.html", b"\xfe.html"):
        with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123 - bytes
            file.write(made.page(1))
    taken = take(".")
    assert len(set(taken.keys)) == 3
    assert not taken.failures
    for key in taken.keys:
        key.encode()


def test_deep_folders_are_walked_without_recursion(made, tmp_path, monkeypatch):
    deep = "/".join(["d"] * 1200)
    folders = [f"{tmp_path}/{'d/' * depth}" for depth in range(1, 1201)]
    for folder in folders:
        os.mkdir(folder)  # noqa: PTH102 - pathlib recurses
    with open(f"{tmp_path}/{deep}/a.html", "wb") as file:  # noqa: PTH123
        file.write(made.page(1))
    monkeypatch.chdir(tmp_path)
    taken = made.Taken(find(["d"]))
    os.unlink(f"{tmp_path}/{deep}/a.html")  # noqa: PTH108
    for folder in reversed(folders):
        os.rmdir(folder)  # noqa: PTH106
    assert taken.keys == [f"{deep}/a.html"]


def test_calls_that_make_no_sense_are_usage_errors():
    with pytest.raises(UsageError):
        find("news")
    with pytest.raises(UsageError):
        find(["news"], stretch=0)


NAMES = st.sampled_from(
    [
        *("a.html", "a.txt", "a.html.json", "a.json", "b.htm.gz", ".hidden", "c.png", "d.csv"),
        *("e.zip", "f.jsonl", "g.warc.gz", "h.pdf", "i", "j.parquet", "k.xlsx", "l.mhtml"),
        *("m.gz", "n.warc", "o.zip.gz", "index.jsonl", "pages-00001.warc.gz", "p.xls"),
    ]
)
FOLDERS = st.sampled_from(["", "a_files", "sub", ".git", "sub/a_files", "sub/deep"])
CONTENTS = st.sampled_from(
    [
        *(b"", "<p>예</p>".encode(), b"\x1f\x8b\x08\x00", b"PK\x03\x04", b'{"text": 1}'),
        *(b"text,url\n", b"WARC/1.0\r\n", b"PAR1", "도로에 5억원".encode("cp949"), b"\xff\x00"),
    ]
)


@settings(max_examples=60)
@given(st.dictionaries(st.tuples(FOLDERS, NAMES), CONTENTS, max_size=12), st.booleans())
def test_every_file_gives_an_item_or_is_counted(made, files, twice):
    folder = Path(tempfile.mkdtemp())
    try:
        for (sub, name), content in files.items():
            (folder / sub).mkdir(parents=True, exist_ok=True)
            (folder / sub / name).write_bytes(content)
        paths = [folder, folder / "sub"] if twice and (folder / "sub").is_dir() else [folder]
        taken = made.Taken(find(paths))
        own = {key.partition("#")[0].partition("!")[0].partition("@")[0] for key in taken.keys}
        once = taken.skipped.get("given twice", 0)
        assert len(own) + sum(taken.skipped.values()) - once == len(files)
        assert len(set(taken.keys)) == len(taken.keys)
        assert taken.keys == made.Taken(find(paths)).keys
    finally:
        shutil.rmtree(folder)

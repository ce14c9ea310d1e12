"""A profile's file is read strictly, and what is wrong with one is said with its field."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from newsextract.article.profiles import (
    Layout,
    Profile,
    ProfileError,
    load_profiles,
    profile_named,
    read_profile,
    split_attribute,
)
from newsextract.article.profiles.load import settle
from newsextract.errors import NewsExtractError, UsageError

GOOD = """
name = "가상일보"
hosts = ["gasang.example"]

[[layouts]]
id = "2020"
until = 2024-05-31
headline = ["h1.tit", "meta[property='og:title']"]
body = ["#story"]
published = ["time@datetime"]
"""


def test_a_good_file_becomes_a_profile() -> None:
    profile = read_profile(GOOD, "gasang")
    assert (profile.id, profile.name, profile.kind) == ("gasang", "가상일보", "publisher")
    (layout,) = profile.layouts
    assert layout.until is not None
    assert layout.until.isoformat() == "2024-05-31"
    assert layout.headline == ("h1.tit", "meta[property='og:title']")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_profile("\ufeff" + GOOD, "gasang") == read_profile(GOOD, "gasang")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("name = 가상일보", "no TOML"),
        ('hosts = ["a.example"]', "name: field required"),
        ('name = "ㄱ"\nhost = "a.example"', "host: unknown field"),
        ('name = "ㄱ"\nid = "other"', "id: unknown field"),
        ('name = "ㄱ"\nkind = "blog"', "kind: input should be"),
        ('name = "ㄱ"\nhosts = "a.example"', "hosts: input should be a valid tuple"),
        ('name = "ㄱ"\nhosts = ["https://a.example"]', "hosts: 'https://a.example'"),
        ('name = "ㄱ"\nhosts = ["www.a.example"]', "hosts: 'www.a.example'"),
        ('name = "ㄱ"\nhosts = ["A.example"]', "hosts: 'A.example'"),
        ('name = " "', "name: string should have at least 1 character"),
        ('name = "ㄱ"\n[[layouts]]\nbody = ["p"]', "layouts.0.id: field required"),
        ('name = "ㄱ"\n[[layouts]]\nid = "1"\nuntil = "bald"', "layouts.0.until"),
        ('name = "ㄱ"\n[[layouts]]\nid = "1"\nbodi = ["p"]', "layouts.0.bodi: unknown field"),
        ('name = "ㄱ"\n[[layouts]]\nid = "1"\nbody = ["div["]', "layouts.0.body: no CSS selector"),
        ('name = "ㄱ"\nmarks = ["a:eq(1)"]', "marks: no CSS selector: 'a:eq(1)'"),
        ('name = "ㄱ"\n[[layouts]]\nid = "1"\n[[layouts]]\nid = "1"', "id '1' stands twice"),
        (
            'name = "ㄱ"\n[[layouts]]\nid = "1"\n[layouts.script]\nkind = "nuxt"',
            "layouts.0.script.kind: input should be",
        ),
        ('"na me" = 1\nname = "ㄱ"', "na me: unknown field"),
        ("x" * 100_001, "longer than 100,000 characters"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_field(source: str, told: str) -> None:
    with pytest.raises(ProfileError, match=r"^gasang\.toml: ") as raised:
        read_profile(source, "gasang")
    assert told in str(raised.value)
    assert isinstance(raised.value, UsageError)
    assert isinstance(raised.value, NewsExtractError)
    assert raised.value.kind == "profile"


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ProfileError) as raised:
        read_profile('kind = "blog"\nhost = "a.example"', "gasang")
    for field in ("name", "kind", "host"):
        assert f"{field}: " in str(raised.value)


CMS = Profile(
    id="cms", name="씨엠에스", kind="cms", layouts=(Layout(id="b", body=("#b",)), Layout(id="a"))
)


def test_a_paper_inherits_the_layouts_of_its_cms_behind_its_own() -> None:
    own = Layout(id="own", body=("#own",))
    paper = Profile(id="paper", name="신문", hosts=("p.example",), cms="cms", layouts=(own,))
    settled = {profile.id: profile for profile in settle([paper, CMS])}
    assert [layout.id for layout in settled["paper"].layouts] == ["own", "b", "a"]
    assert settled["cms"] == CMS


def test_a_paper_may_write_a_layout_of_its_cms_anew() -> None:
    own = Layout(id="b", body=("#other",))
    paper = Profile(id="paper", name="신문", cms="cms", layouts=(own,))
    settled = {profile.id: profile for profile in settle([paper, CMS])}
    assert [layout.body for layout in settled["paper"].layouts] == [("#other",), ()]


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ([Profile(id="p", name="신문")], "p.toml: layouts: neither own ones nor those of a cms"),
        ([Profile(id="p", name="신문", cms="nosuch")], "p.toml: cms: no CMS profile"),
        (
            [
                Profile(id="p", name="신문", cms="q"),
                Profile(id="q", name="신문", layouts=(Layout(id="1"),)),
            ],
            "p.toml: cms: no CMS profile is named 'q'",
        ),
        (
            [
                Profile(id="p", name="ㄱ", hosts=("a.example",), cms="cms"),
                Profile(id="q", name="ㄴ", hosts=("a.example",), cms="cms"),
            ],
            "q.toml: hosts: a.example is also in p.toml",
        ),
    ],
)
def test_profiles_that_do_not_fit_together_are_refused(papers: list[Profile], told: str) -> None:
    with pytest.raises(ProfileError) as raised:
        settle([CMS, *papers])
    assert told in str(raised.value)


def test_profiles_are_read_once_and_cannot_be_changed() -> None:
    profiles = load_profiles()
    assert load_profiles() is profiles
    with pytest.raises(ValidationError):
        profiles[0].name = "x"  # type: ignore[misc]


def test_an_unknown_id_names_the_near_ones() -> None:
    assert profile_named("hankyung").name == "한국경제"
    with pytest.raises(UsageError, match="hankyung"):
        profile_named("hankyoung")


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("h1", ("h1", None)),
        ("h1 @ title", ("h1 @ title", None)),
        ("img@alt", ("img", "alt")),
        ("meta[name='author']", ("meta[name='author']", "content")),
        ("head > meta[name='a b > c']", ("head > meta[name='a b > c']", "content")),
        ("meta[name='author']@name", ("meta[name='author']", "name")),
        ("meta[itemprop] + span", ("meta[itemprop] + span", None)),
        (".meta", (".meta", None)),
        (".date meta[itemprop='dateCreated']", (".date meta[itemprop='dateCreated']", "content")),
        ("a[href*='me@example.kr']", ("a[href*='me@example.kr']", None)),
        ("span@data-date-time", ("span", "data-date-time")),
    ],
)
def test_the_attribute_behind_a_selector(selector: str, expected: tuple[str, str | None]) -> None:
    assert split_attribute(selector) == expected

"""The profiles the package brings are whole, known by the right names, and told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsextract.article.profiles import Profile, load_profiles
from newsextract.article.publishers import publisher_of_host

PROFILES = {profile.id: profile for profile in load_profiles()}
PAGES = Path(__file__).parent / "pages"

CMS = {"ndsoft", "dadamedia", "mediaon", "ins", "wordpress", "gnuboard", "amp"}
PORTALS = {"naver", "daum", "nate"}
WIRES = {"yna", "newsis", "news1"}
NATIONAL = {
    "chosun", "joongang", "donga", "hani", "khan", "hankookilbo", "seoul", "kmib", "segye",
    "munhwa", "naeil", "asiatoday",
}  # fmt: skip
ECONOMY = {
    "mk", "hankyung", "sedaily", "mt", "fnnews", "heraldcorp", "edaily", "asiae", "ajunews",
    "chosunbiz", "newspim", "etoday", "viva100",
}  # fmt: skip
BROADCAST = {"kbs", "mbc", "sbs", "ytn", "jtbc", "mbn", "tvchosun", "channela", "yonhapnewstv"}
REGIONAL = {
    "busan", "kookje", "imaeil", "yeongnam", "kwnews", "kado", "kyeonggi", "kyeongin",
    "daejonilbo", "cctoday", "joongdo", "kwangju", "jnilbo", "jjan", "knnews", "idomin",
    "jemin", "ihalla", "ksilbo", "incheonilbo",
}  # fmt: skip


def own_layouts(profile: Profile) -> list[str]:
    inherited = PROFILES[profile.cms].layouts if profile.cms else ()
    return [layout.id for layout in profile.layouts if layout not in inherited]


@pytest.mark.parametrize("wanted", [CMS, PORTALS, WIRES, NATIONAL, ECONOMY, BROADCAST, REGIONAL])
def test_the_papers_people_read_are_there(wanted: set[str]) -> None:
    assert wanted <= set(PROFILES)


def test_there_are_enough() -> None:
    kinds = [profile.kind for profile in PROFILES.values()]
    assert kinds.count("publisher") >= 60
    assert {i for i, p in PROFILES.items() if p.kind == "cms"} >= CMS
    assert {i for i, p in PROFILES.items() if p.kind == "portal"} == PORTALS


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_each_layout_says_where_headline_and_body_stand(profile: Profile) -> None:
    for layout in profile.layouts:
        assert layout.body or (layout.script and layout.script.body), layout.id
        assert layout.headline or (layout.script and layout.script.headline), layout.id
        assert len(set(layout.junk)) == len(layout.junk), layout.id
        # An element cannot be both a field of the article and junk.
        for field in ("headline", "subheads", "byline", "published", "captions", "headings"):
            assert not set(getattr(layout, field)) & set(layout.junk), (layout.id, field)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_dated_layouts_stand_newest_first(profile: Profile) -> None:
    days = [x.until for x in profile.layouts if x.until and x.id in own_layouts(profile)]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_profile_can_be_recognised(profile: Profile) -> None:
    if profile.kind == "cms":
        assert profile.marks or profile.url_patterns
        assert not profile.hosts
    else:
        assert profile.hosts
    if profile.kind != "publisher":
        assert profile.publisher


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_names_agree_with_the_list_of_hosts(profile: Profile) -> None:
    for host in profile.hosts:
        told = publisher_of_host(f"https://{host}/")
        if told is not None and profile.kind == "publisher" and host in _listed():
            assert told == profile.name, host


def _listed() -> set[str]:
    source = Path(__file__).parents[3] / "src/newsextract/article/publishers.toml"
    return set(re.findall(r'^"([^"]+)" = ', source.read_text("utf-8"), re.MULTILINE))


def test_no_two_papers_share_a_mark() -> None:
    seen: dict[str, str] = {}
    for profile in PROFILES.values():
        for mark in profile.marks:
            assert seen.setdefault(mark, profile.id) == profile.id, mark


def test_each_own_layout_has_a_page() -> None:
    """Of a CMS and a portal each layout; of a publisher the newest own one at least."""
    there = {path.stem for path in PAGES.glob("*.html")}
    for profile in PROFILES.values():
        own = own_layouts(profile)
        wanted = own if profile.kind != "publisher" else own[:1]
        for layout in wanted:
            if f"{profile.id}-{layout}" not in there:
                # Two papers have one more layout of the same system, whose page is another.
                assert own != [layout], f"{profile.id}-{layout}"
                assert there & {f"{profile.id}-{other}" for other in own}


def test_the_pages_are_those_of_profiles() -> None:
    known = {f"{p.id}-{layout.id}" for p in PROFILES.values() for layout in p.layouts}
    assert {path.stem for path in PAGES.glob("*.html")} <= known


def test_what_is_not_verified_names_no_layout_that_is_not_there() -> None:
    for profile in PROFILES.values():
        for told in profile.unverified:
            for named in re.findall(r"\b((?:[a-z]+\d?-)?(?:19|20)\d\d(?:-[a-z]+)?): ", told):
                ids = [layout.id for layout in profile.layouts]
                assert any(named in layout for layout in ids), f"{profile.id}: {named}"

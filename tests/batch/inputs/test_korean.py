"""Which pages of a crawl are Korean, before any parsing."""

from __future__ import annotations

import pytest

from newsextract.batch.inputs.korean import looks_korean

KOREAN = "<p>가람시는 내년 도로 정비에 30억원을 투입한다고 밝혔다. 시는 상반기에 설계를 마친다.</p>"
CHINESE = "<p>市政府宣布明年将投入三千万元用于道路整修，上半年完成设计，下半年开工建设。</p>"
JAPANESE = "<p>市は来年、道路整備に三千万円を投入すると発表した。上半期に設計を終える。</p>"
GERMAN = "<p>Die Stadt für Bürger: Straßen werden über große Flächen geöffnet, später größer.</p>"
SCRIPT = "<script>var a = 1;</script>" * 400


@pytest.mark.parametrize(
    ("body", "url", "korean"),
    [
        (KOREAN.encode(), None, True),
        (KOREAN.encode("cp949"), None, True),
        (f"<html lang='en'>{SCRIPT}{KOREAN}".encode(), "https://news.example.com/1", True),
        (f"<html lang='ko'>{SCRIPT}".encode(), "https://news.example.com/1", True),
        (b"<html><div id=app></div>", "https://www.donga.com/1", True),
        (b"<html><div id=app></div>", "https://garam.example.kr/1", True),
        (b"<html><div id=app></div>", "https://example.com/kr", False),
        (b"<html lang=en><p>Roads</p>", "https://english.garam.example.kr/1", False),
        (CHINESE.encode(), "https://news.example.cn/1", False),
        (CHINESE.encode("gbk"), "https://news.example.cn/1", False),
        (f"<meta charset=gb2312>{CHINESE}".encode("gbk"), None, False),
        (JAPANESE.encode(), None, False),
        (JAPANESE.encode("euc-jp"), None, False),
        (JAPANESE.encode("shift_jis"), None, False),
        (GERMAN.encode(), None, False),
        (GERMAN.encode("latin-1"), None, False),
        (f"{GERMAN}<a>한국어</a>".encode(), None, False),
        (b"<meta charset='euc-kr'><body>", None, True),
        (f"{KOREAN}{CHINESE}".encode(), None, True),
        (b"", None, False),
        (KOREAN.encode()[:-1], None, True),
        (b"", "http://[", False),
    ],
)
def test_pages(body, url, korean):
    assert looks_korean(body, url) is korean


def test_headers_tell_too():
    assert looks_korean(b"<body>", None, "text/html; charset=EUC-KR")
    assert looks_korean(b"<body>", None, None, "ko-KR")
    assert not looks_korean(b"<body>", "https://garam.example.kr", None, "en")


def test_a_cut_in_mid_character_does_not_matter():
    body = ("가" * 30_000).encode()
    assert all(looks_korean(body[: 65_536 - n], None) for n in range(4))

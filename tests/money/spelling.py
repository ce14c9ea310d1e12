"""Write an integer in the ways the Korean press does: the inverse of the money grammar."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "영일이삼사오육칠팔구"
SMALL = ((1000, "천"), (100, "백"), (10, "십"))
BIG = ((10**16, "경"), (10**12, "조"), (10**8, "억"), (10**4, "만"), (1, ""))
HANJA = str.maketrans("일이삼사오육칠팔구십백천만억조경", "一二三四五六七八九十百千萬億兆京")
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def groups(value: int) -> list[tuple[int, str]]:
    """Four-digit groups with their multipliers, empty ones left out."""
    out = []
    for size, unit in BIG:
        count, value = divmod(value, size)
        if count:
            out.append((count, unit))
    return out


def digits(value: int) -> str:
    return f"{value}원"


def commas(value: int) -> str:
    return f"{value:,}원"


def full_width(value: int) -> str:
    return f"{value:,}".translate(FULL_WIDTH) + "원"


def grouped(value: int) -> str:
    """1조2345억6789만원"""
    return "".join(f"{count}{unit}" for count, unit in groups(value)) + "원"


def spaced(value: int) -> str:
    """1조 2,345억 6,789만 원"""
    return " ".join(f"{count:,}{unit}" for count, unit in groups(value)) + " 원"


def small_mixed(value: int) -> str:
    """1조2천3백4십5억원: every digit with its multiplier, zeros skipped"""
    out = []
    for count, unit in groups(value):
        rest = count
        text = ""
        for size, small in SMALL:
            digit, rest = divmod(rest, size)
            text += f"{digit}{small}" if digit else ""
        out.append(text + (str(rest) if rest else "") + unit)
    return "".join(out) + "원"


def thousand_mixed(value: int) -> str:
    """1조2천345억원: only 천 is written, as agencies' wires do"""
    out = []
    for count, unit in groups(value):
        thousands, rest = divmod(count, 1000)
        out.append((f"{thousands}천" if thousands else "") + (str(rest) if rest else "") + unit)
    return " ".join(out) + "원"


def _hangul_group(count: int, *, ones: bool) -> str:
    text = ""
    for size, small in SMALL:
        digit, count = divmod(count, size)
        if digit:
            text += ("" if digit == 1 and not ones else DIGITS[digit]) + small
    return text + (DIGITS[count] if count else "")


def hangul(value: int) -> str:
    """이천오백만원"""
    return "".join(_hangul_group(c, ones=False) + u for c, u in groups(value)) + "원"


def hangul_full(value: int) -> str:
    """일천일백만원, with every 일 spoken, and spaces between the groups"""
    return " ".join(_hangul_group(c, ones=True) + u for c, u in groups(value)) + " 원"


def hanja(value: int) -> str:
    return hangul(value)[:-1].translate(HANJA) + "圓"


STYLES: tuple[Callable[[int], str], ...] = (
    digits, commas, full_width, grouped, spaced, small_mixed, thousand_mixed, hangul, hangul_full,
    hanja,
)  # fmt: skip

"""Sums of money in words: 9,776억원 for Korean readers, ₩977.6bn for others."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from newsextract.report.texts import Lang

__all__ = ["Figures", "Number", "digits", "percent"]

Number = int | Decimal

_KO = ((10**16, "경"), (10**12, "조"), (10**8, "억"), (10**4, "만"))
_EN = ((10**12, "tn"), (10**9, "bn"), (10**6, "mn"))
_KO_NAMES = {
    "KRW": "원",
    "USD": "달러",
    "EUR": "유로",
    "JPY": "엔",
    "CNY": "위안",
    "GBP": "파운드",
    "VND": "동",
}
_MOST_DECIMALS = 2


class Figures:
    """Writes sums in one language.

    Args:
        lang: `ko` or `en`.

    >>> Figures("ko").exact(977_600_000_000), Figures("en").exact(977_600_000_000)
    ('9,776억원', '₩977.6bn')
    >>> Figures("ko").exact(1_234_567_890), Figures("en").exact(1_234_567_890)
    ('12억 3,456만 7,890원', '₩1,234,567,890')
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.units = _KO if lang == "ko" else _EN

    def exact(self, value: Number, currency: str = "KRW") -> str:
        """A sum to the last won.

        >>> Figures("ko").exact(-50_000_000), Figures("ko").exact(0)
        ('-5,000만원', '0원')
        >>> Figures("ko").exact(Decimal("2.75"), "USD"), Figures("en").exact(Decimal("2.75"), "USD")
        ('2.75달러', 'USD 2.75')
        """
        if self.lang == "en":
            size, word = self.unit([value])
            return self._named(self.counted(value, size) + word, currency)
        parts = []
        whole = int(_size(value))
        rest = _size(value) - whole
        for size, word in self.units:
            count, whole = divmod(whole, size)
            if count:
                parts.append(f"{count:,}{word}")
        if whole or rest or not parts:
            parts.append(digits(whole + rest))
        return self._named(("-" if value < 0 else "") + " ".join(parts), currency)

    def short(self, value: Number, currency: str = "KRW") -> str:
        """A sum rounded for a glance, to three digits or more.

        >>> Figures("ko").short(1_234_567_890_123), Figures("en").short(1_234_567_890_123)
        ('1조 2,346억원', '₩1.23tn')
        >>> Figures("ko").short(1_234_567_890), Figures("ko").short(43_210_000)
        ('12.3억원', '4,321만원')
        """
        whole = int(_size(value))
        sign = "-" if value < 0 else ""
        for place, (size, word) in enumerate(self.units):
            if whole < size:
                continue
            below = self.units[place + 1] if place + 1 < len(self.units) else None
            if self.lang == "ko" and below and size > 10**8:
                major, minor = divmod(_rounded(whole, below[0]), size // below[0])
                tail = f" {minor:,}{below[1]}" if minor else ""
                return self._named(f"{sign}{major:,}{word}{tail}", currency)
            tenths = 100 if whole < 10 * size else 10
            if whole >= 1000 * size or (self.lang == "ko" and whole >= 100 * size):
                tenths = 1
            shown = Decimal(_rounded(whole * tenths, size)) / tenths
            return self._named(f"{sign}{_plain(shown)}{word}", currency)
        return self.exact(value, currency)

    def bounds(self, low: Number | None, high: Number | None, currency: str = "KRW") -> str:
        """An amount by its bounds.

        >>> Figures("ko").bounds(10**9, None), Figures("en").bounds(10**9, 2 * 10**9)
        ('10억원 이상', '₩1bn–₩2bn')
        """
        korean = self.lang == "ko"
        if low is None:
            if high is None:
                return "?"
            top = self.exact(high, currency)
            return f"{top} 이하" if korean else f"≤ {top}"
        base = self.exact(low, currency)
        if high is None:
            return f"{base} 이상" if korean else f"≥ {base}"
        if low == high:
            return base
        return f"{base}{'~' if korean else '–'}{self.exact(high, currency)}"

    def unit(self, values: Iterable[Number]) -> tuple[int, str]:
        """The largest unit in which all values are at least 1 and have two decimals at most.

        >>> Figures("ko").unit([253_800_000_000, 183_900_000_000])
        (100000000, '억')
        >>> Figures("en").unit([1])
        (1, '')
        """
        values = [value for value in values if value]
        for size, word in self.units:
            # Nobody writes 0.98조 beside 0.25조; 만 is too small for decimals.
            if self.lang == "ko" and size > 10**12:
                continue
            step = size if size == 10**4 else size // 10**_MOST_DECIMALS
            if values and all(_size(v) >= size and not v % step for v in values):
                return size, word
        return 1, ""

    def counted(self, value: Number, unit: int) -> str:
        """A value counted in a unit, exactly.

        >>> Figures("ko").counted(17_150_000_000, 10**8)
        '171.5'
        """
        if unit == 1:
            return digits(value)
        sign = "-" if value < 0 else ""
        return sign + _plain(Decimal(int(_size(value))) / unit)

    def named(self, counted: str, currency: str) -> str:
        """A counted number with its currency: 2,538억 → 2,538억원."""
        return self._named(counted, currency)

    def _named(self, counted: str, currency: str) -> str:
        if self.lang == "ko":
            return counted + _KO_NAMES.get(currency, f" {currency}")
        sign = "-" if counted.startswith("-") else ""
        return f"{sign}{'₩' if currency == 'KRW' else currency + ' '}{counted.removeprefix('-')}"


def digits(value: Number) -> str:
    """The plain number with separators and no exponent.

    >>> digits(977_600_000_000), digits(Decimal("13.10"))
    ('977,600,000,000', '13.10')
    """
    return f"{value:,}" if isinstance(value, int) else f"{value:,f}"


def percent(part: Number, whole: Number) -> str:
    """A share with one decimal at most.

    >>> percent(1, 3), percent(1, 2), percent(1, 0)
    ('33.3%', '50%', '')
    """
    if not whole:
        return ""
    tenths = round(Fraction(part) * 1000 / Fraction(whole))
    return f"{_plain(Decimal(tenths) / 10)}%"


def _size(value: Number) -> Number:
    return value if value >= 0 else -value


def _rounded(value: int, unit: int) -> int:
    return (value + unit // 2) // unit


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

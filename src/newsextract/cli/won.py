"""Sums of money as Korean newspapers print them, exactly: 9,776억원, 1조 2,000억원."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

__all__ = ["bounds", "common_unit", "currency_name", "digits", "in_unit", "korean"]

Number = int | Decimal

_UNITS = ((10**16, "경"), (10**12, "조"), (10**8, "억"), (10**4, "만"))
_NAMES = {
    "KRW": "원",
    "USD": "달러",
    "EUR": "유로",
    "JPY": "엔",
    "CNY": "위안",
    "GBP": "파운드",
    "VND": "동",
}


def currency_name(currency: str) -> str:
    """The word put behind a sum: 원, 달러, or the ISO code after a space.

    >>> currency_name("KRW"), currency_name("CHF")
    ('원', ' CHF')
    """
    return _NAMES.get(currency, f" {currency}")


def digits(value: Number) -> str:
    """The plain number with separators, no exponent.

    >>> digits(977_600_000_000), digits(Decimal("13.10")), digits(Decimal("1E+3"))
    ('977,600,000,000', '13.10', '1,000')
    """
    return f"{value:,}" if isinstance(value, int) else f"{value:,f}"


def _magnitude(value: Number) -> Number:
    # abs() of the union has no useful type.
    return value if value >= 0 else -value


def korean(value: Number, currency: str = "KRW") -> str:
    """Write a sum in units of ten thousand, exactly and unrounded.

    Args:
        value: in the currency's own unit; a Decimal with a fraction keeps it behind the point.
        currency: ISO 4217 code.

    >>> korean(977_600_000_000)
    '9,776억원'
    >>> korean(1_200_000_000_000), korean(43_000_000), korean(1_234_567_890)
    ('1조 2,000억원', '4,300만원', '12억 3,456만 7,890원')
    >>> korean(-50_000_000), korean(0), korean(10**20 + 1)
    ('-5,000만원', '0원', '10,000경 1원')
    >>> korean(Decimal("2.75"), "USD"), korean(50_000_000, "USD")
    ('2.75달러', '5,000만달러')
    """
    whole = int(_magnitude(value))
    fraction = _magnitude(value) - whole
    parts = []
    for size, word in _UNITS:
        count, whole = divmod(whole, size)
        if count:
            parts.append(f"{count:,}{word}")
    if whole or fraction or not parts:
        parts.append(digits(whole + fraction))
    return ("-" if value < 0 else "") + " ".join(parts) + currency_name(currency)


def common_unit(values: Iterable[Number]) -> tuple[int, str]:
    """The largest of 조, 억, 만 in which all values are short.

    Each is at least 1, with no decimals in 만 and two at most in 억 and 조.

    >>> common_unit([253_800_000_000, 183_900_000_000])
    (100000000, '억')
    >>> common_unit([34_300_000_000, 17_150_000_000]), common_unit([123_450_000])
    ((100000000, '억'), (10000, '만'))
    >>> common_unit([15_000, 1]), common_unit([])
    ((1, ''), (1, ''))
    """
    values = [value for value in values if value]
    for size, word in _UNITS[1:]:
        step = size if size == 10**4 else size // 100
        if values and all(_magnitude(v) >= size and not v % step for v in values):
            return size, word
    return 1, ""


def in_unit(value: Number, unit: int) -> str:
    """A value counted in a unit, exactly.

    >>> in_unit(253_800_000_000, 10**8), in_unit(17_150_000_000, 10**8)
    ('2,538', '171.5')
    """
    whole, rest = divmod(_magnitude(value), unit)
    if not rest or unit == 1:
        return digits(value if unit == 1 else int(value) // unit)
    decimals = f"{int(rest):0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{int(whole):,}.{decimals}"


def bounds(low: Number | None, high: Number | None, currency: str) -> tuple[str, str]:
    """An amount's bounds in Korean notation and in digits.

    >>> bounds(5_000, 5_000, "KRW")
    ('5,000원', '5,000')
    >>> bounds(10**9, None, "KRW"), bounds(None, 10**9, "KRW")
    (('10억원 이상', '≥ 1,000,000,000'), ('10억원 이하', '≤ 1,000,000,000'))
    >>> bounds(10**9, 2 * 10**9, "KRW")[0]
    '10억원~20억원'
    """
    if low is None:
        if high is None:
            return "?", "?"
        return f"{korean(high, currency)} 이하", f"≤ {digits(high)}"
    if high is None:
        return f"{korean(low, currency)} 이상", f"≥ {digits(low)}"
    if low == high:
        return korean(low, currency), digits(low)
    return f"{korean(low, currency)}~{korean(high, currency)}", f"{digits(low)}~{digits(high)}"

"""Fiscal years and periods."""

import pytest

from newsextract.budget.years import budget_years, find_years, guess_year, year_of


@pytest.mark.parametrize(
    ("text", "published", "bounds"),
    [
        ("올해 3억원", 2018, [(2018, 2018)]),
        ("내년도 예산", 2018, [(2019, 2019)]),
        ("지난해 3억원", 2018, [(2017, 2017)]),
        ("올해 3억원", None, []),
        ("2019년도 3억원", None, [(2019, 2019)]),
        ("’19년 3억원", None, [(2019, 2019)]),
        ("‘98년 3억원", None, [(1998, 1998)]),
        ("제19회 대회", 2018, []),
        ("2021~2025년 3억원", None, [(2021, 2025)]),
        ("’21~’25년 3억원", None, [(2021, 2025)]),
        ("2021년부터 2025년까지", None, [(2021, 2025)]),
        ("올해부터 2025년까지", 2022, [(2022, 2025)]),
        ("2011년부터 지난해까지", 2016, [(2011, 2015)]),
        ("올해부터 5년간", 2022, [(2022, 2026)]),
        ("앞으로 3년 동안", 2011, [(2011, 2013)]),
        ("오는 2025년까지", 2022, [(None, 2025)]),
        ("2026년 말까지", 2022, [(None, 2026)]),
        ("2,019년도", None, []),
    ],
)
def test_bounds(text: str, published: int | None, bounds: list[tuple[int, int]]) -> None:
    assert [(m.first, m.last) for m in find_years(text, published)] == bounds


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("지난해보다 3억원 늘어난", "compared"),
        ("올해 본예산 대비", "compared"),
        ("전년 대비 3억원", "compared"),
        ("2018년 3월에 문을 연", "event"),
        ("내년 3억원", "plain"),
    ],
)
def test_use(text: str, use: str) -> None:
    assert [m.use for m in find_years(text, 2018)] == [use]


def test_years_of_names_and_budgets() -> None:
    assert year_of("2019년 지역산업진흥계획", None) == 2019
    assert year_of("2019년과 2020년 계획", None) is None
    assert [y for _, y in budget_years("군은 2012년도 예산안을 냈다", None)] == [2012]
    assert budget_years("2012년 태풍", None) == []


def test_a_guess_looks_ahead_in_autumn() -> None:
    assert guess_year("예산안을 짰다", (2018, 11)) == 2019
    assert guess_year("예산안을 짰다", (2018, 3)) == 2018
    assert guess_year("예산안을 짰다", None) is None

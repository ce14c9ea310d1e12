"""The lines of a batch are outcomes, as the library's own are."""

from __future__ import annotations

from pathlib import Path

from newsextract import Outcome
from newsextract.batch.running import Options, run

RELEASE = (
    "가람시는 한들공원 조성사업에 {sum}억원을 투입한다고 12일 밝혔다.\n"
    "시는 내년 3월까지 설계를 마치고 하반기에 공사를 시작할 계획이다. 공원에는 잔디마당, "
    "물놀이터, 어린이 숲과 작은 도서관이 들어선다.\n"
    "주민 설명회에서는 주차장을 넓혀 달라는 의견이 많았고, 시는 이를 설계에 반영하기로 했다.\n"
    "시 관계자는 “가까운 곳에서 쉴 수 있는 공원을 만들겠다”고 말했다.\n"
)


def test_every_line_is_an_outcome_also_of_a_reprint(tmp_path: Path) -> None:
    texts = {
        "a.txt": RELEASE.format(sum=30),
        "b.txt": "나래일보 김하늘 기자\n" + RELEASE.format(sum=30),
        "c.txt": "다온군은 나래로 정비사업에 9억원을 쓴다.",
        "d.txt": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    run([tmp_path / name for name in texts], out, Options(workers=1))
    lines = out.read_text("utf-8").splitlines()
    outcomes = [Outcome.model_validate_json(line) for line in lines]
    assert [o.ok for o in outcomes] == [True, True, True, False]
    first, second, third, _ = (o.story for o in outcomes)
    assert first is not None
    assert first == second
    assert third is None

"""The small door to Kiwi: lazy, whole words kept, offsets in code points."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from newsextract.language import kiwi
from newsextract.language.particles import case_of, is_particle, read_word_tail


def test_importing_the_door_does_not_load_kiwi() -> None:
    code = (
        "import sys; from newsextract.language import kiwi; kiwi.versions();"
        "assert 'kiwipiepy' not in sys.modules; assert not kiwi.is_loaded()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def test_added_words_stay_whole() -> None:
    kiwi.add_words(["국토교통균형원"])
    forms = [t.form for t in kiwi.analyse("국토교통균형원은 예산을 편성했다.")]
    assert forms[0] == "국토교통균형원"


def test_offsets_are_code_points_behind_an_emoji() -> None:
    text = "😀 시는 3억원을 투입한다."
    found = [t for t in kiwi.analyse(text) if t.form == "투입"]
    assert [text[t.start : t.end] for t in found] == ["투입"]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="가나다 는을를했다3억원,.()‘’·\x00\u200b😀", max_size=60))
def test_tokens_lie_inside_the_sentence_and_are_repeatable(text: str) -> None:
    tokens = kiwi.analyse(text)
    assert all(0 <= t.start <= t.end <= len(text) for t in tokens)
    assert tokens == kiwi.analyse(text)


def test_particles_tell_a_name_from_a_longer_word() -> None:
    assert is_particle("는")
    assert not is_particle("문")
    assert case_of("에서는") == "topic"
    assert read_word_tail("산업부문 예산", 3) == ("문", None, 4)
    assert read_word_tail("상주시에 따르면", 3)[1] == "source"

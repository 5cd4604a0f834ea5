"""Signs look as the design says, and none names an icon that is not drawn."""

import re
import time
from pathlib import Path

import pytest
from django.conf import settings

from guidelines.frame import icons


def test_every_state_has_a_drawn_icon_and_a_known_tone() -> None:
    for sign in icons.STATES.values():
        assert sign.icon in icons.icon_names()
        assert sign.tone in icons.TONES


def test_every_icon_a_template_names_is_drawn() -> None:
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for name in re.findall(r'{%-? icon "([^"]+)"', template.read_text(encoding="utf-8")):
            assert name in icons.icon_names(), f"{template}: {name}"


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(ValueError, match="no icon 'unicorn'"):
        icons.icon("unicorn")


def test_a_state_is_tone_icon_and_word() -> None:
    assert icons.status("in_force") == (
        '<span class="status tone-ok"><svg class="i" aria-hidden="true"><use href="#i-done"/></svg>In force</span>'
    )


@pytest.mark.parametrize(
    ("code", "language", "words", "bars"),
    [
        ("S1", "en", "S1 Critical", 4),
        ("S3", "en", "S3 Medium", 2),
        ("S4", "vi", "S4 Thấp", 1),
        ("S1", "vi", "S1 Nghiêm trọng", 4),
    ],
)
def test_severity_is_bars_code_and_word(code: str, language: str, words: str, bars: int) -> None:
    html = icons.severity(code, language)
    assert words in html
    assert html.count('class="on"') == bars
    assert html.count("<rect") == 4


def test_no_severity_is_a_word_alone() -> None:
    assert icons.severity("", "en") == '<span class="sev tone-neutral">None</span>'


def test_a_call_number_keeps_its_hyphen_in_copied_text() -> None:
    html = icons.policy_id("US-CC-0142")
    assert html == '<span class="pid"><b>US<i>-</i></b>CC-0142</span>'
    assert re.sub("<[^>]+>", "", html) == "US-CC-0142"


def test_a_label_code_may_break_and_copies_whole() -> None:
    html = icons.label_code("counterfeit.low_price")
    assert html == '<code class="lab">counterfeit.<wbr>low_<wbr>price</code>'
    whole = icons.with_breaks("counterfeit.low_price & 3.5 of 30_000. Then stop")
    assert whole == "counterfeit.<wbr>low_<wbr>price<wbr> &amp; 3.5 of 30_000. Then stop"
    assert icons.label_code("") == '<code class="lab"></code>'


def test_a_word_of_a_whole_paragraph_keeps_nobody_waiting() -> None:
    begun = time.process_time()
    assert icons.with_breaks("a" * 2**16) == "a" * 2**16
    assert time.process_time() - begun < 1, "it took a minute"


def test_nothing_a_person_typed_becomes_markup() -> None:
    for html in (
        icons.policy_id("<b>-x"),
        icons.label_code("<b>"),
        icons.person("<b> x"),
        icons.status("draft", "<b>"),
    ):
        assert "<b> x" not in html
        assert html.count("<b>") <= ("pid" in html)


def test_a_person_has_initials() -> None:
    assert icons.initials("Lê Thu Hà") == "LT"
    assert icons.initials("") == ""

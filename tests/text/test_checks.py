"""Each writing check fires where it should, and is silent where it should not."""

from __future__ import annotations

import time

import pytest

from guidelines.text.checks.changes import minor_findings, named_rules, note_findings
from guidelines.text.checks.links import guidelines_linked, image_findings, link_findings
from guidelines.text.checks.prose import changed_pieces, prose_findings, reading_ease, rule_findings
from guidelines.text.rendering import render
from guidelines.text.rendering.leading import Image, leading
from tests.editions.making import SOURCE

WATCHED = {"if appropriate": "Say when.", "soon": "Give a time.", "nếu cần": "Nêu rõ khi nào."}


def said(findings: object) -> list[str]:
    return [finding.sentence for finding in findings]  # type: ignore[attr-defined]


def missed(new: str, note: str, old: str = SOURCE) -> list[str]:
    return said(note_findings(old, new, note))


MOVED = "/// rule | R2\n" + SOURCE.partition("/// rule | R2\n")[2].partition("///\n")[0] + "///\n\n"
CHANGES = {
    "action": SOURCE.replace("action: restrict", "action: remove"),
    "severity": SOURCE.replace("severity: S3", "severity: S4"),
    "label": SOURCE.replace("counterfeit.low_price", "counterfeit.declared"),
    "escalate": SOURCE.replace("within 4 hours", "within 2 hours"),
    "order": MOVED + SOURCE.replace(MOVED, ""),
    "gone": SOURCE.replace(MOVED, ""),
    "new": SOURCE.replace("| R2\n", "| R2\n").replace(MOVED, MOVED + MOVED.replace("R2", "R3")),
}


@pytest.mark.parametrize("what", sorted(CHANGES))
def test_a_note_that_misses_a_rule_is_found_and_one_that_names_it_is_not(what: str) -> None:
    new = CHANGES[what]
    found = missed(new, "Plainer words.")
    assert len(found) == 1
    rule = found[0].split(":")[0].removeprefix("The change note misses ")
    assert missed(new, f"{rule} changed.") == []
    assert missed(new, "All rules changed.") == []


def test_words_that_decide_the_same_need_no_rule_in_the_note() -> None:
    assert missed(SOURCE.replace("Warn the seller.", "Warn the shop."), "Plainer words.") == []
    assert missed(SOURCE, "Nothing.") == []


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("R1 and R12.", {"R1", "R12"}),
        ("R3 to R5 are new.", {"R3", "R4", "R5"}),
        ("R3–R5, R9", {"R3", "R4", "R5", "R9"}),
        ("R3 đến R5 là mới.", {"R3", "R4", "R5"}),
        ("R5 to R3", {"R5", "R3"}),
        ("PR2 or R1a", set()),
        ("R1 to R9999", {"R1", "R9999"}),
        ("R3–5, R7-8", {"R3", "R4", "R5", "R7", "R8"}),
        ("Raised the limit of R3 to 10 strikes.", {"R3"}),
    ],
)
def test_a_note_names_rules_one_by_one_and_as_a_range(note: str, named: set[str]) -> None:
    assert named_rules(note) == named


def test_a_minor_change_decides_nothing_otherwise() -> None:
    for what in ("action", "severity", "label", "gone", "new"):
        assert len(said(minor_findings(SOURCE, CHANGES[what]))) == 1, what
    assert said(minor_findings(SOURCE, SOURCE.replace("Warn the seller.", "Warn the shop."))) == []


@pytest.mark.parametrize("note", ["Not all rules changed.", "Nearly all rules changed.", "Không phải mọi quy tắc."])
def test_a_note_that_says_not_all_rules_names_none(note: str) -> None:
    assert len(missed(CHANGES["action"], note)) == 1


def links_found(source: str, known: frozenset[str] = frozenset()) -> list[tuple[int | None, str]]:
    led = leading(render(source))
    return [(finding.line, finding.sentence) for finding in link_findings(source, led.links, led.places, known)]


def test_links_that_lead_nowhere_are_found_with_their_line() -> None:
    source = "# Scope\n\n[a](#scope) [b](#gone)\n[c](/g/US-PR-0001/) [d](/g/US-PR-9999/#r1)\n"
    assert links_found(source, frozenset({"US-PR-0001"})) == [
        (3, "The link to “#gone” leads nowhere in this text."),
        (4, "There is no guideline US-PR-9999."),
    ]
    assert guidelines_linked(leading(render(source)).links) == {"US-PR-0001", "US-PR-9999"}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('One.\n\n[a](#gone "With a title")\n', 3),
        ("[a](/g/NO-1)\n", 1),
        ("[a][b] and words\n\n[b]: #gone\n", 3),
        ("/// rule | R1\nif: as in [a](#gone)\naction: remove\ndo: Remove.\n///\n", 2),
        ("/// term | Seller\nWho [sells](#gone).\n///\n", 2),
        ("`#gone` is code.\n\n[a](#gone)\n", 3),
    ],
)
def test_a_dead_link_is_found_however_it_is_written(source: str, line: int) -> None:
    assert [at for at, _sentence in links_found(source)] == [line]


@pytest.mark.parametrize("source", ["`[a](#gone)`\n", "~~~\n[a](#gone)\n~~~\n", "```\n[a](/g/NO-1/)\n```\n"])
def test_what_stands_in_code_is_no_link(source: str) -> None:
    assert links_found(source) == []


def images_found(source: str, missing: set[str]) -> list[tuple[int | None, str]]:
    images = leading(render(source)).images
    return [(finding.line, finding.sentence) for finding in image_findings(source, images, missing)]


def test_an_image_needs_words_and_must_be_kept() -> None:
    name, wordless = "a" * 64 + ".png", "This image has no words for those who can’t see it."
    source = f"Words.\n\n![A label](/attachments/{name})\n\n![ ](/attachments/{name})\n"
    assert images_found(source, set()) == [(5, wordless)]
    assert images_found(source, {name}) == [(5, wordless), (3, "This image is not kept with the edition.")]
    assert images_found(f"![A label](/attachments/{name})", set()) == []
    assert images_found(f"![][x]\n\n[x]: /attachments/{name}\n", set()) == [(1, wordless)]


def advice(new: str, old: str = "", language: str = "en") -> list[str]:
    pieces = changed_pieces(old, new)
    rendered = render(new, language=language)
    return said([*rule_findings(pieces, rendered.rules, rendered.cases), *prose_findings(pieces, language, WATCHED)])


def test_vague_words_are_pointed_out_as_whole_words_in_any_case() -> None:
    assert advice("Remove If Appropriate.") == ["“if appropriate” says not when or how."]
    assert advice("A sooner date. Monsoon.") == []
    assert advice("Gỡ nếu cần.", language="vi") == ["“nếu cần” says not when or how."]


def test_advice_looks_at_new_and_changed_pieces_only() -> None:
    old = "Do it soon.\n\nOther words.\n"
    assert advice(old + "\nMore words.\n", old) == []
    assert advice(old.replace("Other words.", "Do that soon."), old) == ["“soon” says not when or how."]


def test_a_long_sentence_is_pointed_out() -> None:
    assert advice("word " * 25 + ".") == []
    assert advice("word " * 26 + ".")[0].startswith("A sentence of 26 words")
    assert advice("chữ " * 40 + ".", language="vi") == []
    assert advice("chữ " * 41 + ".", language="vi")[0].startswith("A sentence of 41 words")


def test_an_escalation_without_a_name_is_pointed_out() -> None:
    assert advice("The case must be escalated.") == ["It is escalated, and nobody is named."]
    assert advice("The case must be escalated to Legal.") == []
    assert advice("The case must be escalated at once to Legal.") == []
    assert advice("Hồ sơ phải được chuyển cấp.", language="vi") == ["It is escalated, and nobody is named."]
    assert advice("Hồ sơ phải được chuyển cấp cho Pháp chế.", language="vi") == []


def test_a_rule_shows_its_border_with_cases() -> None:
    assert "R2 has no case." in advice(SOURCE)
    only = SOURCE.replace("/// case | not violating R1", "/// case | violating R1")
    assert "R1 has no case that is not violating." in advice(only)
    assert "R1 has no case that is not violating." not in advice(SOURCE)


def test_a_removal_says_how_severe_it_is_and_who_takes_the_next() -> None:
    bare = SOURCE.replace("escalate: Brand Integrity, from the third case in 90 days\n", "")
    assert "R1 removes without a severity or an escalation." in advice(bare)
    assert "R1 removes without a severity or an escalation." not in advice(SOURCE)


def test_hard_reading_is_pointed_out() -> None:
    hard = "Organisational accountability necessitates comprehensive documentation methodologies. " * 6
    assert any(sentence.startswith("Hard to read") for sentence in advice(hard))
    assert not any(sentence.startswith("Hard to read") for sentence in advice("The cat sat on the mat. " * 10))


def test_the_reading_ease_is_that_of_the_formula() -> None:
    # Six words in one sentence, six syllables: 206.835 - 1.015 * 6 - 84.6 * 1.
    assert reading_ease("The cat sat on the mat.") == pytest.approx(116.145)
    assert reading_ease("") == 100.0


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["a" * 50_000, "R1 to " * 10_000, "[" * 20_000, "must be escalated " * 4_000, "](" * 20_000]
)
def test_no_text_makes_a_check_slow(text: str) -> None:
    began = time.process_time()
    list(note_findings("", text, text))
    list(link_findings(text, ["#gone"] * 100, set(), set()))
    list(image_findings(text, [Image("", "")] * 100, set()))
    list(prose_findings(changed_pieces("", text), "en", WATCHED))
    assert time.process_time() - began < 3

"""The whole interface speaks every language: nothing is missing, guessed, left over or compiled from older words."""

from __future__ import annotations

import ast
import gettext
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.house.rules.sentences import Sentence, sentences, translators
from tests.house.rules.sources import PRODUCT, ROOT, name, python_files, templates, tree

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACE = re.compile(r"%%|%\(\w+\)\d*[a-z]|%[a-z]|\{\w*\}")


def source(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def wanted() -> dict[str, Sentence]:
    return {sentence.key: sentence for sentence in sentences()}


def catalogue(compiled: Path) -> dict[str, str]:
    """Sentence → translation; of a plural the first form."""
    with compiled.open("rb") as file:
        found = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key if isinstance(key, str) else key[0]: words for key, words in found.items() if key}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_reads_it_in_another_language_meets_no_english_sentence(language: str) -> None:
    translated = catalogue(source(language).with_suffix(".mo"))
    missing = [f"{wanted()[key].file}: {wanted()[key].words}" for key in wanted() if not translated.get(key)]
    assert missing == [], "Translate these: CONTRIBUTING.md says how."


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_outlives_its_sentence(language: str) -> None:
    assert sorted(set(catalogue(source(language).with_suffix(".mo"))) - set(wanted())) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_what_its_sentence_names(language: str) -> None:
    translated = catalogue(source(language).with_suffix(".mo"))
    differing = [
        (sentence.words, translated[key])
        for key, sentence in wanted().items()
        if sorted(PLACE.findall(sentence.plural or sentence.words)) != sorted(PLACE.findall(translated.get(key, "")))
    ]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translator_left_no_guess_behind(language: str) -> None:
    lines = source(language).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(r"#,.*\bfuzzy\b|#~", line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_words_are_those_that_were_translated(language: str, msgfmt: str, tmp_path: Path) -> None:
    compiled = tmp_path / "django.mo"
    subprocess.run([msgfmt, "--check-format", "-o", compiled, source(language)], check=True)
    assert catalogue(compiled) == catalogue(source(language).with_suffix(".mo")), "Run make messages."


@pytest.mark.slow
def test_nothing_is_translated_before_it_is_known_for_whom() -> None:
    """At import there is no reader: there it takes the lazy twin, such as `gettext_lazy`."""
    early = [
        f"{name(path)}:{node.lineno}"
        for path in python_files(*PRODUCT)
        for node in _calls_at_import(tree(path))
        if isinstance(node.func, ast.Name)
        and translators(tree(path)).get(node.func.id, "_lazy") in ("gettext", "ngettext", "pgettext", "npgettext")
    ]
    assert early == []


def _calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _calls_at_import(child)


def test_a_day_is_written_as_the_language_writes_it() -> None:
    """`written_day`, `date_in_zone` and their kin know how; Django's `date` names the form and ignores the language."""
    own = [name(path) for path in templates() if re.search(r"\|date(?!:\"c\")\b", path.read_text(encoding="utf-8"))]
    assert own == []

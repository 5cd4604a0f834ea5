"""Every sentence that the product wants translated, found without gettext: calls in Python, tags in templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

from tests.house.rules.sources import PRODUCT, name, python_files, templates, tree

# How many of the first arguments are words: a context before, a plural after the sentence.
FUNCTIONS = {"gettext": 1, "gettext_noop": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(({STRING}(?:,\s*{STRING})*)", re.S)


@dataclass(frozen=True)
class Sentence:
    """What is to be translated, and the file it stands in."""

    words: str
    plural: str
    context: str
    file: str

    @property
    def key(self) -> str:
        """How a compiled catalogue calls it."""
        return f"{self.context}\x04{self.words}" if self.context else self.words


def sentences() -> Iterator[Sentence]:
    for path in python_files(*PRODUCT):
        yield from in_python(tree(path), name(path))
    for path in templates():
        yield from in_template(path)


def in_python(module: ast.Module, file: str) -> Iterator[Sentence]:
    known = translators(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            function = known[node.func.id].removesuffix("_lazy")
            words = [
                argument.value for argument in node.args[: FUNCTIONS[function]] if isinstance(argument, ast.Constant)
            ]
            if len(words) == FUNCTIONS[function]:
                yield _sentence(function, words, file)


@cache
def translators(module: ast.Module) -> dict[str, str]:
    """What this module calls gettext and its sisters, such as `_`."""
    imports = (node for node in ast.walk(module) if isinstance(node, ast.ImportFrom))
    return {
        alias.asname or alias.name: alias.name
        for node in imports
        if node.module == "django.utils.translation"
        for alias in node.names
        if alias.name.removesuffix("_lazy") in FUNCTIONS
    }


def in_template(path: Path) -> Iterator[Sentence]:
    for function, arguments in CALL.findall(templatize(path.read_text(encoding="utf-8"))):
        words = [ast.literal_eval(word) for word in re.findall(STRING, arguments, re.S)]
        yield _sentence("gettext" if function == "_" else function, words, name(path))


def _sentence(function: str, words: list[str], file: str) -> Sentence:
    context = words.pop(0) if "pgettext" in function else ""
    return Sentence(words[0], words[1] if function.startswith("n") else "", context, file)

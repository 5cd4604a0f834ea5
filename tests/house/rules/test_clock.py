"""One clock for the record: every deed asks `frame.clock`, and the demo alone may set it back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.rules.sources import PRODUCT, name, python_files, tree

THE_CLOCK = "guidelines/frame/clock.py"
NO_DEEDS = {"guidelines/frame/zones.py", "guidelines/people/models.py"}
"""The name of a zone today; what stands in a row made by hand, for deeds name their own instant."""
MAY_PRETEND = (THE_CLOCK, "guidelines/demo/")
OTHER_CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}


def pretences(module: ast.Module) -> Iterator[int]:
    """The lines that name `pretend`, however it was imported."""
    for node in ast.walk(module):
        used = isinstance(node, ast.Attribute) and node.attr == "pretend"
        imported = isinstance(node, ast.ImportFrom) and any(alias.name == "pretend" for alias in node.names)
        if used or imported:
            yield getattr(node, "lineno", 0)


def other_clocks(module: ast.Module) -> Iterator[int]:
    """The lines that ask another clock for the time."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and ".".join(ast.unparse(node).split(".")[-2:]) in OTHER_CLOCKS:
            yield node.lineno


@pytest.mark.slow
def test_nobody_but_the_demo_pretends_a_time() -> None:
    found = {name(path): list(pretences(tree(path))) for path in python_files(*PRODUCT)}
    assert {path for path, lines in found.items() if lines and not path.startswith(MAY_PRETEND)} == set()
    assert any(lines for path, lines in found.items() if path.startswith("guidelines/demo/"))


@pytest.mark.slow
def test_no_deed_asks_another_clock() -> None:
    found = {name(path): list(other_clocks(tree(path))) for path in python_files(*PRODUCT)}
    assert {path for path, lines in found.items() if lines} - NO_DEEDS == {THE_CLOCK}


@pytest.mark.parametrize(
    "planted", ["from guidelines.frame.clock import pretend", "with clock.pretend(at):\n    pass", "x = clock.pretend"]
)
def test_a_planted_pretence_is_found(planted: str) -> None:
    assert list(pretences(ast.parse(planted))) == [1]


@pytest.mark.parametrize(
    "planted", ["timezone.now()", "dt.datetime.now(dt.UTC)", "dt.date.today()", "f = timezone.now"]
)
def test_a_planted_clock_is_found(planted: str) -> None:
    assert list(other_clocks(ast.parse(planted))) == [1]

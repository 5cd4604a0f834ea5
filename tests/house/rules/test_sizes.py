"""Files stop at 300 lines, functions at 40."""

import ast
from pathlib import Path

import pytest

from tests.house.rules.sources import PRODUCT, ROOT, name, python_files, tree

FILE_LINES, FUNCTION_LINES = 300, 40
EVERYWHERE = (*PRODUCT, "tests", "benchmarks")


def long_files(paths: list[Path]) -> list[str]:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{name(path)}: {lines} lines" for path, lines in lengths.items() if lines > FILE_LINES]


def long_functions(module: ast.Module) -> list[str]:
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    return [f"{node.name}: {lines} lines" for node, lines in lengths.items() if lines > FUNCTION_LINES]


def test_no_python_file_is_longer_than_300_lines() -> None:
    assert long_files(list(python_files(*EVERYWHERE))) == []


def test_no_script_or_template_is_longer_than_300_lines() -> None:
    scripts = [*(ROOT / "static").rglob("*.js"), *(ROOT / "templates").rglob("*.html")]
    assert long_files(scripts) == []


@pytest.mark.slow
def test_no_function_of_the_product_is_longer_than_40_lines() -> None:
    found = {name(path): long_functions(tree(path)) for path in python_files(*PRODUCT)}
    assert {path: functions for path, functions in found.items() if functions} == {}


def test_a_function_of_41_lines_is_found_and_one_of_40_is_not() -> None:
    body = "    x = 1\n"
    assert long_functions(ast.parse("def long():\n" + body * 40)) == ["long: 41 lines"]
    assert long_functions(ast.parse("def short():\n" + body * 39)) == []

"""The progress of a long command: a bar where somebody watches, a line at each tenth where nobody does."""

from __future__ import annotations

import io

import pytest

from guidelines.frame.progress import progress


class Screen(io.StringIO):
    """An output that is a terminal, or is none."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, msg: str = "", style_func: None = None, ending: str | None = None) -> None:  # type: ignore[override]
        super().write(msg + ("\n" if ending is None else ending))


def test_whoever_watches_a_terminal_sees_the_bar_reach_the_end() -> None:
    screen = Screen(is_terminal=True)
    assert list(progress(range(40), "Importing", screen)) == list(range(40))
    drawn = screen.getvalue().split("\r")
    assert drawn[-1] == f"Importing {'█' * 30} 40/40\n"
    assert screen.getvalue().count("\n") == 1


def test_a_log_gets_a_line_at_each_tenth_and_no_bar() -> None:
    log = Screen(is_terminal=False)
    list(progress(range(40), "Importing", log))
    assert log.getvalue().splitlines() == [f"Importing: {done} of 40" for done in range(4, 41, 4)]


@pytest.mark.parametrize("is_terminal", [True, False])
def test_nothing_to_do_says_nothing(is_terminal: bool) -> None:
    screen = Screen(is_terminal=is_terminal)
    assert list(progress([], "Importing", screen)) == []
    assert screen.getvalue() == ""

"""What the worker looks for by itself."""

from __future__ import annotations

import pytest

from guidelines.frame import sweeps


@pytest.fixture(autouse=True)
def ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_sweeps", {})


def test_a_sweep_runs_when_its_time_has_come_and_not_before() -> None:
    ran: list[str] = []
    sweeps.register("often", lambda: ran.append("often"), seconds=0)
    sweeps.register("seldom", lambda: ran.append("seldom"), seconds=3600)
    sweeps.sweep_due()
    sweeps.sweep_due()
    assert ran == ["often", "seldom", "often"]


def test_a_sweep_that_fails_keeps_no_other_from_running(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []

    def breaks() -> None:
        raise RuntimeError("a database went away")

    sweeps.register("broken", breaks, seconds=0)
    sweeps.register("sound", lambda: ran.append("sound"), seconds=0)
    sweeps.sweep_due()
    assert ran == ["sound"]
    assert "The sweep broken failed" in caplog.text

"""The portal's own commands, run as a person would, and every process they leave."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).resolve().parents[2]
INHERITED = ("SOP_PORTAL_", "DATABASE_URL", "REDIS_URL", "PORT", "DJANGO_")


def environment(folder: Path, **given: str) -> dict[str, str]:
    """This shell's environment without anything that steers the portal, and then what is given."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(INHERITED)}
    return {**plain, "SOP_PORTAL_VAR": str(folder), **given}


def python(*arguments: str, env: dict[str, str], seconds: float = 60) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=seconds)


@dataclass
class Running:
    """A started command. All of its descendants inherit a mark by which they are found wherever they went."""

    process: subprocess.Popen[str]
    mark: str
    lines: list[str] = field(default_factory=list)

    def read_until(self, words: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError(f"The command ended without saying {words!r}:\n{''.join(self.lines)}")

    def processes(self) -> list[int]:
        """Every living process that carries the mark."""
        return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self._carries_the_mark(pid)]

    def _carries_the_mark(self, pid: int) -> bool:
        try:
            return self.mark.encode() in Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:  # gone, or a zombie that waits for its parent
            return False

    def wait_for_processes(self, number: int, seconds: float = 10) -> bool:
        """Whether so many processes run, once those being started had their time."""
        end = monotonic() + seconds
        while len(self.processes()) != number and monotonic() < end:
            sleep(0.05)
        return len(self.processes()) == number

    def wait_until_all_are_gone(self, seconds: float = 30) -> int:
        """The exit code, once no process is left; whoever is left when the time is over fails the test."""
        code = self.process.wait(timeout=seconds)
        end = monotonic() + 2
        while self.processes() and monotonic() < end:
            sleep(0.05)
        assert self.processes() == []
        return code


@contextmanager
def started(*arguments: str, env: dict[str, str]) -> Iterator[Running]:
    """A command in its own process group, as a terminal starts it. Killed at the end if it still lives."""
    mark = f"SOP_TEST_MARK={uuid.uuid4()}"
    name, value = mark.split("=")
    process = subprocess.Popen(
        [sys.executable, "-u", *arguments],
        cwd=ROOT,
        env={**env, name: value},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    running = Running(process, mark)
    try:
        yield running
    finally:
        for pid in running.processes():
            os.kill(pid, 9)
        process.communicate()

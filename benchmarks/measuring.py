"""Measuring a workload beside its yardstick: in turns, in one process, so that whatever slows one slows both."""

from __future__ import annotations

import gc
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection

from benchmarks.requesting import Answer, Browser
from benchmarks.workloads import Request, Workload

TURN = 20
"""Requests before the other side has its turn: long enough that each runs with its own code warm."""
SOME = 40
"""Requests that warm up, and requests whose queries are counted."""


@dataclass(frozen=True)
class Measure:
    """One workload's figures. Times are medians in milliseconds."""

    name: str
    title: str
    requests: int
    bytes: int
    cpu: float
    wall: float
    slowest: float
    """CPU of the slowest twentieth (95th percentile)."""
    yardstick: float
    queries: int
    yardstick_queries: int

    @property
    def ratio(self) -> float:
        return self.cpu / self.yardstick


class WrongAnswer(Exception):
    """A request was not answered as it should have been, so its time says nothing."""


def measured(workload: Workload, browser: Browser, rounds: int) -> Measure:
    """The quietest of some rounds: the one that took the least CPU on both sides together."""
    bare = Request(f"/yardstick/1/{_warmed_up(workload, browser)}/")
    browser.get(bare.address)
    found = (_round(workload, bare, browser) for _ in range(rounds))
    return min(found, key=lambda measure: measure.cpu + measure.yardstick)


def _warmed_up(workload: Workload, browser: Browser) -> int:
    """The size of the pages, which a 304 spares as well; asking for them warms everything up."""
    return int(median(browser.get(request.address, form=request.form).size for request in workload.requests()[:SOME]))


def _round(workload: Workload, bare: Request, browser: Browser) -> Measure:
    requests = workload.requests()
    pages: list[Answer] = []
    yardsticks: list[Answer] = []
    of_pages = of_yardsticks = 0.0
    for start in range(0, len(requests), TURN):
        turn = requests[start : start + TURN]
        with _without_collector():
            begun = database_cpu()
            pages += [_answer(browser, request, workload.status) for request in turn]
            between = database_cpu()
            yardsticks += [_answer(browser, bare, 200) for _ in turn]
        of_pages, of_yardsticks = of_pages + between - begun, of_yardsticks + database_cpu() - between
    cpu = sorted(answer.cpu for answer in pages)
    return Measure(
        name=workload.name,
        title=workload.title,
        requests=len(pages),
        bytes=yardsticks[0].size,
        cpu=1000 * (median(cpu) + of_pages / len(pages)),
        wall=1000 * median(answer.wall for answer in pages),
        slowest=1000 * cpu[int(0.95 * (len(cpu) - 1))],
        yardstick=1000 * (median(answer.cpu for answer in yardsticks) + of_yardsticks / len(yardsticks)),
        queries=max(browser.queries(request.address, request.etag, request.form) for request in requests[:SOME]),
        yardstick_queries=browser.queries(bare.address),
    )


def database_cpu() -> float:
    """Seconds of CPU that PostgreSQL's process for this connection has taken; SQLite works inside our own process."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _answer(browser: Browser, request: Request, status: int) -> Answer:
    answer = browser.get(request.address, request.etag, request.form)
    if answer.status != status:
        raise WrongAnswer(f"{request.address} answered {answer.status} and not {status}.")
    return answer


@contextmanager
def _without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def peak_memory() -> float:
    """The most memory this process held so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)

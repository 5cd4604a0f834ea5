"""What processes of one server share: found by the others, bounded, gone with the server, and never needed."""

from __future__ import annotations

import multiprocessing
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from guidelines.frame.pool import Pool, shared_by_one_server

MEGABYTE = 2**20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pool.sqlite3"


def put_in_another_process(path: Path) -> None:
    Pool(path, MEGABYTE).put("page", b"words")


@pytest.mark.slow
def test_what_one_process_puts_another_finds(path: Path) -> None:
    with shared_by_one_server(path) as shared:
        mine = Pool(shared, MEGABYTE)
        assert mine.get("page") is None
        other = multiprocessing.get_context("spawn").Process(target=put_in_another_process, args=(path,))
        other.start()
        other.join()
        assert mine.get("page") == b"words"


def test_a_forked_process_opens_the_file_anew(path: Path) -> None:
    with shared_by_one_server(path) as shared:
        pool = Pool(shared, MEGABYTE)
        pool.put("page", b"before")
        parents = pool._own.kept
        pool._own.kept = replace(parents, pid=0)  # as it looks in a child
        assert pool._connection() is not parents.connection
        assert pool.get("page") == b"before"


def test_the_latest_words_under_a_name_are_found(path: Path) -> None:
    with shared_by_one_server(path) as shared:
        pool = Pool(shared, MEGABYTE)
        pool.put("page", b"old")
        pool.put("page", b"new")
        assert pool.get("page") == b"new"


def test_a_full_file_lets_the_oldest_pages_go(path: Path) -> None:
    with shared_by_one_server(path) as shared:
        pool = Pool(shared, MEGABYTE)
        for number in range(300):
            pool.put(f"page {number}", bytes(9000))
        assert pool.get("page 0") is None
        assert pool.get("page 299") == bytes(9000)
        assert sum(pool.get(f"page {number}") is not None for number in range(300)) > 80
        assert path.stat().st_size < 1.2 * MEGABYTE


def test_threads_that_put_and_get_at_once_lose_nothing(path: Path) -> None:
    def work(pool: Pool, own: int, found: list[bytes | None]) -> None:
        for number in range(40):
            pool.put(f"{own} {number}", b"%d" % number)
            found.append(pool.get(f"{own} {number}"))

    with shared_by_one_server(path) as shared:
        pool, found = Pool(shared, 10 * MEGABYTE), [[] for _ in range(4)]  # type: ignore[var-annotated]
        threads = [threading.Thread(target=work, args=(pool, own, found[own])) for own in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [[b"%d" % number for number in range(40)]] * 4


def test_only_the_portals_own_user_reads_the_file(path: Path) -> None:
    with shared_by_one_server(path) as shared:
        Pool(shared, MEGABYTE).put("page", b"words")
        for one in path.parent.iterdir():
            assert stat.S_IMODE(one.stat().st_mode) == 0o600, one.name


def test_it_begins_empty_even_after_a_crash_and_ends_with_the_server(path: Path) -> None:
    with shared_by_one_server(path) as shared:
        Pool(shared, MEGABYTE).put("page", b"words")
        left_behind = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    assert list(path.parent.iterdir()) == []
    for name, content in left_behind.items():
        path.with_name(name).write_bytes(content)
    with shared_by_one_server(path) as shared:
        assert Pool(shared, MEGABYTE).get("page") is None


def test_without_a_place_to_write_nothing_is_shared(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with shared_by_one_server(tmp_path / "a file" / "pool.sqlite3") as shared:
        assert shared is None
        pool = Pool(shared, MEGABYTE)
        pool.put("page", b"words")
        assert pool.get("page") is None


def test_a_file_that_was_taken_away_or_broken_is_a_miss_and_no_error(path: Path) -> None:
    pool = Pool(path, MEGABYTE)
    pool.put("page", b"words")
    assert pool.get("page") is None
    assert not path.exists()
    path.write_bytes(b"no database" * 100)
    assert Pool(path, MEGABYTE).get("page") is None

"""`manage.py serve` stops when told to and leaves nothing behind."""

import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import mean

import pytest

from guidelines.frame.headers import ALWAYS
from tests.house.running import Running, environment, python, started

pytestmark = pytest.mark.slow

SUPERVISE = """
import sys
from guidelines.frame.serving import Child, Supervisor
children = [Child(f"program {number}", (sys.executable, "-c", code)) for number, code in enumerate(sys.argv[2:])]
sys.exit(Supervisor(children, say=print, patience=float(sys.argv[1])).run())
"""
ESTABLISHED = "01"
"""A connection in `/proc/net/tcp` that is open on both sides."""
OBEDIENT = "import time; print('obedient runs', flush=True); time.sleep(60)"
STUBBORN = """
import signal, subprocess, sys, time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("stubborn runs", flush=True)
time.sleep(60)
"""


@contextmanager
def a_running_portal(folder: Path, workers: int = 1) -> Iterator[Running]:
    env = environment(folder, SOP_PORTAL_MODE="test")
    with started("manage.py", "serve", "--port", "0", "--workers", str(workers), env=env) as portal:
        portal.read_until("SOP Portal answers on http://127.0.0.1:")
        assert len(portal.processes()) >= 3 + workers  # with the supervisor, gunicorn's master and the task worker
        yield portal


def port_of(portal: Running) -> int:
    return int(portal.lines[-1].split("127.0.0.1:")[1].split("/")[0])


def ctrl_c(portal: Running) -> None:
    """A terminal sends its signal to everybody in the foreground group."""
    os.killpg(portal.process.pid, signal.SIGINT)


def kill_int(portal: Running) -> None:
    portal.process.send_signal(signal.SIGINT)


def kill_term(portal: Running) -> None:
    portal.process.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("stop", [ctrl_c, kill_int, kill_term])
def test_ctrl_c_and_sigterm_leave_no_process(stop: Callable[[Running], None], tmp_path: Path) -> None:
    with a_running_portal(tmp_path) as portal:
        stop(portal)
        assert portal.wait_until_all_are_gone() == 0


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The printed port of a portal that runs."""
    with a_running_portal(tmp_path_factory.mktemp("portal")) as running:
        yield port_of(running)


def connections_of_each(portal: Running) -> list[int]:
    """How many browsers each process of the portal talks with, the most first; only who talks with any."""
    port = f":{port_of(portal):04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = {f"socket:[{fields[9]}]" for fields in lines if fields[1].endswith(port) and fields[3] == ESTABLISHED}
    held = [len(ours & open_files(pid)) for pid in portal.processes()]
    return sorted(filter(None, held), reverse=True)


def open_files(pid: int) -> set[str]:
    found = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            found.add(os.readlink(file))
    return found


def most_of_twenty(portal: Running) -> int:
    """Twenty browsers come, one after the other, and stay: how many are with the process that has more of them."""
    with ExitStack() as browsers:
        for _ in range(20):
            browser = http.client.HTTPConnection("127.0.0.1", port_of(portal), timeout=20)
            browsers.callback(browser.close)
            browser.request("GET", "/static/icon.svg")
            browser.getresponse().read()
        each = connections_of_each(portal)
    assert sum(each) == 20
    return each[0]


def test_two_web_processes_share_the_browsers_evenly(tmp_path: Path) -> None:
    with a_running_portal(tmp_path, workers=2) as portal:
        rounds = [most_of_twenty(portal) for _ in range(12)]
    assert mean(rounds) <= 11.5, f"of 20 browsers, one process had {rounds}"


def test_the_printed_address_answers_with_the_portal(portal: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", portal, timeout=20)
    connection.request("GET", "/static/icon.svg")
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Content-Type")) == (200, "image/svg+xml")
    connection.close()


def test_no_browser_tells_the_portal_where_its_pages_begin(portal: int) -> None:
    """Addresses are worked out once for everybody, so one who could would lead all others astray."""
    connection = http.client.HTTPConnection("127.0.0.1", portal, timeout=20)
    connection.request("GET", "/astray/static/icon.svg", headers={"SCRIPT_NAME": "/astray", "PATH_INFO": "/"})
    assert connection.getresponse().status == 404
    connection.close()


@pytest.mark.parametrize(
    ("request_line", "status"),
    [("GET / HTTP/9.9", 400), (f"GET /?{'a' * 9000} HTTP/1.1", 414), ("GET / HTTP/1.1\r\nExpect: x", 417)],
)
def test_a_request_that_cannot_be_read_is_refused_with_the_security_headers(
    portal: int, request_line: str, status: int
) -> None:
    with socket.create_connection(("127.0.0.1", portal), timeout=20) as browser:
        browser.sendall(f"{request_line}\r\nHost: localhost\r\n\r\n".encode())
        answer = http.client.HTTPResponse(browser)
        answer.begin()
    assert answer.status == status
    assert {name: answer.getheader(name) for name in ALWAYS} == ALWAYS
    assert answer.getheader("Cache-Control") == "private, no-store"


def test_who_sends_five_megabytes_before_listening_is_told_that_it_is_too_much(portal: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", portal, timeout=20)
    form = {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
    connection.request("POST", "/sign-in/", b"login=" + b"a" * 5_000_000, form)
    answer = connection.getresponse()
    assert answer.status == 413
    assert "A form may hold 1 MB of text." in answer.read().decode()
    connection.close()


def test_a_taken_port_gets_a_sentence_and_exit_code_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        env = environment(tmp_path, SOP_PORTAL_MODE="test", PORT=str(port))
        result = python("manage.py", "serve", env=env)
    assert result.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_port_that_is_no_number_gets_a_sentence(tmp_path: Path) -> None:
    result = python("manage.py", "serve", env=environment(tmp_path, SOP_PORTAL_MODE="test", PORT="eighty"))
    assert result.returncode == 1
    assert result.stderr.strip() == "SOP Portal does not start. PORT is 'eighty'. Write a whole number from 0 to 65535."


def test_a_child_that_will_not_go_is_killed_with_its_own_children(tmp_path: Path) -> None:
    with started("-c", SUPERVISE, "0.5", STUBBORN, env=environment(tmp_path)) as supervisor:
        supervisor.read_until("stubborn runs")
        assert supervisor.wait_for_processes(3)
        kill_term(supervisor)
        assert supervisor.wait_until_all_are_gone(seconds=10) == 0


def test_a_second_ctrl_c_does_not_wait(tmp_path: Path) -> None:
    with started("-c", SUPERVISE, "600", STUBBORN, env=environment(tmp_path)) as supervisor:
        supervisor.read_until("stubborn runs")
        ctrl_c(supervisor)
        with pytest.raises(subprocess.TimeoutExpired):
            supervisor.process.wait(timeout=1)
        ctrl_c(supervisor)
        assert supervisor.wait_until_all_are_gone(seconds=10) == 0


def test_when_one_child_ends_by_itself_the_others_are_stopped_too(tmp_path: Path) -> None:
    with started("-c", SUPERVISE, "5", OBEDIENT, "raise SystemExit(3)", env=environment(tmp_path)) as supervisor:
        supervisor.read_until("The program 1 ended by itself (exit code 3). Stopping.")
        assert supervisor.wait_until_all_are_gone(seconds=10) == 1


COMES_BACK = """
import sys
from guidelines.frame.serving import Child, Supervisor
worker = Child("worker", (sys.executable, "-c", sys.argv[1]), comes_back=True)
sys.exit(Supervisor([worker], say=print, pause=0.1).run())
"""


def test_a_worker_that_dies_is_started_again(tmp_path: Path) -> None:
    dies = "import os; print('worker runs', flush=True); os.kill(os.getpid(), 9)"
    with started("-c", COMES_BACK, dies, env=environment(tmp_path)) as supervisor:
        supervisor.read_until("The worker ended by itself (exit code -9). Starting it again.")
        supervisor.read_until("The worker ended by itself (exit code -9). Starting it again.")
        assert supervisor.lines.count("worker runs\n") >= 2
        kill_term(supervisor)
        assert supervisor.wait_until_all_are_gone(seconds=10) == 0

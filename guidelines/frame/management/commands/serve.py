"""`manage.py serve`: the portal behind gunicorn, until Ctrl-C or SIGTERM."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from guidelines.frame import pool
from guidelines.frame.serving import PortTaken, Supervisor, announce, listen, task_worker, web_server


class Command(BaseCommand):
    help = "Serve the portal. Stops with Ctrl-C or SIGTERM and leaves no process behind."

    def add_arguments(self, parser: CommandParser) -> None:
        serve = settings.SERVE
        parser.add_argument("--host", default=serve["host"], help="address to listen on (%(default)s)")
        parser.add_argument("--port", type=int, default=serve["port"], help="port to listen on (%(default)s)")
        parser.add_argument("--workers", type=int, default=serve["workers"], help="web processes (%(default)s)")
        parser.add_argument("--threads", type=int, default=serve["threads"], help="threads in each (%(default)s)")
        parser.add_argument("--no-worker", action="store_true", help="work in the background is done elsewhere")

    def handle(self, *, host: str, port: int, workers: int, threads: int, no_worker: bool, **options: Any) -> None:
        try:
            listener = listen(host, port)
        except PortTaken as taken:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({taken}). Another program is probably listening there: "
                f"stop it, or choose another port, for example PORT={port + 1}."
            ) from taken
        connections.close_all()  # `prepare --then serve` may have opened some, and this process needs none
        port = listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        header = settings.ALLOWED_HOSTS[0].lstrip(".")
        announce(f"http://{shown}:{port}/", host_header=header, connect=(host, port), say=self.say)
        with pool.shared_by_one_server(settings.VAR_DIR / f"pool-{port}.sqlite3") as shared:
            server = web_server(listener, workers=workers, threads=threads, pool=shared)
            children = [server] if no_worker else [server, task_worker()]
            code = Supervisor(children, say=self.say).run()
        self.say("Stopped.")
        if code:
            raise CommandError("The portal stopped because one of its programs ended.", returncode=code)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

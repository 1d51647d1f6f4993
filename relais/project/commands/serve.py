"""``relais serve``: the pages, the queue's worker and the schedules, in one command that Ctrl-C ends cleanly."""

import argparse
import errno
import json
import os
import socket
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from relais.kernel.system_words import system_words
from relais.project import env
from relais.project.instance_lock import Busy, share_instance
from relais.project.supervisor import Charge, GaveUp, Supervisor
from relais.project.terminal import BadUsage, CommandRefused

#: one pool of memory for all threads of a process: each pool of the C library keeps holes, and Python runs one thread at a time.
_ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options; each default may also be set in the environment (docs/operating/settings.md)."""
    parser.add_argument("--host", default=env.text("RELAIS_LISTEN", "127.0.0.1"), help="adresse d’écoute (127.0.0.1)")
    parser.add_argument("--port", type=int, default=env.number("RELAIS_PORT", 8000), help="port d’écoute (8000)")
    parser.add_argument("--workers", type=int, default=env.number("RELAIS_WEB_WORKERS", 1), help="processus de pages (1)")
    parser.add_argument("--check", action="store_true", help="dire seulement si l’adresse et le port conviennent, puis s’arrêter")
    parser.add_argument("--threads", type=int, default=env.number("RELAIS_WEB_THREADS", 4), help="fils par processus de pages (4)")


def _check_port(host: str, port: int) -> None:
    if not 0 < port < 65536:
        raise BadUsage(f"serve : {port} n’est pas un numéro de port ; choisissez entre 1 et 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as problem:
            raise BadUsage(f"serve : « {host} » n’est pas une adresse de cette machine ; écrivez par exemple --host 127.0.0.1") from problem
        except OSError as problem:
            raise BadUsage(f"serve : {_why_not(host, port, problem)}") from problem


def _why_not(host: str, port: int, problem: OSError) -> str:
    """Why this address cannot be listened to, and what to do."""
    other = port + 1 if port < 65535 else 8000
    if problem.errno == errno.EADDRINUSE:
        return f"le port {port} est déjà pris ; arrêtez l’autre programme, ou choisissez un autre port : RELAIS_PORT={other}"
    if problem.errno == errno.EACCES:
        return f"le port {port} est réservé au compte root ; choisissez un port au-dessus de 1023 : RELAIS_PORT=8000"
    return f"impossible d’écouter sur {host}, port {port} : {system_words(problem)}"


def _check_counts(options: argparse.Namespace) -> None:
    for name in ("workers", "threads"):
        if not 1 <= getattr(options, name) <= 64:
            raise BadUsage(f"serve : --{name} va de 1 à 64")


def charges(options: argparse.Namespace) -> list[Charge]:
    """The three processes of an instance."""
    relais = [sys.executable, "-m", "relais"]
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port)]
    web += ["--workers", str(options.workers), "--blocking-threads", str(options.threads), "--log-level", "warning"]
    web += ["--workers-kill-timeout", "5", "--respawn-failed-workers", "--no-ws", "relais.project.wsgi:application"]
    # three interpreters that load Django together on two cores would make the first page wait for all of them
    return [
        Charge("pages", web),
        Charge("file d’attente", [*relais, "worker"], after_the_first=True),
        Charge("tâches périodiques", [*relais, "schedules"], after_the_first=True),
    ]


class Announcer:
    """Says once, when the first page answers, where to go and with which demonstration accounts."""

    def __init__(self, *, host: str, port: int, data_dir: Path, name: str = "127.0.0.1", ready: Callable[[], None] = lambda: None) -> None:
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # recognised, not bound
        self.address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
        self.data_dir = data_dir
        self.name = name
        self.ready = ready
        self.began = time.monotonic()
        self.done = False

    def __call__(self) -> None:
        """One look at the health page; nothing more once it has answered."""
        if self.done:
            return
        try:
            with urlopen(Request(f"{self.address}sante/", headers={"Host": self.name}), timeout=1):  # noqa: S310  # our own address
                pass
        except HTTPError as problem:
            with problem:
                if problem.code != HTTPStatus.SERVICE_UNAVAILABLE:  # the database is still starting
                    self.refused(problem.code)
            return
        except (URLError, TimeoutError, ConnectionError):
            return
        self.done = True
        self.ready()
        say(f"Relais est prêt ({time.monotonic() - self.began:.1f} s) : {self.address}")
        for line in self.demo_lines():
            say(line)
        say("Ctrl-C pour arrêter.")

    def refused(self, status: int) -> None:
        """Said once: the pages answer, and not as they should; asking again five times a second would only fill the log."""
        self.done = True
        self.ready()
        say(f"Relais répond à {self.address}, mais refuse d’y dire sa santé (code {status}) : relais doctor dit pourquoi.")

    def demo_lines(self) -> list[str]:
        """The demonstration accounts, when this instance has some."""
        path = self.data_dir / "demo.json"
        if not path.exists():
            return []
        demo = json.loads(path.read_text())
        width = max(len(member["identifier"]) for member in demo["members"])
        lines = [f"  {member['identifier']:<{width}}  {member['name']}, {member['job']}" for member in demo["members"]]
        return [f"Comptes de démonstration, mot de passe commun : {demo['password']}", *lines]


def _own_name() -> str:
    """A name that this instance answers to (RELAIS_HOSTS): in service, no other gets an answer, not even the machine's own."""
    first = next(iter(env.words("RELAIS_HOSTS", ())), "").lstrip(".")
    return first if first and first != "*" else "127.0.0.1"


def say(line: str) -> None:
    """One line of the supervisor, at once."""
    print(line, flush=True)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; 0 then, 1 when a part cannot live, 2 when the port is taken."""
    _check_counts(options)
    _check_port(options.host, options.port)
    if options.check:
        return 0
    if env.environment() == "prod" and not (env.static_dir() / "staticfiles.json").exists():
        raise CommandRefused("cette instance n’est pas préparée pour cette version ; lancez d’abord : relais migrate")
    data_dir = env.data_dir()
    environment = {**_ONE_ARENA, **os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", env.settings_module())}
    try:
        with share_instance(data_dir):
            supervisor = Supervisor(charges(options), environment, say)
            ready = supervisor.release
            supervisor.run(Announcer(host=options.host, port=options.port, data_dir=data_dir, name=_own_name(), ready=ready))
    except Busy as problem:
        raise CommandRefused("une restauration ou une mise à niveau est en cours sur cette instance ; attendez sa fin") from problem
    except GaveUp as problem:
        raise CommandRefused(str(problem)) from problem
    say("Relais est arrêté.")
    return 0

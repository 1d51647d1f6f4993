"""What the trials of resilience stand on: a real Relais and a real PostgreSQL, started here and killed at will, and agents who write."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.architecture.tracked import ROOT

_FILE = re.compile(r"^/dossiers/([0-9a-f-]{36})/")
_TOKEN = "x" * 32
#: files that one agent opens: Relais lets nobody try more names than that in ten minutes.
OPENINGS = 15
#: seconds before a process that was started must answer.
PATIENCE = 120


@contextlib.contextmanager
def instance() -> Iterator[Path]:
    """A folder of data that is thrown away, and a process (this one) whose settings are those of an instance on it."""
    # asked to stop, the trial still ends what it started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="relais-resilience-") as place:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "relais.project.settings.dev", "RELAIS_ENV": "dev", "RELAIS_DATA": place}
        yield Path(place)


def migrated() -> None:
    """Start Django on the instance, and make its tables."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        from tests import empty

        empty.lay(Path(os.environ["RELAIS_DATA"]))

    call_command("migrate", verbosity=0)


def below(pid: int) -> list[int]:
    """This process and all that it started, found by their parent before anything dies."""
    found, fresh = [], [pid]
    while fresh:
        found += fresh
        told = subprocess.run(["ps", "-o", "pid=", "--ppid", ",".join(map(str, fresh))], capture_output=True, text=True, check=False)
        fresh = [int(one) for one in told.stdout.split()]
    return found


def kill_outright(pids: list[int]) -> None:
    """SIGKILL to each of them at once: none has time for a last word."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Relais:
    """`relais WORDS…` on the instance of this process, its lines in a log of its folder."""

    def __init__(self, folder: Path, *words: str, **environment: str) -> None:
        self.command = [sys.executable, "-m", "relais", *words]
        self.environment = {**os.environ, **environment}
        self.log = folder / "relais.log"
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Launch it, in a session of its own."""
        with self.log.open("a") as log:
            self.running = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def alive(self) -> list[int]:
        """Its processes, found before anything dies."""
        return [] if self.running is None else below(self.running.pid)

    def kill(self, *, found: list[int] | None = None) -> None:
        """All of it at once, outright; ``found``: its processes, killed already with something else."""
        if self.running is not None:
            kill_outright(self.alive() if found is None else found)
            self.running.wait(timeout=30)

    def stop(self) -> None:
        """An orderly end."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()
            self.running.wait(timeout=60)


class Server(Relais):
    """`relais serve` on a free port."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        super().__init__(folder, "serve", RELAIS_PORT=str(self.port))

    def start(self) -> None:
        """Returns once the first page answers."""
        super().start()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if ask(self.port, "GET", "/sante/", {})[0] == 200:
                    return
            time.sleep(0.2)
        raise AssertionError(f"relais serve never answered: {self.log.read_text()[-2000:]}")


class PostgreSQL:
    """A server of one's own that keeps its word (fsync and synchronous_commit on), by a socket in a folder that is thrown away."""

    def __init__(self) -> None:
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name))
        self.folder = Path(tempfile.mkdtemp(prefix="relais-pg-"))
        self.folder.chmod(0o755)
        # PostgreSQL refuses to run as root
        self.owner = "postgres" if os.geteuid() == 0 else None
        if self.owner:
            shutil.chown(self.folder, self.owner)
        self._launch("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8").wait(timeout=PATIENCE)
        self.start()
        subprocess.run([self.bin / "createdb", "-h", self.folder, "-U", "postgres", "relais"], check=True)
        self.url = f"postgres://postgres@/relais?host={self.folder}"

    def _launch(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        command = [str(self.bin / name), "-D", str(self.folder / "data"), *words]
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(command, cwd="/", user=self.owner, stdout=log, stderr=log, start_new_session=True)

    def start(self) -> None:
        """Start, or start again on what a kill left (it replays what it had promised); returns once it answers."""
        promises = ("-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on")
        place = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}")
        self.running = self._launch("postgres", *place, *promises)
        end = time.monotonic() + PATIENCE
        while subprocess.run([self.bin / "pg_isready", "-q", "-h", self.folder], check=False).returncode:
            if self.running.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.1)

    def alive(self) -> list[int]:
        """Its processes, found before anything dies."""
        return below(self.running.pid)

    def kill(self, *, found: list[int] | None = None) -> None:
        """The whole server, outright; it is our child, so that nothing of it stays before it starts again. ``found``: as above."""
        kill_outright(self.alive() if found is None else found)
        self.running.wait(timeout=30)

    def close(self) -> None:
        """End it and throw its folder away."""
        self.kill()
        shutil.rmtree(self.folder)


def ask(port: int, method: str, path: str, headers: dict[str, str], body: str | None = None) -> tuple[int, str, str]:
    """Status, Location and body; OSError when the server is not there."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()
    except http.client.HTTPException as problem:
        raise ConnectionError(str(problem)) from problem
    finally:
        line.close()


@dataclass
class Told:
    """What the agents were answered, all together."""

    files: list[str] = field(default_factory=list)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def lost(self) -> int:
        """How many acknowledged writes the database does not hold."""
        from relais.casework.models import Interview
        from relais.people.models import File

        kept_files = {str(pk) for pk in File.objects.values_list("pk", flat=True)}
        kept_contacts = {(str(file), subject) for file, subject in Interview.objects.values_list("file_id", "subject")}
        return len(set(self.files) - kept_files) + len(set(self.contacts) - kept_contacts)

    def unasked(self) -> int:
        """How many rows the database holds beyond what was acknowledged: written twice, or written and not said."""
        from relais.casework.models import Interview
        from relais.people.models import File

        return File.objects.count() - len(self.files) + Interview.objects.count() - len(self.contacts)


class Crew:
    """Agents of one service, each with a session and a thread: open a file, note a contact in it, read its page, and again.

    ``killed``: the server is killed under them; an answer that never came is then no error, and counts for nothing.
    """

    def __init__(self, agents: int, *, killed: bool = False) -> None:
        from django.db import connections

        from tests.factories.accounts import organisation, signed_in
        from tests.factories.people import service_of, worker

        house = organisation()
        crew = [worker(house, f"agent{rank:03}") for rank in range(agents)]
        self.service = service_of(crew[0]).pk
        self.sessions = [signed_in(who).cookies["sessionid"].value for who in crew]
        self.told, self.over, self.killed = Told(), threading.Event(), killed
        connections.close_all()

    def go(self, port: int) -> None:
        """Set them to work."""
        self.port = port
        self.threads = [threading.Thread(target=self._work, args=(rank,), daemon=True) for rank in range(len(self.sessions))]
        for one in self.threads:
            one.start()

    def end(self) -> None:
        """Let each finish what it does."""
        self.over.set()
        for one in self.threads:
            one.join()

    def _work(self, rank: int) -> None:
        number, page = 0, ""
        while not self.over.is_set():
            try:
                if number % 4 == 0 and number < 4 * OPENINGS:
                    page = self._opened(rank, number) or page
                if page:
                    self._noted(rank, number, page)
            except OSError as problem:
                if not self.killed:
                    self.told.errors.append(repr(problem))
                time.sleep(0.3)
            number += 1

    def _opened(self, rank: int, number: int) -> str:
        """The page of a new file; «autre»: the agent was told of files of a name alike, and says that it is somebody else."""
        to = self._sent(rank, "/dossiers/ouvrir/", called=f"Personne {rank}-{number}", service=str(self.service), autre="oui")
        if to:
            self.told.files.append(to.split("/")[2])
        return to

    def _noted(self, rank: int, number: int, page: str) -> None:
        """A contact in this file, then the page of the file read again."""
        subject = f"Point {rank}-{number} sur les démarches"
        if self._sent(rank, f"{page}contact/", subject=subject, kind="accueil_spontane", on=time.strftime("%d/%m/%Y")):
            self.told.contacts.append((page.split("/")[2], subject))
        status, _to, said = self._asked(rank, "GET", page)
        if status == 200 and "Personne" in said:
            self.told.pages.append(page)
        else:
            self.told.errors.append(f"{status} {page} {said[:80]!r}")

    def _sent(self, rank: int, path: str, **fields: str) -> str:
        """Where a form done leads; empty, and said, when it was refused."""
        status, to, said = self._asked(rank, "POST", path, urlencode({"csrfmiddlewaretoken": _TOKEN, **fields}))
        if status == 302 and _FILE.match(to):
            return to
        self.told.errors.append(f"{status} {path} {to} {said[:80]!r}")
        time.sleep(0.3)
        return ""

    def _asked(self, rank: int, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        cookies = f"sessionid={self.sessions[rank]}; csrftoken={_TOKEN}"
        began = time.monotonic()
        answer = ask(self.port, method, path, {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}, body)
        self.told.waits.append(time.monotonic() - began)
        return answer

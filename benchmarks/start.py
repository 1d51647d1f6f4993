"""``relais serve`` from nothing to its first page and first answer, beside what the stock engine takes to load; what a web worker holds.

Run: ``python -m benchmarks.start``. An instance of its own in a temporary folder, on a free port. Ratios first.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import psutil

from benchmarks._marks import mark

ROOT = Path(__file__).parents[1]
STOCK = "from relais.law.engine.loading import stock_system; stock_system()"
STORY = {
    "persons": [
        {"role": "demandeur", "facts": {"naissance": "1990-04-02", "salaire": 1400}},
        {"role": "conjoint", "facts": {"naissance": "1991-09-15"}},
    ],
    "facts": {"commune": "59512", "logement": "locataire_vide", "loyer": 620},
}


def timed(*words: str, data: Path) -> float:
    """Seconds that a command takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-W", "ignore", *words], cwd=ROOT, env=environment(data), check=True, capture_output=True)
    return time.perf_counter() - began


def environment(data: Path) -> dict[str, str]:
    """That of a demonstration whose data are in ``data``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RELAIS_", "DJANGO_"))}
    return kept | {"RELAIS_ENV": "dev", "RELAIS_DATA": str(data)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_answered(request: Request, process: "subprocess.Popen[bytes]") -> None:
    """Ask until it answers; two minutes at most."""
    end = time.perf_counter() + 120
    while time.perf_counter() < end and process.poll() is None:
        try:
            with urlopen(request, timeout=60) as answer:  # our own address
                answer.read()
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise SystemExit("relais serve did not answer")


def web_worker(server: "subprocess.Popen[bytes]") -> float:
    """Megabytes of the heaviest process that answers pages (issue 3 asks 180), what is shared included."""
    below = psutil.Process(server.pid).children(recursive=True)
    return max(one.memory_info().rss for one in below if "granian" in " ".join(one.cmdline())) / 2**20


def served(data: Path) -> tuple[float, float, float, float]:
    """Seconds to the home page, to a first complete answer, and to stop; megabytes of a web worker that answered pages."""
    port = free_port()
    began = time.perf_counter()
    command = [sys.executable, "-m", "relais", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/"
        until_answered(Request(address), server)
        page = time.perf_counter() - began
        body = json.dumps({"id": "un", **STORY}).encode()
        until_answered(Request(f"{address}api/v1/simulations", body, {"Content-Type": "application/json"}), server)
        answer = time.perf_counter() - began
        for _ in range(5):
            until_answered(Request(f"{address}droits/exemples/couple-deux-enfants/"), server)
        held = web_worker(server)
    finally:
        stopping = time.perf_counter()
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
    return page, answer, time.perf_counter() - stopping, held


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        migrate = timed("-m", "relais", "migrate", data=data)
        demo = timed("-m", "relais", "demo", data=data)
        cold = timed("-m", "relais", "engine", "warm", data=data)
        warm = timed("-m", "relais", "engine", "warm", data=data)
        page, answer, stop, held = served(data)
        stock = timed("-c", STOCK, data=data)
    print(f"ratios: the engine loads x{stock / warm:.1f} quicker than stock; the first page comes in {page / stock:.2f} of the stock load")
    first = f"first page {page:.1f} s ({mark('first page', page, 3, 's')})"
    print(f"relais serve: {first}, first complete answer {answer:.1f} s after the start, stopped in {stop:.1f} s")
    print(f"web worker: {held:.0f} MB after five pages of rights and an answer ({mark('web worker', held, 180, 'MB')})")
    print(f"engine: stock load {stock:.1f} s, first load {cold:.1f} s (writes the cache), next loads {warm:.1f} s")
    print(f"before the first start: migrate {migrate:.1f} s, demo {demo:.1f} s")


if __name__ == "__main__":
    main()

"""The server killed outright (SIGKILL) while agents write, then started again: nothing acknowledged is lost, and the journal holds.

    python -m tests.resilience.server_killed [--database sqlite|postgresql] [--agents 8] [--seconds 120] [--every 20]

Every N seconds all of `relais serve` dies at once; with ``postgresql``, the PostgreSQL started here (``fsync`` on) dies with it. A write
whose answer never came may be there or not; one that was acknowledged must be.
"""

import argparse
import os
import subprocess
import sys
import time

from tests.architecture.tracked import ROOT
from tests.resilience.ground import Crew, PostgreSQL, Server, instance, kill_outright, migrated


def main(database: str, agents: int, seconds: int, every: int) -> int:
    """0 when there was no error, every acknowledged write is there and every chain of the journal holds."""
    with instance() as folder:
        base = PostgreSQL() if database == "postgresql" else None
        if base is not None:
            os.environ["RELAIS_DATABASE"] = base.url
        server, kills = Server(folder), 0
        try:
            migrated()
            from django.db import connection

            crew = Crew(agents, killed=True)
            server.start()
            crew.go(server.port)
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0:
                time.sleep(min(left, every))
                if end - time.monotonic() > 1:
                    _die(server, base)
                    kills += 1
            crew.end()
            server.stop()
            told, lost = crew.told, crew.told.lost()
            connection.close()
            journal = subprocess.run(
                [sys.executable, "-m", "relais", "journal", "verify"], cwd=ROOT, capture_output=True, text=True, check=False
            )
        finally:
            server.kill()
            if base is not None:
                base.close()
    acknowledged = f"{len(told.files)} files and {len(told.contacts)} contacts acknowledged"
    print(f"{database}: {agents} agents, {seconds} s, {kills} kills, {acknowledged}, {lost} lost, {len(told.errors)} errors")  # noqa: T201  # what it is run for
    print(journal.stdout.strip().splitlines()[-1], *told.errors[:3], sep="\n")  # noqa: T201  # as above
    return int(bool(lost or told.errors or not kills or not told.contacts or journal.returncode))


def _die(server: Server, base: PostgreSQL | None) -> None:
    """Kill everything at the same instant, and start it again: a server left alone for a while would say that its base is gone."""
    found, beneath = server.alive(), [] if base is None else base.alive()
    kill_outright(found + beneath)
    server.kill(found=found)
    if base is not None:
        base.kill(found=beneath)
        base.start()
    server.start()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--agents", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--every", type=int, default=20)
    options = parser.parse_args()
    sys.exit(main(options.database, options.agents, options.seconds, options.every))

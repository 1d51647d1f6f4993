"""Many agents work at once through HTTP on a real `relais serve`, SQLite in WAL: no error, no write lost, none done twice.

    python -m tests.resilience.agents_at_once [--agents 50] [--seconds 300]

Each agent opens files, notes contacts in them and reads their pages without ever stopping: no agent of flesh is so quick.
"""

import argparse
import sys
import time
from statistics import quantiles

from tests.resilience.ground import Crew, Server, instance, migrated


def main(agents: int, seconds: int) -> int:
    """0 when there was no error and the database holds exactly what was acknowledged."""
    with instance() as folder:
        migrated()
        from django.db import connection

        crew, server = Crew(agents), Server(folder)
        server.start()
        try:
            crew.go(server.port)
            time.sleep(seconds)
        finally:
            crew.end()
            server.stop()
        with connection.cursor() as asked:
            mode = asked.execute("PRAGMA journal_mode").fetchone()[0]
        told = crew.told
        lost, beyond = told.lost(), told.unasked()
        connection.close()
    waits = quantiles(told.waits, n=20) if len(told.waits) > 1 else [0.0] * 19
    print(  # noqa: T201  # what the script is run for
        f"sqlite {mode}: {agents} agents, {seconds} s, {len(told.files)} files and {len(told.contacts)} contacts acknowledged,"
        f" {len(told.pages)} pages read, {lost} lost, {beyond} beyond, {len(told.errors)} errors;"
        f" answers: median {waits[9]:.2f} s, 95 % {waits[18]:.2f} s, longest {max(told.waits):.2f} s"
    )
    print(*told.errors[:3], sep="\n")  # noqa: T201  # as above
    return int(bool(lost or beyond or told.errors or not told.contacts or mode != "wal"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=300)
    options = parser.parse_args()
    sys.exit(main(options.agents, options.seconds))

"""Many threads write in the journal while one seals: no line lost, no gap, no error. SQLite in WAL or PostgreSQL.

    python -m tests.resilience.journal_threads [--threads 16] [--lines 50]

RELAIS_TEST_DATABASE names the database (emptied by the caller); without it, a SQLite file in WAL that is thrown away.
"""

import argparse
import os
import sys
import tempfile
import threading
from pathlib import Path

from tests import empty


def main(threads: int, lines: int) -> int:
    """0 when every acknowledged line is there, numbered once, in a chain that holds."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    from relais.foundation import journal, journal_sealing
    from relais.foundation.access import operator
    from relais.foundation.models import JournalEntry

    call_command("migrate", verbosity=0)
    errors: list[str] = []
    over = threading.Event()

    def write(rank: int) -> None:
        try:
            for number in range(lines):
                journal.record(actor=operator(f"fil {rank}"), action=f"essai.{number}", at=timezone.now())
        except Exception as problem:  # noqa: BLE001  # whatever fails in a thread is told at the end
            errors.append(repr(problem))
        finally:
            connections.close_all()

    def seal() -> None:
        try:
            while not over.wait(0.05):
                journal_sealing.seal_all(now=timezone.now())
        except Exception as problem:  # noqa: BLE001  # as above
            errors.append(f"sealing: {problem!r}")
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(rank,)) for rank in range(threads)]
    sealers = [threading.Thread(target=seal) for _ in range(2)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers:
        thread.join()
    over.set()
    for thread in sealers:
        thread.join()
    journal_sealing.seal_all(now=timezone.now())
    rows = JournalEntry.objects.filter(chain=journal.INSTANCE)
    numbers = sorted(rows.values_list("number", flat=True))
    kept = rows.filter(operator__startswith="fil ").values_list("operator", "action").distinct().count()
    broken = list(journal.breaches(journal.INSTANCE))
    vendor = connections["default"].vendor
    gaps = numbers != list(range(1, len(numbers) + 1))
    told = f"{vendor}: {threads} threads, {threads * lines} lines acknowledged, {kept} kept"
    print(f"{told}, gaps {gaps}, breaches {len(broken)}, errors {errors}")  # noqa: T201  # what the script is run for
    connections.close_all()
    return int(bool(errors or broken or gaps or kept != threads * lines))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--lines", type=int, default=50)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relais.project.settings.test")
    with tempfile.TemporaryDirectory(prefix="relais-journal-") as folder:
        if "RELAIS_TEST_DATABASE" not in os.environ:
            empty.lay(Path(folder))
            os.environ["RELAIS_TEST_DATABASE"] = f"sqlite://{Path(folder) / empty.NAME}"
        sys.exit(main(options.threads, options.lines))

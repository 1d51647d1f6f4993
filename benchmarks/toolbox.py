"""A letter deciphered through the whole application: every type, its dated answer posted, in milliseconds of processor.

Run: ``python -m benchmarks.toolbox``. Django's own client, in one process; processor time, so that a busy machine changes little.
"""

import logging
import os
import statistics
import tempfile
import time

from benchmarks._marks import mark

REPEATS = 20
#: what issue 4 asks of a dated answer, in milliseconds of server time.
ASKED = 30


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"RELAIS_DATA": data, "DJANGO_SETTINGS_MODULE": "relais.project.settings.test"}
        import django
        from django.test import Client
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        logging.disable()
        from relais.procedures.mail import mails

        client = Client(REMOTE_ADDR="127.0.0.1")
        told = {"etape": "reponse", "recu_le": "5/11/2026", "f_recours": "non", "f_montant": "1234,50"}
        spent: dict[str, list[float]] = {}
        heaviest: dict[str, int] = {}
        for turn in range(REPEATS + 1):
            for code in mails():
                began = time.process_time()
                answer = client.post(f"/outils/courrier/{code}/", told)
                took = (time.process_time() - began) * 1000
                if answer.status_code != 200:
                    raise SystemExit(f"{code}: {answer.status_code}")
                heaviest[code] = len(answer.content)
                if turn:
                    spent.setdefault(code, []).append(took)
        every = sorted(one for times in spent.values() for one in times)
        slowest = max(spent, key=lambda code: statistics.median(spent[code]))
        window = _taken(client, told | {"recu_le": "", "ecrit_le": "5/11/2026"}, slowest)
        middle, high = statistics.median(every), every[round(len(every) * 0.95)]
        print(f"{len(spent)} letters, {len(every)} answers: p50 {middle:.1f} ms, p95 {high:.1f} ms")
        print(f"slowest: {slowest}, p50 {statistics.median(spent[slowest]):.1f} ms; reception unknown (16 days): p50 {window:.1f} ms")
        print(f"heaviest page: {max(heaviest.values()) / 1000:.0f} kB ({max(heaviest, key=lambda code: heaviest[code])})")
        print(f"of p95, {mark('answer of a letter, p95', high, ASKED)}")


def _taken(client: object, told: dict[str, str], code: str) -> float:
    times = []
    for _ in range(REPEATS + 1):
        began = time.process_time()
        client.post(f"/outils/courrier/{code}/", told)  # type: ignore[attr-defined]
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times[1:])


if __name__ == "__main__":
    main()

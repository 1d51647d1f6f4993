"""The whole page, from the form posted to the HTML, warm: median and 95th centile, and the share of the engine in it.

Run: ``python -m benchmarks.page``. Django's own client in this process, the middlewares of the application, a plan on disk beforehand.
Beside it the stock engine on the amounts of one completed row of the same story, in a process of its own. Ratios first.
"""

import logging
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._timing import taken

ROOT = Path(__file__).parents[1]
REPEATS = 40
URL = "/droits/"
TYPED = {
    "formulaire": "experte",
    "p1.naissance": "12/3/88",
    "couple": "oui",
    "enfants": "12/3/2014, 5/6/2020",
    "p1.salaire": "1400",
    "commune": "59512",
    "logement": "locataire_vide",
    "loyer": "620",
}
STOCK = "from benchmarks.answers import stock_alone; print(stock_alone())"  # the Roubaix story of the tests


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"RELAIS_DATA": data, "DJANGO_SETTINGS_MODULE": "relais.project.settings.test"}
        import django
        from django.core.management import call_command
        from django.test import Client
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        logging.disable()
        from relais.law.engine.plan_engine import PlanEngine

        call_command("migrate", verbosity=0)
        spent = []
        compute = PlanEngine.compute

        def timed(self: PlanEngine, *words: object) -> object:
            began = time.perf_counter()
            try:
                return compute(self, *words)
            finally:
                spent[-1] += (time.perf_counter() - began) * 1000

        PlanEngine.compute = timed
        client = Client()

        def page() -> None:
            spent.append(0.0)
            answer = client.post(URL, TYPED)
            assert answer.status_code == 200, answer.status_code

        page()
        found = taken(page, REPEATS)
    engine = sorted(spent[2:])[len(spent[2:]) // 2]
    words = [sys.executable, "-W", "ignore", "-c", STOCK]
    peer = float(subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()[-1])
    share = engine / found.p50
    print(f"ratios: stock takes x{peer / found.p50:.1f} the whole page for 23 amounts of one row; the engine is {share:.0%} of the page")
    print(f"whole page, a couple of Roubaix with two children: p50 {found.p50:.0f} ms, p95 {found.p95:.0f} ms, engine p50 {engine:.0f} ms")


if __name__ == "__main__":
    main()

"""The whole page, from the form posted to the HTML packed for the browser, warm: median and 95th centile, and where the time goes.

Run: ``python -m benchmarks.page``. Django's own client in this process, the middlewares of the application, a plan on disk beforehand. The
wage and the rent change at each page, as when someone types: nothing answered before serves again. Shares: the engine; judging
(completions, readings, answers); the views that put answers and fields into words; the template; the rest (middlewares, seal, gzip).
The processor time beside the clock says how busy the machine was otherwise. Then a page typed fact after fact, each fact new to the
process at its first turn only. Beside them the stock engine on the amounts of one completed row of the same story, in a process of
its own. Ratios first.
"""

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from benchmarks._marks import mark
from benchmarks._timing import Taken, taken

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


#: what is timed: the share it goes to, its module and its name; an inner one is taken out of the outer one.
TIMED = (
    ("answers", "relais.screening.queries", "answers"),
    ("words", "relais.screening.web.page", "board_view"),
    ("words", "relais.screening.web.page", "sections_of"),
    ("template", "relais.ui.fragments", "render"),
)


class Shares:
    """Milliseconds of each share, page after page."""

    def __init__(self) -> None:
        self.pages: list[Counter[str]] = []

    def follow(self, share: str, owner: object, name: str) -> None:
        """Add up what a function takes."""
        genuine = getattr(owner, name)

        def timed(*words: object, **named: object) -> object:
            began = time.perf_counter()
            try:
                return genuine(*words, **named)
            finally:
                self.pages[-1][share] += (time.perf_counter() - began) * 1000

        setattr(owner, name, timed)

    def median(self, share: str) -> float:
        """Of the pages but the first one, which is not counted."""
        return statistics.median(page[share] for page in self.pages[1:])


def typed(rank: int) -> dict[str, str]:
    """What is posted: the same household, its wage and its rent moved."""
    return {**TYPED, "p1.salaire": str(1180 + 17 * rank % 900), "loyer": str(430 + 13 * rank % 400)}


def by_turns(rank: int) -> dict[str, str]:
    """The same household told fact after fact, again and again with other figures."""
    told = list(typed(rank).items())
    return dict(told[: 2 + rank % (len(told) - 1)])


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"RELAIS_DATA": data, "DJANGO_SETTINGS_MODULE": "relais.project.settings.test"}
        import django
        from django.core.management import call_command
        from django.test import Client

        django.setup()
        logging.disable()
        from relais.law.engine.plan_engine import PlanEngine

        call_command("migrate", verbosity=0)
        shares = Shares()
        shares.follow("engine", PlanEngine, "compute")
        for share, module, name in TIMED:
            shares.follow(share, import_module(module), name)
        # the client of the tests, without their instruments: they copy the context of each template rendered
        client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip"})
        weights = []

        def page(of: Callable[[int], dict[str, str]]) -> None:
            shares.pages.append(Counter())
            began = time.process_time()
            answer = client.post(URL, of(len(shares.pages)))
            shares.pages[-1]["processor"] = (time.process_time() - began) * 1000
            assert answer.status_code == 200, answer.status_code
            weights.append(len(answer.content))

        whole = taken(partial(page, typed), REPEATS)
        medians = {share: shares.median(share) for share in ("engine", "answers", "words", "template", "processor")}
        turns = taken(partial(page, by_turns), REPEATS)
    report(whole, turns, medians, max(weights))


def report(whole: Taken, turns: Taken, medians: dict[str, float], weight: int) -> None:
    """Ratios, then figures."""
    words = [sys.executable, "-W", "ignore", "-c", STOCK]
    peer = float(subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()[-1])
    parts = {
        "engine": medians["engine"],
        "judging": medians["answers"] - medians["engine"],
        "words": medians["words"],
        "template": medians["template"],
    }
    parts["rest"] = whole.p50 - sum(parts.values())
    print(f"ratios: stock takes x{peer / whole.p50:.1f} the whole page for 23 amounts of one row;", end=" ")
    print("of the page, " + ", ".join(f"{name} {spent / whole.p50:.0%}" for name, spent in parts.items()))
    print(f"whole page, a couple of Roubaix with two children: p50 {whole.p50:.0f} ms, p95 {whole.p95:.0f} ms,", end=" ")
    print(f"({mark('whole page, p50', whole.p50, 120)}; {mark('whole page, p95', whole.p95, 250)})", end=" ")
    print(f"processor p50 {medians['processor']:.0f} ms; " + ", ".join(f"{name} {spent:.1f} ms" for name, spent in parts.items()))
    print(f"typed fact after fact: p50 {turns.p50:.0f} ms, p95 {turns.p95:.0f} ms; heaviest page {weight / 1024:.0f} kB packed")


if __name__ == "__main__":
    main()

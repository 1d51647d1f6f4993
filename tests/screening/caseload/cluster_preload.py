"""Preloaded by the Dask workers of the tests: the worker of Relais with a chunk function of ours, that dies when it is told to.

What it is told is in its environment: ``RELAIS_TEST_RULES``, the rules it says it has; ``RELAIS_TEST_MARKS``, a folder of marks.
"""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import relais.project.cluster_worker  # the settings of its memory  # noqa: F401
from relais.kernel.months import Month
from relais.law.situation.household import Household
from relais.screening.caseload.cluster_worker import begin
from relais.screening.caseload.likeness import likeness_here
from tests.factories.answered import Told

NOWHERE = Path("nulle-part")


def answer(households: Sequence[Household], month: Month) -> list[Told]:
    """Answers as those of the engine; a household named ``mortel`` kills always, ``une-fois`` once, ``lent`` takes its time."""
    names = {household.id.split("-")[0] for household in households}
    marks = Path(os.environ["RELAIS_TEST_MARKS"])
    if "mortel" in names or ("fragile" in names and not (marks / "mort").exists()):
        (marks / "mort").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "lent" in names:
        (marks / f"lent-{os.getpid()}").touch()
        time.sleep(0.3)
    result = {"right": "rsa", "group": "a_demander", "monthly_min": 1.0, "monthly_max": 2.0, "received": None, "unknown": []}
    told = {"results": [{**result, "rules_date": "2026-11-01"}], "next_questions": []}
    return [Told({"id": household.id, "month": str(month), **told}) for household in households]


def dask_setup(worker: Any) -> None:
    begin(worker, function=answer, likeness=likeness_here(rules=os.environ["RELAIS_TEST_RULES"], local_rights=NOWHERE))

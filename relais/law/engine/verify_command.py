"""``relais engine verify DIR…``: a line for each case, a total, an exit code."""

import sys
from pathlib import Path

from relais.law.engine.untyped import Untyped
from relais.law.engine.verify import BadCases, Report, verify_cases

PASSED, FAILED, BAD_INPUT = 0, 1, 2
#: what computes the cases: compiled plans, the accelerated engine, or OpenFisca as its packages load it
PLAN, ENGINE, STOCK = "plan", "engine", "stock"
WAYS = (PLAN, ENGINE, STOCK)


def run(paths: list[str], cache_dir: Path | None = None, way: str = PLAN) -> int:
    """Print what each case gave; 0 when all hold within tolerance, 1 when some do not, 2 when nothing could be run."""
    if not paths:
        return _refuse("donnez au moins un dossier ou un fichier de cas")
    try:
        report = verify_cases([Path(path) for path in paths], _system(cache_dir, way), by_plan=way == PLAN)
    except BadCases as error:
        return _refuse(str(error))
    sys.stdout.write("\n".join(lines_of(report)) + "\n")
    return FAILED if report.failed else PASSED


def _system(cache_dir: Path | None, way: str) -> Untyped:
    if way == STOCK:
        from relais.law.engine.loading import stock_system

        return stock_system()
    from relais.law.engine.openfisca_engine import load_engine

    return load_engine(cache_dir).system


def lines_of(report: Report) -> list[str]:
    """The printed report: one line a case, the reasons of each failure under it, the total last."""
    lines = []
    for verdict in report.verdicts:
        lines.append(f"{'passed' if verdict.passed else 'FAILED'}  {verdict.name}")
        lines.extend(f"        {failure}" for failure in verdict.failures)
        if verdict.refused:
            lines.append(f"        by the engine, no plan: {verdict.refused}")
    refused = sum(bool(verdict.refused) for verdict in report.verdicts)
    told = f" ({refused} by the engine, their plan was refused)" if refused else ""
    lines.append(f"{len(report.verdicts)} cases: {report.passed} passed, {report.failed} failed{told}")
    return lines


def _refuse(reason: str) -> int:
    sys.stderr.write(f"relais : engine verify : {reason}\n")
    return BAD_INPUT

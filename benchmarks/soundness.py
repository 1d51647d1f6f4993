"""Hunt for answers that a random completion proves wrong. Run: python -m benchmarks.soundness [--seed N] [--homes 60] [--each 100].

Prints how many completions were tried on how many households, the share of the promises broken, and the first faults of each
right. Exit code 1 when there is one. Each night, another seed and more households: --seed $(date +%Y%m%d) --homes 600.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from relais.law.answers.screen import trials
from relais.law.engine.openfisca_engine import load_engine
from relais.law.rights.catalogue import catalogue
from tests.law.answers.homes import home
from tests.law.answers.proof import Fault, Proof, told_facts

#: households screened together: each keeps its hundreds of rows until it is judged.
AT_ONCE = 25


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--homes", type=int, default=60)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--show", type=int, default=1)
    told = parser.parse_args(arguments)
    engine, cards = load_engine(), tuple(catalogue().values())
    found: list[Fault] = []
    shown = Counter[tuple[str, str]]()
    judged = Counter[str]()
    for start in range(0, told.homes, AT_ONCE):
        homes = [home(told.seed * 100_000 + rank) for rank in range(start, min(start + AT_ONCE, told.homes))]
        proof = Proof(trials(homes, engine=engine, cards=cards), engine, cards)
        judged.update(answer.group.value for answers in proof.answers for answer in answers)
        faults = proof.faults(told.seed + start, told.each)
        for fault in faults:
            shown[fault.promise, fault.right] += 1
            if shown[fault.promise, fault.right] <= told.show:
                _explain(fault, proof)
        found += faults
        print(f"{start + len(homes)} households, {len(found)} faults", file=sys.stderr, flush=True)
    _report(found, judged, told)
    return 1 if found else 0


def _explain(fault: Fault, proof: Proof) -> None:
    """A fault with the few facts that are enough to show it."""
    enough = {str(key): value for key, value in proof.shrunk(fault).items()}
    persons = " ".join(f"{one.id}:{one.role.name.lower()}" for one in fault.base.persons)
    answered = next(trial for trial in proof.tried if trial.household.id == fault.story)
    known = {str(key): value for key, value in told_facts(answered.household).items()}
    print(f"{fault.story} {fault.promise} {fault.right}: {fault.why}")
    print(f"    reserves shown {fault.answer.reserves}, breached {sorted(fault.breached)}")
    print(f"    {persons}; enough: {enough}")
    print(f"    told: {known}; denied {sorted(answered.household.denied)}", flush=True)


def _report(found: Sequence[Fault], judged: Counter[str], told: argparse.Namespace) -> None:
    total = told.homes * told.each
    print(f"seed {told.seed}: {told.homes} households, {total} completions, {sum(judged.values())} answers: {dict(judged)}")
    wrong = len({(fault.story, fault.right, fault.promise) for fault in found})
    print(f"{len(found)} promises broken ({len(found) / (total * len(catalogue())):.5%}), {wrong} answers wrong")
    for (promise, right), count in Counter((fault.promise, fault.right) for fault in found).most_common():
        stories = {fault.story for fault in found if (fault.promise, fault.right) == (promise, right)}
        print(f"{count:5d} on {len(stories):3d} households  {promise}: {right}")


if __name__ == "__main__":
    sys.exit(main())

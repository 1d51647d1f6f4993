"""OpenFisca-France's own web API beside compiled plans and stock in the process, on the same households: ratios first.

Run: ``python -m benchmarks.api [HOUSEHOLDS]``. The API is the packages' own, of the versions that Relais pins, started here with one
worker in an environment of its own (``requirements/peer.lock``, made once under ``var/``; left out, and said, where the registry
cannot be reached). Each household is what our adapter gives the model, told to the API as JSON; its 23 amounts are compared with
those of stock in the process, so that both are known to have answered the same question.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import numpy as np

from benchmarks._marks import mark
from benchmarks.plans import BLOCK, MONTH, by_processes
from relais.law.engine import load_engine
from relais.law.engine.adapter import put_computed, put_told
from relais.law.engine.columns import people_of
from relais.law.engine.frame import frame_of
from relais.law.engine.loading import stock_system
from relais.law.engine.simulation import Inputs
from relais.law.situation.block import Block
from tests.factories.blocks import OUTPUTS, rows_of, synthetic_block

ROOT = Path(__file__).parents[1]
HOUSEHOLDS = 3
#: blocks that each process computes once it is ready
BLOCKS = 10
PORT, PATIENCE = 8765, 180
#: what the package has no place for (``relais.law.engine.corrections``): the API computes with the package as it is
OURS = ("naissances_attendues",)
#: an amount of the API and of stock in the process may differ by the rounding of JSON
CENT = 0.01


class Told(Inputs):
    """Inputs that remember what was given, period by period."""

    def __init__(self, system: Any, block: Block) -> None:
        self.given: list[tuple[str, tuple[str, ...], Any]] = []
        super().__init__(system, frame_of(people_of(block)))

    def store(self, variable: str, when: tuple[str, ...], values: Any) -> None:
        """Give a column, and remember it."""
        super().store(variable, when, values)
        self.given.append((variable, when, np.asarray(values)))


def computed(system: Any, block: Block) -> tuple[Told, Mapping[str, float]]:
    """Stock in the process: what was given, and the 23 amounts, summed over persons and groups."""
    inputs = Told(system, block)
    put_told(inputs)
    put_computed(inputs)
    return inputs, {variable: float(np.sum(inputs.output(variable))) for variable in OUTPUTS}


def told(system: Any, inputs: Told) -> dict[str, Any]:
    """The same household as a situation of the web API, its 23 amounts asked."""
    situation: dict[str, Any] = {"individus": {f"p{rank}": {} for rank in range(inputs.frame.people.count)}}
    for entity, groups in inputs.frame.groups.items():
        kind = system.group_entities[[one.key for one in system.group_entities].index(entity)]
        keys = [role.plural or role.key for role in kind.roles for _ in (role.subroles or (role,))]
        held: list[dict[str, Any]] = [{} for _ in range(groups.count)]
        for person, (group, role) in enumerate(zip(groups.ids.tolist(), groups.roles.tolist(), strict=True)):
            held[group].setdefault(keys[role], []).append(f"p{person}")
        situation[kind.plural] = {f"{entity}{rank}": one for rank, one in enumerate(held)}
    for variable, when, values in inputs.given:
        definition = system.variables[variable]
        if variable in OURS:
            continue
        for member, value in zip(situation[definition.entity.plural].values(), values.tolist(), strict=True):
            member.setdefault(variable, {}).update(dict.fromkeys(when, spoken(definition, value)))
    for variable in OUTPUTS:
        definition = system.variables[variable]
        for member in situation[definition.entity.plural].values():
            member.setdefault(variable, {})[period_of(definition)] = None
    return situation


def period_of(definition: Any) -> str:
    """The period that an amount is asked for."""
    return str(MONTH.year if definition.definition_period == "year" else MONTH)


def spoken(definition: Any, value: Any) -> Any:
    """A value as JSON tells it to the API."""
    if definition.value_type.__name__ == "Enum":
        return next(member.name for member in definition.possible_values if member.index == value)
    return value.decode() if isinstance(value, bytes) else value.isoformat() if hasattr(value, "isoformat") else value


@contextmanager
def served(program: Path) -> Iterator[str]:
    """The web API, answering on an address."""
    words = ["serve", "--country-package", "openfisca_france", "--port", str(PORT), "--workers", "1", "--timeout", str(PATIENCE)]
    server = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address, end = f"http://127.0.0.1:{PORT}", time.monotonic() + PATIENCE
    try:
        while True:
            try:
                urlopen(f"{address}/spec", timeout=PATIENCE).close()
                break
            except (URLError, ConnectionError):
                if time.monotonic() > end or server.poll() is not None:
                    raise
                time.sleep(1)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def asked(address: str, situation: Mapping[str, Any]) -> tuple[float, Any]:
    """Seconds of one household, and what is answered; SystemExit with the API's words when it refuses."""
    request = Request(f"{address}/calculate", json.dumps(situation).encode(), {"Content-Type": "application/json"})
    began = time.perf_counter()
    try:
        with urlopen(request, timeout=PATIENCE) as reply:
            answered = json.load(reply)
    except HTTPError as refused:
        raise SystemExit(f"the web API refuses a household: {refused.read(500).decode(errors='replace')}") from None
    return time.perf_counter() - began, answered


def different(answered: Mapping[str, Any], system: Any, amounts: Mapping[str, float]) -> list[str]:
    """The amounts of a household that are not those of stock in the process."""
    found = []
    for variable, amount in amounts.items():
        definition = system.variables[variable]
        members = answered[definition.entity.plural].values()
        if abs(sum(float(member[variable][period_of(definition)]) for member in members) - amount) > CENT:
            found.append(variable)
    return found


def program() -> Path | None:
    """OpenFisca's command in an environment of its own; None when it cannot be made."""
    home = ROOT / "var" / "bench-api"
    command = home / "bin" / "openfisca"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        install += ["-r", str(ROOT / "requirements" / "peer.lock")]
        done = subprocess.run([home / "bin" / "python", *install], check=False, capture_output=True)
        if done.returncode:
            return None
    return command


def plan_rates() -> tuple[float, float]:
    """Households a second of a compiled plan through the adapter, on one process and on two at once, the plan recorded beforehand."""
    with tempfile.TemporaryDirectory() as folder:
        load_engine(Path(folder), OUTPUTS).prepare(MONTH)
        rates = [by_processes(Path(folder), count, BLOCKS)[0] for count in (1, 2)]
    return rates[0], rates[1]


def main(households: int) -> None:
    """Measure and print, ratios first."""
    if (command := program()) is None:
        print("web API: left out, its environment could not be made (no registry?)")
        return
    single, double = plan_rates()
    system = stock_system(())
    block = synthetic_block(households + 1, 3, MONTH)
    alone = [rows_of(block, rank, rank + 1) for rank in range(households + 1)]
    times, stock, apart = [], [], []
    with served(command) as address:
        for one in alone:
            began = time.perf_counter()
            inputs, amounts = computed(system, one)
            stock.append(time.perf_counter() - began)
            taken, answered = asked(address, told(system, inputs))
            times.append(taken)
            apart += different(answered, system, amounts)
    api, inside = statistics.median(times[1:]), statistics.median(stock[1:])
    print(
        f"23 amounts of a household, {MONTH}: compiled plan on two processes x{api * double:,.0f} against the web API, on one "
        f"x{api * single:,.0f}, and x{inside * single:,.0f} against stock in the process"
    )
    print(mark("against the web API", api * double, 50_000, "times", at_least=True))
    print(
        f"web API {api:.2f} s a household, stock {inside:.2f} s, plan {1e6 / single:.0f} µs ({single:,.0f} households/s on one process, "
        f"{double:,.0f} on two, blocks of {BLOCK})"
    )
    compared = len(alone) * len(OUTPUTS)
    apart_said = ", ".join(f"{name} {count}" for name, count in Counter(apart).most_common())
    print(
        f"{compared - len(apart)} of {compared} amounts of the API are those of stock in the process"
        + (f"; apart: {apart_said}" if apart else "")
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else HOUSEHOLDS)

"""Run published cases (facts → expected amounts) through the engine as loaded, overrides and accelerations included.

A case is a mapping: ``law_period`` (month or year), ``openfisca_input`` (entities in full, singular entities, or bare variables of
one person), ``expected`` (``variable``, ``variable@period``, ``variable[entity]``, or nested by entity or by period; values may
be arithmetic), ``tolerance`` (``absolute_error_margin``, ``relative_error_margin``, or both: each must hold; none: exact in
float32). OpenFisca's own test keys (``period``, ``input``, ``output``) are read too. A file holds one case, a list, or several documents.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from openfisca_core import commons, periods
from openfisca_core.errors import SituationParsingError, VariableNotFoundError
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulation_builder import SimulationBuilder

from relais.kernel.system_words import system_words
from relais.kernel.yaml_text import SafeLoader
from relais.law.engine.simulation import release
from relais.law.engine.untyped import Untyped
from relais.law.engine.verify_plan import planned_values
from relais.law.plans.graph import Refused
from relais.law.plans.plan import GuardFailed
from relais.law.plans.recorder import Request

_MARGINS = ("absolute_error_margin", "relative_error_margin")
_KINDS = dict(zip(_MARGINS, ("absolue", "relative"), strict=True))
_WRITTEN = re.compile(r"(?P<variable>[^@\[\]\s]+)(?:\[(?P<entity>[^\]]+)\])?(?:@(?P<period>[^\[\]\s]+))?(?:\[(?P<late>[^\]]+)\])?")


class BadCases(Exception):
    """Nothing can be run: a path that does not exist, a file that is not YAML or not a case, no case at all. One line."""


class _Wrong(Exception):
    """One expectation that cannot be compared or does not hold."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case, read and not yet run. ``margins``: per kind, the margin of each variable under its name, "" for all."""

    name: str
    period: str
    situation: Mapping[str, Any]
    expected: Mapping[str, Any]
    margins: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One value expected of one variable; ``entity`` "" means all of them, ``period`` "" that of the case."""

    variable: str
    value: Any
    entity: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a case gave: no line in ``failures`` means that all holds within tolerance. ``refused``: why the engine had to compute
    it where a plan was asked."""

    name: str
    failures: tuple[str, ...]
    refused: str = ""

    @property
    def passed(self) -> bool:
        """Whether every expectation holds."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts, in the order of the files."""

    verdicts: tuple[Verdict, ...]

    @property
    def failed(self) -> int:
        """How many cases do not hold."""
        return sum(not verdict.passed for verdict in self.verdicts)

    @property
    def passed(self) -> int:
        """How many cases hold."""
        return len(self.verdicts) - self.failed


def verify_cases(paths: Sequence[Path], system: Untyped, *, by_plan: bool = False) -> Report:
    """Run every case found under these files or directories; BadCases before running anything when one cannot be read.

    ``by_plan``: each case is recorded, printed and run as a plan; one that cannot be is computed by the engine, and says so.
    """
    cases = cases_of(paths)
    if not cases:
        raise BadCases("aucun cas dans " + ", ".join(str(path) for path in paths))
    return Report(tuple(run_case(case, system, by_plan=by_plan) for case in cases))


def cases_of(paths: Sequence[Path]) -> list[Case]:
    """Every case found under these files or directories, in the order of the files; BadCases when one cannot be read."""
    return [case for path in _files(paths) for case in _read(path)]


def run_case(case: Case, system: Untyped, *, by_plan: bool = False) -> Verdict:
    """One case; a situation that the legislation refuses is a failure that says why."""
    try:
        builder = SimulationBuilder()
        builder.set_default_period(case.period)
        simulation = builder.build_from_dict(system, case.situation)
        expectations = tuple(_expectations(case.expected, system))
    except (_Wrong, SituationParsingError, VariableNotFoundError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        return Verdict(case.name, (f"situation illisible : {_one_line(error)}",))
    try:
        planned, refused = _planned(case, expectations, simulation) if by_plan else ({}, "")
        return Verdict(case.name, tuple(_failures(case, expectations, simulation, planned)), refused)
    except AssertionError as wrong:
        return Verdict(case.name, (f"plan faux : {_one_line(wrong)}",))
    finally:
        release(simulation)


def _planned(case: Case, expectations: Sequence[Expectation], simulation: Untyped) -> tuple[Mapping[Request, Untyped], str]:
    """What a plan of this case gives, or why there is none; AssertionError when the plan contradicts itself: never a refusal."""
    try:
        requests = [_request(simulation, expectation, expectation.period or case.period) for expectation in expectations]
        return planned_values(simulation, requests), ""
    except _Wrong:
        return {}, ""  # the engine's run will say what is wrong
    except (Refused, GuardFailed) as refused:
        return {}, str(refused)
    except AssertionError:
        raise
    except Exception as error:  # noqa: BLE001 a formula may raise anything: the engine's run will say what
        return {}, f"{type(error).__name__}: {_one_line(error)}"


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(entry for entry in path.rglob("*") if entry.suffix in {".yaml", ".yml"} and entry.is_file())
        elif path.is_file():
            yield path
        else:
            raise BadCases(f"{path} : fichier ou dossier introuvable")


def _read(path: Path) -> Iterator[Case]:
    try:
        documents = [document for document in yaml.load_all(path.read_bytes(), Loader=SafeLoader) if document is not None]
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise BadCases(f"{path} : ce n’est pas du YAML : {_one_line(error)}") from error
    except OSError as error:
        raise BadCases(f"{path} : {system_words(error)}") from error
    entries = [entry for document in documents for entry in (document if isinstance(document, list) else [document])]
    for rank, entry in enumerate(entries, 1):
        yield _case(entry, path.stem if len(entries) == 1 else f"{path.stem}#{rank}", path)


def _case(entry: Untyped, name: str, path: Path) -> Case:
    if not isinstance(entry, Mapping):
        raise BadCases(f"{path} : un cas est une table de clés et de valeurs")
    situation, expected = entry.get("openfisca_input", entry.get("input")), entry.get("expected", entry.get("output"))
    period = entry.get("law_period", entry.get("period"))
    if not isinstance(situation, Mapping) or not isinstance(expected, Mapping) or not expected or period is None:
        raise BadCases(f"{path} : un cas demande law_period, openfisca_input et expected")
    try:
        periods.period(str(period))
        tolerance = entry.get("tolerance") or entry
        margins = {kind: _margin(tolerance[kind]) for kind in _MARGINS if tolerance.get(kind) is not None}
    except (ValueError, TypeError, AttributeError) as error:
        raise BadCases(f"{path} : law_period ou tolerance illisible : {_one_line(error)}") from error
    return Case(str(entry.get("id", name)), str(period), _plain(situation), expected, margins)


def _margin(value: Untyped) -> dict[str, float]:
    """A number for all variables, or numbers by variable (``default`` for the others)."""
    if isinstance(value, Mapping):
        return {"" if name == "default" else str(name): float(margin) for name, margin in value.items()}
    return {"": float(value)}


def _plain(value: Untyped) -> Untyped:
    """Situations as OpenFisca's builder reads them: periods as text, dates as text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _expectations(expected: Mapping[str, Any], system: Untyped) -> Iterator[Expectation]:
    singular = {entity.key for entity in system.entities}
    plural = {entity.plural for entity in system.entities}
    for key, value in expected.items():
        if key in singular and isinstance(value, Mapping):
            for name, inner in value.items():
                yield from _by_period(_written(str(name)), inner)
        elif key in plural and isinstance(value, Mapping):
            for entity, variables in value.items():
                for name, inner in variables.items():
                    written = _written(str(name))
                    yield from _by_period(Expectation(written.variable, None, str(entity), written.period), inner)
        else:
            yield from _by_period(_written(str(key)), value)


def _written(key: str) -> Expectation:
    read = _WRITTEN.fullmatch(key.strip())
    if read is None:
        raise _Wrong(f"{key!r} ne s’écrit pas variable, variable@période ou variable[entité]")
    return Expectation(read["variable"], None, read["entity"] or read["late"] or "", read["period"] or "")


def _by_period(written: Expectation, value: Untyped) -> Iterator[Expectation]:
    if isinstance(value, Mapping):
        for period, inner in value.items():
            yield Expectation(written.variable, inner, written.entity, str(period))
    else:
        yield Expectation(written.variable, value, written.entity, written.period)


def _failures(case: Case, expectations: Sequence[Expectation], simulation: Untyped, planned: Mapping[Request, Untyped]) -> Iterator[str]:
    for expectation in expectations:
        period = expectation.period or case.period
        try:
            _compare(_computed(simulation, expectation, period, planned), expectation, case.margins)
        except _Wrong as wrong:
            yield f"{expectation.variable}@{period} : {wrong}"
        except Exception as error:  # noqa: BLE001 a formula may raise anything: the case fails, the others go on
            yield f"{expectation.variable}@{period} : calcul impossible : {_one_line(error)}"


def _request(simulation: Untyped, expectation: Expectation, written: str) -> Request:
    """The variable at the year of a month, or summed over the months of a year, when its own period asks it."""
    variable = simulation.tax_benefit_system.variables.get(expectation.variable)
    if variable is None:
        raise _Wrong("variable absente de la législation")
    period = periods.period(written)
    if variable.definition_period == "year" and period.unit == "month":
        period = period.this_year
    longer = variable.definition_period == "month" and (period.unit == "year" or period.size > 1)
    return Request(variable.name, period, longer)


def _computed(simulation: Untyped, expectation: Expectation, written: str, planned: Mapping[Request, Untyped]) -> Untyped:
    """The array of the variable, of the plan when it has it, for the entity of the expectation or for all."""
    request = _request(simulation, expectation, written)
    values = planned[request] if request in planned else request.of(simulation)
    if not expectation.entity:
        return values
    population = simulation.populations[simulation.tax_benefit_system.variables[expectation.variable].entity.key]
    ids = [str(name) for name in population.ids]
    if expectation.entity not in ids:
        raise _Wrong(f"aucune entité {population.entity.key} nommée {expectation.entity!r}")
    rank = ids.index(expectation.entity)
    return values[rank : rank + 1]


def _compare(values: Untyped, expectation: Expectation, margins: Mapping[str, Mapping[str, float]]) -> None:
    target = expectation.value
    if isinstance(values, EnumArray):
        _same([str(name) for name in values.decode_to_str()], target)
    elif np.issubdtype(values.dtype, np.datetime64):
        _same([str(day) for day in values], target)
    elif values.dtype.kind in "SO":
        _same([value.decode() if isinstance(value, bytes) else str(value) for value in values], target)
    else:
        _near(values, target, expectation.variable, margins)


def _same(read: list[str], target: Untyped) -> None:
    wanted = [str(value) for value in target] if isinstance(target, list) else [str(target)] * len(read)
    if read != wanted:
        raise _Wrong(f"{', '.join(read)} au lieu de {', '.join(wanted)}")


def _near(values: Untyped, target: Untyped, variable: str, margins: Mapping[str, Mapping[str, float]]) -> None:
    wanted = np.array([_number(value) for value in (target if isinstance(target, list) else [target])], np.float32)
    read = np.asarray(values, np.float32)
    if len(wanted) not in (1, len(read)):
        raise _Wrong(f"{len(read)} valeurs au lieu de {len(wanted)}")
    gap = np.abs(wanted - read)
    allowed = {kind: by_name.get(variable, by_name.get("", math.nan)) for kind, by_name in margins.items()}
    allowed = {kind: margin for kind, margin in allowed.items() if not math.isnan(margin)} or {_MARGINS[0]: 0.0}
    for kind, margin in allowed.items():
        limit = margin if kind == _MARGINS[0] else np.abs(margin * wanted)
        if not (gap <= limit).all():
            raise _Wrong(f"{_shown(read)} au lieu de {_shown(wanted)} (marge {_KINDS[kind]} {margin:g})")


def _number(value: Untyped) -> float:
    """A number, a truth, or an arithmetic expression."""
    number = commons.eval_expression(value) if isinstance(value, str) else value
    if isinstance(number, str) or number is None:
        raise _Wrong(f"{value!r} n’est pas un nombre")
    return float(number)


def _shown(values: Untyped) -> str:
    return ", ".join(f"{value:.7g}" for value in np.atleast_1d(values))


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]

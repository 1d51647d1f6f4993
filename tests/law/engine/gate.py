"""The equality gate: the blocks on which plans must give the bytes of the unpatched engine.

Run as a program, it computes them all with the unpatched engine, in a process of its own because accelerations and recordings change
classes of core for the process that installs them: ``python -m tests.law.engine.gate OUT.npz``.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from relais.kernel.months import Month
from relais.law.engine.adapter import put_computed, put_told
from relais.law.engine.columns import people_of
from relais.law.engine.frame import Frame, frame_of
from relais.law.engine.loading import stock_system
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.outputs import Outputs
from relais.law.engine.simulation import Inputs, release
from relais.law.plans.untyped import Untyped
from relais.law.situation.block import Block, Column
from relais.law.situation.roles import Role
from tests.factories.blocks import synthetic_block
from tests.law.engine.planned import WIDE

OCTOBER = Month(2026, 10)
HOUSEHOLDS = 5_000
#: twelve months in a row, and one before the reference quarter moved (March 2025)
MONTHS = (Month(2025, 2), *(Month(2025, 12).plus(rank) for rank in range(12)))
#: rows of the synthetic block that the one-input perturbations start from: every kind of household
BASES = (0, 1, 2, 5, 8, 13, 21, 34, 55, 89)


def blocks() -> dict[str, Block]:
    """The blocks by name."""
    found = {"caseload": synthetic_block(HOUSEHOLDS, 12, OCTOBER), "flat-shares": flat_shares(400)}
    return found | {f"month {month}": synthetic_block(200, 30 + rank, month) for rank, month in enumerate(MONTHS)}


def flat_shares(rows: int) -> Block:
    """Dwellings where several adults live, each of an own family and tax household, beside couples whose children are adults."""
    block = synthetic_block(rows, 44, OCTOBER)
    second = np.concatenate([[False], block.household[1:] == block.household[:-1]])
    grown = (block.role == Role.ENFANT) & (block.household % 3 == 0)
    others = (block.role != Role.DEMANDEUR) & second & (block.household % 2 == 0)
    role = np.where(others, Role.AUTRE, block.role).astype(np.int8)
    birth = np.where(grown, np.datetime64("1999-05-05"), block.persons["naissance"])
    return replace(block, role=role, persons={**block.persons, "naissance": birth})


def repeated(block: Block, times: int) -> Block:
    """The same rows several times, one after the other."""
    persons = len(block.household)
    shift = np.repeat(np.arange(times, dtype=np.int32) * block.rows, persons)
    return Block(
        month=block.month,
        origin=np.arange(block.rows * times, dtype=np.int32),
        household=np.tile(block.household, times) + shift,
        role=np.tile(block.role, times),
        persons={code: np.concatenate([column] * times) for code, column in block.persons.items()},
        households={code: np.concatenate([column] * times) for code, column in block.households.items()},
    )


def bases() -> Block:
    """The rows that perturbations start from."""
    block = synthetic_block(100, 12, OCTOBER)
    kept = np.isin(block.household, BASES)
    rank = np.zeros(block.rows, np.int32)
    rank[list(BASES)] = np.arange(len(BASES))
    return Block(
        month=block.month,
        origin=np.arange(len(BASES), dtype=np.int32),
        household=rank[block.household[kept]],
        role=block.role[kept],
        persons={code: column[kept] for code, column in block.persons.items()},
        households={code: column[list(BASES)] for code, column in block.households.items()},
    )


class Changes:
    """Changes the slot of rank ``r``, in the order they are given, in the rows of the copy ``r + 1``; the first copy is left alone."""

    def __init__(self, frame: Frame) -> None:
        self.slots = 0
        self._frame = frame

    def __call__(self, entity: str, codes: Mapping[str, int], values: Column) -> Column:
        """The column with one copy changed."""
        self.slots += 1
        row = self._frame.people.row
        if entity in self._frame.groups:
            groups = self._frame.groups[entity]
            first = np.zeros(groups.count, np.intp)
            first[groups.ids] = row
            row = first
        touched = row // len(BASES) == self.slots
        return np.where(touched, _other(values, codes), values).astype(values.dtype)


def _other(values: Column, codes: Mapping[str, int]) -> Column:
    if codes:  # the next value of the enumeration; the law has no rate for a zone that is not told
        after = (values + 1) % len(codes)
        return np.where(after == codes.get("non_renseigne", -1), (values + 2) % len(codes), after)
    match values.dtype.kind:
        case "f":
            return np.where(np.isnan(values), 2.5, values * 0.5 + 317)
        case "b":
            return ~values
        case "M":
            return values - np.timedelta64(900, "D")
        case "S":
            return np.full(len(values), b"97411" if values.dtype.itemsize >= 5 else b"US")
    return np.where(values >= 6, 0, values + 1)


class PerturbedInputs(Inputs):
    """A plain simulation, its columns changed one by one as they come."""

    def __init__(self, system: Untyped, frame: Frame) -> None:
        super().__init__(system, frame)
        self.changes = Changes(frame)

    def store(self, variable: str, when: tuple[str, ...], values: Untyped) -> None:
        known = self.described(variable)
        super().store(variable, when, self.changes(known.entity, known.codes, values))

    def put_constant(self, variable: str, when: tuple[str, ...], value: float) -> None:
        known = self.described(variable)
        super().store(variable, when, np.full(self.frame.count(known.entity), value, known.dtype))

    def put_computed(self, variable: str, when: str, values: Untyped) -> None:
        super().store(variable, (when,), np.asarray(values).astype(self.described(variable).dtype))

    def side(self, name: str, entity: str, values: Column) -> None:
        super().side(name, entity, self.changes(entity, {}, values))


def perturbed_values(system: Untyped, copies: int) -> dict[str, Column]:
    """What the engine gives when each slot is changed in its own copy of the bases."""
    inputs = PerturbedInputs(system, frame_of(people_of(repeated(bases(), copies))))
    put_told(inputs)
    put_computed(inputs)
    outputs = Outputs(inputs.frame.people, inputs.described, inputs.output)
    values = {name: outputs.by_row(name) for name in WIDE}
    assert inputs.changes.slots == copies - 1, f"{inputs.changes.slots} slots, {copies} copies"
    release(inputs.simulation)
    return values


def main(copies: int, out: Path) -> None:
    engine = OpenFiscaEngine(stock_system())
    kept = {f"{name}|{output}": values for name, block in blocks().items() for output, values in engine.compute(block, WIDE).values.items()}
    kept |= {f"perturbed|{output}": values for output, values in perturbed_values(engine.system, copies).items()}
    patched = [name for name in sys.modules if name.startswith("relais.law.engine.fast_")]
    if patched:
        raise SystemExit(f"the reference is not stock: {patched}")
    np.savez(out, **kept)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))

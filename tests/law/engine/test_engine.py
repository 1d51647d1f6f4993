"""The face of the engine: what it answers, what it refuses, threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from relais.law.engine.openfisca_engine import OpenFiscaEngine, load_engine
from relais.law.situation.columns import to_block
from tests.factories.blocks import OUTPUTS, rows_of, synthetic_block
from tests.law.engine.homes import OCTOBER, alone, monthly


def test_a_process_has_one_engine(engine: OpenFiscaEngine) -> None:
    assert load_engine() is engine


def test_it_says_its_versions(engine: OpenFiscaEngine) -> None:
    assert engine.version.startswith("openfisca-france 176.1.8, openfisca-core 44.7.1, overrides ")


@pytest.mark.parametrize("name", ["rsaa", "zone_apl", "date_naissance", "depcom"])
def test_it_refuses_what_is_not_an_amount_a_number_or_a_truth(engine: OpenFiscaEngine, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        engine.compute(to_block([alone()]), [name])


def test_columns_have_a_value_a_row_in_their_dtype(engine: OpenFiscaEngine) -> None:
    block = synthetic_block(7, 3)
    values = engine.compute(block, ["rsa", "cmu_c", "cheque_energie", "aah", "nb_parents", "rfr"]).values
    assert {name: column.dtype.name for name, column in values.items()} == {
        "rsa": "float32", "cmu_c": "bool", "cheque_energie": "float32", "aah": "float32", "nb_parents": "float32", "rfr": "float32",
    }  # fmt: skip
    assert {len(column) for column in values.values()} == {7}


def test_no_row_no_value(engine: OpenFiscaEngine) -> None:
    values = engine.compute(rows_of(synthetic_block(2, 3), 0, 0), ["rsa", "cmu_c"]).values
    assert [len(column) for column in values.values()] == [0, 0]


def test_a_refused_block_leaves_the_engine_ready(engine: OpenFiscaEngine) -> None:
    block = to_block([alone()])
    refused = replace(block, households={**block.households, "commune": np.array([b"75011"])})
    with pytest.raises(ValueError, match="INSEE"):
        engine.compute(refused, ["rsa"])
    assert engine.compute(block, ["rsa"]).values["rsa"][0] > 0


def test_threads_do_not_mix_households(engine: OpenFiscaEngine) -> None:
    blocks = [to_block([alone(salaire=monthly(amount))]) for amount in (0, 300, 500, 700)]
    expected = [float(engine.compute(block, ["rsa"]).values["rsa"][0]) for block in blocks]
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda block: float(engine.compute(block, ["rsa"]).values["rsa"][0]), blocks * 2))
    assert read == expected * 2
    assert len(set(expected)) == 4


def test_warming_computes_the_month(engine: OpenFiscaEngine) -> None:
    engine.warm(OCTOBER)


def test_synthetic_households_are_the_same_for_the_same_seed() -> None:
    first, again, other = synthetic_block(50, 1), synthetic_block(50, 1), synthetic_block(50, 2)
    assert all(np.array_equal(first.persons[code], again.persons[code]) for code in first.persons)
    assert not np.array_equal(first.persons["naissance"], other.persons["naissance"])
    assert {len(OUTPUTS), len(set(OUTPUTS))} == {23}

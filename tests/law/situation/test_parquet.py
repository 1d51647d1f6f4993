"""A data team gives its households in Parquet: read as a sheet would be, whatever its types; what is wrong is told, nothing is lost."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from relais.kernel.months import Month
from relais.law.situation import parquet
from relais.law.situation.cases import Case, UnreadableFileError
from relais.law.situation.catalogue import facts
from relais.law.situation.files import count_cases, read_cases
from relais.law.situation.header import SPECIAL
from relais.law.situation.parquet_model import parquet_template

NOVEMBER = Month(2026, 11)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(columns: dict[str, Any], **options: Any) -> Path:
        path = tmp_path / "foyers.parquet"
        pq.write_table(pa.table(columns), path, **options)
        return path

    return written


def cases(path: Path) -> list[Case]:
    found = list(read_cases(path, month=NOVEMBER))
    assert count_cases(path) == len(found)
    return found


def couple(**columns: Any) -> dict[str, Any]:
    """A couple, then a person alone."""
    born = pa.array([date(1990, 3, 12), date(1991, 7, 1), date(1950, 1, 1)])
    return {"menage": ["a", "a", "b"], "role": ["demandeur", "conjoint", "demandeur"], "naissance": born, **columns}


def told(found: list[Case]) -> list[str]:
    return [problem.message for case in found for problem in case.problems]


def refusal(path: Path) -> str:
    messages = set()
    for attempt in (lambda: count_cases(path), lambda: list(read_cases(path, month=NOVEMBER))):
        with pytest.raises(UnreadableFileError) as refused:
            attempt()
        messages.add(str(refused.value))
    (message,) = messages
    assert "\n" not in message
    return message


def test_it_says_the_same_as_a_sheet(write: Write, tmp_path: Path) -> None:
    sheet = tmp_path / "foyers.csv"
    sheet.write_text(
        "menage;personne;role;naissance;statut;salaire;loyer;code_insee;enceinte\n"
        "a;p1;demandeur;12/03/1990;emploi;1400,50;620;59512;non\n"
        "a;p2;conjoint;01/07/1991;;1400 puis 900 depuis août 2026;;;oui\n"
        "b;;demandeur;01/01/1950;retraite;0;;01004;\n",
        encoding="utf-8",
    )
    path = write(
        couple(
            personne=["p1", "p2", None],
            statut=pa.array(["emploi", None, "retraite"]).dictionary_encode(),
            salaire=["1400.50", "1400 puis 900 depuis août 2026", "0"],
            loyer=pa.array([620, None, None], pa.int16()),
            code_insee=[59512, None, 1004],
            enceinte=[False, True, None],
            _note=[["à", "part"], None, []],
        )
    )
    expected = [case.household for case in read_cases(sheet, month=NOVEMBER)]
    assert None not in expected
    assert [case.household for case in cases(path)] == expected
    assert [case.line for case in cases(path)] == [1, 3]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1400.1", None, "0"], pa.string()),
        (["1400,1", "", "0"], pa.large_string()),
        ([b"1400.1", None, b"0"], pa.binary()),
        ([1400.1, None, 0.0], pa.float64()),
        ([1400.1, float("nan"), 0.0], pa.float64()),
        ([1400.1, float("nan"), 0.0], pa.float32()),
        ([Decimal("1400.10"), None, Decimal("0.00")], pa.decimal128(9, 2)),
        (["1400.1", None, "0"], pa.dictionary(pa.int32(), pa.string())),
    ],
)
def test_an_amount_reads_in_any_type_and_null_or_nan_is_unknown_never_zero(write: Write, values: list[Any], kind: pa.DataType) -> None:
    first, second = cases(write(couple(salaire=pa.array(values, kind))))
    assert first.household is not None
    assert second.household is not None
    assert first.household.persons[0].facts["salaire"] == (1400.1,) * 13
    assert "salaire" not in first.household.persons[1].facts
    assert second.household.persons[0].facts["salaire"] == (0.0,) * 13


@pytest.mark.parametrize("kind", [pa.date32(), pa.date64(), pa.timestamp("ns"), pa.timestamp("ms")])
def test_a_day_reads_as_a_date_or_as_an_hour_of_that_day(write: Write, kind: pa.DataType) -> None:
    days = pa.array([date(1990, 3, 12), date(1991, 7, 1), date(1950, 1, 1)]).cast(pa.timestamp("s")).cast(kind)
    born = [
        person.facts["naissance"] for case in cases(write(couple(naissance=days))) if case.household for person in case.household.persons
    ]
    assert born == [date(1990, 3, 12), date(1991, 7, 1), date(1950, 1, 1)]


def test_identifiers_that_are_numbers_or_lost_their_zeros_are_read(write: Write) -> None:
    first, second = cases(write(couple(menage=pa.array([12, 12, 13], pa.uint64()), code_insee=[1004.0, float("nan"), 59512.0])))
    assert (first.id, second.id) == ("12", "13")
    assert first.household is not None
    assert first.household.facts["commune"] == "01004"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"menage": ["a"]}, "La colonne «\u00a0role\u00a0» manque."),
        (couple(salairr=[1, 2, 3]), "Vouliez-vous dire «\u00a0salaire\u00a0»"),
        (couple(salaire=[[1], [2], []]), "«\u00a0salaire\u00a0» (list<"),
        (couple(salaire=[{"mois": 1}] * 3), "«\u00a0salaire\u00a0» (struct<"),
        (couple(naissance=[time(8)] * 3), "«\u00a0naissance\u00a0» (time64"),
        (couple(naissance=[datetime(1990, 3, 12, tzinfo=UTC)] * 3), "une heure et un fuseau\u00a0: «\u00a0naissance\u00a0»."),
    ],
)
def test_wrong_columns_are_told_before_anything_is_computed(write: Write, columns: dict[str, Any], message: str) -> None:
    assert message in refusal(write(columns))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (couple(salaire=[-1.0, None, 900.0]), "Un montant ne peut pas être négatif."),
        (couple(salaire=[float("inf"), None, 900.0]), "Ce montant est trop grand"),
        (couple(salaire=["mille", None, "900"]), "Ce montant ne se lit pas."),
        (couple(enceinte=[7, None, 0]), "Répondez par oui ou par non."),
        (couple(naissance=pa.array([2**50, 0, 0]).cast(pa.timestamp("ms"))), "ni une date de notre calendrier"),
        (couple(statut=pa.array([b"\xff\xfe", None, b"retraite"])), "ni un texte"),
        (couple(role=["voisin", "conjoint", "demandeur"]), "Le rôle «\u00a0voisin\u00a0» est inconnu"),
    ],
)
def test_a_wrong_row_spoils_its_household_alone(write: Write, columns: dict[str, Any], message: str) -> None:
    first, second = cases(write(columns))
    assert first.household is None
    assert message in told([first])[0]
    assert first.problems[0].line == 1
    assert second.household is not None


def test_a_row_without_identifier_spoils_the_household_above_and_is_counted(write: Write) -> None:
    (first,) = cases(write(couple(menage=["a", None, ""])))
    assert [problem.line for problem in first.problems] == [2, 3]
    (alone,) = cases(write(couple(menage=[None, None, None])))
    assert alone.household is None
    assert cases(write({"menage": [None, "a"], "role": [None, "demandeur"], "naissance": [None, "30 ans"]}))[0].household is not None


def test_a_file_cut_short_is_refused_and_one_damaged_in_its_middle_keeps_what_comes_before(write: Write, tmp_path: Path) -> None:
    many = {"menage": [f"foyer-{rank}" for rank in range(9000)], "role": ["demandeur"] * 9000, "naissance": ["1980"] * 9000}
    path = write(many, row_group_size=3000, write_page_checksum=True, compression="none", use_dictionary=False)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "incomplet ou abîmé" in refusal(path)
    place = whole.index(b"foyer-4000") + 6
    path.write_bytes(whole[:place] + b"9" + whole[place + 1 :])
    found = cases(path)
    assert 2000 < len(found) < 4000
    assert told(found) == ["Le fichier Parquet s’interrompt ici\u00a0: la suite n’a pas pu être lue."]
    assert found[-1].household is None
    assert all(case.household for case in found[:-1])


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.parquet"
    path.write_bytes(b"PARE" + bytes(100) + b"PARE")
    assert "chiffré" in refusal(path)


def test_texts_too_long_for_a_list_of_households_are_refused_before_they_fill_the_memory(write: Write) -> None:
    assert "démesuré" in refusal(write(couple(statut=["x" * 70_000, None, None])))
    repeated = pa.array(["y" * 200_000] * 3).dictionary_encode()
    assert "démesuré" in refusal(write(couple(menage=repeated)))


def test_without_the_extra_one_line_tells_how_to_add_it(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(couple())
    monkeypatch.setattr(parquet, "available", lambda: False)
    assert refusal(path) == parquet.MISSING
    assert "relais engine install --extra parquet" in parquet.MISSING


def test_the_model_is_typed_explained_and_reads_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "modele.parquet"
    parquet_template(path)
    schema = pq.read_schema(path)
    assert schema.names == [*SPECIAL, *facts()]
    assert schema.field("naissance").type == pa.date32()
    assert schema.field("loyer").metadata[b"formes"].decode().startswith("En euros")
    (example,) = cases(path)
    assert example.household is not None
    assert len(example.household.persons) == 3


PEAK = """
import resource, sys
from pathlib import Path
from relais.kernel.months import Month
from relais.law.situation.files import raw_cases
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in raw_cases(Path(sys.argv[1])))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.mark.slow
def test_one_row_group_of_a_million_persons_takes_little_memory(write: Write) -> None:
    many = 1_000_000
    texts = {"menage": [f"foyer-{rank:020d}" for rank in range(many)], "role": ["demandeur"] * many}
    path = write({**texts, "salaire": pa.array(range(many), pa.float64()), "naissance": [1980] * many}, row_group_size=many)
    command = [sys.executable, "-c", PEAK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True, cwd=Path(__file__).parents[3])
    count, grown = map(int, done.stdout.split())
    assert count == many
    assert grown < 160  # megabytes; pyarrow itself takes sixty, the ids met eight

"""``relais engine verify``: every written form of a case, tolerances, refusals, exit codes."""

from pathlib import Path

import pytest

from relais.law.engine import verify
from relais.law.engine.openfisca_engine import OpenFiscaEngine
from relais.law.engine.verify import BadCases, verify_cases
from relais.law.engine.verify_command import run

PUBLISHED = Path(__file__).parents[3].parent / "shared" / "cases" / "rights"

BARE = """
law_period: 2023-01
openfisca_input: {date_naissance: 1997-01-01, salaire_net: {2022: 1583.1951*12}}
expected: {ppa: 139.38394, ppa_eligibilite@2022-10: true}
tolerance: {relative_error_margin: 0.05}
"""
FULL = """
law_period: '2021'
tolerance: {}
openfisca_input:
  individus: {p1: {age: 38}, p2: {age: 20}}
  famille: {parents: [p1], enfants: [p2]}
  foyer_fiscal: {declarants: [p1], personnes_a_charge: [p2]}
  menages:
    m0: {personne_de_reference: [p1], depcom: 69381, statut_occupation_logement: locataire_vide}
    m1: {personne_de_reference: [p2], depcom: 69381, statut_occupation_logement: locataire_vide}
expected: {"cheque_energie[m0]": 120 + 74, "cheque_energie[m1]": 0, zone_apl@2021-01: [zone_2, zone_2], "age[p2]@2021-01": 20}
"""
SINGULAR = """
- law_period: 2018-05
  absolute_error_margin: {rsa: 1000, default: 0.01}
  input:
    individus: {a: {date_naissance: 1980-01-01}}
    famille: {parents: [a]}
    foyer_fiscal: {declarants: [a]}
    menage: {personne_de_reference: a, statut_occupation_logement: proprietaire}
  output:
    famille: {rsa: 100, nb_parents: 1}
    individus: {a: {age: {2018-05: 38, 2017-05: 37}}}
    statut_occupation_logement: proprietaire
"""


@pytest.fixture
def case(tmp_path: Path):
    def write(text: str, name: str = "case.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published cases are not beside the repository")
@pytest.mark.slow(25)
@pytest.mark.parametrize("by_plan", [True, False])
def test_the_published_cases_all_hold(engine: OpenFiscaEngine, by_plan: bool) -> None:
    report = verify_cases([PUBLISHED], engine.system, by_plan=by_plan)
    assert [verdict for verdict in report.verdicts if verdict.refused] == []
    assert len(report.verdicts) >= 24
    assert [verdict for verdict in report.verdicts if not verdict.passed] == []


@pytest.mark.parametrize("text", [BARE, FULL, SINGULAR], ids=["bare variables", "entities in full", "singular entities"])
def test_every_written_form_is_read(engine: OpenFiscaEngine, case, text: str) -> None:
    (verdict,) = verify_cases([case(text)], engine.system).verdicts
    assert verdict.failures == ()


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("139.38394", "150", "au lieu de 150 (marge relative 0.05)"),
        ("ppa_eligibilite@2022-10: true", "ppa_eligibilite@2022-10: false", "1 au lieu de 0"),
        ("ppa_eligibilite@2022-10: true", "inconnue: 1", "variable absente de la législation"),
        ("ppa_eligibilite@2022-10: true", "ppa: beaucoup", "n’est pas un nombre"),
        ("ppa_eligibilite@2022-10: true", "'ppa[b]': 1", "aucune entité famille nommée 'b'"),
        ("{date_naissance", "{couleur: 3, date_naissance", "situation illisible"),
    ],
)
def test_what_does_not_hold_says_why(engine: OpenFiscaEngine, case, before: str, after: str, reason: str) -> None:
    assert before in BARE
    (verdict,) = verify_cases([case(BARE.replace(before, after))], engine.system).verdicts
    assert len(verdict.failures) == 1
    assert reason in verdict.failures[0]


def test_a_plan_whose_variants_differ_is_a_failed_case_not_a_refusal(
    engine: OpenFiscaEngine, case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(simulation: object, requests: object) -> object:
        raise AssertionError("the two variants of a plan differ")

    monkeypatch.setattr(verify, "planned_values", differ)
    (verdict,) = verify_cases([case(BARE)], engine.system, by_plan=True).verdicts
    assert verdict.failures == ("plan faux : the two variants of a plan differ",)
    assert not verdict.refused


def test_without_margin_the_figure_must_be_exact(engine: OpenFiscaEngine, case) -> None:
    (verdict,) = verify_cases(
        [case(BARE.replace("{relative_error_margin: 0.05}", "{}").replace("139.38394", "139.39"))], engine.system
    ).verdicts
    assert "marge absolue 0" in verdict.failures[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a: [", "ce n’est pas du YAML"), ("law_period: 2020-01", "un cas demande"), ("- 3", "un cas est une table"), ("", "aucun cas dans"),
     (BARE.replace("2023-01", "demain"), "law_period ou tolerance")],
)  # fmt: skip
def test_a_file_that_is_no_case_is_refused_in_one_line(engine: OpenFiscaEngine, case, text: str, reason: str) -> None:
    with pytest.raises(BadCases, match=reason) as refusal:
        verify_cases([case(text)], engine.system)
    assert "\n" not in str(refusal.value)


def test_the_command_prints_and_answers_by_its_exit_code(engine: OpenFiscaEngine, case, capsys: pytest.CaptureFixture[str]) -> None:
    good = case(BARE, "bon.yaml")
    assert run([str(good)]) == 0
    assert capsys.readouterr().out.splitlines() == ["passed  bon", "1 cases: 1 passed, 0 failed"]
    wrong = case(BARE.replace("139.38394", "150"), "faux.yaml")
    assert run([str(good), str(wrong)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[1] == "FAILED  faux"
    assert printed[-1] == "2 cases: 1 passed, 1 failed"


@pytest.mark.parametrize("paths", [[], ["/n-existe-pas"]])
def test_the_command_refuses_bad_input_with_one_line(engine: OpenFiscaEngine, paths: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(paths) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1

"""The tables are read strictly: what is wrong is said with its file, its row, its key and what to write; nothing is loaded halfway."""

import shutil
from pathlib import Path

import pytest

from relais.law.clocks.holidays import calendar
from relais.law.clocks.sources import MARKS, sources, weakest
from relais.law.clocks.tables import FAMILIES, FOLDER, rules
from relais.law.rights.reading import SheetRefused

ROW = """
- code: silence.essai
  wording: "Essai"
  start: "Réception"
  steps:
  - {code: silence, delay: 2 months, meaning: refus, source: crpa-l231-4, words: "Refus"}
  mark: V
  verified_on: 2026-11-22
  verified_by: Relais
  valid_until: 2027-11-30
"""
#: every code that the issue asks for.
ASKED = tuple(
    """
silence.c2s silence.mdph silence.aeeh silence.aah_caf silence.titre_sejour silence.rsa silence.prime_activite silence.retraite
silence.invalidite silence.acces_dossier silence.recours recours.rsa recours.prime_activite recours.apl recours.prestations_familiales
recours.mdph recours.caisse recours.medical recours.contrainte recours.ft_indu recours.ft_radiation recours.dalo
recours.tribunal_administratif indu.caf indu.rsa indu.prime_activite acces_dossier renouvellement.c2s renouvellement.titre_sejour
""".split()  # noqa: SIM905  # read beside the issue
)


def with_row(tmp_path: Path, row: str, family: str = "silence") -> Path:
    folder = tmp_path / "tables"
    shutil.copytree(FOLDER, folder)
    with (folder / f"{family}.yaml").open("a", encoding="utf-8") as file:
        file.write(row)
    return folder


def problems(tmp_path: Path, row: str) -> str:
    with pytest.raises(SheetRefused) as refused:
        rules(with_row(tmp_path, row))
    return "\n".join(refused.value.problems)


def test_every_code_asked_for_is_there():
    assert set(ASKED) - set(rules()) == set()
    assert len(ASKED) == 29


def test_every_rule_says_who_verified_it_when_and_until_when():
    for rule in rules().values():
        assert rule.verified_by, rule.code
        assert rule.verified_on < rule.valid_until, rule.code
        assert rule.sources, rule.code
        assert MARKS.index(rule.mark) >= MARKS.index(weakest([source.mark for source in rule.sources])), rule.code


def test_every_family_has_its_rows_and_the_rows_come_in_their_order():
    seen = list(dict.fromkeys(rule.family for rule in rules().values()))
    assert seen == list(FAMILIES)


def test_every_source_is_cited():
    cited = {source.code for rule in rules().values() for source in rule.sources}
    cited |= {step.distance.code for rule in rules().values() for step in rule.steps if step.distance}
    cited |= {holiday.source for holiday in calendar().holidays}
    assert set(sources()) - cited == set()


def test_a_row_that_is_right_is_taken(tmp_path: Path):
    assert rules(with_row(tmp_path, ROW))["silence.essai"].steps[0].span.count == 2


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("  mark: V\n", "", "clé « mark »"),
        ("mark: V", "mark: Z", "« Z » n’est pas prévu"),
        ("source: crpa-l231-4", "source: crpa-l999", "« crpa-l999 » n’est pas dans sources.yaml"),
        ("source: crpa-l231-4", "source: fsl-local", "V est plus sûr que ses sources ; au mieux M"),
        ("delay: 2 months", "delay: deux mois", "« deux mois » n’est pas un délai"),
        ("delay: 2 months", "delay: -2 months, moves: yes", "ne se reporte pas"),
        ("meaning: refus", "meaning: rejet", "« rejet » n’est pas prévu"),
        ("code: silence,", "code: answer,", "est le nom d’un jour donné"),
        ("delay: 2 months", "from: ailleurs, delay: 2 months", "« ailleurs » n’est pas prévu"),
        ("delay: 2 months", "when: [demain], delay: 2 months", "condition inconnue : demain"),
        ("delay: 2 months", "franc: peut-etre, delay: 2 months", "« true » ou « false »"),
        ("words:", "couleur: bleu, words:", "clé inconnue"),
        ("valid_until: 2027-11-30", "valid_until: 2026-11-01", "la fin de validité vient après"),
        ("verified_on: 2026-11-22", "verified_on: hier", "une date est attendue"),
        ("  verified_by: Relais\n", "", "clé « verified_by »"),
        ("silence.essai", "silence.c2s", "ce code est déjà pris"),
        (ROW[ROW.index("  steps") : ROW.index("  mark")], "", "cite au moins une source"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_place_and_its_reason(tmp_path: Path, before: str, after: str, said: str):
    assert before in ROW
    told = problems(tmp_path, ROW.replace(before, after))
    assert said in told.replace("\u00a0", " ").replace("\u202f", " ")
    assert "silence.yaml, silence." in told


def test_all_the_faults_of_all_the_files_are_said_at_once(tmp_path: Path):
    folder = with_row(tmp_path, ROW.replace("mark: V", "mark: Z").replace("2 months", "2 mois"))
    (folder / "indu.yaml").write_text("rien: ici\n", encoding="utf-8")
    (folder / "chaines.yaml").unlink()
    (folder / "recours.yaml").write_text("- [\n", encoding="utf-8")
    with pytest.raises(SheetRefused) as refused:
        rules(folder)
    told = "\n".join(refused.value.problems)
    assert all(name in told for name in ("silence.yaml", "indu.yaml", "chaines.yaml", "recours.yaml", "« Z »", "2 mois"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {text: x, article: LEGI1, mark: V, read_on: 2026-11-22}", "n’est pas un identifiant LEGIARTI"),
        ("a: {text: x, mark: Q, read_on: 2026-11-22}", "« Q »"),
        ("a: {text: x, mark: V}", "read_on"),
        (
            "{code}: {{text: x, article: LEGIARTI000000000001, mark: V, read_on: 2026-11-22}}",
            "est déjà celui de a",
        ),
        ("- a", "une source par ligne"),
    ],
)
def test_a_source_that_is_wrong_is_refused(tmp_path: Path, text: str, said: str):
    file = tmp_path / "sources.yaml"
    file.write_text("\n".join(text.format(code=code) for code in "ab") if "{code}" in text else text, encoding="utf-8")
    with pytest.raises(SheetRefused, match="sources"):
        sources(file)
    try:
        sources(file)
    except SheetRefused as refused:
        assert said in str(refused)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{name: x, day: "02-30", zones: [all], source: s}', "n’est pas un jour"),
        ("{name: x, zones: [all], source: s}", "et un seul"),
        ('{name: x, day: "01-01", easter: 1, zones: [all], source: s}', "et un seul"),
        ('{name: x, day: "01-01", zones: [lune], source: s}', "zone inconnue"),
    ],
)
def test_a_holiday_that_is_wrong_is_refused(tmp_path: Path, row: str, said: str):
    file = tmp_path / "holidays.yaml"
    file.write_text(f"zones: {{metropole: France}}\nholidays:\n- {row}\n", encoding="utf-8")
    with pytest.raises(SheetRefused, match=said):
        calendar(file)

"""A desk serves one household after the other: what it keeps of one never shows in the answers of the next, and holds no figure."""

from datetime import date

import pytest

from relais.law.answers import screen as screening
from relais.law.answers.screen import desk_for, screen
from relais.law.answers.serialise import screening_json
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from tests.law.answers import homes
from tests.law.answers.toy import MONTH, TODAY


def test_one_after_the_other_at_one_desk_or_each_at_its_own(engine, cards):
    told = [homes.home(seed) for seed in (1, 2, 3, 1, 4, 2)]
    desk = desk_for(engine=engine, cards=cards, on=TODAY)
    shared = [screening_json(desk.screened([home])[0]) for home in told]
    alone = [screening_json(screen([home], engine=engine, cards=cards, on=TODAY)[0]) for home in told]
    assert shared == alone


def test_nobody_gets_no_answer(engine, cards):
    assert desk_for(engine=engine, cards=cards, on=TODAY).screened([]) == []


def test_a_desk_designs_a_way_of_telling_once(engine, cards, monkeypatch: pytest.MonkeyPatch):
    desk = desk_for(engine=engine, cards=cards, on=TODAY)
    desk.screened([homes.home(1)])
    monkeypatch.setattr("relais.law.answers.patterns.units_of", None)
    desk.screened([homes.home(1)])
    with pytest.raises(TypeError):
        desk.screened([homes.home(2)])


def test_a_desk_that_remembers_enough_says_so(engine, cards, monkeypatch: pytest.MonkeyPatch):
    desk = desk_for(engine=engine, cards=cards, on=TODAY)
    assert not desk.full
    monkeypatch.setattr(screening, "REMEMBERED", 0)
    assert desk.full


def test_a_desk_keeps_no_figure_no_date_and_no_place(engine, cards):
    wage, birth = (1733.0,) * 13, date(1988, 3, 12)
    person = Person("p1", Role.DEMANDEUR, {"naissance": birth, "salaire": wage})
    told = Household("x7f", MONTH, (person,), {"commune": "59512", "loyer": 417.0, "logement": "locataire_vide"})
    desk = desk_for(engine=engine, cards=cards, on=TODAY)
    desk.screened([told])
    (mark,), (pattern,) = desk.patterns._kept, desk.patterns._kept.values()
    bench = [list(map(ranks.__getitem__, range(len(ranks)))) for ranks in (desk.bench.whys, desk.bench.settled, desk.bench.reserves)]
    kept = repr((mark, pattern.designs, pattern.layout.units, bench))
    assert "locataire" in kept
    assert not [fact for fact in ("1733", "417.0", "59512", "x7f", repr(birth)) if fact in kept]

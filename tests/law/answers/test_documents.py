"""Answers written from columns are, byte for byte, those that objects would give."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from relais.law.answers import documents
from relais.law.answers.bench import Bench
from relais.law.answers.chunk import screen_chunk
from relais.law.answers.documents import Answers, Writer
from relais.law.answers.patterns import Patterns
from relais.law.answers.screen import judged_together, needs_of
from relais.law.answers.serialise import screening_json
from relais.law.answers.telling import screening_of
from relais.law.situation.files import read_cases
from relais.law.situation.household import Household
from tests.factories.answered import Told
from tests.factories.caseloads import write_caseload
from tests.law.answers import homes
from tests.law.answers.stories import STORIES
from tests.law.answers.toy import CARDS, INCOME, MONTH, TODAY, ToyEngine, aged, home, person


@pytest.fixture(scope="module")
def varied(tmp_path_factory) -> list[Household]:
    """Stories, homes told at random, and a file of a service: more than 500 households."""
    source = write_caseload(tmp_path_factory.mktemp("foyers") / "foyers.csv", 450)
    filed = [case.household for case in read_cases(source, month=MONTH) if case.household is not None]
    return [*STORIES, *(homes.home(seed) for seed in range(30)), *filed]


def test_each_document_and_line_is_that_of_its_objects(engine, cards, varied):
    bench = Bench(cards, TODAY, frozenset({"rsa"}))
    judged = judged_together(varied, engine, bench, Patterns(needs_of(cards)))
    answers = Answers([household.id for household in varied], judged, Writer(bench))
    seen: set[str] = set()
    every: Counter[tuple[str, str]] = Counter()
    for place, household in enumerate(varied):
        screening = screening_of(household.id, judged, place, bench)
        told = screening_json(screening)
        assert answers.document(place) + b"}" == json.dumps(told, ensure_ascii=False).encode(), household.id
        assert answers.lines(place) == Told(told).lines(), household.id
        assert answers.tally([place]) == {(one["right"], one["group"]): 1 for one in told["results"]}
        seen |= {one["group"] for one in told["results"]}
        every.update(answers.tally([place]))
    assert len(varied) >= 500
    assert len(seen) == 4
    assert answers.tally(range(len(varied))) == every


def test_texts_that_look_like_a_format_stay_as_they_are():
    odd = replace(CARDS[0], limits=("50 % de plus, %r",), conditions=(replace(INCOME, label='100 % {toy} %s \\ "'),))
    told = replace(home(person(naissance=aged(40))), id='100 % "%d" {x}')
    (answered,) = screen_chunk([told], MONTH, engine=ToyEngine(), cards=[odd])
    document = json.loads(answered.document())
    assert document["id"] == told.id
    assert document["results"][0]["limits"] == ["50 % de plus, %r"]
    assert document["results"][0]["conditions"][0]["label"] == odd.conditions[0].label


def test_a_writer_that_is_full_gives_way_to_another(monkeypatch):
    monkeypatch.setattr(documents, "MOST_STATES", 0)
    told = home(person(naissance=aged(40)))
    (first,) = screen_chunk([told], MONTH, engine=ToyEngine(), cards=CARDS)
    written = first.document()
    (second,) = screen_chunk([told], MONTH, engine=ToyEngine(), cards=CARDS)
    assert first.answers._writer is not second.answers._writer
    assert written == second.document()

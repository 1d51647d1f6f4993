"""The life of an alert by its rules alone: what follows what, the days, what is late; the letter of one page."""

import re
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.law.blockers.catalogue import Blockage, blockages
from relais.observatory import paper
from relais.observatory.rules.letter import Seen, Told, again, copy, letter, reminder
from relais.observatory.rules.life import LATE, OPEN, Act, Done, State, can_do, day_holds, is_late, state_after
from relais.observatory.terms import CopyTo

DAY = date(2026, 11, 23)
TOLD = Told(
    house="CCAS de Montbrume",
    recipient="CAF du Nord, partenaires",
    address="1 place de la Paix\n59000 Lille",
    body="CAF",
    service="caf.fr (Mon compte)",
    step="Joindre les pièces",
    trouble="Pièce refusée : taille, format ou nombre de fichiers",
    fix="Accepter un fichier de 10 Mo",
    message="Fichier trop lourd",
    meanwhile="Accepter la demande sur papier",
    levers=("CRPA, article L. 112-8",),
)


def pages(document: bytes) -> int:
    told = subprocess.run(["pdfinfo", "-"], input=document, capture_output=True, check=True).stdout.decode()
    return int(re.findall(r"Pages:\s+(\d+)", told)[0])


def _length(one: Blockage) -> int:
    return sum(map(len, one.texts))


@given(st.lists(st.sampled_from(list(Act)), max_size=12))
def test_only_acts_that_follow_are_done_and_the_last_one_taken_back_leads_where_it_stood(tried: list[Act]) -> None:
    acts: list[Act] = []
    states = [State.DRAFT]
    for act in tried:
        if can_do(act, state=states[-1]):
            acts.append(act)
            states.append(state_after(acts))
    while acts:
        acts.pop()
        states.pop()
        assert state_after(acts) == states[-1]


def test_nothing_follows_an_end_and_nothing_is_answered_before_it_went() -> None:
    for act, state in product(Act, (State.ANSWERED, State.WITHDRAWN)):
        assert not can_do(act, state=state)
    for act, state in product((Act.ANSWERED, Act.CHASED, Act.ACKNOWLEDGED), (State.DRAFT, State.READY)):
        assert not can_do(act, state=state)
    assert {state for state in State if can_do(Act.WITHDRAWN, state=state)} == OPEN


@pytest.mark.parametrize(
    ("on", "last", "words"),
    [(DAY + timedelta(days=1), None, "pas encore venu"), (DAY - timedelta(days=2), DAY - timedelta(days=1), "avant"), (DAY, DAY, "")],
)
def test_days_hold(on: date, last: date | None, words: str) -> None:
    assert words in str(day_holds(on=on, last=last, today=DAY) or "")


def test_sixty_days_without_an_answer_are_late_and_a_reminder_counts_anew() -> None:
    went = [Done(Act.READY, DAY), Done(Act.SENT, DAY)]
    assert not is_late(went, state=State.SENT, on=DAY + LATE - timedelta(days=1))
    assert is_late(went, state=State.SENT, on=DAY + LATE)
    assert is_late(went, state=State.ACKNOWLEDGED, on=DAY + LATE)
    assert not is_late(went, state=State.ANSWERED, on=DAY + LATE)
    chased = [*went, Done(Act.CHASED, DAY + LATE)]
    assert not is_late(chased, state=State.SENT, on=DAY + LATE + timedelta(days=59))
    assert is_late(chased, state=State.SENT, on=DAY + LATE + LATE)


def test_the_letter_tells_facts_counts_and_what_is_asked() -> None:
    seen = [
        Seen(DAY, 2, "Un retard", 10, "Ordinateur", "Firefox", 3, 40),
        Seen(DAY - timedelta(days=4), 1, "Un revenu arrêté", None, "Téléphone", "", None, 20),
    ]
    made = letter(TOLD, seen, on=DAY)
    facts = dict(made.facts)
    assert facts["Nombre de situations"] == "3 situations"
    assert facts["Essais et temps perdu"] == "3 essais, 60 minutes de travail perdues"
    assert facts["Conséquence pour les personnes"] == "un retard (2)\u00a0; un revenu arrêté (1)"
    assert facts["Quand"] == "du jeudi 19\u00a0novembre 2026 au lundi 23\u00a0novembre 2026, vers 10\u00a0h"
    assert "mercredi 23\u00a0décembre 2026" in made.until
    assert made.address == ("1 place de la Paix", "59000 Lille")
    assert made.asked[1].endswith("accepter la demande sur papier")
    assert again(made.kept()) == made
    chased = reminder(made, sent=DAY, seen=seen[:1], on=DAY + LATE)
    assert "2 situations de plus" in chased.opening
    assert chased.facts == made.facts
    assert "Depuis" not in reminder(made, sent=DAY, seen=[], on=DAY + LATE).opening


def test_the_longest_letter_and_its_reminder_hold_on_one_page() -> None:
    words = "Le formulaire refuse la pièce sans dire pourquoi, puis ferme la session. " * 6
    long = replace(TOLD, recipient=words[:120], address="Bâtiment des partenaires, quatrième étage\n" * 6, fix=words[:400])
    long = replace(
        long,
        copies=tuple(str(label) for label in CopyTo.labels),
        message=words[:300],
        unfit=words[:300],
        levers=tuple(max(blockages().values(), key=_length).texts),
    )
    harms = ("Un retard", "Un revenu arrêté", "Le logement menacé", "Des soins retardés", "Le droit au séjour menacé")
    seen = [Seen(DAY - timedelta(days=rank), 2, harm, 8 + rank, "Ordinateur", "Autre navigateur", 3, 20) for rank, harm in enumerate(harms)]
    made = letter(long, seen, on=DAY)
    assert made.is_long
    for one in (made, reminder(made, sent=DAY, seen=seen, on=DAY + LATE), copy(made, to=str(CopyTo.DEFENDER.label), address=long.address)):
        assert pages(paper.as_pdf([one])) == 1


def test_what_nobody_told_takes_no_line() -> None:
    bare = letter(Told("A", "B", "", "CAF", "CAF", "Étape", "Bloqué", "Corriger"), [Seen(DAY, 1, "Un retard")], on=DAY)
    assert [term for term, _words in bare.facts] == [
        *("Service", "Étape", "Ce qui bloque", "Nombre de situations", "Quand", "Conséquence pour les personnes"),
    ]
    assert dict(bare.facts)["Nombre de situations"] == "1 situation"
    assert bare.asked == ("Corriger",)

"""The expert page: in the order of the papers, few fields first, no fact forgotten."""

from relais.law.situation.facts import Scope
from relais.screening import queries
from relais.screening.rules.layout import COMPOSITION_FIELDS, Member, fields_page

CHILDREN = (Member("e1", "enfant", "Enfant 1"), Member("e2", "enfant", "Enfant 2"))


def keys(children: tuple[Member, ...] = ()) -> list[str]:
    return [one.key for section in fields_page(queries.facts(), children) for group in section.groups() for one in group.fields]


def test_a_couple_sees_at_most_fourteen_fields_first() -> None:
    first = [
        one.key
        for section in fields_page(queries.facts())
        if not section.closed
        for group in section.first
        for one in group.fields
        if one.when in ("", "couple", "loyer")
    ]
    family = ["p1.naissance", "couple", "p2.naissance", "enfants"]
    work = ["p1.statut", "p1.salaire", "p2.statut", "p2.salaire"]
    assert first == [*family, *work, "commune", "logement", "loyer"]
    assert len(first) <= 14


def test_every_fact_of_the_catalogue_has_its_field_once() -> None:
    shown = keys(CHILDREN)
    assert len(shown) == len(set(shown))
    for code, fact in queries.facts().items():
        if fact.scope is Scope.HOUSEHOLD:
            assert code in shown
            continue
        for person, role in (("p1", "demandeur"), ("p2", "conjoint"), ("e2", "enfant")):
            told_together = person == "e2" and code == "naissance"
            assert (f"{person}.{code}" in shown) is (role in fact.roles and not told_together), (person, code)
    assert set(COMPOSITION_FIELDS) <= set(shown)


def test_health_and_what_is_uncommon_start_folded() -> None:
    closed = {section.code for section in fields_page(queries.facts()) if section.closed}
    assert closed == {"sejour", "epargne", "sante", "recu"}


def test_children_bring_their_own_fields_and_move_no_other() -> None:
    before, after = keys(), keys(CHILDREN)
    assert [key for key in after if not key.startswith("e1.") and not key.startswith("e2.")] == before
    assert "e1.scolarite" in after

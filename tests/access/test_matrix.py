"""Every role, every way of standing to a file, every level: what the code answers is what the matrix of the doctrine says."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from relais.accounts.models import Member, Organisation, Role
from relais.people import policies, queries, rules
from relais.people.models import Assignment, Bar, BreakGlass, Consent, File, Opposition, Presence, Sharing
from relais.people.rules import Level
from relais.people.terms import Basis, Motive, Part
from tests.access.matrix import ALL, COMBINED, EXPECTED, NONE, RELATIONS
from tests.factories.accounts import organisation
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def stands(relation: str, who: Member, found: File) -> None:
    """Bring a member into this relation with a file, in the tables: whatever the services would have refused."""
    _ACTS.get(relation, lambda *_: None)(who, found)


def _part(part: Part, *, starts: timedelta = -DAY, ends: timedelta | None = None) -> Callable[[Member, File], None]:
    def act(who: Member, found: File) -> None:
        if part == Part.LEAD:
            Assignment.objects.filter(file=found, part=Part.LEAD).update(ends_at=NOW - DAY)
        ends_at = None if ends is None else NOW + ends
        Assignment.objects.create(file=found, member=who, part=part, starts_at=NOW + starts, ends_at=ends_at)

    return act


def _glass(starts: timedelta) -> Callable[[Member, File], None]:
    def act(who: Member, found: File) -> None:
        begun = NOW + starts
        words = "Échéance demain"
        ends_at = begun + rules.EXCEPTIONAL_ACCESS
        BreakGlass.objects.create(file=found, member=who, motive=Motive.ABSENCE, words=words, starts_at=begun, ends_at=ends_at)

    return act


def _duty(starts: timedelta) -> Callable[[Member, File], None]:
    def act(who: Member, found: File) -> None:
        Presence.objects.create(file=found, member=who, recorded_by=who, starts_at=NOW + starts, ends_at=NOW + starts + timedelta(hours=8))

    return act


def _shared(basis: Basis, *, withdrawn: bool = False, opposed: bool = False) -> Callable[[Member, File], None]:
    def act(who: Member, found: File) -> None:
        lead = found.assignments.get(part=Part.LEAD).member
        consent = Consent.objects.create(
            organisation_id=found.organisation_id,
            file=found,
            kind="partage",
            form="oral",
            scope="Partage",
            given_on=NOW.date(),
            recorded_by=lead,
            recorded_at=NOW - DAY,
        )
        Sharing.objects.create(
            organisation_id=found.organisation_id,
            file=found,
            shared_by=lead,
            to_member=who,
            to_secrecy="profession",
            opens_administrative=True,
            opens_evaluation=True,
            basis=basis,
            consent=consent if basis == Basis.CONSENT else None,
            necessity="Elle reprend la demande de logement.",
            starts_at=NOW - DAY,
            ends_at=NOW + DAY,
            withdrawn_at=NOW - DAY / 2 if withdrawn else None,
            withdrawn_by=lead if withdrawn else None,
        )
        if opposed:
            Opposition.objects.create(file=found, asked_at=NOW, recorded_by=lead)

    return act


def _barred(who: Member, found: File) -> None:
    for act in (_part(Part.CO_LEAD), _glass(-timedelta(hours=1)), _duty(-timedelta(hours=1))):
        act(who, found)
    Bar.objects.create(person=found.person, member=who, asked_at=NOW)


_ACTS: dict[str, Callable[[Member, File], None]] = {
    "lead": _part(Part.LEAD),
    "co_lead": _part(Part.CO_LEAD),
    "substitute": _part(Part.SUBSTITUTE, ends=DAY),
    "team": _part(Part.TEAM),
    "former": _part(Part.CO_LEAD, starts=-3 * DAY, ends=-DAY),
    "future": _part(Part.SUBSTITUTE, starts=DAY, ends=3 * DAY),
    "barred": _barred,
    "broke_glass": _glass(-timedelta(hours=1)),
    "glass_over": _glass(-2 * DAY),
    "on_duty": _duty(-timedelta(hours=1)),
    "duty_over": _duty(-DAY),
    "shared_with": _shared(Basis.CONSENT),
    "sharing_withdrawn": _shared(Basis.CONSENT, withdrawn=True),
    "opposed": _shared(Basis.TEAM, opposed=True),
}


def place(relation: str, house: Organisation, *roles: str, secrecy: str = "profession") -> Member:
    """A member with these roles, where the relation says; made once."""
    name = relation if relation in {"elsewhere", "neighbour"} else "here"
    known = Member.objects.filter(identifier=f"celle-ci-{name}").first()
    if known is not None:
        return known
    if relation == "elsewhere":
        house = organisation("CCAS de Brumeval")
    service = "Accueil de jour" if relation == "neighbour" else "Accompagnement social"
    return worker(house, f"celle-ci-{name}", *(Role(role) for role in roles), service=service, secrecy=secrecy)


def every_reading(house: Organisation, *roles: str, secrecy: str = "profession") -> dict[str, frozenset[str]]:
    """What a member with these roles reads of a file, for each relation to it: one file a relation."""
    awa = worker(house, "awa")
    readings = {}
    for relation in RELATIONS:
        who, opened = place(relation, house, *roles, secrecy=secrecy), file_of(awa, relation, now=NOW - 5 * DAY)
        stands(relation, who, opened)
        readings[relation] = read(who, opened)
    return readings


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def found(house: Organisation) -> File:
    return file_of(worker(house, "awa"), now=NOW - 5 * DAY)


def read(who: Member, found: File) -> frozenset[str]:
    """The levels that the code opens; the list of files and the file itself agree with it, or this fails."""
    levels = queries.levels(actor(who), found.pk, now=NOW)
    for level in Level:
        listed = queries.files(actor(who), now=NOW, level=level).filter(pk=found.pk).exists()
        reached = queries.file(actor(who), found.pk, now=NOW, level=level) is not None
        assert listed is reached is (level in levels)
    return frozenset(map(str, levels))


def test_the_table_knows_every_role_and_every_relation() -> None:
    assert set(EXPECTED) == set(Role)
    assert all(set(row) == set(RELATIONS) for row in (*EXPECTED.values(), *COMBINED.values()))
    assert set(_ACTS) < set(RELATIONS)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reads_what_the_matrix_says(role: str, house: Organisation) -> None:
    assert every_reading(house, role) == EXPECTED[role]


@pytest.mark.parametrize("roles", COMBINED, ids="+".join)
def test_one_human_who_holds_several_roles(roles: tuple[str, ...], house: Organisation) -> None:
    assert every_reading(house, *roles) == COMBINED[roles]


def test_nothing_shared_reaches_whoever_is_not_bound_by_secrecy(house: Organisation) -> None:
    row = EXPECTED[Role.SOCIAL_WORKER]
    closed = {**{relation: row[relation] - {"n2"} for relation in RELATIONS}, "broke_glass": NONE, "on_duty": NONE}
    assert every_reading(house, Role.SOCIAL_WORKER, secrecy="aucun") == closed


def test_a_visitor_and_the_terminal_read_nothing(found: File) -> None:
    from relais.foundation.access import ANONYMOUS, operator

    for nobody in (ANONYMOUS, operator("tests")):
        assert not queries.files(nobody, now=NOW).exists()
        assert queries.levels(nobody, found.pk, now=NOW) == frozenset()


def test_the_matrix_bites(monkeypatch: pytest.MonkeyPatch, house: Organisation, found: File) -> None:
    """One filter removed, and the same reading is no longer what the table says."""
    who = place("barred", house, Role.SOCIAL_WORKER)
    stands("barred", who, found)
    assert read(who, found) == NONE
    monkeypatch.setattr(policies, "_bars", lambda _actor: Bar.objects.none())
    assert read(who, found) == ALL

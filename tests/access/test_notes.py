"""Every role, every way of standing to a file, every level of note: who reads it is what the matrix of the doctrine says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.casework.queries import notes as queries
from relais.casework.services.notes import Parts, write_note
from relais.casework.terms.notes import NoteLevel
from relais.people.models import BreakGlass
from relais.people.terms import Motive
from tests.access.doors import NOTE_PAGES
from tests.access.matrix import EXPECTED, RELATIONS
from tests.access.test_matrix import DAY, place, stands
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
SAID = Parts("Faits d’Ocarina.", "Paroles d’Ocarina.", "Analyse d’Ocarina.")


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.mark.parametrize("role", list(Role))
def test_a_note_is_read_where_its_level_is_and_a_confidential_one_by_its_author_alone(role: str, house: Organisation) -> None:
    awa = worker(house, "awa")
    found, expected = {}, {}
    for relation in RELATIONS:
        who, opened = place(relation, house, role), file_of(awa, relation, now=NOW - 5 * DAY)
        written = {
            level: write_note(actor=actor(awa), file_id=opened.pk, level=level, parts=SAID, now=NOW - 4 * DAY).pk for level in NoteLevel
        }
        stands(relation, who, opened)
        read = set(queries.notes(actor(who), now=NOW).filter(file=opened).values_list("pk", flat=True))
        found[relation] = {str(level) for level, pk in written.items() if pk in read}
        expected[relation] = set(map(str, EXPECTED[Role(role)][relation])) & {"n1", "n2"}
    assert found == expected


def test_a_note_out_of_scope_is_404_and_says_nothing(house: Organisation) -> None:
    awa, now = worker(house, "awa"), timezone.now()
    found = file_of(awa, "Zéphyrine", now=now - DAY)
    note = write_note(actor=actor(awa), file_id=found.pk, level=NoteLevel.CONFIDENTIAL, parts=SAID, now=now)
    solene = worker(house, "solene")
    began, until = now - timedelta(hours=1), now + timedelta(hours=20)
    glass = BreakGlass.objects.create(
        file=found, member=solene, motive=Motive.ABSENCE, words="Échéance demain", starts_at=began, ends_at=until
    )
    outside = [solene, worker(house, "petit", Role.HEAD), worker(house, "tom", Role.TECHNICIAN), worker(house, "leon")]
    for who in outside:
        browser = signed_in(Member.objects.get(pk=who.pk))
        for name in NOTE_PAGES:
            answer = browser.get(reverse(f"casework:{name}", kwargs={"file_id": found.pk, "note_id": note.pk}))
            assert answer.status_code == 404, (who.identifier, name)
            assert "Ocarina" not in answer.content.decode()
    BreakGlass.objects.filter(pk=glass.pk).update(motive=Motive.DANGER)
    opened = signed_in(solene).get(reverse("casework:note", kwargs={"file_id": found.pk, "note_id": note.pk}))
    assert "Ocarina" in opened.content.decode()

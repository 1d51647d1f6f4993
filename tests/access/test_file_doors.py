"""Every page and act of a file, by every role and way of standing to it: the status, and not a word of the person out of scope."""

import pytest
from django.test import Client
from django.urls import reverse

from relais.accounts.models import Member, Organisation, Role
from relais.people.models import File
from tests.access.doors import FILE_ACTS, FILE_PAGES, of_files
from tests.access.test_matrix import DAY, place, stands
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import file_of, worker

pytestmark = pytest.mark.django_db
NAME = "Zéphyrine Quatresous"
#: the level that a page or an act asks for; ``parts``, ``openings``: the référent and the head.
LEVEL = {
    "file": "existence",
    "state": "n1",
    "person": "n1",
    "channels": "n0",
    "bars": "n0",
    "presence": "n0",
    "casework:file_appointments": "n0",
    "casework:new_file_appointment": "n0",
    "remove_channel": "n0",
    "names": "n1",
    "remove_name": "n1",
    "merge": "n1",
    "undo_merge": "n1",
    "lift_bar": "n0",
    "end_part": "existence",
    "casework:rights": "n1",
    "casework:close_right": "n1",
    "casework:documents": "n1",
    "administration:requests_of_file": "n1",
    "administration:answer": "n1",
    "administration:prepare": "n1",
    "administration:lift": "n1",
    "administration:hand_over": "n1",
    "casework:deposit": "n0",
    "casework:withdraw_document": "n1",
    "casework:put_back_document": "n1",
    "casework:document_level": "n1",
    "casework:document_reader": "n1",
    "casework:fetch_document": "n1",
    "screening:of_file": "n1",
    "screening:situations": "n1",
    "sharings": "n1",
    "share": "n1",
    "consent": "n1",
    "information": "n1",
    "oppose": "n1",
    "withdraw_sharing": "n1",
    "withdraw_consent": "n1",
    "screening:recompute": "n1",
    "withdraw_reader": "n1",
    "household": "n1",
    "arrival": "n1",
    "introduced": "n1",
    "birth": "n1",
    "departure": "n1",
    "custody": "n1",
    "mistake": "n1",
    "casework:contact": "n1",
    "casework:close": "n1",
    "casework:interview": "n1",
    "casework:timeline": "n1",
    "casework:goals": "n1",
    "casework:sheet": "n1",
    "casework:notes": "n1",
    "casework:write_note": "n1",
    "casework:transmit": "n1",  # and bound by secrecy: tests/casework/test_transmissions.py
    "casework:end_goal": "n1",
    "casework:step_done": "n1",
    "casework:step_back": "n1",
    "casework:step_removed": "n1",
    "casework:withdraw_reader": "n1",
    "domiciliation:ask": "n1",
    "mandates:listed": "n1",
    "mandates:prepare": "n1",
    "mandates:point": "n1",
    "mandates:drop": "n1",
    "aids:listed": "n1",
    "aids:ask": "n1",
    "aids:enrol": "n1",
    "aids:send_urgent": "n1",
    "aids:take_back": "n1",
    "aids:give_up": "n1",
    "procedures:listed": "n1",
    "procedures:begin": "n1",
    "procedures:plan": "n1",
    "procedures:reply": "n1",
    "procedures:wanted": "n1",
    "procedures:take_back": "n1",
    "procedures:resume_blocker": "n1",
    "procedures:decide": "n1",
    "procedures:exhibits_paper": "n1",
    "procedures:sending_proof": "n1",
    "procedures:take_back_sending": "n1",
    "procedures:leave_letter": "n1",
    "procedures:remove_exhibit": "n1",
    "procedures:put_exhibit_back": "n1",
    "procedures:mails": "n1",
    "procedures:mail": "n1",
}
#: standing to the file, and the levels that a social worker, a head, the reception then reads.
STANDING = {
    "lead": ({"existence", "n0", "n1"}, {"existence", "n0"}, {"existence", "n0"}),
    "colleague": (set(), {"existence", "n0"}, {"existence", "n0"}),
    "neighbour": (set(), set(), set()),
    "elsewhere": (set(), set(), set()),
    "barred": (set(), set(), set()),
}
READERS = (Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def found(house: Organisation, settings) -> File:
    from django.utils import timezone

    return file_of(worker(house, "awa"), NAME, now=timezone.now() - 5 * DAY)


def levels(role: str, relation: str) -> set[str]:
    return STANDING[relation][READERS.index(Role(role))] if role in READERS else set()


def browser(role: str, relation: str, house: Organisation, found: File) -> Client:
    who = place(relation, house, role)
    stands(relation, who, found)
    return signed_in(Member.objects.get(pk=who.pk))


@pytest.mark.parametrize("relation", STANDING)
@pytest.mark.parametrize("role", list(Role))
def test_the_pages_of_a_file_open_to_whom_the_matrix_says(role: str, relation: str, house: Organisation, found: File) -> None:
    client = browser(role, relation, house, found)
    reads = levels(role, relation)
    for name in FILE_PAGES:
        answer = client.get(reverse(of_files(name), kwargs={"file_id": found.pk}))
        names_others = role == Role.HEAD or (role == Role.SOCIAL_WORKER and relation == "lead")
        opens = (names_others and bool(reads)) if name in {"parts", "openings"} else LEVEL[name] in reads
        assert answer.status_code == (200 if opens else 404), name
        assert (NAME in answer.content.decode()) is opens, name


@pytest.mark.parametrize("relation", ["colleague", "neighbour", "elsewhere", "barred"])
@pytest.mark.parametrize("role", list(Role))
def test_an_act_out_of_scope_is_404_and_changes_nothing(role: str, relation: str, house: Organisation, found: File) -> None:
    client = browser(role, relation, house, found)
    before = (found.assignments.filter(ends_at=None).count(), found.person.bars.filter(lifted_at=None).count())
    for name, more in FILE_ACTS.items():
        if LEVEL[name] in levels(role, relation):
            continue
        answer = client.post(reverse(of_files(name), kwargs={"file_id": found.pk, **more}))
        assert answer.status_code == 404, name
        assert NAME not in answer.content.decode()
    assert (found.assignments.filter(ends_at=None).count(), found.person.bars.filter(lifted_at=None).count()) == before


@pytest.mark.parametrize("relation", ["neighbour", "elsewhere", "barred"])
@pytest.mark.parametrize("role", list(Role))
def test_lists_and_searches_never_name_her_out_of_scope(role: str, relation: str, house: Organisation, found: File) -> None:
    client = browser(role, relation, house, found)
    answers = (client.get(reverse("people:mine")), client.post(reverse("people:search"), {"nom": "Quatresous", "naissance": "1988"}))
    for answer in answers:
        assert answer.status_code == 200
        assert "Zéphyrine" not in answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_a_file_is_opened_and_broken_into_by_those_who_may(role: str, house: Organisation) -> None:
    client = signed_in(worker(house, "celle-ci", role))
    expected = {
        "people:new": role == Role.SOCIAL_WORKER,
        "people:exceptional": role in {Role.SOCIAL_WORKER, Role.HEAD},
        "people:reviews": role in {Role.HEAD, Role.DPO},
    }
    assert {name: client.get(reverse(name)).status_code == 200 for name in expected} == expected


def test_the_table_of_levels_knows_every_page_and_act() -> None:
    assert set(LEVEL) | {"parts", "openings"} == set(FILE_PAGES) | set(FILE_ACTS)

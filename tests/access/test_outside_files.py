"""The columns of the matrix that hold no file: figures, sheets of procedure, registers, settings; every role (doctrine §3.6)."""

import pytest
from django.urls import reverse

from relais.accounts.models import Organisation, Role
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import worker

pytestmark = pytest.mark.django_db
#: column → a page that opens it, the roles to whom it opens; everybody else is answered 404, as if it did not exist.
_TEAM = {Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION, Role.DIGITAL_MEDIATOR, Role.DIGITAL_LEAD, Role.DPO}
COLUMNS: dict[str, tuple[str, set[Role]]] = {
    "figures, in groups of eleven at least": ("reporting:report", _TEAM),
    "sheets and letters: written": ("tools:texts", {Role.DIGITAL_LEAD, Role.HEAD}),
    "the journal of data: who asked, what is eliminated": ("administration:home", {Role.DPO}),
    "signals of the journal": ("administration:signals", {Role.DPO}),
    "what the journal notes of one's work": ("administration:noted", set(Role)),
    "retention": ("administration:policy", {Role.DPO}),
    "requests of persons, by number": ("administration:requests", {Role.DPO}),
    "accounts": ("accounts:members", {Role.TECHNICIAN, Role.HEAD}),
    "how the instance is": ("instance", {Role.TECHNICIAN}),
    "accounts: services and teams": ("accounts:places", {Role.TECHNICIAN}),
    "accounts: invited": ("accounts:invite", {Role.TECHNICIAN}),
    "exceptional accesses: examined": ("people:reviews", {Role.HEAD, Role.DPO}),
    "exceptional accesses: taken": ("people:exceptional", {Role.SOCIAL_WORKER, Role.HEAD}),
    "the counter": ("reception:counter", {Role.RECEPTION, Role.HEAD, Role.SOCIAL_WORKER}),
    "the organisation, taken away": ("exchange:whole", {Role.DPO, Role.HEAD}),
}


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.mark.parametrize("role", list(Role))
def test_what_is_no_file_opens_to_the_roles_of_the_matrix_and_to_no_other(role: Role, house: Organisation) -> None:
    browser = signed_in(worker(house, "celle-ci", role))
    got = {column: browser.get(reverse(page)).status_code for column, (page, _roles) in COLUMNS.items()}
    assert got == {column: 200 if role in roles else 404 for column, (_page, roles) in COLUMNS.items()}

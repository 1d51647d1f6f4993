"""A worker leaves with thirty files and nothing is orphaned; the person is told who follows her now (S1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.accounts.services import close_account
from relais.casework.services.goals import NewStep, add_step
from relais.casework.terms.interviews import Who
from relais.people import queries, services
from relais.people.models import Information
from relais.people.queries import due
from relais.people.services import Told, change_person
from relais.people.terms import Part, Shelf
from tests.factories.accounts import TERMINAL, signed_in
from tests.factories.people import actor, file_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_thirty_files_of_whoever_leaves_are_in_somebody_s_list_the_same_day(awa: Member, petit: Member) -> None:
    now = timezone.now()
    files = [file_of(awa, f"Personne {number}", now=now - DAY) for number in range(30)]
    steps = [
        add_step(
            actor=actor(awa), file_id=found.pk, step=NewStep(Who.US, "J’appelle le bailleur", timezone.localdate() + number * DAY), now=now
        )
        for number, found in enumerate(files)
    ]
    browser = signed_in(awa)
    assert browser.get(reverse("people:file", kwargs={"file_id": files[0].pk})).status_code == 200
    close_account(actor=TERMINAL, member_id=awa.pk, now=now)
    head = actor(petit)
    assert {line.row.pk for line in due.left(head, now=now)} == {step.pk for step in steps}, "every deadline is before the head"
    assert set(queries.on_shelf(head, Shelf.WITHOUT_LEAD, now=now)) == set(files)
    for address in (reverse("people:mine"), reverse("day"), *(reverse("people:file", kwargs={"file_id": one.pk}) for one in files)):
        assert browser.get(address).status_code in (302, 404), address
    assert not queries.files(actor(awa), now=now).exists()


def test_a_letter_tells_the_person_who_follows_her_now(awa: Member, leon: Member, petit: Member) -> None:
    now = timezone.now()
    fields = {"address": "12 impasse du Lavoir", "address_protected": True, "correspondence_address": "CCAS, place du Pont"}
    found = file_of(awa, now=now - DAY, **fields)
    services.assign(actor=actor(petit), file_id=found.pk, member_id=leon.pk, part=Part.LEAD, now=now)
    his, page = signed_in(leon), reverse("people:introduced", kwargs={"file_id": found.pk})
    text = his.get(page).content.decode()
    for words in ("c’est moi qui vous suis", leon.display_name, "CCAS, place du Pont"):
        assert words in text
    assert "Lavoir" not in text, "her letters bear the address that she chose"
    assert page in his.get(reverse("people:parts", kwargs={"file_id": found.pk})).content.decode()
    assert signed_in(awa).get(page).status_code == 404, "who has left reads nothing"
    told = {"kind": "referent", "form": "remise", "given_on": timezone.localdate().strftime("%d/%m/%Y")}
    assert his.post(reverse("people:information", kwargs={"file_id": found.pk}), told).status_code == 302
    assert Information.objects.get().get_kind_display() == "Qui la ou le suit maintenant"
    silent = Told("Inès Bakri", birth_year=1988, fields={"do_not_contact": True})
    change_person(actor=actor(leon), file_id=found.pk, told=silent, now=now)
    text = his.get(page).content.decode()
    assert "c’est moi qui vous suis" not in text
    assert "à sa prochaine venue" in text

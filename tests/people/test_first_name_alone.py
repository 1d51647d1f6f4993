"""A first name carries a whole case: no birth, no telephone, no mail, no address of hers is ever asked for (S51, S67)."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.domiciliation.services.requests import Decided, ask, decide
from relais.people.models import File
from relais.procedures.models import Procedure
from tests.casework.test_screens import typed
from tests.domiciliation.steps import HOUSED, with_desk
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of

pytestmark = pytest.mark.django_db
#: words of health, looked for in what a domiciliation asks.
HEALTH = re.compile(r"santé|médic|maladi|handicap|diagnostic|traitement|hospital|invalid|addict|psych", re.IGNORECASE)


def test_a_whole_case_is_carried_with_a_first_name_and_the_address_of_the_ccas(awa: Member, petit: Member) -> None:
    browser = signed_in(awa)
    assert browser.post(reverse("people:new"), {"called": "Inès"}).status_code == 422, "the service is asked with the name"
    service = str(awa.service_id)
    opened = browser.post(reverse("people:new"), {"called": "Inès", "service": service})
    found = File.objects.get(person__called="Inès")
    assert opened["Location"] == reverse("people:file", kwargs={"file_id": found.pk})
    now = timezone.now()
    election = ask(actor=actor(awa), file_id=found.pk, asked_on=timezone.localdate(), told=HOUSED, now=now)
    decide(actor=actor(with_desk(petit)), election_id=election.pk, decided=Decided(True, timezone.localdate()), now=now)
    one = {"file_id": found.pk}
    closed = browser.post(reverse("casework:close", kwargs=one), typed(browser, found, facts="Elle demande la C2S."))
    begun = browser.post(reverse("procedures:begin", kwargs=one), {"sheet": "c2s", "said": "oui"})
    assert (closed.status_code, begun.status_code) == (302, 302)
    kept = Procedure.objects.get(file=found)
    filed = {"on": timezone.localdate().strftime("%d/%m/%Y"), "way": "guichet", "doer": "avec", "seen": "0"}
    act = browser.post(reverse("procedures:note", kwargs={**one, "procedure_id": kept.pk, "act": "deposee"}), filed)
    assert act.status_code == 302, act.content
    for page in ("people:file", "casework:sheet", "casework:timeline", "procedures:plan", "people:introduced", "people:openings"):
        assert browser.get(reverse(page, kwargs=one)).status_code == 200, page
    person = found.person
    person.refresh_from_db()
    assert (person.birth_year, person.address, person.family_name, person.channels.count()) == (None, "", "", 0)


def test_opening_a_file_asks_five_things_at_most_and_needs_one(awa: Member) -> None:
    form = BeautifulSoup(signed_in(awa).get(reverse("people:new")).content, "html.parser").find("main").find("form")
    boxes = [one for one in form.find_all(["input", "select", "textarea"]) if one.get("type") != "hidden"]
    assert len(boxes) <= 5
    assert [one["name"] for one in boxes if one.has_attr("required")] in ([], ["called"])


def test_a_domiciliation_asks_nothing_of_health(awa: Member, petit: Member) -> None:
    found, now = file_of(awa, now=timezone.now() - timedelta(days=1)), timezone.now()
    browser, head = signed_in(awa), signed_in(with_desk(petit))
    pages = [reverse("domiciliation:ask", kwargs={"file_id": found.pk})]
    election = ask(actor=actor(awa), file_id=found.pk, asked_on=timezone.localdate(), told=HOUSED, now=now)
    decide(actor=actor(petit), election_id=election.pk, decided=Decided(True, timezone.localdate()), now=now)
    pages.append(reverse("domiciliation:card", kwargs={"file_id": found.pk}))
    for page in pages:
        for who in (browser, head):
            answer = who.get(page)
            if answer.status_code != 200:
                continue
            forms = BeautifulSoup(answer.content, "html.parser").find("main").find_all("form")
            asked = " ".join(f"{label.get_text()} {label.get('for', '')}" for form in forms for label in form.find_all(["label", "legend"]))
            assert not HEALTH.search(asked), (page, HEALTH.search(asked))

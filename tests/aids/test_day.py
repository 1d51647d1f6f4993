"""Ma journée says how many aids wait and for what: to whoever follows the file, to the head, to whoever is named to pay; to nobody else."""

import pytest
from django.urls import reverse

from relais.accounts.models import Member
from relais.aids.models import AidKind
from relais.aids.services import house, paying, sessions
from relais.people.models import File
from tests.aids.stories import asked, decided, enrolled, ready, sitting
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor

pytestmark = pytest.mark.django_db


def day_of(who: Member) -> str:
    return signed_in(who).get(reverse("day")).content.decode().replace("\u00a0", " ")


def test_each_reads_what_waits_for_them(awa: Member, leon: Member, petit: Member, found: File, energy: AidKind) -> None:
    assert "Aides facultatives</h2>" not in day_of(awa)
    asked(awa, found, energy)
    urgent = ready(awa, found, energy, 5_000)
    sessions.send_urgent(actor=actor(awa), aid_id=urgent.pk, now=NOW)
    decision = decided(petit, enrolled(awa, ready(awa, found, energy), sitting(petit)))
    day = day_of(awa)
    assert "1 demande à compléter" in day
    assert "1 décision à dire à la personne" in day
    assert "demande urgente" not in day
    assert "1 demande urgente à décider" in day_of(petit)
    assert "Aides facultatives</h2>" not in day_of(leon)
    house.name_payer(actor=actor(petit), member_id=leon.pk, now=NOW)
    paying.engage(actor=actor(petit), decision_id=decision.pk, amount=32_050, channel="virement", on=NOW.date(), now=NOW)
    paid = day_of(leon)
    assert "1 aide à payer" in paid
    assert reverse("aids:payments") in paid
    assert 'href="/aides/"' not in paid.split("Aides facultatives</h2>")[1].split("</section>")[0]

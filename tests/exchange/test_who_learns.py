"""What a table brought or taken away would tell to whoever may not know: a protected address, a person who keeps somebody out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.exchange import queries
from relais.exchange.models import KnownAs, Lot, LotRow, Outcome
from relais.exchange.services import offers
from relais.exchange.services.receiving import confirm
from relais.exchange.services.taking import take
from relais.kernel.decisions import OutOfScope
from relais.people import services
from relais.people.models import AddressReader, File, Person
from relais.people.services.parts import take_part
from relais.people.terms import Part
from tests.exchange.test_taking import brought, outcomes, ready
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, file_of, worker
from tests.factories.tables import csv_of, rows_of
from tests.house import *  # noqa: F403  # fixtures, taken by name

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
SECRET = "12 impasse du Lavoir"


def test_whom_she_no_longer_names_takes_her_address_away_no_more(awa: Member, leon: Member) -> None:
    now = timezone.now()
    found = file_of(awa, "Sabrina", now=now - timedelta(days=1), address=SECRET, address_protected=True)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=now)
    AddressReader.objects.create(person=found.person, member=leon, named_at=now - timedelta(days=1), withdrawn_at=now)
    his = signed_in(leon).post(reverse("exchange:take_away"), {"why": "relais", "format": "csv"}).content.decode("utf-8-sig")
    assert "Sabrina" in his
    assert SECRET not in his


def test_a_protected_address_is_not_guessed_by_bringing_a_table(awa: Member, leon: Member) -> None:
    found = file_of(awa, "Sabrina", now=NOW - timedelta(days=1), address=SECRET, address_protected=True)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=NOW)
    KnownAs.objects.create(file=found, member=leon, reference="D7")
    headers = ("N° dossier", "NOM DE FAMILLE", "Prénom", "Adresse")
    told = []
    for guess in (SECRET, "8 rue des Quais"):
        lot = brought(leon, csv_of([["D7", "", "Sabrina", guess]], headers=headers), now=LATER)
        told.append(list(lot.rows.values_list("outcome", "cause")))
    assert told[0] == told[1], "a right guess is answered as a wrong one"
    assert told[0][0][0] == Outcome.REFUSED
    assert Person.objects.get(pk=found.person_id).address == SECRET
    hers = brought(awa, csv_of([["D7", "", "Sabrina", "8 rue des Quais"]], headers=headers), now=LATER)
    assert hers.rows.get().outcome != Outcome.REFUSED, "the référent changes it"


def test_a_double_that_left_the_scope_since_is_no_longer_shown(awa: Member) -> None:
    row = rows_of(1)[0]
    hers = file_of(awa, f"{row[2]} {row[1]}", birth_year=1950)
    lot = ready(awa, csv_of([row]))
    zoe = worker(awa.organisation, "zoe")
    take_part(hers, zoe, Part.LEAD, now=LATER)
    (asked,) = queries.to_decide(actor(awa), lot, now=LATER + timedelta(hours=1))
    assert asked.row.file is None
    confirm(actor=actor(awa), lot_id=lot.pk, doubles={asked.row.pk: "meme"}, now=LATER)
    take(actor=actor(awa), lot_id=lot.pk, now=LATER + timedelta(hours=1))
    assert outcomes(lot) == [Outcome.REFUSED]


def test_nothing_of_a_person_is_offered_to_a_colleague_whom_she_keeps_out(awa: Member, leon: Member, house: Organisation) -> None:
    zoe = worker(house, "zoe")
    row = rows_of(1, lead="Leon")[0]
    hers = file_of(zoe, f"{row[2]} {row[1]}", birth_year=1950)
    services.bar(actor=actor(zoe), file_id=hers.pk, member_id=leon.pk, now=NOW)
    lot = brought(awa, csv_of([row, *rows_of(2, lead="Leon")[1:]]), now=LATER)
    assert outcomes(lot) == [Outcome.REFUSED, Outcome.OFFERED]
    assert lot.rows.order_by("line")[0].reasons == ["un dossier existe peut-être, demandez à l’accueil"]
    page = signed_in(leon).get(reverse("exchange:offers")).content.decode()
    assert row[1] not in page
    assert rows_of(2)[1][1] in page, "the others are offered to him"


def test_whom_she_keeps_out_after_the_offer_sees_it_no_more(awa: Member, leon: Member, house: Organisation) -> None:
    row = rows_of(1, lead="Leon")[0]
    brought(awa, csv_of([row]), now=LATER)
    offered = LotRow.objects.get(outcome=Outcome.OFFERED)
    assert [one.pk for one, _told in offers.offered(actor(leon), most=9)] == [offered.pk]
    zoe = worker(house, "zoe")
    hers = file_of(zoe, f"{row[2]} {row[1]}", birth_year=1950)
    services.bar(actor=actor(zoe), file_id=hers.pk, member_id=leon.pk, now=LATER)
    assert offers.offered(actor(leon), most=9) == []
    assert row[1] not in signed_in(leon).get(reverse("exchange:offers")).content.decode()
    with pytest.raises(OutOfScope):
        offers.accept(actor=actor(leon), row_id=offered.pk, now=LATER)
    assert (File.objects.count(), Lot.objects.count()) == (1, 1)

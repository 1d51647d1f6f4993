"""The payments of a period leave for the accounts: what a mandate needs, exact to the centime, by whoever pays, told in each file."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from relais.accounts.models import Member
from relais.aids.models import AidKind, AidPayment
from relais.aids.services import house, leaving, paying
from relais.aids.services.house import UnableToKeepAids
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from relais.people import services as people
from relais.people.models import File
from tests.aids.stories import DAY, decided, enrolled, kind_of, ready, sitting
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, file_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
HERE = "aids:take"


def paid(awa: Member, petit: Member, found: File, kind: AidKind, amount: int, *, reference: str = "", **more: str) -> AidPayment:
    """An aid granted and engaged; paid when a reference is told."""
    decision = decided(petit, enrolled(awa, ready(awa, found, kind, amount, **more), sitting(petit)), amount=amount)
    one = paying.engage(actor=actor(petit), decision_id=decision.pk, amount=amount, channel="virement", on=TODAY, now=NOW)
    if reference:
        paying.pay(actor=actor(petit), payment_id=one.pk, on=TODAY, reference=reference, now=NOW)
    return one


@pytest.fixture
def booked(petit: Member) -> AidKind:
    kept = kind_of(petit, "Énergie", envelope=None)
    told = house.ToldKind("Énergie", "energie", ceiling=40_000, line="65133 / 420")
    return house.keep_kind(actor=actor(petit), told=told, now=NOW, kind_id=kept.pk)


def sent(which: str = "payes", kind: str = "csv", first: str = "", last: str = "") -> dict[str, str]:
    day = f"{timezone.localdate():%d/%m/%Y}"
    return {"which": which, "first": first or f"{TODAY:%d/%m/%Y}", "last": last or day, "format": kind}


def test_the_table_says_what_a_mandate_needs_and_nothing_else(awa: Member, petit: Member, found: File, booked: AidKind) -> None:
    paid(awa, petit, found, booked, 32_050, reference="M-12", payee_kind="tiers", payee="Énergie de la Brume", invoice="=F-118")
    secret = file_of(awa, "Sabrina", now=NOW - 7 * DAY, address="12 impasse du Lavoir", address_protected=True)
    paid(awa, petit, secret, booked, 1_001, reference="M-13")
    paid(awa, petit, found, booked, 999)
    head = signed_in(petit)
    answer = head.post(reverse(HERE), sent())
    assert answer["Content-Disposition"].endswith('.csv"')
    rows = [line.split(";") for line in answer.content.decode("utf-8-sig").split("\r\n")]
    day = f"{TODAY:%d/%m/%Y}"
    assert rows[0][-1] == "Montant en euros"
    first = ["M-12", rows[1][1], "Énergie", "65133 / 420", "Énergie de la Brume", "'=F-118", "Virement", "2026", day, day, "320,50"]
    assert sorted(rows[1:3]) == sorted([first, ["M-13", rows[2][1], "Énergie", "65133 / 420", rows[2][4], "", *first[6:10], "10,01"]])
    whole = answer.content.decode()
    assert "Lavoir" not in whole
    assert "couper" not in whole
    assert whole.count("Sabrina") == 1, "paid to her: her name, and nothing else"
    assert "Inès" not in whole, "a third is paid: she is not named"
    assert "999" not in whole
    engaged = head.post(reverse(HERE), sent("engages")).content.decode()
    assert engaged.count("\r\n") == 2
    assert ";9,99" in engaged


def test_the_workbook_sums_to_the_centime_and_runs_nothing(awa: Member, petit: Member, found: File, booked: AidKind) -> None:
    for amount in (1, 10_010, 33_333):
        paid(awa, petit, found, booked, amount, reference="=1+1", payee_kind="tiers", payee="@tiers")
    answer = signed_in(petit).post(reverse(HERE), sent(kind="xlsx"))
    (sheet,) = load_workbook(io.BytesIO(answer.content)).worksheets
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert round(sum(row[-1] for row in rows) * 100) == 43_344
    assert {row[0] for row in rows} == {"'=1+1"}
    assert {row[4] for row in rows} == {"'@tiers"}
    assert rows[0][9].date() == TODAY


def test_who_pays_takes_it_and_each_file_says_so(
    awa: Member, petit: Member, roux: Member, leon: Member, found: File, booked: AidKind
) -> None:
    paid(awa, petit, found, booked, 100, reference="M-1")
    barred = file_of(awa, "Léa", now=NOW - 7 * DAY)
    paid(awa, petit, barred, booked, 200, reference="M-2")
    for who in (awa, roux, leon):
        assert signed_in(who).get(reverse(HERE)).status_code == 404
        assert signed_in(who).post(reverse(HERE), sent()).status_code == 404
        with pytest.raises(Refused):
            leaving.take_payments(actor=actor(who), which="payes", first=TODAY, last=TODAY, now=NOW)
    house.name_payer(actor=actor(petit), member_id=leon.pk, now=NOW)
    people.bar(actor=actor(awa), file_id=barred.pk, member_id=leon.pk, now=NOW)
    assert signed_in(leon).get(reverse(HERE)).status_code == 200
    lines = leaving.take_payments(actor=actor(leon), which="payes", first=TODAY, last=TODAY, now=NOW)
    assert [one.reference for one in lines] == ["M-1"], "whoever she keeps out does not read her payment"
    read = JournalEntry.objects.filter(action="aidrequest.payment_read", actor_id=leon.pk)
    assert [one.about_id for one in read] == [found.pk]
    assert JournalEntry.objects.filter(action="aids.payments_taken", actor_id=leon.pk).count() == 1


def test_bad_days_are_said_and_what_was_typed_is_kept(petit: Member) -> None:
    head = signed_in(petit)
    for first, last, words in (
        ("01/03/2026", "01/02/2026", "vient avant le début"),
        ("01/01/2024", "01/03/2026", "Un an au plus"),
        ("31/02/2026", "01/03/2026", "février"),
    ):
        answer = head.post(reverse(HERE), sent(first=first, last=last))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert f'value="{first}"' in answer.content.decode()
    empty = head.post(reverse(HERE), sent(first="01/02/2020", last="01/03/2020"))
    assert empty.content.decode("utf-8-sig").count("\r\n") == 1, "headers alone"


def test_a_table_has_an_end(petit: Member, awa: Member, found: File, booked: AidKind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "MOST", 1)
    for _ in range(2):
        paid(awa, petit, found, booked, 100, reference="M")
    with pytest.raises(UnableToKeepAids, match="plus courte"):
        leaving.take_payments(actor=actor(petit), which="payes", first=TODAY - timedelta(days=30), last=TODAY, now=NOW)

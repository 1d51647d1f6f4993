"""What holds whatever happens around it: minutes that were signed, envelopes, what is to be told, who never reads a name, two tabs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relais.accounts.models import Member, Organisation, Role
from relais.aids.models import AidDecision, AidKind, AidPayment, AidRequest
from relais.aids.queries import requests as queries
from relais.aids.queries import sessions as seen_by
from relais.aids.queries.sheets import opened
from relais.aids.rules.guard import naming
from relais.aids.services import house, paying, requests, sessions
from relais.aids.services.house import UnableToKeepAids
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.people.models import Bar, File
from tests.aids.stories import DAY, asked, decided, enrolled, kind_of, ready, signed, sitting
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db


def page(answer: object) -> str:
    return answer.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ")  # type: ignore[attr-defined]  # a response


def test_signed_minutes_stay_as_they_were_signed_and_tell_what_was_corrected(
    awa: Member, petit: Member, roux: Member, found: File, energy: AidKind
) -> None:
    held = sitting(petit)
    kept, other = ready(awa, found, energy), ready(awa, found, energy)
    later_granted, postponed = enrolled(awa, kept, held), enrolled(awa, other, held)
    refused = decided(petit, later_granted, "refus", 0, words="Hors règlement")
    decided(petit, postponed, "ajourne", 0, words="Le devis")
    signed(petit, held)
    after = NOW + timedelta(minutes=5)
    told = sessions.ToldDecision("accorde", 32_050, why="Erreur de saisie", seen=refused.pk)
    sessions.decide(actor=actor(petit), session_id=held.pk, item_id=later_granted.pk, told=told, now=after)
    cheaper = requests.ToldRequest(kind_of(petit, "Mobilité").pk, "Le bus.", 999, "personne")
    requests.change_request(actor=actor(awa), aid_id=other.pk, told=cheaper, now=after)
    shown = page(signed_in(roux).get(reverse("aids:minutes", kwargs={"session_id": held.pk})))
    paper = shown[shown.index("<article") : shown.index("</article>")]
    minutes, corrections = paper.split("Après la signature")
    assert "Refusée" in minutes
    assert "Accordée : 0" in minutes
    assert "Total accordé : <strong>0,00 €" in minutes
    assert minutes.count("320,50 €") == 2, "what was asked that day, of both"
    assert "Mobilité" not in paper
    assert "accordée, 320,50 €" in corrections


def test_minutes_that_may_not_be_signed_keep_the_name_that_was_typed(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    held = sitting(petit)
    decided(petit, enrolled(awa, ready(awa, found, energy), held))
    answer = signed_in(petit).post(reverse("aids:lock", kwargs={"session_id": held.pk}), {"signed_by": "Mme Roux"})
    assert answer.status_code == 422
    assert "Mme Roux" in page(answer)
    assert "qui était présent" in page(answer)


def test_a_session_says_its_word_once_and_nothing_is_decided_of_what_is_given_up(
    awa: Member, petit: Member, found: File, energy: AidKind
) -> None:
    held, kept = sitting(petit), ready(awa, found, energy)
    item = enrolled(awa, kept, held)
    first = decided(petit, item, "ajourne", 0, words="Le devis")
    requests.keep_proofs(actor=actor(awa), aid_id=kept.pk, document_ids=[], missing="", now=NOW)
    with pytest.raises(UnableToKeepAids, match="déjà prononcée"):
        enrolled(awa, kept, held)
    requests.give_up(actor=actor(awa), aid_id=kept.pk, now=NOW)
    with pytest.raises(UnableToKeepAids, match="abandonnée"):
        decided(petit, item, seen=first.pk)


def test_only_the_last_decision_is_to_be_told_and_only_while_it_stands(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    me, kept = actor(awa), ready(awa, found, energy)
    decided(petit, enrolled(awa, kept, sitting(petit)), "ajourne", 0, words="Le devis")
    assert queries.to_tell(me, now=NOW).count() == 1
    requests.keep_proofs(actor=me, aid_id=kept.pk, document_ids=[], missing="", now=NOW)
    assert queries.to_tell(me, now=NOW).count() == 0, "completed: she knew, or it matters no more"
    after, item = NOW + DAY, enrolled(awa, kept, sitting(petit))
    granted = sessions.decide(
        actor=actor(petit), session_id=item.session_id, item_id=item.pk, told=sessions.ToldDecision("accorde", 32_050), now=after
    )
    assert [one.pk for one in queries.to_tell(me, now=after)] == [granted.pk]
    requests.tell(actor=me, aid_id=kept.pk, on=after.date(), how="lettre", now=after)
    assert queries.to_tell(me, now=after).count() == 0


def test_who_reads_sheets_without_a_name_is_never_named_to_pay(
    petit: Member, roux: Member, leon: Member, awa: Member, found: File, energy: AidKind
) -> None:
    technician = worker(found.organisation, "machine", Role.TECHNICIAN)
    for who in (roux, technician):
        with pytest.raises(UnableToKeepAids, match="commission"):
            house.name_payer(actor=actor(petit), member_id=who.pk, now=NOW)
    named = house.name_payer(actor=actor(petit), member_id=leon.pk, now=NOW)
    named.member = roux
    named.save()
    assert signed_in(roux).get(reverse("aids:payments")).status_code == 404, "named before sitting"


def test_the_envelope_is_held_while_a_decision_is_weighed(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    item = enrolled(awa, ready(awa, found, energy), sitting(petit))
    with CaptureQueriesContext(connection) as asked_of:
        decided(petit, item)
    held = [one["sql"] for one in asked_of if "aids_aidenvelope" in one["sql"]]
    assert len(held) == 1
    assert ("FOR UPDATE" in held[0]) == connection.features.has_select_for_update


def test_an_engagement_is_taken_back_until_it_is_paid(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    decision, head, today = decided(petit, enrolled(awa, ready(awa, found, energy), sitting(petit))), actor(petit), NOW.date()
    whole = {"actor": head, "decision_id": decision.pk, "amount": 32_050, "channel": "cheque", "on": today, "now": NOW}
    wrong = paying.engage(**whole)  # type: ignore[arg-type]  # one mapping
    paying.disengage(actor=head, payment_id=wrong.pk, now=NOW)
    assert not AidPayment.objects.exists()
    right = paying.engage(**{**whole, "channel": "virement"})  # type: ignore[arg-type]  # as above
    paying.pay(actor=head, payment_id=right.pk, on=today, reference="M-1", now=NOW)
    with pytest.raises(UnableToKeepAids, match="dites d’abord"):
        paying.disengage(actor=head, payment_id=right.pk, now=NOW)
    assert JournalEntry.objects.filter(action="aid.disengaged", about_id=found.pk).count() == 1
    paying.unpay(actor=head, payment_id=right.pk, now=NOW)
    with pytest.raises(UnableToKeepAids, match="pas noté"):
        paying.unpay(actor=head, payment_id=right.pk, now=NOW)
    right.refresh_from_db()
    assert (right.paid_on, right.paid_by, right.reference) == (None, None, "")
    paying.pay(actor=head, payment_id=right.pk, on=today, reference="M-2", now=NOW)
    there, back = (reverse(f"aids:{name}", kwargs={"payment_id": right.pk}) for name in ("payment", "unpay"))
    said = signed_in(petit).post(back, follow=True)
    assert (said.redirect_chain[0][0], "de nouveau à faire" in page(said), "Noter le paiement" in page(said)) == (there, True, True)
    assert signed_in(awa).post(back).status_code == 404
    assert JournalEntry.objects.filter(action="aid.unpaid", about_id=found.pk).count() == 2


def test_the_second_tab_is_told_and_loses_nothing(awa: Member, petit: Member, found: File, energy: AidKind) -> None:
    head = signed_in(petit)
    decision = decided(petit, enrolled(awa, ready(awa, found, energy), sitting(petit)))
    paying.engage(actor=actor(petit), decision_id=decision.pk, amount=32_050, channel="cheque", on=NOW.date(), now=NOW)
    engage = reverse("aids:engage", kwargs={"decision_id": decision.pk})
    late = head.post(engage, {"amount": "320,50", "channel": "cheque", "on": f"{NOW:%d/%m/%Y}"})
    assert (late.status_code, "dépasseraient" in page(late), 'value="320,50"' in page(late)) == (422, True, True)
    assert head.get(engage).status_code == 404
    payment = AidPayment.objects.get()
    assert head.post(reverse("aids:disengage", kwargs={"payment_id": payment.pk})).status_code == 302
    urgent = ready(awa, found, energy, 5_000)
    sessions.send_urgent(actor=actor(awa), aid_id=urgent.pk, now=NOW)
    sessions.take_back(actor=actor(awa), aid_id=urgent.pk, now=NOW)
    there = reverse("aids:urgent", kwargs={"aid_id": urgent.pk})
    gone = head.post(there, {"outcome": "accorde", "amount": "50"}, follow=True)
    assert (gone.status_code, "n’attend plus de décision" in page(gone)) == (200, True)
    assert head.get(there).status_code == 404
    assert signed_in(awa).post(there, {}).status_code == 404
    assert AidDecision.objects.count() == 1


def test_an_advance_keeps_its_months_when_its_kind_is_no_longer_one(awa: Member, petit: Member, found: File) -> None:
    advance = kind_of(petit, "Avance", repayable=True)
    kept = ready(awa, found, advance, 10_000)
    decided(petit, enrolled(awa, kept, sitting(petit)), amount=10_000)
    paying.plan(actor=actor(awa), aid_id=kept.pk, count=4, first=NOW.date(), now=NOW)
    house.keep_kind(actor=actor(petit), told=house.ToldKind("Avance", "energie"), now=NOW, kind_id=advance.pk)
    shown = page(signed_in(awa).get(reverse("aids:aid", kwargs={"file_id": found.pk, "aid_id": kept.pk})))
    assert shown.count("25,00 €") == 4
    told = {"actor": actor(awa), "aid_id": kept.pk, "rank": 1, "now": NOW}
    paying.settle_instalment(**told, on=NOW.date(), remitted=True, reason="La commission.")  # type: ignore[arg-type]  # one mapping
    back = reverse("aids:unsettle", kwargs={"file_id": found.pk, "aid_id": kept.pk, "rank": 1})
    said = page(signed_in(awa).post(back, follow=True))
    assert ("de nouveau due" in said, "Notée par erreur" in said) == (True, False)
    first = kept.instalments.get(rank=1)
    assert (first.remitted_on, first.settled_by, opened(first.reason)) == (None, None, "")
    with pytest.raises(UnableToKeepAids, match="pas réglée"):
        paying.unsettle_instalment(**told)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Une femme seule, Li attend un enfant", ["Li"]),
        ("Née le 3 mai 1991, deux enfants", ["3 mai 1991"]),
        ("Le loyer est dû. Le bail finit en mai", []),
        ("Elle attend le versement du 5 mai", []),
    ],
)
def test_short_names_and_written_days_are_told_too(text: str, told: list[str]) -> None:
    assert naming(text, names=("Li Wang", "Le Van")) == told


def test_refusals_are_said_in_english_to_who_reads_english(awa: Member, found: File, energy: AidKind) -> None:
    from django.utils import translation

    with translation.override("en"), pytest.raises(UnableToKeepAids) as refusal:
        asked(awa, found, energy, amount=0)
    assert refusal.value.problems["asked"] == "Write the amount asked."
    assert not AidRequest.objects.exists()


FOOT = "Ce document montre ce que peut lire la personne qui l’ouvre"


def test_minutes_say_to_everybody_alike_that_they_show_what_one_may_read(
    awa: Member, petit: Member, house: Organisation, found: File, energy: AidKind
) -> None:
    """A masked gap would tell a head that somebody keeps them out; a false whole would mislead the others."""
    other_file = file_of(awa, "Zoé", now=NOW - 7 * DAY)
    held, second = sitting(petit), worker(house, "second", Role.HEAD, secrecy="mission")
    decided(petit, enrolled(awa, ready(awa, found, energy), held))
    decided(petit, enrolled(awa, ready(awa, other_file, energy, 10_000), held), amount=10_000)
    address = reverse("aids:minutes", kwargs={"session_id": held.pk})
    Bar.objects.create(person=found.person, member=second, asked_at=NOW)
    whole, read = (page(signed_in(one).get(address)) for one in (petit, second))
    assert whole.count(FOOT) == read.count(FOOT) == 1
    assert ("420,50 €" in whole, "420,50 €" in read) == (True, False), "the total is of what is read"
    Bar.objects.all().delete()
    AidDecision.objects.filter(request__file=found).delete()
    AidRequest.objects.filter(file=found).delete()
    without = page(signed_in(second).get(address))
    paper = slice(read.index("<article"), read.index("</article>"))
    assert read[paper] == without[without.index("<article") : without.index("</article>")], "as if her sheet had never been"


def test_a_head_kept_out_orders_and_signs_without_learning_that_a_sheet_is_there(
    awa: Member, petit: Member, house: Organisation, found: File, energy: AidKind
) -> None:
    files = [file_of(awa, name, now=NOW - 7 * DAY) for name in ("Zoé", "Paul")]
    held, second = sitting(petit), worker(house, "second", Role.HEAD, secrecy="mission")
    first = enrolled(awa, ready(awa, files[0], energy, 10_000), held)
    hers = enrolled(awa, ready(awa, found, energy, 10_000), held)
    last = enrolled(awa, ready(awa, files[1], energy, 10_000), held)
    Bar.objects.create(person=found.person, member=second, asked_at=NOW)
    sessions.move_up(actor=actor(second), session_id=held.pk, item_id=last.pk, now=NOW)
    assert [one.item.pk for one in seen_by.agenda(actor(second), held)] == [last.pk, first.pk], "one press is enough"
    with pytest.raises(OutOfScope):
        sessions.move_up(actor=actor(second), session_id=held.pk, item_id=hers.pk, now=NOW)
    for item in (first, last):
        decided(second, item, amount=10_000)
    signed(second, held)
    hers.request.refresh_from_db()
    assert hers.request.state == "prete", "for another session, where she is presented"
    assert not held.items.filter(decisions=None).exists()

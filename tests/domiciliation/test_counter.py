"""One press at the counter: she came, a letter arrives, a letter leaves; three months, absences, procurations; and the ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member
from relais.domiciliation.models import Election, Leave, Mail, Proxy, Sign
from relais.domiciliation.queries import counter as queries
from relais.domiciliation.services import ends, mail, presence
from relais.domiciliation.services.beginnings import UnableToDomicile
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import services as people
from relais.people.models import File
from tests.domiciliation.steps import asked, granted, of
from tests.factories.people import NOW, actor, file_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


def test_yasmine_notes_a_visit_in_one_press_once_a_day(yasmine: Member, found: File, active: Election) -> None:
    later = NOW + 40 * DAY
    for _press in range(2):
        presence.record_sign(actor=actor(yasmine), file_id=found.pk, how="passage", now=later)
    presence.record_sign(actor=actor(yasmine), file_id=found.pk, how="appel", now=later)
    assert Sign.objects.count() == 2
    assert of(found).seen_on == TODAY + 40 * DAY
    assert JournalEntry.objects.filter(action="domiciliation.seen").count() == 2
    with pytest.raises(UnableToDomicile):
        presence.record_sign(actor=actor(yasmine), file_id=found.pk, how="rumeur", now=later)


def test_a_stranger_or_somebody_kept_out_notes_nothing(awa: Member, leon: Member, yasmine: Member, found: File, active: Election) -> None:
    people.bar(actor=actor(awa), file_id=found.pk, member_id=yasmine.pk, now=NOW)
    for who in (leon, yasmine):
        with pytest.raises(OutOfScope):
            presence.record_sign(actor=actor(who), file_id=found.pk, how="passage", now=NOW)
        with pytest.raises(OutOfScope):
            mail.receive_mail(actor=actor(who), file_id=found.pk, kind="courrier", now=NOW)
        assert queries.search(actor(who), words="Inès Bakri", now=NOW) == []
        assert queries.search(actor(who), words="1", now=NOW) == []


def test_absences_move_the_three_months_and_a_visit_ends_them(yasmine: Member, found: File, active: Election) -> None:
    me, plain = actor(yasmine), of(found).silent_on
    assert plain is not None
    presence.tell_absence(actor=me, file_id=found.pk, first=TODAY + 10 * DAY, last=TODAY + 19 * DAY, now=NOW)
    assert of(found).silent_on == plain + 10 * DAY
    presence.tell_absence(actor=me, file_id=found.pk, first=TODAY + 15 * DAY, last=None, now=NOW)
    assert of(found).silent_on is None
    with pytest.raises(UnableToDomicile, match="retour"):
        presence.tell_absence(actor=me, file_id=found.pk, first=TODAY + 40 * DAY, last=None, now=NOW)
    presence.come_back(actor=me, file_id=found.pk, now=NOW + 60 * DAY)
    assert of(found).silent_on == plain + 51 * DAY
    for first, last, words in ((TODAY, TODAY - DAY, "avant le début"), (TODAY + 500 * DAY, None, "plus d’un an")):
        with pytest.raises(UnableToDomicile, match=words):
            presence.tell_absence(actor=me, file_id=found.pk, first=first, last=last, now=NOW)
    presence.record_sign(actor=me, file_id=found.pk, how="passage", now=NOW + 61 * DAY)
    assert not Leave.objects.filter(last=None).exists()


def test_mail_arrives_waits_and_is_handed_to_her_alone(yasmine: Member, awa: Member, found: File, active: Election) -> None:
    me = actor(yasmine)
    for kind in ("courrier", "courrier", "recommande"):
        mail.receive_mail(actor=me, file_id=found.pk, kind=kind, now=NOW)
    card = queries.card(me, found, on=TODAY)
    assert card is not None
    assert [(str(label), number) for label, number in card.waiting] == [("Courrier simple", 2), ("Recommandé ou avis de passage", 1)]
    assert mail.hand_over(actor=me, file_id=found.pk, now=NOW + DAY) == 3
    assert of(found).seen_on == TODAY + DAY
    with pytest.raises(UnableToDomicile, match="déjà été remis"):
        mail.hand_over(actor=me, file_id=found.pk, now=NOW + DAY)
    with pytest.raises(UnableToDomicile, match="Dites ce qui est arrivé"):
        mail.receive_mail(actor=me, file_id=found.pk, kind="pigeon", now=NOW)
    assert not [field.name for field in Mail._meta.get_fields() if "send" in field.name or "from" in field.name]


def test_a_procuration_is_dated_valid_and_hers(yasmine: Member, awa: Member, desk: Member, found: File, active: Election) -> None:
    me = actor(yasmine)
    told = {"called": "Paul Morel", "signed_on": TODAY, "ends_on": TODAY + 30 * DAY}
    for wrong, words in (
        ({"called": "  "}, "Écrivez le nom"),
        ({"signed_on": TODAY + DAY}, "pas encore venu"),
        ({"ends_on": TODAY - DAY}, "un an au plus"),
        ({"ends_on": TODAY + 500 * DAY}, "un an au plus"),
    ):
        with pytest.raises(UnableToDomicile, match=words):
            mail.give_proxy(actor=me, file_id=found.pk, now=NOW, **{**told, **wrong})  # type: ignore[arg-type]  # one field wrong
    row = mail.give_proxy(actor=me, file_id=found.pk, now=NOW, **told)  # type: ignore[arg-type]  # as above
    mail.receive_mail(actor=me, file_id=found.pk, kind="courrier", now=NOW)
    before = of(found).seen_on
    with pytest.raises(UnableToDomicile, match="plus valable"):
        mail.hand_over(actor=me, file_id=found.pk, proxy_id=row.pk, now=NOW + 40 * DAY)
    mail.hand_over(actor=me, file_id=found.pk, proxy_id=row.pk, now=NOW + DAY)
    assert (Mail.objects.get().gone, of(found).seen_on) == ("procuration", before), "somebody else came, not her"
    other = file_of(awa, "Léa", now=NOW)
    granted(awa, desk, other)
    mail.receive_mail(actor=me, file_id=other.pk, kind="courrier", now=NOW)
    for act in (mail.hand_over, mail.withdraw_proxy):
        with pytest.raises(OutOfScope):
            act(actor=me, file_id=other.pk, proxy_id=row.pk, now=NOW)  # type: ignore[operator]  # two acts of one shape
    mail.withdraw_proxy(actor=me, file_id=found.pk, proxy_id=row.pk, now=NOW)
    assert not Proxy.objects.exists()


def test_silence_ends_after_a_letter_her_time_to_answer_and_the_head(
    awa: Member, desk: Member, yasmine: Member, found: File, active: Election
) -> None:
    with pytest.raises(UnableToDomicile, match="ne sont pas passés"):
        ends.notice(actor=actor(awa), file_id=found.pk, reason="non_manifestation", now=NOW)
    later = NOW + 100 * DAY
    with pytest.raises(UnableToDomicile, match="Écrivez d’abord"):
        ends.end(actor=actor(desk), file_id=found.pk, reason="non_manifestation", now=later)
    ends.notice(actor=actor(awa), file_id=found.pk, reason="non_manifestation", now=later)
    with pytest.raises(UnableToDomicile, match="déjà prévenue"):
        ends.notice(actor=actor(awa), file_id=found.pk, reason="sans_lien", now=later)
    with pytest.raises(UnableToDomicile, match="attendez cette date"):
        ends.end(actor=actor(desk), file_id=found.pk, reason="non_manifestation", now=later + 15 * DAY)
    with pytest.raises(Refused):
        ends.end(actor=actor(awa), file_id=found.pk, reason="non_manifestation", now=later + 16 * DAY)
    ends.end(actor=actor(desk), file_id=found.pk, reason="non_manifestation", now=later + 16 * DAY)
    active.refresh_from_db()
    assert (of(found).state, active.end_reason, of(found).noticed) == ("radiee", "non_manifestation", "")
    with pytest.raises(UnableToDomicile, match="se retourne"):
        mail.receive_mail(actor=actor(yasmine), file_id=found.pk, kind="courrier", now=later + 17 * DAY)
    with pytest.raises(UnableToDomicile, match="pas en cours"):
        ends.end(actor=actor(desk), file_id=found.pk, reason="demande", now=later + 17 * DAY)
    again = asked(awa, found, now=later + 20 * DAY)
    assert (again.kind, of(found).number) == ("premiere", 1)


def test_a_renewal_that_waits_goes_with_the_domiciliation(awa: Member, found: File, active: Election) -> None:
    later = NOW + 330 * DAY
    renewal = asked(awa, found, now=later)
    ends.end(actor=actor(awa), file_id=found.pk, reason="demande", now=later)
    renewal.refresh_from_db()
    assert renewal.outcome == "sans_suite"
    assert asked(awa, found, now=later + DAY).kind == "premiere"


def test_her_visit_ends_the_letter_about_her_silence_and_an_answer_any_other(
    awa: Member, yasmine: Member, found: File, active: Election
) -> None:
    later = NOW + 100 * DAY
    ends.notice(actor=actor(awa), file_id=found.pk, reason="non_manifestation", now=later)
    presence.record_sign(actor=actor(yasmine), file_id=found.pk, how="appel", now=later + DAY)
    assert of(found).noticed == ""
    ends.notice(actor=actor(awa), file_id=found.pk, reason="reglement", now=later)
    presence.record_sign(actor=actor(yasmine), file_id=found.pk, how="passage", now=later + DAY)
    assert of(found).noticed == "reglement"
    ends.lift_notice(actor=actor(awa), file_id=found.pk, now=later)
    ends.lift_notice(actor=actor(awa), file_id=found.pk, now=later)
    assert JournalEntry.objects.filter(action="domiciliation.notice_lifted").count() == 2
    assert of(found).state == "active"


def test_what_she_asks_ends_at_once_and_her_letters_stay_hers(awa: Member, yasmine: Member, found: File, active: Election) -> None:
    mail.receive_mail(actor=actor(yasmine), file_id=found.pk, kind="colis", now=NOW)
    with pytest.raises(UnableToDomicile, match="quelle structure"):
        ends.end(actor=actor(awa), file_id=found.pk, reason="transfert", now=NOW)
    ends.end(actor=actor(awa), file_id=found.pk, reason="transfert", moved_to="Le Gué, 2 rue du Port", now=NOW)
    active.refresh_from_db()
    assert (active.moved_to, active.end_reason, active.ended_on) == ("Le Gué, 2 rue du Port", "transfert", TODAY)
    assert [one.waiting for one in queries.search(actor(yasmine), words="bakri", now=NOW)] == [1]
    assert mail.hand_over(actor=actor(yasmine), file_id=found.pk, now=NOW) == 1
    assert Sign.objects.count() == 0, "nothing runs any more"
    with pytest.raises(UnableToDomicile, match="déjà"):
        mail.return_mail(actor=actor(yasmine), file_id=found.pk, now=NOW)


def test_she_is_found_by_number_or_name_by_whoever_receives(
    awa: Member, yasmine: Member, leon: Member, found: File, active: Election
) -> None:
    file_of(awa, "Inès Bakry", now=NOW)
    for _letter in range(3):
        mail.receive_mail(actor=actor(yasmine), file_id=found.pk, kind="courrier", now=NOW)
    for words in ("1", "n° 1", " N°1 ", "bakri", "Ines BAKRI"):
        assert [one.called for one in queries.search(actor(yasmine), words=words, now=NOW)] == ["Inès Bakri"], words
    assert queries.search(actor(yasmine), words="9999999999999", now=NOW) == []
    assert queries.search(actor(leon), words="bakri", now=NOW) == []
    assert [one.called for one in queries.search(actor(awa), words="bakri", now=NOW)] == ["Inès Bakri"]

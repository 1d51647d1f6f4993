"""Files change hands one by one, nobody leads no file unseen; the week of the duty desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.accounts.services import close_account
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, services
from relais.people.models import File, Handover, RosterDay
from relais.people.services import UnableToKeepFiles
from relais.people.terms import FileState, HandoverState, Shelf
from tests.factories.accounts import TERMINAL, signed_in
from tests.factories.people import NOW, actor, file_of, service_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def asked(by: Member, of: Member, to: Member, *files: File) -> services.Done:
    ids = [file.pk for file in files]
    return services.propose_handover(actor=actor(by), from_member_id=of.pk, to_member_id=to.pk, file_ids=ids, now=NOW)


def lead(found: File) -> Member | None:
    return queries.lead_of(found, now=NOW + DAY)


def test_a_colleague_accepts_one_file_and_refuses_another(awa: Member, leon: Member, petit: Member) -> None:
    first, second = file_of(awa, "A"), file_of(awa, "B")
    assert asked(awa, awa, leon, first, second) == services.Done(2, 0)
    assert lead(first) == awa, "nothing changes before they accept"
    assert queries.file(actor(leon), first.pk, now=NOW) is None
    one, other = queries.handovers_to_answer(actor(leon))
    services.answer_handover(actor=actor(leon), handover_id=one.pk, accepted=True, now=NOW + DAY)
    assert lead(one.file) == leon
    assert queries.file(actor(awa), one.file_id, now=NOW + DAY) is None
    with pytest.raises(UnableToKeepFiles):
        services.answer_handover(actor=actor(leon), handover_id=other.pk, accepted=False, reason="non", now=NOW + DAY)
    reason = "Mon agenda est complet jusqu’en mars."
    services.answer_handover(actor=actor(leon), handover_id=other.pk, accepted=False, reason=reason, now=NOW + DAY)
    assert lead(other.file) == awa
    assert [line.reason for line in queries.handovers_refused(actor(petit), now=NOW + DAY)] == [reason]
    with pytest.raises(OutOfScope):
        services.answer_handover(actor=actor(leon), handover_id=other.pk, accepted=True, now=NOW + DAY)


def test_who_may_hand_over_and_to_whom(awa: Member, leon: Member, petit: Member, yasmine: Member) -> None:
    found = file_of(awa)
    services.bar(actor=actor(awa), file_id=found.pk, member_id=leon.pk, now=NOW)
    assert asked(petit, awa, leon, found) == services.Done(0, 1), "the person keeps him out"
    for by, of, to in ((leon, awa, leon), (yasmine, awa, leon)):
        with pytest.raises(OutOfScope):
            asked(by, of, to, found)
    for to in (yasmine, awa):
        with pytest.raises(UnableToKeepFiles):
            asked(petit, awa, to, found)
    with pytest.raises(UnableToKeepFiles):
        asked(awa, awa, leon, file_of(leon))
    assert not Handover.objects.exists()


def test_asking_another_colleague_withdraws_the_first_request(awa: Member, leon: Member, petit: Member, house) -> None:
    found, zoe = file_of(awa), file_of(worker_named(house)).person
    del zoe
    other = Member.objects.get(identifier="zoe")
    asked(petit, awa, leon, found)
    asked(petit, awa, other, found)
    assert not queries.handovers_to_answer(actor(leon)).exists()
    assert queries.handovers_to_answer(actor(other)).get().file == found
    assert set(Handover.objects.values_list("state", flat=True)) == {HandoverState.WITHDRAWN, HandoverState.PROPOSED}


def worker_named(house) -> Member:
    from tests.factories.people import worker

    return worker(house, "zoe")


def test_when_an_account_closes_its_files_stand_before_the_head_until_somebody_takes_them(awa: Member, leon: Member, petit: Member) -> None:
    found = file_of(awa)
    assert list(queries.held_by(awa, now=NOW)) == [found]
    close_account(actor=TERMINAL, member_id=awa.pk, now=NOW)
    head = actor(petit)
    assert list(queries.on_shelf(head, Shelf.WITHOUT_LEAD, now=NOW)) == [found]
    assert [(one.pk, one.led) for one in queries.may_prepare_for(head) if not one.is_active] == [(awa.pk, 1)]
    asked(petit, awa, leon, found)
    services.answer_handover(actor=actor(leon), handover_id=Handover.objects.get().pk, accepted=True, now=NOW + DAY)
    assert not queries.on_shelf(head, Shelf.WITHOUT_LEAD, now=NOW + DAY).exists()
    assert not queries.held_by(awa, now=NOW + DAY).exists()


def test_the_screens_of_a_handover(awa: Member, leon: Member, petit: Member) -> None:
    found = file_of(awa, now=timezone.now() - DAY)
    hers, his, head = (signed_in(who) for who in (awa, leon, petit))
    address = reverse("people:handover", kwargs={"leaving_id": awa.pk})
    assert his.get(address).status_code == 404
    assert "Inès Bakri" in head.get(address).content.decode()
    empty = hers.post(address, {"to_member": str(leon.pk)})
    assert empty.status_code == 422
    assert "Choisissez au moins un dossier" in empty.content.decode()
    assert hers.post(address, {"chosen": [str(found.pk)], "to_member": str(leon.pk)})["Location"] == reverse("people:handovers")
    assert "Inès Bakri" in his.get(reverse("people:handovers")).content.decode()
    assert "proposé à Leon" in head.get(reverse("people:handovers")).content.decode(), "it waits for an answer"
    answer = reverse("people:answer_handover", kwargs={"handover_id": Handover.objects.get().pk})
    assert hers.get(answer).status_code == 404
    assert his.post(answer, {}).status_code == 422
    assert his.post(answer, {"answer": "non", "reason": "non"}).status_code == 422
    assert his.post(answer, {"answer": "oui"})["Location"] == reverse("people:file", kwargs={"file_id": found.pk})


def test_every_file_of_a_colleague_is_entrusted_and_taken_in_one_press(awa: Member, leon: Member, petit: Member) -> None:
    files = [file_of(awa, f"Personne {rank}", now=timezone.now() - DAY) for rank in range(4)]
    kept_out, closed = files[2:]
    services.bar(actor=actor(awa), file_id=kept_out.pk, member_id=leon.pk, now=timezone.now())
    head, his = signed_in(petit), signed_in(leon)
    address, all_of_mine = reverse("people:handover", kwargs={"leaving_id": awa.pk}), reverse("people:handovers")
    assert "Tout confier (4" in head.get(address).content.decode()
    nobody = head.post(address, {"tout": "oui"})
    assert nobody.status_code == 422 and "Choisissez une personne" in nobody.content.decode()
    told = head.post(address, {"tout": "oui", "to_member": str(leon.pk)}, follow=True).content.decode()
    assert "3 dossiers proposés" in told and "1 dossier reste à passer" in told
    assert "Reprendre les 3 dossiers" in his.get(all_of_mine).content.decode()
    services.set_state(actor=actor(awa), file_id=closed.pk, state=FileState.CLOSED, reason="objectifs_atteints", now=timezone.now())
    take_all = reverse("people:take_all_handovers", kwargs={"leaving_id": awa.pk})
    assert signed_in(awa).post(take_all).status_code == head.post(take_all).status_code == 404, "only who was asked"
    told = his.post(take_all, follow=True).content.decode()
    assert "Vous suivez maintenant 2 dossiers de plus" in told and "1 dossier attend encore votre réponse" in told
    assert [queries.lead_of(file, now=timezone.now()) for file in files] == [leon, leon, awa, awa]
    assert his.post(reverse("people:take_all_handovers", kwargs={"leaving_id": petit.pk})).status_code == 404


def test_the_week_of_the_duty_desk(awa: Member, leon: Member, petit: Member) -> None:
    service, head, his = service_of(awa), signed_in(petit), signed_in(leon)
    page = reverse("people:roster")
    assert "Mettre au planning" not in his.get(page).content.decode()
    assert his.post(page, {"member": str(leon.pk), "on": "2026-11-23"}).status_code == 404
    week = f"{page}?service={service.pk}&semaine=2026-11-25"
    assert head.post(week, {"member": "", "on": "2026-11-23"}).status_code == 422
    assert head.post(week, {"member": str(leon.pk), "on": "2027-11-23"}).status_code == 422
    answer = head.post(week, {"member": str(leon.pk), "on": "2026-11-24"})
    assert answer["Location"] == f"{page}?service={service.pk}&semaine=2026-11-23"
    copied = reverse("people:copy_roster", kwargs={"service_id": service.pk})
    assert his.post(copied, {"semaine": "2026-11-30"}).status_code == 404
    assert head.post(copied, {"semaine": "2026-11-30"}).status_code == 302
    assert [str(day.on) for day in RosterDay.objects.order_by("on")] == ["2026-11-24", "2026-12-01"]
    with CaptureQueriesContext(connection) as one:
        assert "Leon" in his.get(week).content.decode()
    services.put_on_duty(actor=actor(petit), service_id=service.pk, member_id=awa.pk, on=RosterDay.objects.earliest("on").on, now=NOW)
    with CaptureQueriesContext(connection) as two:
        assert "Awa" in his.get(week).content.decode()
    assert len(one) == len(two)
    day = RosterDay.objects.order_by("on", "pk").first()
    gone = reverse("people:remove_roster", kwargs={"service_id": service.pk, "day_id": day.pk})
    assert his.post(gone).status_code == 404
    assert head.post(gone, {"semaine": "2026-11-23"}).status_code == 302
    assert head.post(gone).status_code == 404
    assert his.get(f"{page}?service=999").status_code == 404
    with pytest.raises(Refused):
        services.copy_last_week(actor=actor(leon), service_id=service.pk, monday=NOW.date(), now=NOW)

"""The life of the demonstration: through the services, once; every role finds on its home something that waits for it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.administration.queries import registers
from relais.casework.models import Disagreement, Interview, Note, OpenRight, Step
from relais.demo.cast import CCAS, HOUSES
from relais.demo.services import build
from relais.demo.work import MET, do_work
from relais.foundation.access import Actor, operator
from relais.people import queries
from relais.people.models import File, HouseholdMember, KeptSituation, Opposition, Person, Sharing
from relais.people.rules import Level
from relais.procedures.queries import renewals
from relais.procedures.rules.renewals import Stage, days
from relais.procedures.services.renewals import record_lapses
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


def called(name: str) -> File:
    return File.objects.get(person__called=name)


def a_year_of_renewals(awa: Actor, *, now: datetime) -> None:
    """Day by day: each right of awa's files is told at every stage of its window, in order, and once over as a break and nothing else."""
    today, told = timezone.localdate(now), dict[str, list[Stage]]()
    for number in range(366):
        on = today + timedelta(days=number)
        for line in renewals.mine(awa, on=on, now=now):
            assert line.right.ends_on is not None
            assert line.over == (on > line.right.ends_on)
            assert on >= days(line.renewal, line.right.ends_on)[line.stage]
            reached = told.setdefault(line.right.name, [])
            if line.stage not in reached:
                reached.append(line.stage)
    assert len(told) == OpenRight.objects.filter(ends_on__isnull=False, file__service_id__in=awa.service_ids).count()
    assert all(reached == list(Stage)[-len(reached) :] for reached in told.values()), told
    assert told["Domiciliation"] == [Stage.BROKEN]
    assert told["Aide personnalisée au logement"] == list(Stage)
    assert record_lapses(now=now + timedelta(days=366)) == len(told)


def test_people_are_tied_met_and_followed_as_the_guides_tell() -> None:
    now = timezone.now()
    build(actor=operator("tests"), password="Roseau-lanterne-galet-41", now=now)
    do_work(Organisation.objects.get(name=CCAS.name), now=now)
    assert Interview.objects.filter(file__closed_at=None).count() == len(MET)
    assert set(Note.objects.values_list("level", flat=True)) == {"n1", "n2", "n3"}
    assert Disagreement.objects.count() == 1
    assert Step.objects.filter(due_on__lt=timezone.localdate(now)).exists()
    cast = {who.identifier: actor_of(who, on=timezone.localdate(now)) for who in Member.objects.select_related("organisation")}
    homes = {row.household_id: row for row in HouseholdMember.objects.filter(person__called="Lina Bernard")}
    assert len(homes) == 2, "the child lives in two homes"
    assert all(row.alternating for row in homes.values())
    couple = HouseholdMember.objects.filter(person__called__in=("Nora Lambert", "Julien Lambert"))
    assert couple.values("household").distinct().count() == 1
    assert couple.count() == 2
    assert Person.objects.get(address_protected=True).called == "Sabrina"
    ines = called("Inès Bakri")
    assert KeptSituation.objects.filter(file=ines).values("kept_at__date").distinct().count() == 3
    a_year_of_renewals(cast["awa"], now=now)
    assert OpenRight.objects.filter(file=ines).count() == 2
    assert ines.documents.count() == 3, "two papers, and the signed copy of her mandate"
    assert Sharing.objects.count() == 3
    assert Opposition.objects.get().file == called("Ali Haddad")
    maelle = queries.files(cast["maelle"], now=now, level=Level.EVALUATION)
    assert "Nora Lambert" in {file.person.called for file in maelle}, "what Awa shared with her"
    for name, levels in (("karim", {"existence", "n0", "n1"}), ("diallo", {"existence", "n0"})):
        shared = Sharing.objects.get(to_member_id=cast[name].user_id).file
        assert {str(level) for level in queries.levels(cast[name], shared.pk, now=now)} == levels
    mine = queries.files(cast["awa"], now=now).filter(closed_at=None)
    assert mine.count() >= 9
    assert queries.files(cast["yasmine"], now=now).count() >= mine.count(), "the reception knows that they exist"
    leon = queries.files(cast["leon"], now=now, level=Level.ADMINISTRATIVE)
    led = {"Mme Vasseur", "Annie Vasseur", "Ali Haddad"}
    assert {file.person.called for file in leon} == led | {"Mme Delorme"}, "his own, and where he stands in for Awa"
    assert queries.on_duty(cast["awa"], ines.service_id, now=now).get().member_id == cast["leon"].user_id
    assert queries.handovers_to_answer(cast["awa"]).count() == 1
    assert queries.exceptional_accesses_to_review(cast["petit"], now=timezone.now()).count() == 1
    assert registers.waiting_for(cast["petit"]).count() == 1
    for person in (who for house in HOUSES for who in house.people):
        page = signed_in(Member.objects.get(identifier=person.identifier)).get("/journee/").content.decode()
        assert page.count('class="tile') >= 3, person.identifier

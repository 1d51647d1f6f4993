"""Who is in a list of domiciliations: the same files as those that one may browse, for each role and through each bar."""

from datetime import timedelta

import pytest

from relais.accounts.models import Member, Role
from relais.domiciliation import policies
from relais.domiciliation.models import Domiciliation
from relais.people import policies as people_policies
from relais.people import services as people
from relais.people.models import File
from tests.domiciliation.steps import granted, with_desk
from tests.factories.people import NOW, actor, file_of, service_of, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def listed(who: Member) -> set[object]:
    return set(Domiciliation.objects.within(actor(who)).filter(policies.listed(actor(who), now=NOW)).values_list("file_id", flat=True))


def browsed(who: Member) -> set[object]:
    return set(File.objects.within(actor(who)).filter(people_policies.browses(actor(who), now=NOW)).values_list("pk", flat=True))


def test_lists_hold_the_files_that_one_browses(awa: Member, petit: Member, leon: Member, yasmine: Member) -> None:
    head, house = with_desk(petit), petit.organisation
    files = [file_of(awa, f"Personne {number}", now=NOW - 9 * DAY) for number in range(4)]
    elsewhere = worker(house, "loin", service="Autre service")
    far_head = with_desk(worker(house, "tete", Role.HEAD, service="Autre service"))
    far = file_of(elsewhere, "Lointaine", now=NOW - 9 * DAY)
    for found, who in [*((one, head) for one in files), (far, far_head)]:
        granted(awa if found in files else elsewhere, who, found)
    both = worker(house, "deux", Role.HEAD, Role.SOCIAL_WORKER, service=service_of(petit).name)
    own = file_of(both, "Sienne", now=NOW - 9 * DAY)
    granted(both, head, own)
    people.bar(actor=actor(awa), file_id=files[0].pk, member_id=petit.pk, now=NOW)
    people.bar(actor=actor(awa), file_id=files[1].pk, member_id=both.pk, now=NOW)
    domiciled = {one.pk for one in (*files, far, own)}
    for who in (awa, petit, leon, elsewhere, far_head, both):
        assert listed(who) == browsed(who) & domiciled, str(who)
    assert files[0].pk not in listed(petit)
    assert files[1].pk not in listed(both)
    assert listed(awa) == {one.pk for one in files}

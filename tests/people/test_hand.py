"""The files in hand, read once for a page: the same as the scopes that every other screen asks."""

import itertools
import random
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Role
from relais.people import policies, queries
from relais.people.models import Assignment, Bar, BreakGlass, File, Opposition, Presence, Sharing
from relais.people.rules import Level
from relais.people.services import assign
from relais.people.terms import Basis, Part
from tests.factories.accounts import organisation
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db


def test_the_hand_holds_what_the_scopes_give_whatever_ends_or_closes() -> None:
    house, now = organisation(), timezone.now()
    awa, leon, head = worker(house, "awa"), worker(house, "leon"), worker(house, "petit", Role.HEAD)
    desk = worker(house, "yasmine", Role.RECEPTION)
    files = [file_of(awa, f"Personne {number}", now=now - timedelta(days=5)) for number in range(6)]
    Assignment.objects.create(file=files[0], member=leon, part=Part.SUBSTITUTE, starts_at=now - timedelta(days=1))
    Assignment.objects.create(file=files[1], member=leon, part=Part.SUBSTITUTE, starts_at=now - timedelta(days=2), ends_at=now)
    assign(actor=actor(awa), file_id=files[2].pk, member_id=leon.pk, part=Part.CO_LEAD, now=now - timedelta(days=1))
    File.objects.filter(pk=files[3].pk).update(state="clos", closed_at=now, closing_reason="demenagement")
    Bar.objects.create(person=files[4].person, member=awa, asked_at=now)
    file_of(worker(organisation("Ailleurs"), "lise"), "Ailleurs", now=now - timedelta(days=5))
    for who in (awa, leon, head, desk):
        held = queries.hand(actor(who), now=now)
        assert set(held.led) == set(queries.ids_led(actor(who), now=now).values_list("pk", flat=True))
        assert held.files == set(queries.ids_in_hand(actor(who), now=now).values_list("pk", flat=True))
    assert set(queries.hand(actor(awa), now=now).led.values()) == {"Personne 0", "Personne 1", "Personne 2", "Personne 5"}
    assert list(queries.hand(actor(leon), now=now).kept.values()) == ["Personne 0"]
    assert queries.hand(actor(leon), now=now).called.keys() >= {files[0].pk, files[2].pk}
    assert queries.ids_in_hand(actor(leon), now=now, held=queries.hand(actor(awa), now=now)) != queries.hand(actor(awa), now=now).files


def _spans(now: datetime) -> list[tuple[datetime, datetime | None]]:
    day = timedelta(days=1)
    return [(now - day, None), (now - day, now + day), (now - day, now), (now + day, None), (now - 2 * day, now - day)]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_opened_by_name_is_what_the_scopes_open_level_by_level(seed: int) -> None:
    house, now, draw = organisation(), timezone.now(), random.Random(seed)
    awa = worker(house, "awa")
    members = [worker(house, "leon"), worker(house, "noe", secrecy="aucun"), worker(house, "petit", Role.HEAD)]
    members += [worker(house, "yasmine", Role.RECEPTION), worker(house, "lou", Role.SOCIAL_WORKER, Role.COMMISSION)]
    files = [file_of(awa, f"Personne {number}", now=now - timedelta(days=9)) for number in range(12)]
    for file, who in itertools.product(files, members):
        begins, ends = draw.choice(_spans(now))
        until = ends or now + timedelta(hours=3)
        match draw.randrange(6):
            case 0:
                part = draw.choice((Part.CO_LEAD, Part.SUBSTITUTE, Part.TEAM))
                Assignment.objects.create(file=file, member=who, part=part, starts_at=begins, ends_at=ends)
            case 1 if ends is not None or begins < until:
                BreakGlass.objects.create(
                    file=file, member=who, motive="urgence", words="x" * 20, starts_at=begins, ends_at=max(until, begins)
                )
            case 2:
                Presence.objects.create(file=file, member=who, recorded_by=awa, starts_at=begins, ends_at=max(until, begins))
            case 3:
                opened = {f"opens_{name}": draw.random() < 0.5 for name in ("reception", "administrative", "evaluation")}
                basis = draw.choice((Basis.TEAM, Basis.LEGAL_DUTY))
                facts = {"basis": basis, "necessity": "utile", "things": "une pièce", "to_secrecy": "mission", "shared_by": awa, **opened}
                Sharing.objects.create(
                    organisation=house, file=file, to_member=who, starts_at=min(begins, until - timedelta(hours=1)), ends_at=until, **facts
                )
    for file in draw.sample(files, 4):
        Opposition.objects.create(file=file, recorded_by=awa, asked_at=now)
    for file, who in draw.sample(list(itertools.product(files, members)), 8):
        Bar.objects.create(person=file.person, member=who, asked_at=now)
    File.objects.filter(pk=files[0].pk).update(state="clos", closed_at=now, closing_reason="demenagement")
    for who, level in itertools.product((awa, *members), Level):
        held = queries.hand(actor(who), now=now)
        asked = set(queries.files(actor(who), now=now, level=level).values_list("pk", flat=True))
        assert set(queries.files(actor(who), now=now, level=level, held=held).values_list("pk", flat=True)) == asked, (who, level)
        rows = Assignment.objects.filter(policies.in_file(actor(who), level, now=now, held=held)).values_list("file_id", flat=True)
        assert set(rows) == asked, (who, level)
        assert held.named[level] <= asked & held.called.keys()

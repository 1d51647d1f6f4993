"""Possible doubles on screen: found from the index, shown to whoever may know of both, set apart for good, merged and separated."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.people import queries, services
from relais.people.models import File, FormerName, Likeness, Person
from relais.people.services import Told
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of

pytestmark = pytest.mark.django_db
LIST = "/dossiers/doublons/"


def compared() -> set[tuple[str, str]]:
    services.compare_waiting(now=timezone.now())
    return {tuple(sorted((one.first.called, one.second.called))) for one in Likeness.objects.select_related("first", "second")}  # type: ignore[misc]


def test_a_pair_is_found_by_ear_slip_former_name_and_birth_and_never_across_years(awa: Member) -> None:
    now = timezone.now()
    first = file_of(awa, "Inès Bakri", now=now)
    file_of(awa, "Bakry Ines", birth_year=None, now=now)
    file_of(awa, "Inès Bakri", birth_year=1990, now=now)
    file_of(awa, "Inès", now=now)
    file_of(awa, "Inès", birth_year=1971, now=now)
    pairs = compared()
    assert ("Bakry Ines", "Inès Bakri") in pairs
    assert ("Inès", "Inès Bakri") in pairs, "one word and the same year"
    assert not Likeness.objects.filter(first__birth_year=1971).exists()
    assert not Likeness.objects.filter(second__birth_year=1971).exists()
    assert not Likeness.objects.filter(first__birth_year=1988, second__birth_year=1990).exists()
    services.change_person(actor=actor(awa), file_id=first.pk, told=Told("Nora Delmas", birth_year=1988), now=now)
    assert FormerName.objects.get().until_on == timezone.localdate(now)
    assert ("Bakry Ines", "Nora Delmas") in compared(), "a former name finds her"
    services.remove_former_name(actor=actor(awa), file_id=first.pk, name_id=FormerName.objects.get().pk, now=now)
    assert ("Bakry Ines", "Nora Delmas") not in compared()


def test_the_page_says_who_follows_each_file(awa: Member) -> None:
    file_of(awa, "Inès Bakri", now=timezone.now())
    file_of(awa, "Ines Bakri", birth_year=None, now=timezone.now())
    assert compared()
    page = signed_in(awa).get(LIST).content.decode()
    assert page.count(f"suivi par {awa.display_name}") == 2 and "suivi par personne" not in page


def test_nobody_learns_of_a_file_out_of_scope(awa: Member, leon: Member, petit: Member) -> None:
    now = timezone.now()
    mine, theirs = file_of(awa, "Inès Bakri", now=now), file_of(leon, "Inès Bakry", now=now)
    compared()
    page = signed_in(awa).get(LIST).content.decode()
    assert "demandez à l’accueil" in page
    assert "Bakry" not in page
    assert str(theirs.pk) not in page
    head = signed_in(petit).get(LIST).content.decode()
    assert "Bakry" in head
    assert reverse("people:merge", args=(mine.pk, theirs.pk)) not in head
    services.bar(actor=actor(leon), file_id=theirs.pk, member_id=awa.pk, now=now)
    services.add_former_name(actor=actor(leon), file_id=theirs.pk, name="Inès Bakri", now=now)
    compared()
    assert "demandez à l’accueil" not in signed_in(awa).get(LIST).content.decode(), "who keeps her out is nowhere, by no name"
    assert queries.found_by_name(actor(awa), "Inès Bakry", now=now, limit=9) == [File.objects.get(pk=mine.pk)]


def test_a_pair_is_set_apart_proposed_again_merged_and_separated(awa: Member) -> None:
    now = timezone.now()
    kept, other = file_of(awa, "Inès Bakri", now=now), file_of(awa, "Inès Bakry", now=now)
    compared()
    client, pair = signed_in(awa), Likeness.objects.get()
    assert client.post(reverse("people:set_apart", args=(pair.pk,))).status_code == 302
    Person.objects.get(pk=kept.person_id).save()
    services.change_person(actor=actor(awa), file_id=kept.pk, told=Told("Inès Bakri", birth_year=None), now=now)
    compared()
    assert "Comparer" not in client.get(LIST).content.decode(), "remembered, whatever is written since"
    assert client.post(reverse("people:propose_again", args=(pair.pk,))).status_code == 302
    address = reverse("people:merge", args=(kept.pk, other.pk))
    seen = re.search(r'name="apercu" value="(\w+)"', client.get(address).content.decode())
    assert client.post(address, {"apercu": "ancien"}).status_code == 422
    assert seen
    assert client.post(address, {"apercu": "ancien", "called": "garde"}).status_code == 422
    done = client.post(address, {"apercu": seen[1], "called": "garde"})
    assert (done.status_code, done.url) == (302, reverse("people:file", args=(kept.pk,)))  # type: ignore[attr-defined]
    assert client.post(address, {"apercu": seen[1], "called": "garde"}).status_code == 302, "sent twice, done once"
    old = client.get(reverse("people:channels", args=(other.pk,)))
    assert (old.status_code, old.url) == (302, reverse("people:channels", args=(kept.pk,)))  # type: ignore[attr-defined]
    sent = client.post(reverse("people:channels", args=(other.pk,)), {"kind": "sms", "value": "06 39 98 00 12", "use": "oui"})
    assert sent.status_code == 302, "typed in the old tab, written in the file that was kept"
    page = client.get(reverse("people:file", args=(kept.pk,))).content.decode()
    undo = re.search(r'href="([^"]+/annuler/)"', page)
    assert undo
    assert "Moyens de contact : 1" in client.get(undo[1]).content.decode().replace("\u00a0", " ")
    assert client.post(undo[1]).status_code == 302
    assert File.objects.filter(pk=other.pk).exists()
    assert client.get(reverse("people:names", args=(kept.pk,))).status_code == 200

"""Every address of two identifiers or more, with one's own file and what belongs to another: 404, nothing changed, nothing said.

The address is generated, the object is a real row of a file that the member does not read, in the same service and in another
organisation; what is sent is what a form of that address would send.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from relais.accounts.models import Member, Role
from relais.aids.models import AidSession
from relais.casework.services.notes import Parts, write_note
from relais.casework.terms.notes import NoteLevel
from relais.observatory import services as alerts
from relais.procedures.services import calls, contacts, procedures
from tests.access.test_matrix import DAY
from tests.access.world import WORDS, World, addresses, build, paths, said
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, service_of, worker

pytestmark = pytest.mark.django_db
#: addresses of two parts of which the second names no row of anybody: a text of one's own house, a right, a letter of the toolbox.
NO_ROW = {"tools:text", "tools:text_take_away", "tools:text_put_back", "procedures:decide", "procedures:mail"}
#: parts of an address that name an act, not a row.
CODES = {"act", "code", "what", "which"}
#: not of a file: who runs a service, who administers accounts, each with a row of another house.
RUN = {"people:remove_roster": Role.HEAD, "accounts:end_role": Role.TECHNICIAN, "aids:item": Role.HEAD, "aids:move_up": Role.HEAD}
#: what changes without anybody's act: the journal of what was tried, sessions, what fell due for comparison.
MOVES = {"OpenSession", "JournalEntry", "JournalHead", "JournalBatch", "Session", "SentForm", "Draft", "ToCompare"}


def plausible(world: World) -> dict[str, Any]:
    """What the forms of these addresses send, all in one."""
    today = timezone.localdate().strftime("%d/%m/%Y")
    return {
        "facts": "Rien de plus.", "words": "Rien de plus.", "level": "n1", "kind": "courrier", "title": "Avis", "reason": "Erreur",
        "answer": "refusee", "member": str(world.lead.pk), "reader": str(world.lead.pk), "ground": "meme_equipe", "necessity": "x" * 30,
        "on": today, "ends_on": today, "state": "atteint", "format": "json", "confirmed": "on", "doer": "avec", "alternating": "on",
        "keep": "theirs", "called": "theirs",
    }  # fmt: skip


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that an act would change."""
    models = [model for model in apps.get_models() if model.__name__ not in MOVES]
    return {model._meta.label: sorted(model._default_manager.values_list(), key=str) for model in models}


def own(who: Member) -> dict[str, Any]:
    """A file of this member's, with a note and a démarche: an address of three identifiers is tried with two of one's own."""
    now, me = timezone.now(), actor(who)
    found = file_of(who, "Basile Ordinaire", now=now - DAY)
    note = write_note(actor=me, file_id=found.pk, level=NoteLevel.ADMINISTRATIVE, parts=Parts(facts="Passé ce jour."), now=now)
    kept = procedures.open_procedure(actor=me, file_id=found.pk, new=procedures.NewProcedure(title="Demande"), now=now)
    told = contacts.ToldLine("caf", "CAF, l’autre numéro", "telephone", "03 20 00 00 09", "réunion partenaires")
    line = contacts.add_line(actor=me, told=told, now=now)
    call = calls.begin_call(actor=me, body="caf", line_id=line.pk, now=now)
    told_alert = alerts.ToldAlert(recipient="CAF, partenaires", fix="Corriger la page")
    seen = alerts.ToldSighting(day=timezone.localdate(), harm="aucun")
    alert = alerts.write_alert(actor=me, trouble=alerts.Trouble("B01", "caf.en_ligne", "remplir"), told=told_alert, seen=seen, now=now)
    about = {"note_id": note.pk, "procedure_id": kept.pk, "call_id": call.pk, "alert_id": alert.pk}
    return {"file_id": found.pk, "service_id": found.service_id, "member_id": who.pk, **about, "aid_id": uuid.uuid4()}


def mixed(asked: tuple[str, ...], world: World, mine: dict[str, Any], name: str) -> Iterator[str]:
    """The address under one's own file (or service, or account), its last row another's; then the rows between too."""
    first, *between, last = [one for one in asked if one not in CODES]
    fixed = {one: world.ids.get(one, ["relance"]) for one in asked if one in CODES}
    for middle in ({one: [mine.get(one)] for one in between}, {one: world.ids[one] for one in between}):
        tried = {first: [mine[first]], last: world.ids[last], **middle, **fixed}
        yield from paths(name, asked, [tried[one] for one in asked])


def of_rows() -> list[tuple[str, tuple[str, ...]]]:
    """Every address with two identifiers or more; the code of an act is no identifier."""
    found = [(name, asked) for name, asked in addresses() if len(asked) > 1 and name not in NO_ROW]
    assert len(found) > 35, "the addresses of two identifiers are no longer found"
    return found


def leaks(screen: Client, name: str, path: str, data: dict[str, Any]) -> list[tuple[str, list[int], list[str]]]:
    """What this address gave that it should not: any answer but 404, any word of the other person."""
    answers = [screen.get(path), screen.post(path), screen.post(path, data)]
    # a door without GET, or without POST, says so before it looks at the file
    opened = sorted({answer.status_code for answer in answers} - {404, 405})
    words = [code for code, word in WORDS.items() if any(word in said(answer) for answer in answers)]
    refused = any(answer.status_code == 404 for answer in answers)
    return [] if refused and not opened and not words else [(name, opened, words)]


@pytest.mark.parametrize("where", ["same service", "elsewhere"])
def test_an_object_of_another_under_one_s_own_file_is_404_and_untouched(where: str) -> None:
    world = build()
    house = world.house if where == "same service" else organisation("CCAS de Brumeval")
    who, data = worker(house, "celle-ci"), plausible(world)
    mine, screen = own(who), signed_in(who)
    before, tried, found = rows(), 0, []
    for name, asked in of_rows():
        if name in RUN:
            continue
        for path in mixed(asked, world, mine, name):
            found += leaks(screen, name, path, data)
            tried += 1
    after = rows()
    assert found == []
    assert tried > 40
    assert [label for label, kept in before.items() if after[label] != kept] == []


@pytest.mark.parametrize("name", RUN)
def test_what_is_run_in_another_house_is_404_and_untouched(name: str) -> None:
    world = build()
    who = worker(organisation("CCAS de Brumeval"), "celle-ci", RUN[name])
    held = AidSession.objects.create(organisation_id=who.organisation_id, held_on=timezone.localdate(), opened_by=who)
    mine = {"service_id": service_of(who).pk, "member_id": who.pk, "session_id": held.pk}
    screen, before = signed_in(who), rows()
    for path in mixed(dict(addresses())[name], world, mine, name):
        assert leaks(screen, name, path, plausible(world)) == []
    after = rows()
    assert [label for label, kept in before.items() if after[label] != kept] == []

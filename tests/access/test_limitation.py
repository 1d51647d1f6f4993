"""A limitation holds in the services, whatever the screen: a limited file is written in no more, but for what the law lets be (RGPD 18)."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.utils import timezone

from relais.administration.models import RightsRequest
from relais.administration.services import requests
from relais.administration.terms import Answer, Asked
from relais.casework.services.notes import Parts, write_note
from relais.casework.terms.notes import NoteLevel
from relais.kernel.decisions import Unable
from relais.people import merging
from relais.people.models import File
from relais.people.services.beginnings import FileLimited
from relais.reception.services import Asked as Visiting
from tests.access.world import World, build
from tests.factories.people import actor

pytestmark = pytest.mark.django_db
ROOMS = ("people", "casework", "procedures", "aids", "reception", "administration")
#: services of a file that write in it while it is limited, or write nothing of it, each with its reason.
LET_BE = {
    "administration.requests.record": "what the person asks",
    "administration.requests.answer": "what is answered to her",
    "administration.requests.lift": "the end of the limitation",
    "administration.requests.prepare": "the copy that she asked",
    "administration.requests.to_prepare": "as above",
    "administration.requests.copy": "as above",
    "administration.requests.release": "as above, by its second reader",
    "administration.requests.to_read_again": "as above",
    "people.accesses.record_presence": "she is there, and asks",
    "people.accesses.review_exceptional_access": "the control of who opened it",
    "people.handovers.propose_handover": "who keeps the file",
    "people.handovers.answer_handover": "as above",
    "people.handovers.take_all_handovers": "as above",
    "people.files.note_reading": "the journal of readings",
    "people.files.openings": "who opened it: read",
    "people.parts.assign": "who keeps the file",
    "people.parts.end_part": "as above",
    "people.parts.bar": "whom she keeps out",
    "people.sharings.oppose": "she opposes",
    "people.sharings.withdraw_sharing": "a sharing stops",
    "people.sharings.record_consent": "her consent",
    "people.sharings.withdraw_consent": "her consent, withdrawn",
    "people.sharings.withdraw_address_reader": "somebody no longer reads",
    "people.merges.undo_merge": "refused by its own words: tests/people",
    "casework.goals.keep_goal": "part of an act that holds the file already",
    "casework.goals.keep_step": "as above",
    "casework.notes.keep_note": "as above",
    "casework.transmissions.begin_transmission": "a child is protected (RGPD 18, 2): tests/casework/test_transmissions.py",
    "casework.transmissions.follow_transmission": "as above",
    "casework.goals.printed_sheet": "a reading",
    "casework.notes.open_note": "a reading",
    "aids.requests.open_file": "what acts begin with",
    "aids.requests.demand_open": "as above",
    "aids.sessions.decide": "the act of a head, refused in a limited file: tests/aids/test_sessions.py",
    "aids.sessions.decide_urgent": "as above",
    "aids.sessions.move_up": "the order of an agenda: nothing of the file is written",
    "procedures.decisions.follow_yes": "opens a démarche by ``open_procedure``, which is tried here",
    "procedures.decisions.decide_by_hand": "decides by ``decide`` or opens by ``open_procedure``, which are tried here",
    "procedures.calls.tell_answer": "notes an act by ``record_act``, which is tried here",
    "procedures.mail.follow_mail": "as above, one for each reply",
    "casework.notes.withdraw_reader": "somebody no longer reads",
    "casework.documents.make_link": "a reading",
    "casework.documents.opened": "as above, several at once",
    "procedures.binding.bound": "a reading: papers joined to be handed over",
    "procedures.chronology.opened_notes": "a reading",
    "casework.agenda.cancel_appointment": "an appointment ends",
    "casework.agenda.cover_appointment": "who receives in the place of whoever is away",
}


def services() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public service of these rooms that is told an object of a file."""
    for room in ROOMS:
        package = importlib.import_module(f"relais.{room}.services")
        names = [f".{found.name}" for found in pkgutil.iter_modules(package.__path__)] if hasattr(package, "__path__") else [""]
        for name in names:
            if name == ".beginnings":  # what services stand on, no act
                continue
            module = importlib.import_module(f"{package.__name__}{name}")
            for word, act in inspect.getmembers(module, inspect.isfunction):
                if not word.startswith("_") and inspect.unwrap(act).__module__ == module.__name__:
                    yield f"{room}{name}.{word}", act


def asked(act: Callable[..., object], world: World, given: dict[str, Any]) -> dict[str, Any] | None:
    """What to call a service with: real rows of the file, and for what it would write anything at all; None when it is told no row."""
    named = inspect.signature(act).parameters
    if not {"actor", "now"} <= set(named) or not set(named) & OF_FILE:
        return None
    filled = {name for name, one in named.items() if one.default is inspect.Parameter.empty} | (set(named) & {"file_id"})
    return {name: given.get(name, world.ids[name][0] if name in world.ids else Mock()) for name in filled}


OF_FILE = {
    "file_id",
    "note_id",
    "goal_id",
    "step_id",
    "document_id",
    "procedure_id",
    "appointment_id",
    "right_id",
    "found",
    "kept_id",
    "aid_id",
    "item_id",
}


def limit(world: World) -> RightsRequest:
    now, me = timezone.now(), actor(world.lead)
    said = requests.record(
        actor=me, file_id=world.file.pk, kind=Asked.LIMITATION, received_on=timezone.localdate(), words="", now=now - timedelta(seconds=1)
    )
    return requests.answer(actor=me, file_id=world.file.pk, request_id=said.pk, said=Answer.ACCEPTED, reason="", now=now)


def test_no_service_writes_in_a_limited_file_but_those_that_the_law_lets_be() -> None:
    world = build()
    limit(world)
    given: dict[str, Any] = {
        "actor": actor(world.lead),
        "now": timezone.now(),
        "member_id": world.lead.pk,
        "service_id": world.file.service_id,
    }
    given |= {
        "note_id": world.ids["note_id"][0],
        "reader_id": 1,
        "level": NoteLevel.ADMINISTRATIVE,
        "asked": Visiting(reasons=["logement"]),
    }
    given["seen"] = merging.digest(merging.image((world.file.person_id, File.objects.get(pk=world.ids["other_id"][0]).person_id)))
    wrote, closed = [], set()
    for name, act in services():
        told = asked(act, world, given)
        if told is None or name in LET_BE:
            continue
        try:
            act(**told)
        except FileLimited:
            closed.add(name)
        except Unable as refusal:
            wrote += [] if "limitation" in str(refusal) else [(name, str(refusal))]
        except Exception as other:  # noqa: BLE001  # told below with its name: a service that did not ask goes on with what stands for a form
            wrote.append((name, repr(other)))
        else:
            wrote.append((name, "done"))
    assert not wrote, "\n".join(map(str, wrote))
    assert len(closed) > 35


def test_what_the_law_lets_be_still_exists() -> None:
    assert set(LET_BE) <= {name for name, _ in services()}


def test_a_limited_file_is_written_in_again_once_the_limitation_is_lifted() -> None:
    world = build()
    request, me = limit(world), actor(world.lead)
    told: dict[str, Any] = {"actor": me, "file_id": world.file.pk, "level": NoteLevel.ADMINISTRATIVE, "parts": Parts(facts="Passée.")}
    with pytest.raises(FileLimited, match="limitation"):
        write_note(**told, now=timezone.now())
    requests.lift(actor=me, file_id=world.file.pk, request_id=request.pk, now=timezone.now())
    assert write_note(**told, now=timezone.now()).pk

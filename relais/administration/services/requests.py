"""What a person asks: recorded with its month, answered with a reason; for a copy, prepared by one, read again and released by another."""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.administration import holdings, policies
from relais.administration.models import RightsRequest
from relais.administration.queries import registers
from relais.administration.terms import Answer, Asked
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, OutOfScope, Refused, Unable
from relais.kernel.guards.folding import Folded
from relais.kernel.guards.reading import blocking
from relais.kernel.purposes import Purpose
from relais.people import policies as people
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, who_acts

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords

HIDDEN = "[masqué : concerne une autre personne]"
APART = "[confidentiel : remis à part par qui l’a écrit]"
#: in place of a name of somebody else.
MASK = "[masqué]"
APART_ADDRESS = "[adresse protégée : ajoutée par la référente ou le référent]"
SINCE = "[ajouté ou changé depuis la relecture : remis après une nouvelle relecture]"


class UnableToAnswer(Unable):
    """What was asked of a request breaks a rule."""


def _demand(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)


@transaction.atomic
def record(*, actor: Actor, file_id: UUID, kind: Asked, received_on: date, words: str, now: datetime) -> RightsRequest:
    """Write what the person asks, on the day it was received, by whoever keeps the administrative part of her file."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now, while_limited=True)
    if received_on > timezone.localdate(now):
        raise UnableToAnswer(received_on=gettext_noop("Cette date n’est pas encore venue."))
    if blocking(words):
        raise UnableToAnswer(words=gettext_noop("Ce texte semble contenir un mot de passe ou un code. Retirez-le."))
    request = RightsRequest(organisation_id=found.organisation_id, file=found, kind=kind, received_on=received_on, words=words.strip())
    request.due_on, request.recorded_by_id, request.recorded_at = registers.due_on(received_on), who_acts(actor), now
    request.save(force_insert=True)
    journal.record(actor=actor, action=f"rights.{kind}_asked", at=now, subject=request)
    return request


def _asked(actor: Actor, file_id: UUID, request_id: UUID, *, now: datetime) -> RightsRequest:
    """A request of a file, locked; OutOfScope when the file or the request is not for this actor."""
    file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now, while_limited=True)
    scope = RightsRequest.objects.within(actor).filter(pk=request_id, file_id=file_id)
    found = scope.select_for_update(of=("self",)).select_related("file__person").first()
    if found is None:
        raise OutOfScope
    return found


@transaction.atomic
def answer(*, actor: Actor, file_id: UUID, request_id: UUID, said: Answer, reason: str, now: datetime) -> RightsRequest:
    """Answer a request; a refusal says why. A copy is answered once released."""
    request = _asked(actor, file_id, request_id, now=now)
    if request.answer:
        raise UnableToAnswer(answer=gettext_noop("Cette demande a déjà sa réponse."))
    if said != Answer.ACCEPTED and not reason.strip():
        raise UnableToAnswer(reason=gettext_noop("Dites pourquoi : la personne peut le contester."))
    if request.kind == Asked.ACCESS and said != Answer.REFUSED and request.released_at is None:
        raise UnableToAnswer(answer=gettext_noop("La copie attend encore sa seconde lecture."))
    request.answer, request.reason, request.answered_at = said, reason.strip(), now
    request.save()
    journal.record(actor=actor, action=f"rights.{request.kind}_{said}", at=now, subject=request)
    return request


@transaction.atomic
def lift(*, actor: Actor, file_id: UUID, request_id: UUID, now: datetime) -> None:
    """The limitation or the opposition ends."""
    request = _asked(actor, file_id, request_id, now=now)
    if request.kind not in (Asked.LIMITATION, Asked.OPPOSITION) or not request.answer or request.lifted_at is not None:
        raise OutOfScope
    request.lifted_at = now
    request.save()
    journal.record(actor=actor, action=f"rights.{request.kind}_lifted", at=now, subject=request)


def _keys(request: RightsRequest) -> frozenset[str]:
    return frozenset(cast("SealedWords", request.hidden).open().split())


def to_prepare(
    *, actor: Actor, file_id: UUID, request_id: UUID, now: datetime
) -> tuple[RightsRequest, list[holdings.Item], frozenset[str]]:
    """The request, all that the copy may hold, and what is hidden already; for the référent, journaled first."""
    request = _asked(actor, file_id, request_id, now=now)
    if request.kind != Asked.ACCESS or not policies.can_prepare(actor, request.file, now=now):
        raise OutOfScope
    journal.read(actor, request.file, purpose=Purpose.PERSON, at=now, part="copy")
    return request, _shown_to(actor, request, holdings.held(request.file.person, request.file), now=now), _keys(request)


def _shown_to(actor: Actor, request: RightsRequest, items: list[holdings.Item], *, now: datetime) -> list[holdings.Item]:
    """A confidential item shows its words to whoever wrote it only, and a protected address to those whom she named."""
    reads_address = people.can_read_address(actor, request.file, now=now)
    return [_shown(actor, one if reads_address else holdings.without_address(one, APART_ADDRESS)) for one in items]


def _shown(actor: Actor, one: holdings.Item) -> holdings.Item:
    if one.level != "n3" or one.author_id == actor.user_id:
        return one
    return holdings.Item(one.key, one.title, one.level, one.on, (("", APART),), one.author_id)


@transaction.atomic
def prepare(
    *, actor: Actor, file_id: UUID, request_id: UUID, hidden: Collection[str], reader_id: UUID, masked: str = "", now: datetime
) -> RightsRequest:
    """The référent proposes what to hide, which words of others to mask everywhere, and names who reads again."""
    request = _asked(actor, file_id, request_id, now=now)
    _demand(policies.can_prepare(actor, request.file, now=now))
    if request.released_at is not None:
        raise UnableToAnswer(reader=gettext_noop("Cette copie est déjà relue."))
    if reader_id not in {member.pk for member in registers.second_readers(actor, request.file)}:
        raise UnableToAnswer(reader=gettext_noop("Choisissez une autre personne, tenue au secret."))
    request.prepared_by_id, request.reader_id, request.hidden = who_acts(actor), reader_id, "\n".join(sorted(hidden))
    request.masked = _lines(masked)
    request.save()
    journal.record(actor=actor, action="rights.copy_prepared", at=now, subject=request)
    return request


def _again(actor: Actor, request_id: UUID) -> RightsRequest:
    request = registers.waiting_for(actor).select_related("file__person").filter(pk=request_id).first()
    if request is None or not policies.can_read_again(actor, request):
        raise OutOfScope
    return request


def to_read_again(*, actor: Actor, request_id: UUID, now: datetime) -> tuple[RightsRequest, list[holdings.Item], frozenset[str]]:
    """The copy for its second reader, journaled first."""
    request = _again(actor, request_id)
    journal.read(actor, request.file, purpose=Purpose.PERSON, at=now, part="copy")
    return request, _shown_to(actor, request, holdings.held(request.file.person, request.file), now=now), _keys(request)


@transaction.atomic
def release(*, actor: Actor, request_id: UUID, hidden: Collection[str], masked: str = "", seen: str, now: datetime) -> RightsRequest:
    """The second reader decides what is hidden and which words are masked, and releases the copy; ``seen``: the print of what was read."""
    request = _again(actor, request_id)
    items = holdings.held(request.file.person, request.file)
    if print_of(_shown_to(actor, request, items, now=now)) != seen:
        raise UnableToAnswer(whole=gettext_noop("Ce dossier a changé depuis cette page : relisez ce qui suit."))
    request.hidden, request.masked, request.released_at = "\n".join(sorted(hidden)), _lines(masked), now
    request.read_again = "\n".join(f"{one.key} {print_of([one])}" for one in items)
    request.save()
    journal.record(actor=actor, action="rights.copy_released", at=now, subject=request)
    return request


@dataclass(frozen=True, slots=True)
class Copy:
    """What is handed to the person: her name, the day, and every item, those hidden marked."""

    called: str
    on: date
    items: tuple[holdings.Item, ...]

    def as_json(self) -> bytes:
        """In an open format, that another software reads (CRPA L.300-4)."""
        rows = [
            {
                "quoi": one.title,
                "date": one.on.isoformat() if one.on else None,
                "niveau": one.level,
                "contenu": [list(line) for line in one.lines],
            }
            for one in self.items
        ]
        return json.dumps(
            {"personne": self.called, "copie_du": self.on.isoformat(), "elements": rows}, ensure_ascii=False, indent=1
        ).encode()


def copy(*, actor: Actor, file_id: UUID, request_id: UUID, now: datetime) -> Copy:
    """The copy once released, for the référent who hands it over; journaled first."""
    request = _asked(actor, file_id, request_id, now=now)
    if request.released_at is None or not policies.can_prepare(actor, request.file, now=now):
        raise OutOfScope
    journal.read(actor, request.file, purpose=Purpose.PERSON, at=now, part="copy")
    items = [_handed(request, one) for one in holdings.held(request.file.person, request.file)]
    return Copy(request.file.person.called, timezone.localdate(now), tuple(items))


def _handed(request: RightsRequest, one: holdings.Item) -> holdings.Item:
    """One thing as it is handed over: as it was read again, hidden, apart, or without the words of others."""
    seen = frozenset(cast("SealedWords", request.read_again).open().splitlines())
    if seen and f"{one.key} {print_of([one])}" not in seen:
        return _marked(one, SINCE)
    if one.key in _keys(request):
        return _marked(one, HIDDEN)
    if one.level == "n3" and one.author_id not in (request.prepared_by_id, request.reader_id):
        return _marked(one, APART)
    words = masked_words(request)
    lines = tuple((label, without(text, words)) for label, text in one.lines)
    return holdings.Item(one.key, one.title, one.level, one.on, lines, None)


def _marked(one: holdings.Item, mark: str) -> holdings.Item:
    return holdings.Item(one.key, one.title, one.level, one.on, (("", mark),), None)


def _lines(typed: str) -> str:
    """One name or word a line, each once."""
    return "\n".join(dict.fromkeys(" ".join(line.split()) for line in typed.splitlines() if line.strip()))


def masked_words(request: RightsRequest) -> tuple[str, ...]:
    """The words of others that the copy never says."""
    return tuple(cast("SealedWords", request.masked).open().splitlines())


def without(text: str, words: Collection[str]) -> str:
    """The text with each of these words masked, whatever its accents and capitals; never a part of another word."""
    folded = Folded(text)
    spans = set()
    for word in words:
        sought = re.escape(Folded(word).text)
        spans |= {match.span() for match in re.finditer(rf"(?<!\w){sought}(?!\w)", folded.text)}
    for start, end in sorted(spans, reverse=True):
        text = text[: folded.origin(start)] + MASK + text[folded.origin(end - 1) + 1 :]
    return text


def print_of(items: Collection[holdings.Item]) -> str:
    """A digest of these things as they are read."""
    told = [[one.key, one.title, one.level, str(one.on), [list(line) for line in one.lines]] for one in items]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]

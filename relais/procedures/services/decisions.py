"""What the person decides of a right or of a renewal, and what it starts: one decision (``casework``), one démarche at most, in one act."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.casework.models import OpenRight
from relais.casework.queries.interviews import rights_offered
from relais.casework.services.beginnings import UnableToKeepCasework
from relais.casework.services.interviews import NewDecision, decide_right
from relais.casework.terms.interviews import Cause, Said
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.law.blockers.catalogue import OTHER, bodies, body_of
from relais.law.clocks.renewals import renewal_of
from relais.law.sheets.sheet import Sheet
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope
from relais.people.terms import FileState
from relais.procedures.models import Procedure
from relais.procedures.queries.texts import sheets
from relais.procedures.rules.progress import Act, State
from relais.procedures.services.procedures import NewProcedure, ToldAct, UnableToKeepProcedure, open_procedure, record_act
from relais.procedures.terms.procedures import Ending

CLOSED = gettext_noop("Ce dossier est clos : rouvrez-le pour y noter une décision.")
NO_RIGHT = gettext_noop(
    "Cette démarche ne demande aucun droit de nos listes : « plus tard » et « non » ne s’y notent pas. « Oui » la suit."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person says of a right (``right``: code of the catalogue) or of the renewal of an open one (``renews``).

    ``sheet``: code of the sheet of the démarche that a «yes» opens, "" for the first that claims this right, or none; ``typed``: what was
    typed of that démarche, None when nothing was.
    """

    said: Said
    cause: Cause | str = ""
    right: str = ""
    renews: UUID | None = None
    sheet: str = ""
    typed: NewProcedure | None = None


def sheets_for(right: str) -> Mapping[str, Sheet]:
    """The sheets that claim this right, in the order of the catalogue: those of this right alone first."""
    claim = [sheet for sheet in sheets().values() if right in sheet.rights]
    return {sheet.code: sheet for sheet in sorted(claim, key=lambda one: one.rights[0] != right)}


@transaction.atomic
def decide(*, actor: Actor, file_id: UUID, choice: Choice, now: datetime) -> Procedure | None:
    """Keep the decision. «Yes» opens its démarche, or answers the one under way; «no» closes the one that was not filed yet.

    Changing one's mind is another decision: the former ones stay, with their days. The démarche that a «yes» opened, None otherwise.
    """
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if found.state == FileState.CLOSED:
        raise UnableToKeepProcedure(whole=CLOSED)
    file_id = found.pk
    told = NewDecision(choice.right, choice.said, choice.cause, choice.renews)
    try:
        decide_right(actor=actor, file_id=file_id, decision=told, now=now)
    except UnableToKeepCasework as problem:
        raise UnableToKeepProcedure(**problem.problems) from problem
    if choice.said == Said.YES:
        return open_procedure(actor=actor, file_id=file_id, new=_asked(file_id, choice), now=now)
    if choice.said == Said.NO:
        _let_go(actor, file_id, choice, now=now)
    return None


@transaction.atomic
def decide_by_hand(*, actor: Actor, file_id: UUID, new: NewProcedure, said: Said, cause: Cause | str, now: datetime) -> Procedure | None:
    """A démarche chosen by hand, with what the person says of it. A sheet that claims a right, without another name, is a decision on that
    right, as on its page; anything else may only be followed."""
    right = "" if new.title.strip() else _claimed(sheets().get(new.sheet))
    if right:
        return decide(actor=actor, file_id=file_id, choice=Choice(said, cause, right, sheet=new.sheet, typed=new), now=now)
    if said != Said.YES:
        raise UnableToKeepProcedure(whole=NO_RIGHT)
    return open_procedure(actor=actor, file_id=file_id, new=new, now=now)


def _claimed(sheet: Sheet | None) -> str:
    """The first right of the catalogue that a sheet claims, "" for none."""
    return next((code for code in sheet.rights if code in rights_offered()), "") if sheet is not None else ""


def _asked(file_id: UUID, choice: Choice) -> NewProcedure:
    if choice.renews is not None:
        right = OpenRight.objects.filter(file_id=file_id, pk=choice.renews).first()
        if right is None:
            raise OutOfScope
        title = f"Renouveler : {right.name}"
        return NewProcedure(renewal_of(right.name).sheet, title, body=right.body, reference=right.number, renews=right.pk)
    if choice.typed is not None:
        return replace(choice.typed, right=choice.right)
    known = sheets_for(choice.right)
    if choice.sheet and choice.sheet not in known:
        raise UnableToKeepProcedure(sheet=gettext_noop("Cette fiche ne demande pas ce droit : choisissez-en une autre."))
    if known:
        return NewProcedure(choice.sheet or next(iter(known)), right=choice.right)
    card = rights_offered()[choice.right]
    return NewProcedure(title=card.label[:90], body=_named(card.organisme)[:90], right=choice.right)


def _named(organisme: str) -> str:
    """The name of the body that decides, from the code of its card; "" when our list of bodies does not know it."""
    known = bodies().get(body_of(organisme.replace("_", " ")))
    return known.name if known is not None and known.code != OTHER else ""


def _let_go(actor: Actor, file_id: UUID, choice: Choice, *, now: datetime) -> None:
    """A démarche of which nothing was sent yet is closed with the «no»; one that was filed goes on until somebody closes it."""
    which = {"renews_id": choice.renews} if choice.renews is not None else {"right": choice.right, "renews": None}
    for kept in Procedure.objects.within(actor).filter(file_id=file_id, state=State.PREPARED.value, mail="", **which):
        told = ToldAct(Act.CLOSED, timezone.localdate(now), ending=Ending.GIVEN_UP)
        record_act(actor=actor, procedure_id=kept.pk, told=told, seen=kept.acts.filter(undone_at=None).count(), now=now)


def follow_yes(actor: Actor, found: File, right: str, now: datetime) -> None:
    """A «yes» said at the end of an interview opens the same démarche as on the page of the right."""
    open_procedure(actor=actor, file_id=found.pk, new=_asked(found.pk, Choice(Said.YES, right=right)), now=now)

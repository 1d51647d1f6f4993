"""What each row of a lot would become: new, known, double, for a colleague, to correct. Decided once, when the columns are chosen."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from relais.accounts.models import Member
from relais.exchange import policies
from relais.exchange.models import KnownAs, Lot, LotRow, Outcome
from relais.exchange.reading import Table
from relais.exchange.rules.entries import Entry, entry
from relais.exchange.rules.reasons import kept
from relais.exchange.services.ground import who_acts
from relais.foundation.access import Actor
from relais.kernel.names import folded
from relais.kernel.sentences import Sentence
from relais.people import queries as people
from relais.people.rules import Level

_SECRET = Sentence("un mot de passe, un code ou un numéro de sécurité sociale a été retiré : effacez-le de votre tableau")
_SEEN = Sentence("un dossier à ce nom existe déjà parmi ceux que vous voyez")
_ELSEWHERE = Sentence("un dossier existe peut-être, demandez à l’accueil")
_ANOTHER = Sentence("un autre existe peut-être, demandez à l’accueil")
_NO_LEAD = Sentence("dites qui suit cette personne : une ou un responsable ne suit pas de dossier")
_UNKNOWN_LEAD = Sentence("cette référente ou ce référent n’a pas de compte dans ce service, ou plusieurs portent ce nom")


class Around:
    """What a lot is compared with, read once: files known by the author's table, colleagues who may lead."""

    def __init__(self, actor: Actor, lot: Lot, *, now: datetime) -> None:
        self.actor, self.lot = actor, lot
        self.head = policies.heads(actor, lot.service_id)
        me = who_acts(actor)
        self.follows = people.may_lead(actor, lot.service_id).filter(pk=me).exists()
        self._members = list(people.may_lead(actor, lot.service_id))
        level = Level.EXISTENCE if self.head else Level.ADMINISTRATIVE
        mine = people.files(actor, now=now, level=level).filter(service_id=lot.service_id, closed_at=None).order_by().values("pk")
        self._known: dict[str, UUID] = {}
        for row in KnownAs.objects.filter(member_id=me, file_id__in=mine).order_by("pk"):
            self._known.update({key: row.file_id for key in (_by_number(row.reference), row.who) if key})

    def known(self, told: Entry) -> UUID | None:
        """The file that this author's last table spoke of under the same number, else the same name and birth."""
        if told.reference:
            return self._known.get(_by_number(told.reference))
        return self._known.get(told.who) if told.who else None

    def member(self, name: str) -> Member | None:
        """The one colleague of this name: in any order, or the family name alone when nobody else bears it."""
        words = frozenset(folded(name).split()) - {"mme", "m", "mr", "madame", "monsieur"}
        whole = [
            one for one in self._members if frozenset(folded(one.display_name).split()) == words or folded(one.identifier) == folded(name)
        ]
        part = [one for one in self._members if words and words <= frozenset(folded(one.display_name).split())]
        found = whole or part
        return found[0] if len(found) == 1 else None


def _by_number(reference: str) -> str:
    return f"n° {folded(reference)}" if folded(reference) else ""


def entries(table: Table, codes: Sequence[str], *, on: date) -> list[tuple[Entry, list[Sentence]]]:
    """Each row read, and why it is refused; nothing when it is not."""
    seen: dict[str, int] = {}
    found = []
    for row in table.rows:
        told = entry(row.line, row.cells, codes, on=on)
        causes = told.reasons(table.headers)
        if any(rank < len(codes) and codes[rank] for rank in row.stopped):
            causes.append(_SECRET)
        key = _by_number(told.reference) or told.who
        if key and key in seen:
            causes.append(Sentence("la même personne est déjà à la ligne {line}", line=seen[key]))
        seen.setdefault(key, row.line)
        found.append((told, causes))
    return found


def forecast(actor: Actor, lot: Lot, table: Table, *, now: datetime) -> list[LotRow]:
    """The rows of a lot, not saved, each with what would become of it.

    Doubles are told by the rule of a file opened by hand: a file that the author may list is shown, of another only that there may be one.
    """
    around = Around(actor, lot, now=now)
    found = [(_row(around, told, causes), told) for told, causes in entries(table, lot.columns, on=timezone.localdate(now))]
    new = [(row, told) for row, told in found if row.outcome == Outcome.NEW]
    namesakes = people.alikes_of_all(actor, [(told.civil, told.year) for _row_of, told in new], now=now)
    for (row, _told), near in zip(new, namesakes, strict=True):
        if near.seen is not None:
            row.outcome, row.file_id, row.cause = Outcome.DOUBLE, near.seen, kept([_SEEN, _ANOTHER] if near.elsewhere else [_SEEN])
        elif near.elsewhere:
            row.outcome, row.cause = Outcome.ELSEWHERE, kept([_ELSEWHERE])
    _keep_out(actor, [(row, told) for row, told in found if row.outcome == Outcome.OTHERS])
    return [row for row, _told in found]


def _keep_out(actor: Actor, offered: Sequence[tuple[LotRow, Entry]]) -> None:
    """Nothing of a person is offered to a colleague whom she keeps out of her file; the words say no more than that there may be a file."""
    asked = [(told.civil, told.year, row.lead_id) for row, told in offered if row.lead_id is not None]
    for (row, _told), out in zip(offered, people.kept_out_of_all(actor, asked), strict=True):
        if out:
            row.outcome, row.cause, row.lead = Outcome.REFUSED, kept([_ELSEWHERE]), None


def _row(around: Around, told: Entry, causes: Sequence[Sentence]) -> LotRow:
    """A row before its name is looked for."""
    row = LotRow(lot=around.lot, line=told.line, outcome=Outcome.REFUSED, cause=kept(causes))
    if causes:
        return row
    lead = around.member(told.lead) if told.lead else None
    if told.lead and lead is None:
        row.cause = kept([_UNKNOWN_LEAD])
        return row
    if (known := around.known(told)) is not None:
        row.outcome, row.file_id = Outcome.KNOWN, known
        return row
    row.lead = lead
    mine = lead is None or lead.pk == around.actor.user_id
    if mine and not around.follows:
        row.cause = kept([_NO_LEAD])
    elif not mine and not around.head:
        row.outcome = Outcome.OTHERS
    else:
        row.outcome = Outcome.NEW
    return row

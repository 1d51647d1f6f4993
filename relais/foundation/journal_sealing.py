"""Seals the journal by batches, checks it, and prunes it: what makes a removed, altered or moved line show.

Each line carries its own MAC from the moment it is written, without any lock. Once a minute (``seal_all``) the lines of a chain that
wait get numbers without a gap and are tied to the batch before, under one lock for the whole batch. A line removed before that leaves no
trace: at most a minute of lines, said in THREAT_MODEL. Keys are not in the database, so that only whoever holds both can forge.
"""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from relais.foundation.models import JournalBatch, JournalEntry, JournalHead
from relais.foundation.sealing import keyring

_PURPOSE = "journal"
#: hexadecimal digits of a line's MAC that a batch keeps: 64 bits.
_SHORT = 16
#: lines sealed under one lock.
MOST = 2000
#: CNIL, délibération 2021-122: six months to a year.
KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Breach:
    """A place where a chain does not hold: number of the line (0: not sealed yet), and what is wrong."""

    chain: str
    number: int
    what: str


def _digest(key_id: str, content: list[object]) -> str:
    key = keyring().derived(key_id, _PURPOSE)
    return hmac.digest(key, json.dumps(content, ensure_ascii=False).encode(), "sha256").hex()


def mac_of(entry: JournalEntry) -> str:
    """The MAC of a line under its key; KeyError when that key is gone. Lines of the first version were chained one by one.

    What a line is about is a last item, there only when it says so: lines written before hold as they are.
    """
    about = [] if entry.about_id is None else [str(entry.about_id)]
    common: list[object] = [entry.at.astimezone(UTC).isoformat(), str(entry.actor_id or ""), entry.operator, entry.action, entry.subject]
    if entry.version == 1:
        return _digest(entry.key_id, [entry.chain, entry.number, *common, entry.previous, *about])
    return _digest(entry.key_id, [2, entry.chain, str(entry.token), *common, entry.role, entry.purpose, *about])


def _seal_of(batch: JournalBatch) -> str:
    content = [batch.chain, batch.number, batch.first, batch.last, batch.sealed_at.astimezone(UTC).isoformat(), batch.lines, batch.previous]
    return _digest(batch.key_id, ["lot", *content])


def _boundary_of(batch: JournalBatch) -> str:
    pruned = "" if batch.pruned_at is None else batch.pruned_at.astimezone(UTC).isoformat()
    return _digest(batch.key_id, ["limite", batch.chain, batch.number, batch.seal, pruned])


def seal_all(*, now: datetime) -> int:
    """Seal what waits in every chain; how many lines were sealed."""
    waiting = JournalEntry.objects.filter(number=None).order_by("chain").values_list("chain", flat=True).distinct()
    sealed = 0
    for chain in list(waiting):
        while count := seal_chain(chain, now=now):
            sealed += count
    return sealed


@transaction.atomic
def seal_chain(chain: str, *, now: datetime) -> int:
    """Number and seal one batch of this chain, under its lock; how many lines, 0 when none waits."""
    JournalHead.objects.get_or_create(chain=chain)
    head = JournalHead.objects.select_for_update().get(chain=chain)
    last = JournalBatch.objects.filter(chain=chain).order_by("-number").first()
    if last is None and head.number:
        # lines of the first version were numbered as they came: the first batch takes them as they are
        last = _close(head, None, list(JournalEntry.objects.filter(chain=chain, number__lte=head.number).order_by("number")), now=now)
    entries = list(JournalEntry.objects.filter(chain=chain, number=None).order_by("id")[:MOST])
    if not entries:
        return 0
    for number, entry in enumerate(entries, head.number + 1):
        entry.number = number
    JournalEntry.objects.bulk_update(entries, ["number"], batch_size=200)
    _close(head, last, entries, now=now)
    return len(entries)


def _close(head: JournalHead, last: JournalBatch | None, entries: list[JournalEntry], *, now: datetime) -> JournalBatch | None:
    if not entries:
        return last
    batch = JournalBatch(
        chain=head.chain,
        number=1 if last is None else last.number + 1,
        first=entries[0].number or 0,
        last=entries[-1].number or 0,
        sealed_at=now,
        lines="".join(entry.seal[:_SHORT] for entry in entries),
        previous="" if last is None else last.seal,
        key_id=keyring().current,
    )
    batch.seal = _seal_of(batch)
    batch.save(force_insert=True)
    head.number, head.seal = batch.last, batch.seal
    head.save(update_fields=["number", "seal"])
    return batch


def chains() -> list[str]:
    """Every chain of the instance, also one whose head was taken away."""
    found = {
        name
        for model in (JournalHead, JournalBatch, JournalEntry)
        for name in model.objects.order_by().values_list("chain", flat=True).distinct()
    }
    return sorted(found)


def breaches(chain: str) -> Iterator[Breach]:
    """Every place where this chain does not hold: line changed, missing, moved, added; batch changed or missing; missing end."""
    before: JournalBatch | None = None
    for batch in JournalBatch.objects.filter(chain=chain).order_by("number"):
        yield from _batch_breaches(batch, before)
        before = batch
    number, seal = (0, "") if before is None else (before.last, before.seal)
    head = JournalHead.objects.filter(chain=chain).first()
    if before is not None and (head is None or (head.number, head.seal) != (number, seal)):
        yield Breach(chain, number + 1, "fin manquante")
    for entry in JournalEntry.objects.filter(chain=chain).exclude(number__lte=number).order_by("id").iterator():
        if what := _wrong(entry):
            yield Breach(chain, entry.number or 0, what)
        elif entry.number is not None and (entry.version != 1 or before is not None):
            yield Breach(chain, entry.number, "ligne ajoutée hors d’un lot")


def _batch_breaches(batch: JournalBatch, before: JournalBatch | None) -> Iterator[Breach]:
    chain = batch.chain
    if batch.key_id not in keyring().keys:
        yield Breach(chain, batch.first, "clé absente")
        return
    if not hmac.compare_digest(_seal_of(batch), batch.seal):
        yield Breach(chain, batch.first, f"lot {batch.number} changé")
        return
    if batch.pruned_at is not None or batch.boundary:
        if not hmac.compare_digest(_boundary_of(batch), batch.boundary) or before is not None:
            yield Breach(chain, batch.first, "limite de purge changée")
        return
    if before is None and batch.number != 1:
        yield Breach(chain, 1, "début manquant, sans limite de purge")
    elif before is not None and batch.number != before.number + 1:
        yield Breach(chain, before.last + 1, f"lot {before.number + 1} manquant")
    elif before is not None and batch.previous != before.seal:
        yield Breach(chain, batch.first, f"lot {batch.number} : le précédent a changé")
    yield from _line_breaches(batch)


def _line_breaches(batch: JournalBatch) -> Iterator[Breach]:
    there = {
        entry.number: entry for entry in JournalEntry.objects.filter(chain=batch.chain, number__gte=batch.first, number__lte=batch.last)
    }
    for rank, number in enumerate(range(batch.first, batch.last + 1)):
        entry = there.get(number)
        told = batch.lines[rank * _SHORT : (rank + 1) * _SHORT]
        if entry is None:
            yield Breach(batch.chain, number, "ligne manquante")
        elif what := _wrong(entry):
            yield Breach(batch.chain, number, what)
        elif entry.seal[:_SHORT] != told:
            yield Breach(batch.chain, number, "ligne déplacée ou remplacée")


def _wrong(entry: JournalEntry) -> str:
    if entry.key_id not in keyring().keys:
        return "clé absente"
    return "" if hmac.compare_digest(mac_of(entry), entry.seal) else "ligne changée"


@transaction.atomic
def prune(chain: str, *, now: datetime) -> int:
    """Erase the batches whose lines are all older than ``KEPT``; the last of them stays as a signed boundary. Lines erased."""
    head = JournalHead.objects.select_for_update().filter(chain=chain).first()
    if head is None:
        return 0
    old = JournalBatch.objects.filter(chain=chain, sealed_at__lt=now - KEPT).order_by("-number").first()
    if old is None or old.pruned_at is not None:
        return 0
    erased = JournalEntry.objects.filter(chain=chain, number__lte=old.last).delete()[0]
    JournalBatch.objects.filter(chain=chain, number__lt=old.number).delete()
    old.pruned_at = now
    old.boundary = _boundary_of(old)
    old.save(update_fields=["pruned_at", "boundary"])
    return erased


def prune_all(*, now: datetime) -> int:
    """The same in every chain."""
    return sum(prune(chain, now=now) for chain in chains())

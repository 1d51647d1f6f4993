"""Changes the keys: a new master key wraps again each data key, a new data key seals again each text. Row by row, so that a
rotation cut off at any moment loses nothing and goes on where it was: each row says itself which key holds it, and old keys stay.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Max

from relais.foundation.models import DataKey
from relais.foundation.vault import keys
from relais.foundation.vault.fields import Sealed, SealedBytes, SealedText

#: a retired key is dropped once no row uses it and so long after: whoever was writing with it has finished.
GRACE = timedelta(days=1)
SealedColumn = SealedText | SealedBytes


@dataclass(frozen=True, slots=True)
class Progress:
    """What a rotation did: rows sealed again, data keys dropped, rows that do not open (``model:pk field``) and stay as they are."""

    resealed: int
    dropped: int
    unopened: tuple[str, ...]


def sealed_fields(tables: Iterable[type[models.Model]] | None = None) -> Iterator[tuple[type[models.Model], SealedColumn]]:
    """Every sealed column of the instance."""
    for model in apps.get_models() if tables is None else tables:
        for field in model._meta.local_concrete_fields:  # noqa: SLF001  # Django's documented meta interface
            if isinstance(field, (SealedText, SealedBytes)):
                yield model, field


def rewrap() -> int:
    """Wrap every data key under the newest master key; how many were. MasterKeyMissing when one of them is lost."""
    ring = keys.newest_masters()
    done = 0
    for key_id in list(DataKey.objects.exclude(master_id=ring.current).order_by("made_at", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = DataKey.objects.select_for_update().get(pk=key_id)
            if row.master_id == ring.current:
                continue
            secret = keys.unwrap(row)
            row.master_id, row.wrapped = keys.wrap(secret, organisation_id=row.organisation_id, key_id=row.pk, ring=ring)
            row.save(update_fields=["master_id", "wrapped"])
            done += 1
    return done


def rotate_data_keys(*, now: datetime, tables: Iterable[type[models.Model]] | None = None, resume: bool = False) -> Progress:
    """A new data key for each organisation (none with ``resume``), then every text sealed again under the newest one."""
    if not resume:
        for organisation_id in _organisations():
            _new_number(organisation_id, now=now)
    newest = {organisation_id: keys.current_key(organisation_id).pk for organisation_id in _organisations()}
    resealed, unopened, used = 0, [], set[UUID]()
    for model, field in sealed_fields(tables):
        for pk in model._base_manager.order_by("pk").values_list("pk", flat=True):  # noqa: SLF001  # Django's documented interface
            try:
                changed, key_id = _reseal(model, field, pk, newest)
            except keys.VaultProblem:
                unopened.append(f"{model._meta.label_lower}:{pk} {field.name}")  # noqa: SLF001
                continue
            resealed += changed
            used |= {key_id} if key_id else set()
    return Progress(resealed, 0 if unopened else _drop(used, newest, now=now), tuple(unopened))


def _organisations() -> list[UUID]:
    return list(DataKey.objects.order_by("organisation_id").values_list("organisation_id", flat=True).distinct())


@transaction.atomic
def _new_number(organisation_id: UUID, *, now: datetime) -> None:
    rows = DataKey.objects.filter(organisation_id=organisation_id)
    last: int = rows.aggregate(last=Max("number"))["last"]
    keys.new_key(organisation_id, number=last + 1, now=now)
    rows.filter(number__lte=last, retired_at=None).update(retired_at=now)


@transaction.atomic
def _reseal(model: type[models.Model], field: SealedColumn, pk: object, newest: dict[UUID, UUID]) -> tuple[bool, UUID | None]:
    """Whether the row was sealed again, and the key that holds it now."""
    row = model._base_manager.select_for_update().filter(pk=pk).first()  # noqa: SLF001  # as above
    if row is None:
        return False, None
    held: Sealed = getattr(row, field.attname)
    if not held.blob or held.place is None:
        return False, None
    wanted = newest.get(held.place.organisation_id)
    if keys.key_of(held.blob) == wanted:
        return False, wanted
    setattr(row, field.attname, type(held)(fresh=held.opened()))
    row.save(update_fields=[field.attname])
    return True, wanted


def _drop(used: set[UUID], newest: dict[UUID, UUID], *, now: datetime) -> int:
    """Forget the keys retired long enough that nothing uses."""
    gone = DataKey.objects.filter(retired_at__lt=now - GRACE).exclude(pk__in=used | set(newest.values()))
    return gone.delete()[0]


@transaction.atomic
def destroy(organisation_id: UUID) -> int:
    """Erase every data key of an organisation: what it sealed is lost for good, in old backups only once these are gone too."""
    keys.forget_opened_keys()
    return DataKey.objects.filter(organisation_id=organisation_id).delete()[0]

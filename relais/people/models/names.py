"""Under which words a person is found, and the names she bore before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import OrganisationOwned, SealedQuerySet
from relais.kernel.names import keys

#: lines written at once: SQLite takes so many values in one statement.
_AT_ONCE = 2000


class Bearer(Protocol):
    """A person, for the index: this module stands below the one that holds her."""

    pk: Any
    organisation_id: UUID

    def names(self) -> tuple[str, ...]:
        """Every name borne today."""


class FormerName(models.Model):
    """A name that the person bore until a day: she is found under it, and it is shown to those who read who she is."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("ancien nom"), max_length=120)
    until_on = models.DateField(_("porté jusqu’au"), null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ancien nom")
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="former_name_once")]

    def __str__(self) -> str:
        return f"ancien nom ({self.person_id})"


class How(models.TextChoices):
    """Whether a key is the word as written or as it sounds."""

    WRITTEN = "e"
    HEARD = "s"


class Among(Lookup[bool]):
    """``__among``: one of some words, as ``__in`` says, without a cleaning of each word: a search asks for hundreds, folded already."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        """The same SQL on SQLite and on PostgreSQL."""
        column, values = self.process_lhs(compiler, connection)
        return f"{column} IN ({', '.join(['%s'] * len(self.rhs))})", (*values, *self.rhs)


def _lines(people: Iterable[Bearer], former: Mapping[object, Sequence[str]]) -> dict[tuple[object, str, str], Bearer]:
    """Person, manner and key of each line that these persons are found by."""
    wanted: dict[tuple[object, str, str], Bearer] = {}
    for person in people:
        written, sounds = keys(*person.names(), *former.get(person.pk, ()))
        for how, words in ((How.WRITTEN, written), (How.HEARD, sounds)):
            wanted |= {(person.pk, how.value, word): person for word in words}
    return wanted


class NameKeyQuerySet(SealedQuerySet["NameKey"]):
    """The index of names of an organisation."""

    def rewrite(self, people: Iterable[Bearer]) -> int:
        """Make the keys of these persons those of the names they bear or bore; returns how many were added. Persons are saved already."""
        those = list(people)
        ids = [person.pk for person in those]
        former: dict[object, list[str]] = {}
        for person_id, name in FormerName.objects.filter(person_id__in=ids).values_list("person_id", "name"):
            former.setdefault(person_id, []).append(name)
        wanted = _lines(those, former)
        known = {(row[1], row[2], row[3]): row[0] for row in self.filter(person_id__in=ids).values_list("pk", "person_id", "how", "key")}
        if gone := [pk for line, pk in known.items() if line not in wanted]:
            self.filter(pk__in=gone).delete()
            ToCompare.objects.ask(ids)
        return self._written({line: person for line, person in wanted.items() if line not in known})

    def write(self, people: Iterable[Bearer]) -> int:
        """The keys of persons who have just been recorded, and have none yet; returns how many."""
        return self._written(_lines(people, {}))

    def _written(self, lines: Mapping[tuple[object, str, str], Bearer]) -> int:
        added = [
            NameKey(organisation_id=person.organisation_id, person_id=person.pk, how=how, key=key)
            for (_line_of, how, key), person in lines.items()
        ]
        self.bulk_create(added, batch_size=_AT_ONCE)
        ToCompare.objects.ask({person.pk for person in lines.values()})
        return len(added)


class NameKey(OrganisationOwned):
    """One word under which a person is found: of a name that she bears or bore, as written (folded) or as heard."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="name_keys")
    how = models.CharField(max_length=1, choices=How)
    key = models.CharField(max_length=40)

    key.register_lookup(Among)

    objects: ClassVar[NameKeyQuerySet] = NameKeyQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("clé de recherche")
        constraints = [models.UniqueConstraint(fields=["organisation", "how", "key", "person"], name="name_key_once")]

    def __str__(self) -> str:
        return f"{self.how} ({self.person_id})"


class ToCompareQuerySet(models.QuerySet["ToCompare"]):
    """Whose names are still to be compared with the others'."""

    def ask(self, person_ids: Iterable[Any]) -> None:
        """Compare these persons with the others again, a little later; asked twice is asked once."""
        self.bulk_create([ToCompare(person_id=pk) for pk in person_ids], ignore_conflicts=True, batch_size=_AT_ONCE)


class ToCompare(models.Model):
    """A person whose names or birth changed: a recurring act looks for who resembles her, then erases this row."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True, related_name="+")

    objects: ClassVar[ToCompareQuerySet] = ToCompareQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("personne à comparer")

    def __str__(self) -> str:
        return str(self.pk)

"""The person: a name she wants to be called by, and what a purpose needs, when it needs it (S51, S67).

There is no field for a number of social security, a religion, an opinion, an origin, a diagnosis or an offence (doctrine §2.4).
"""

import uuid
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.kernel.names import folded
from relais.people.models.names import NameKey
from relais.people.terms import ChannelKind, Nationality, Protection


class Person(OrganisationOwned):
    """Somebody whom the organisation accompanies. Only ``called`` is required.

    ``birth_year`` may be known alone. ``address_protected``: the address is for the référent and the readers whom she named; her letters
    bear ``correspondence_address``. ``name_key``: what she is called by, folded, to put lists in order. Saving a person writes
    the index of her names (``NameKey``); whoever writes many at once (``bulk_create``) calls ``NameKey.objects.rewrite`` after.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    called = models.CharField(_("nom sous lequel elle veut être appelée"), max_length=120)
    given_names = models.CharField(_("prénoms"), max_length=120, blank=True)
    family_name = models.CharField(_("nom d’usage"), max_length=120, blank=True)
    birth_name = models.CharField(_("nom de naissance"), max_length=120, blank=True)
    birth_on = models.DateField(_("date de naissance"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("année de naissance"), null=True, blank=True, validators=[MinValueValidator(1890), MaxValueValidator(2100)]
    )
    language = models.CharField(_("langue parlée"), max_length=40, blank=True)
    interpreter = models.BooleanField(_("a besoin d’un ou d’une interprète"), default=False)
    protection = models.CharField(_("mesure de protection"), max_length=30, choices=Protection, blank=True)
    protection_contact = models.CharField(_("qui doit être informé"), max_length=200, blank=True)
    nationality = models.CharField(_("nationalité"), max_length=8, choices=Nationality, blank=True)
    do_not_contact = models.BooleanField(_("ne pas contacter"), default=False)
    address = models.CharField(_("adresse"), max_length=400, blank=True)
    address_protected = models.BooleanField(_("adresse protégée"), default=False)
    correspondence_address = models.CharField(_("adresse où écrire"), max_length=400, blank=True)
    recorded_at = models.DateTimeField()
    name_key = models.CharField(max_length=160, blank=True, editable=False)

    objects: ClassVar[SealedQuerySet["Person"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("personne")
        indexes = [
            models.Index(fields=["organisation", "birth_on"], name="person_by_birth"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_on=None) | models.Q(birth_year=models.F("birth_on__year")), name="person_birth_year_of_birth_date"
            ),
        ]

    def __str__(self) -> str:
        return self.called

    def names(self) -> tuple[str, ...]:
        """Every name that she bears today, that is told."""
        return tuple(filter(None, (self.called, self.given_names, self.family_name, self.birth_name)))

    def index_names(self) -> None:
        """Write the key by which lists are put in order."""
        self.name_key = folded(self.called)[:160]

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own arguments
        """Save, and keep the index of her names true."""
        self.index_names()
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            NameKey.objects.write([self])
            return
        NameKey.objects.rewrite([self])
        self.files.exclude(name_key=self.name_key).update(name_key=self.name_key)


class Channel(models.Model):
    """One way to reach a person, and whether it may be used: a number that somebody else answers must not ring."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("moyen"), max_length=12, choices=ChannelKind)
    value = models.CharField(_("numéro ou adresse"), max_length=254)
    may_be_used = models.BooleanField(_("peut être utilisé"), default=True)
    remark = models.CharField(_("à savoir"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("moyen de contact")

    def __str__(self) -> str:
        return f"{self.kind} ({self.person_id})"


class AddressReader(models.Model):
    """A member whom a person with a protected address lets read it, until she says otherwise."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="address_readers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    named_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lectrice ou lecteur de l’adresse")
        constraints = [
            models.UniqueConstraint(fields=["person", "member"], condition=models.Q(withdrawn_at=None), name="address_reader_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} ({self.person_id})"

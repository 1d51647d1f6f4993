"""Who lives with whom, from which day to which: a household holds members, of whom only some have a file.

A member keeps the name under which the household knows her: what her own file says later never reaches the others' files. The household
of somebody whose address is protected is hers alone (``kept_apart``): no row of it is shared with another file.
"""

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import OrganisationOwned, SealedQuerySet
from relais.people.models.persons import Person
from relais.people.terms import CHILDREN, Link


class Household(OrganisationOwned):
    """A home. It has no name and no address: only those who live in it, with dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept_apart = models.BooleanField(_("tenu à part des autres dossiers"), default=False)

    objects: ClassVar[SealedQuerySet["Household"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("foyer")

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdMember(models.Model):
    """Somebody lives in a household from a day (None: nobody knows since when) until another, half open.

    ``person``: whose file it is, None for somebody who is not accompanied herself. Lives in one household at a time, but for a child in
    alternating custody.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="homes")
    called = models.CharField(_("nom"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(
        _("année de naissance"), null=True, blank=True, validators=[MinValueValidator(1890), MaxValueValidator(2100)]
    )
    link = models.CharField(_("lien"), max_length=16, choices=Link)
    alternating = models.BooleanField(_("en garde alternée"), default=False)
    starts_on = models.DateField(_("depuis le"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    told_at = models.DateTimeField(_("noté le"))
    end_told_at = models.DateTimeField(_("départ noté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("personne du foyer")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ends_on=None, alternating=False), name="lives_in_one_home_at_a_time"),
            models.UniqueConstraint(fields=["household", "person"], condition=Q(ends_on=None), name="lives_once_in_a_home"),
            models.UniqueConstraint(fields=["household"], condition=Q(ends_on=None, link=Link.SELF), name="one_reference_in_a_home"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")), name="home_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(alternating=False) | Q(link__in=sorted(CHILDREN)), name="only_children_alternate"),
        ]

    def __str__(self) -> str:
        return f"{self.link} ({self.household_id})"

"""A request of a person: her need in her words, the budget of her home, what is proposed. Administrative level (N1); texts sealed."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.aids.models.house import AidKind
from relais.aids.terms import PayeeKind, State
from relais.casework.models import Document, Note
from relais.foundation.vault.fields import SealedText
from relais.people.models import File


class AidRequest(OrganisationOwned):
    """One request, known to the commission by its number alone. ``asked``, ``proposed``: centimes.

    ``budget``: JSON of ``rules.budget.Budget``, with the scale of that day. ``presentation``, ``proposal``: what the commission reads.
    ``evaluation``: the note of the social worker, which stays in the file under its own level. ``missing``: what is still to bring.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="aids")
    kind = models.ForeignKey(AidKind, on_delete=models.RESTRICT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    need = SealedText("besoin, avec ses mots", level="N1")
    asked = models.PositiveIntegerField(_("montant demandé"))
    payee_kind = models.CharField(_("à payer à"), max_length=10, choices=PayeeKind)
    payee = SealedText("tiers à payer", level="N1")
    invoice = SealedText("numéro de facture", level="N1")
    budget = SealedText("ressources et charges", level="N1")
    confirmed_on = models.DateField(_("ressources confirmées le"), null=True, blank=True)
    presentation = SealedText("présentation", level="N1")
    proposed = models.PositiveIntegerField(_("montant proposé"), null=True, blank=True)
    proposal = SealedText("proposition", level="N1")
    missing = SealedText("ce qui manque", level="N1")
    evaluation = models.ForeignKey(Note, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.PREPARED)
    instructed_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    opened_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["AidRequest"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("demande d’aide")
        constraints = [models.UniqueConstraint(fields=["organisation", "year", "number"], name="aid_number_once")]
        indexes = [models.Index(fields=["file", "-opened_at"], name="aids_of_a_file"), models.Index(fields=["state"], name="aids_by_state")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Its number, as the commission reads it."""
        return f"{self.year}-{self.number:04d}"


class AidProof(OrganisationOwned):
    """A document of the file that proves something of the request."""

    request = models.ForeignKey(AidRequest, on_delete=models.CASCADE, related_name="proofs")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[SealedQuerySet["AidProof"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("pièce d’une demande d’aide")
        constraints = [models.UniqueConstraint(fields=["request", "document"], name="aid_proof_once")]

    def __str__(self) -> str:
        return f"{self.document_id} ({self.request_id})"

"""Documents of a person: what is known of each, its sealed content apart, readers of the confidential ones, links that serve once."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.casework.terms.documents import DocumentKind
from relais.casework.terms.notes import Ground, NoteLevel
from relais.foundation.vault.fields import SealedBytes, SealedText
from relais.people.models import File


class Document(OrganisationOwned):
    """A copy of a paper in a file. ``title`` is sealed: a name of file says much. ``size``: bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("nature"), max_length=14, choices=DocumentKind)
    level = models.CharField(_("niveau"), max_length=2, choices=NoteLevel)
    title = SealedText("titre", level="N2")
    dated_on = models.DateField(_("date du document"), null=True, blank=True)
    media = models.CharField(max_length=100)
    suffix = models.CharField(max_length=6)
    size = models.PositiveIntegerField()
    author = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    added_at = models.DateTimeField()
    looked_at = models.BooleanField(_("vu par l’antivirus"), default=False)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaced_by")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["Document"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("document")
        indexes = [models.Index(fields=["file", "-added_at"], name="documents_of_a_file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="document_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.level} ({self.file_id})"


class DocumentContent(OrganisationOwned):
    """The bytes of a document, sealed, in a row of their own: a list of documents never reads them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="content")
    sealed = SealedBytes("contenu", level="N3")

    objects: ClassVar[SealedQuerySet["DocumentContent"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("contenu d’un document")

    def __str__(self) -> str:
        return str(self.document_id)


class DocumentReader(models.Model):
    """A bound colleague whom the author lets read a confidential document, on a ground."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readers")
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    ground = models.CharField(_("fondement"), max_length=20, choices=Ground)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lectrice ou lecteur d’un document")
        constraints = [models.UniqueConstraint(fields=["document", "member"], name="document_reader_once")]

    def __str__(self) -> str:
        return f"{self.member_id} ({self.document_id})"


class DownloadLink(models.Model):
    """A link to one document for one member, that serves once and not for long. ``digest``: SHA-256 of what the address holds."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lien de téléchargement")

    def __str__(self) -> str:
        return f"{self.document_id} ({self.member_id})"

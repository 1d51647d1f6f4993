"""What is typed of a letter that goes: how it was sent, its proof; of exhibits; of reminders sent together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.casework.services.documents import Deposit
from relais.casework.terms.documents import DocumentKind
from relais.foundation.sniffing import SUFFIXES
from relais.procedures.rules.progress import Act
from relais.procedures.services.sendings import BY_LETTER, ToldSending
from relais.procedures.terms.procedures import ActLabel, Doer, Proof, Way
from relais.procedures.web.followed_forms import NOT_TOLD
from relais.ui.forms import CheckboxCards, Form, TypedDateField

_ACCEPT: Final = ",".join(SUFFIXES)
_DAY: Final = {"required": _("Écrivez la date, par exemple 12/3/2027.")}
_TOO_LARGE: Final = _("Ce document dépasse 10 Mo. Photographiez-le en plus petit, ou déposez ses pages une à une.")
_NO_SCREEN: Final = "off"


def _file(label: object, hint: object = "") -> forms.FileField:
    return forms.FileField(
        label=label,  # type: ignore[arg-type]  # a lazy label stays lazy
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _ACCEPT, "data-drop": ""}),
        help_text=hint,  # type: ignore[arg-type]  # the same
    )


class Handing(Form):
    """A form with one file, that may be too large for the page."""

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        """What was sent fits."""
        data = super().clean() or {}
        if self.too_large:
            raise ValidationError(_TOO_LARGE)
        return data

    def receipt(self, title: str) -> Deposit | None:
        """The proof that came with the form, None without."""
        held = self.cleaned_data.get("file")
        return None if held is None else Deposit(held.read(), held.name, DocumentKind.PROOF, title[:120])


class SendingForm(Handing):
    """How a letter went. ``may``: what it may be for the démarche now; ``act``: what it most likely is."""

    on = TypedDateField(label=_("Envoyée ou déposée le"), error_messages=_DAY)
    act = forms.ChoiceField(label=_("Pour la démarche, c’est"), required=False)
    doer = forms.ChoiceField(label=_("Envoyée par qui ?"), choices=Doer.choices, initial=Doer.WITH, widget=forms.RadioSelect)
    mandate_act = forms.ChoiceField(label=_("Pour la personne : sous quel mandat ?"), required=False)
    why_for = forms.CharField(
        label=_("Pour la personne : pourquoi ?"),
        max_length=120,
        required=False,
        help_text=_("Sans mandat écrit, dites pourquoi : à régulariser avec elle."),
        widget=forms.TextInput(attrs={"autocomplete": _NO_SCREEN}),
    )
    way = forms.ChoiceField(label=_("Par quel moyen ?"), choices=[NOT_TOLD, *Way.choices], required=False)
    proof = forms.ChoiceField(label=_("Preuve gardée"), choices=[NOT_TOLD, *Proof.choices], required=False)
    tracking = forms.CharField(
        label=_("Numéro du recommandé ou du récépissé"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": _NO_SCREEN}),
    )
    received = TypedDateField(label=_("Reçue le, si vous le savez"), required=False, help_text=_("Vide : on compte au plus sûr."))
    file = _file(_("Preuve d’envoi, si vous l’avez"), _("Récépissé, avis de réception, copie de l’écran. PDF ou photo, 10 Mo au plus."))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # what Django's form takes
        may: Sequence[Act] = (),
        act: Act | None = None,
        mandates: Sequence[tuple[str, str]] = (),
        **kwargs: Any,  # noqa: ANN401  # what Django's form takes
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        # what was offered when the page was opened is still told to the service, which says why it no longer holds
        posted = self.data.get("act", "")
        offered = [one for one in BY_LETTER if one in may or one.value == posted]
        self.fields["act"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *((one.value, ActLabel(one.value).label) for one in offered),
            ("", _("Un courrier qui ne change pas où elle en est")),
        ]
        self.fields["act"].initial = act.value if act is not None else ""
        self.fields["mandate_act"].choices = [("", _("Sans mandat écrit")), *mandates]  # type: ignore[attr-defined]  # as above
        if not mandates:
            del self.fields["mandate_act"]

    def told(self) -> ToldSending:
        """What was typed, for the service."""
        data = self.cleaned_data
        names = ("on", "doer", "why_for", "way", "proof", "tracking", "received")
        act, under = data["act"], data.get("mandate_act")
        return ToldSending(
            act=Act(act) if act else None, mandate_act=UUID(under) if under else None, **{name: data[name] for name in names}
        )


class ProofForm(Handing):
    """The proof of a sending, that came later."""

    file = _file(_("Preuve d’envoi"), _("PDF ou photo, 10 Mo au plus. La preuve est chiffrée."))

    def clean(self) -> dict[str, Any]:
        """A file is there."""
        data = super().clean()
        if not data.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choisissez un fichier."))
        return data


class ExhibitsForm(Handing):
    """Documents of the file to number, or one to deposit."""

    documents = forms.MultipleChoiceField(
        label=_("Documents du dossier"),
        widget=CheckboxCards,
        required=False,
        error_messages={"invalid_choice": _("Un de ces documents n’est plus dans ce dossier. Regardez la liste, puis recommencez.")},
    )
    file = _file(_("Un document à déposer"), _("PDF ou photo, 10 Mo au plus. Il est chiffré, et numéroté tout de suite."))
    title = forms.CharField(
        label=_("Titre du document déposé"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": _NO_SCREEN}),
        help_text=_("Vide : le nom du fichier."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,  # noqa: ANN401  # Django's
        *,
        documents: Iterable[tuple[str, str]],
        too_large: bool = False,
    ) -> None:
        super().__init__(data, files, too_large=too_large)
        self.fields["documents"].choices = list(documents)  # type: ignore[attr-defined]  # a MultipleChoiceField
        if not self.fields["documents"].choices:  # type: ignore[attr-defined]  # as above
            del self.fields["documents"]

    def clean(self) -> dict[str, Any]:
        """Something was chosen."""
        data = super().clean()
        if not self.errors and not data.get("documents") and not data.get("file"):
            raise ValidationError(_("Cochez au moins un document, ou déposez-en un."))
        return data

    def chosen(self) -> list[UUID]:
        """The documents ticked, in the order of the list."""
        return [UUID(one) for one in self.cleaned_data.get("documents", ())]

    def handed(self) -> Deposit | None:
        """The document deposited, None without."""
        held = self.cleaned_data.get("file")
        return None if held is None else Deposit(held.read(), held.name, DocumentKind.PROOF, self.cleaned_data["title"])


class SentTogetherForm(Form):
    """Reminders that left the same day, by the same way."""

    on = TypedDateField(label=_("Envoyées le"), error_messages=_DAY)
    doer = forms.ChoiceField(label=_("Envoyées par qui ?"), choices=[one for one in Doer.choices if one[0] != Doer.FOR], initial=Doer.WITH)
    way = forms.ChoiceField(label=_("Par quel moyen ?"), choices=Way.choices, initial=Way.POST)
    proof = forms.ChoiceField(label=_("Preuve gardée"), choices=Proof.choices, initial=Proof.NONE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def told(self) -> ToldSending:
        """What was typed, for the service."""
        return ToldSending(act=Act.CHASED, **{name: self.cleaned_data[name] for name in ("on", "doer", "way", "proof")})

"""What is typed of an alert: the trouble, its words, one time it was met, what was done of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.law.blockers.catalogue import bodies, by_family
from relais.observatory.rules.life import Act
from relais.observatory.services import ToldAct, ToldAlert, ToldSighting, Trouble, copy_field
from relais.observatory.terms import Browser, Channel, CopyTo, Device, Meanwhile, Outcome
from relais.procedures.terms.blockers import BlockedStep, Harm, service_code
from relais.procedures.terms.procedures import Way
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField
from relais.ui.two_tabs import SeenForm
from relais.ui.typography import french

_CHOOSE: Final = ("", _("Choisissez"))
_UNKNOWN: Final = ("", _("Je ne sais pas"))
_DAY: Final = {"required": _("Écrivez la date, par exemple 12/3/2027.")}
_MISSING: Final = {"required": _("Cette réponse manque.")}
_PLAIN: Final = {"autocomplete": "off"}
_HOURS: Final = [_UNKNOWN, *((str(hour), f"{hour}\u00a0h") for hour in range(6, 22))]


def _number(label: Any, *, most: int, required: bool = False) -> forms.IntegerField:  # noqa: ANN401  # a lazy text
    told = {
        "required": _("Écrivez un nombre, par exemple 3."),
        "invalid": _("Écrivez un nombre, par exemple 3."),
        "max_value": _("%(limit_value)s au plus."),
        "min_value": _("1 au moins."),
    }
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short", **_PLAIN})
    return forms.IntegerField(label=label, required=required, min_value=1, max_value=most, widget=widget, error_messages=told)


class TroubleForm(Form):
    """What blocks, where, at which step: the first question when one comes from nowhere."""

    blocage = forms.ChoiceField(label=_("Ce qui bloque"), error_messages=_MISSING)
    organisme = forms.ChoiceField(label=_("Organisme"), error_messages=_MISSING)
    moyen = forms.ChoiceField(label=_("Par où ?"), choices=Way.choices, widget=ChoiceCards, error_messages=_MISSING)
    etape = forms.ChoiceField(label=_("À quelle étape ?"), choices=[_CHOOSE, *BlockedStep.choices], error_messages=_MISSING)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        families = [(french(family.title), [(one.code, french(one.title)) for one in ones]) for family, ones in by_family()]
        self.fields["blocage"].choices = [_CHOOSE, *families]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["organisme"].choices = [_CHOOSE, *((one.code, french(one.name)) for one in bodies().values())]  # type: ignore[attr-defined]  # the same

    def trouble(self) -> Trouble:
        """What was chosen."""
        told = self.cleaned_data
        return Trouble(told["blocage"], service_code(told["organisme"], told["moyen"]), told["etape"])


class SightingForm(Form):
    """One time the trouble was met."""

    day = TypedDateField(label=_("Rencontré le"), error_messages=_DAY)
    hour = forms.TypedChoiceField(label=_("Vers quelle heure ?"), choices=_HOURS, coerce=int, empty_value=None, required=False)
    device = forms.ChoiceField(label=_("Sur quel appareil ?"), choices=[_UNKNOWN, *Device.choices], required=False)
    browser = forms.ChoiceField(
        label=_("Avec quel navigateur ?"),
        choices=[_UNKNOWN, *Browser.choices],
        required=False,
        help_text=_("Rien n’est lu de votre machine : dites-le si vous le savez."),
    )
    harm = forms.ChoiceField(label=_("Conséquence pour la personne"), choices=Harm.choices, widget=ChoiceCards, error_messages=_MISSING)
    people = _number(_("Combien de situations ?"), most=999, required=True)
    times = _number(_("Nombre d’essais"), most=999)
    minutes = _number(_("Minutes de travail perdues"), most=9999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()
        self.fields["people"].initial = 1

    def seen(self) -> ToldSighting:
        """What was typed, for the service."""
        told = self.cleaned_data
        return ToldSighting(**{name: told[name] for name in ToldSighting.__slots__})


class WordsForm(Form):
    """The words of an alert. ``texts``: the levers of law of its blocker."""

    message = forms.CharField(
        label=_("Message vu, mot pour mot"),
        max_length=300,
        required=False,
        help_text=_("Ce que l’écran ou le serveur vocal a dit. Remplacez tout numéro et tout nom par des points."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    unfit = forms.CharField(
        label=_("Situation que le service ne prévoit pas"),
        max_length=300,
        required=False,
        help_text=_("En général, par exemple : « le formulaire refuse un nom en un seul mot ». Jamais l’histoire d’une personne."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    levers = forms.MultipleChoiceField(label=_("Textes cités dans la lettre"), required=False, widget=CheckboxCards)
    fix = forms.CharField(
        label=_("Correction proposée"),
        max_length=400,
        error_messages=_MISSING,
        help_text=_("Ce qui permettrait d’aller au bout, par exemple : « accepter un fichier de 10 Mo »."),
        widget=forms.Textarea(attrs={"rows": 3, **_PLAIN}),
    )
    meanwhile = forms.ChoiceField(label=_("À demander en attendant"), choices=[("", _("Rien de plus")), *Meanwhile.choices], required=False)
    recipient = forms.CharField(
        label=_("À qui ?"),
        max_length=120,
        error_messages=_MISSING,
        help_text=_("Le service partenaire, la médiation ou la direction : un service, pas une personne."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    address = forms.CharField(
        label=_("Adresse"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3, **_PLAIN}), help_text=""
    )

    def __init__(self, *args: Any, texts: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        if texts:
            self.fields["levers"].choices = [(text, french(text)) for text in texts]  # type: ignore[attr-defined]  # a ChoiceField
            self.fields["levers"].initial = list(texts)[:2]
        else:
            del self.fields["levers"]
        for kind in CopyTo:
            self.fields[copy_field(kind.value)] = forms.CharField(
                label=kind.label, max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3, **_PLAIN})
            )

    def copies(self) -> list[forms.BoundField]:
        """The addresses of those who may be told in the same press."""
        return [self[copy_field(kind.value)] for kind in CopyTo]

    def copied(self) -> bool:
        """Whether one of them has something to show."""
        return any(field.value() or field.errors for field in self.copies())

    def told(self) -> ToldAlert:
        """What was typed, for the service."""
        told = self.cleaned_data
        plain = {name: told[name] for name in ToldAlert.__slots__ if name not in ("levers", "copies")}
        copies = tuple((kind.value, told[copy_field(kind.value)]) for kind in CopyTo)
        return ToldAlert(**plain, levers=tuple(told.get("levers", ())), copies=copies)


class CorrectForm(SeenForm, WordsForm):
    """The words of an alert that is written already."""


class AlertForm(SightingForm, WordsForm):
    """A whole alert: its words, and the first time it was met."""


class ActForm(Form):
    """One act, with the fields that it has."""

    on = TypedDateField(label=_("Le"), error_messages=_DAY)
    channel = forms.ChoiceField(label=_("Par quel moyen ?"), choices=Channel.choices, widget=ChoiceCards, error_messages=_MISSING)
    outcome = forms.ChoiceField(label=_("Qu’en est-il ?"), choices=Outcome.choices, widget=ChoiceCards, error_messages=_MISSING)
    words = forms.CharField(
        label=_("Ce que l’organisme répond"),
        max_length=1000,
        required=False,
        help_text=_("L’essentiel, sans nom ni numéro."),
        widget=forms.Textarea(attrs={"rows": 4, **_PLAIN}),
    )

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.act = act
        asked = {Act.SENT: {"channel"}, Act.CHASED: {"channel"}, Act.ANSWERED: {"outcome", "words"}}.get(act, set())
        for name in ("channel", "outcome", "words"):
            if name not in asked:
                del self.fields[name]
        self.fields["on"].initial = timezone.localdate()

    def told(self) -> ToldAct:
        """What was typed, for the service."""
        return ToldAct(act=self.act, **self.cleaned_data)


class CopyAnswerForm(Form):
    """What somebody told by a copy answered."""

    on = TypedDateField(label=_("Réponse reçue le"), error_messages=_DAY)
    words = forms.CharField(
        label=_("Ce qui est répondu"),
        max_length=1000,
        required=False,
        help_text=_("L’essentiel, sans nom ni numéro."),
        widget=forms.Textarea(attrs={"rows": 4, **_PLAIN}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


def day_of(words: str) -> date | None:
    """The day that an address gives; None when it gives none."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None

"""What is typed of a démarche: which one, the acts that move it on, the clocks that hold for it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.law.clocks.tables import rules
from relais.procedures.queries.texts import sheets_by_need
from relais.procedures.rules.progress import Act
from relais.procedures.services.procedures import NewProcedure, ToldAct
from relais.procedures.terms.procedures import CallResult, Doer, Ending, Pace, Proof, Way
from relais.procedures.web.decision_forms import CAUSE, CAUSE_HINT, CAUSES, said_field
from relais.ui.forms import Form, MoneyField, TypedDateField

NOT_TOLD: Final = ("", _("Non précisé"))
_PLAIN: Final = {"autocomplete": "off"}


def _line(label: object, *, longest: int, hint: object = "") -> forms.CharField:
    return forms.CharField(
        label=str(label) if isinstance(label, str) else label,  # type: ignore[arg-type]  # a lazy label stays lazy
        max_length=longest,
        required=False,
        help_text=hint,  # type: ignore[arg-type]  # the same
        widget=forms.TextInput(attrs=_PLAIN),
    )


class ProcedureForm(Form):
    """Which démarche is followed: one of the sheets, or another one by its name."""

    sheet = forms.ChoiceField(label=_("Démarche"), required=False)
    title = _line(_("Une autre démarche, ou un nom plus précis"), longest=90, hint=_("Par exemple : « RSA, changement de situation »."))
    body = _line(_("Organisme"), longest=90, hint=_("Vide : celui de la fiche."))
    reference = _line(_("Numéro chez cet organisme"), longest=40, hint=_("Numéro de dossier ou d’allocataire. Jamais un mot de passe."))
    cause = forms.ChoiceField(label=CAUSE, choices=CAUSES, required=False, help_text=CAUSE_HINT)
    said = said_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        groups = [(str(need), [(sheet.code, sheet.title) for sheet in found]) for need, found in sheets_by_need()]
        self.fields["sheet"].choices = [("", _("Une autre démarche")), *groups]  # type: ignore[attr-defined]  # a ChoiceField

    def details(self) -> list[forms.BoundField]:
        """What the sheet does not say by itself: folded until it is needed."""
        return [self[name] for name in ("title", "body", "reference")]

    def detailed(self) -> bool:
        """Whether something is told or wrong there, or no sheet is chosen: another démarche needs its name."""
        return not self["sheet"].value() or any(field.value() or field.errors for field in self.details())

    def told(self) -> NewProcedure:
        """What was typed, for the service."""
        return NewProcedure(**{name: self.cleaned_data[name] for name in ("sheet", "title", "body", "reference")})


_SENT: Final = ("doer", "mandate_act", "why_for", "way", "proof", "tracking", "received", "words")
#: what is asked of each act, in the order of the screen; the day comes first, always.
ASKED: Final[Mapping[Act, Sequence[str]]] = {
    Act.NOTIFIED: ("words",),
    Act.FILED: _SENT,
    Act.ACKNOWLEDGED: ("words",),
    Act.ITEMS_ASKED: ("until", "words"),
    Act.COMPLETED: _SENT,
    Act.EXAMINED: ("words",),
    Act.CHASED: ("way", "proof", "tracking", "words"),
    Act.CALLED: ("result", "until", "words"),
    Act.PERSON_ASKED: ("until", "words"),
    Act.PERSON_ANSWERED: ("words",),
    Act.GRANTED: ("ends_on", "euros", "pace", "words"),
    Act.REFUSED: ("words",),
    Act.APPEALED: _SENT,
    Act.PAID: ("euros", "pace", "words"),
    Act.CLOSED: ("ending", "words"),
    Act.REOPENED: ("words",),
}
#: the day of each act, as a screen asks it; «Le» for the others.
_DAY: Final = {
    Act.FILED: _("Envoyée ou déposée le"),
    Act.ACKNOWLEDGED: _("Reçue par l’organisme le"),
    Act.ITEMS_ASKED: _("Demande de pièces reçue le"),
    Act.COMPLETED: _("Pièces envoyées le"),
    Act.NOTIFIED: _("Courrier reçu le"),
    Act.GRANTED: _("Accord reçu le"),
    Act.REFUSED: _("Refus reçu le"),
    Act.APPEALED: _("Recours envoyé le"),
    Act.PAID: _("Versement vu le"),
}
#: what the line of words is for; «Précision» for the others.
_WORDS: Final = {
    Act.ITEMS_ASKED: _("Quelles pièces ?"),
    Act.PERSON_ASKED: _("Que lui demande-t-on ?"),
    Act.PERSON_ANSWERED: _("Qu’a-t-elle ou qu’a-t-il répondu ?"),
    Act.REFUSED: _("Motif donné"),
    Act.CHASED: _("Ce qui a été obtenu"),
    Act.CALLED: _("Ce qui a été dit"),
}


class ActForm(Form):
    """One act, with only what that act asks. ``seen``: how many acts stood when the page was opened."""

    on = TypedDateField(label=_("Le"), error_messages={"required": _("Écrivez la date, par exemple 12/3/2027.")})
    received = TypedDateField(label=_("Reçue le, si vous le savez"), required=False, help_text=_("Vide : on compte au plus sûr."))
    until = TypedDateField(label=_("Réponse attendue au plus tard le"), required=False)
    ends_on = TypedDateField(
        label=_("Le droit est ouvert jusqu’au"), required=False, help_text=_("Rempli, il s’ajoute aux droits ouverts du dossier.")
    )
    euros = MoneyField(label=_("Montant, si vous le savez"), required=False, help_text=_("En euros. Il ne sert qu’au dossier et au bilan."))
    pace = forms.ChoiceField(label=_("Versé"), choices=[NOT_TOLD, *Pace.choices], required=False)
    doer = forms.ChoiceField(label=_("Fait par qui ?"), choices=Doer.choices, initial=Doer.WITH, widget=forms.RadioSelect)
    mandate_act = forms.ChoiceField(label=_("Pour la personne : sous quel mandat ?"), required=False)
    why_for = _line(_("Pour la personne : pourquoi ?"), longest=120, hint=_("Sans mandat écrit, dites pourquoi : à régulariser avec elle."))
    way = forms.ChoiceField(label=_("Par quel moyen ?"), choices=[NOT_TOLD, *Way.choices], required=False)
    proof = forms.ChoiceField(label=_("Preuve gardée"), choices=[NOT_TOLD, *Proof.choices], required=False)
    tracking = _line(_("Numéro du recommandé ou du récépissé"), longest=30)
    ending = forms.ChoiceField(label=_("Pourquoi ?"), choices=Ending.choices, widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("Ce que l’appel a donné"), choices=CallResult.choices, widget=forms.RadioSelect)
    words = _line(_("Précision"), longest=200, hint=_("Une ligne, des faits. Le reste va dans une note."))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, act: Act, mandates: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:  # noqa: ANN401  # Django's
        super().__init__(*args, **kwargs)
        self.act = act
        self.fields["mandate_act"].choices = [("", _("Sans mandat écrit")), *mandates]  # type: ignore[attr-defined]  # a ChoiceField
        kept = {"on", "seen", *ASKED[act]} - ({"mandate_act"} if not mandates else set())
        for name in set(self.fields) - kept:
            del self.fields[name]
        self.order_fields(["on", *ASKED[act]])
        self.fields["on"].initial = timezone.localdate()
        self.fields["on"].label = _DAY.get(act, self.fields["on"].label)
        self.fields["words"].label = _WORDS.get(act, self.fields["words"].label)

        if act is Act.CALLED:
            self.fields["until"].label = _("Y revenir le")

    def told(self) -> ToldAct:
        """What was typed, for the service."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        data["mandate_act"] = UUID(data["mandate_act"]) if data.get("mandate_act") else None
        return ToldAct(act=self.act, **data)


class SettleForm(Form):
    """What puts right an act done for the person without a mandate: one that she signed since, or her own word."""

    mandate_act = forms.ChoiceField(label=_("Ce qui le régularise"), required=False)
    on = TypedDateField(label=_("Le"), error_messages={"required": _("Écrivez la date, par exemple 12/3/2027.")})

    def __init__(self, *args: Any, mandates: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.fields["mandate_act"].choices = [("", _("La personne l’approuve, sans mandat")), *mandates]  # type: ignore[attr-defined]  # the same
        self.fields["on"].initial = timezone.localdate()

    def mandate(self) -> UUID | None:
        """The act of a mandate that was chosen, None for her own word."""
        chosen = self.cleaned_data["mandate_act"]
        return UUID(chosen) if chosen else None


class ClocksForm(Form):
    """Which clocks of law hold for a démarche."""

    silence = forms.ChoiceField(label=_("Sans réponse de l’organisme"), required=False)
    appeal = forms.ChoiceField(label=_("En cas de refus"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        none = ("", _("Aucun délai de nos tables"))
        for field, families in (("silence", ("silence",)), ("appeal", ("recours", "indu"))):
            known = [(rule.code, rule.wording) for rule in rules().values() if rule.family in families]
            self.fields[field].choices = [none, *known]  # type: ignore[attr-defined]  # a ChoiceField

"""What is read on a slip that came back."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.procedures.queries.replies import Awaited
from relais.procedures.services.replies import Reply
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField
from relais.ui.typography import hour, long_date

#: what the two boxes of a day become.
_COMES: Final = [("", _("Rien de coché")), ("vient", _("Vient")), ("ne_vient_pas", _("Ne peut pas venir"))]
#: what an appointment's field is called, before its identifier.
_DAY: Final = "jour-"


class ReplyForm(Form):
    """The boxes of a slip, in its order; only those of what still waits are there."""

    on = TypedDateField(label=_("Reçu le"), error_messages={"required": _("Écrivez la date, par exemple 12/3/2027.")})
    done = forms.MultipleChoiceField(
        label=_("C’est fait"), required=False, widget=CheckboxCards, help_text=_("Les numéros sont ceux de la feuille d’aujourd’hui.")
    )
    answers = forms.MultipleChoiceField(label=_("Démarches où l’on attendait sa réponse"), required=False, widget=CheckboxCards)
    call = forms.CharField(
        label=_("Rappelez-moi au"),
        max_length=120,
        required=False,
        help_text=_("Le numéro et le moment. Une chose à faire aujourd’hui s’ajoute pour vous."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Ses mots"),
        max_length=160,
        required=False,
        help_text=_("Une ligne, telle qu’elle est écrite. Si elle confie davantage, écrivez une note."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, awaited: Awaited, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
        called_off = _("Ne peut pas venir : le rendez-vous est annulé par elle ou lui.")
        for row in awaited.appointments:
            at = timezone.localtime(row.starts_at)
            self._ask_day(row.pk, f"{long_date(at.date())}, {hour(at.time())}", hint=called_off)
        for step in awaited.talks:
            self._ask_day(step.pk, long_date(step.due_on) if step.due_on else "", hint=step.what)
        self._offer("done", [(str(step.pk), f"{rank}. {step.what}") for rank, step in enumerate(awaited.steps, start=1)])
        self._offer("answers", [(str(one.pk), one.title) for one in awaited.procedures])
        self.order_fields(["on", *(name for name in self.fields if name.startswith(_DAY)), "done", "answers", "call", "words"])

    def _ask_day(self, asked: UUID, label: str, *, hint: Any) -> None:  # noqa: ANN401  # a text, now or later
        self.fields[f"{_DAY}{asked}"] = forms.ChoiceField(
            label=label[:1].upper() + label[1:], choices=_COMES, required=False, widget=ChoiceCards, initial="", help_text=hint
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices
        else:
            del self.fields[name]

    def clean_on(self) -> object:
        """A slip came today or before."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError(_("Ce jour n’est pas encore venu."))
        return self.cleaned_data["on"]

    def told(self) -> Reply:
        """What was read, for the service."""
        data = self.cleaned_data
        days = {UUID(name.removeprefix(_DAY)): said for name, said in data.items() if name.startswith(_DAY)}
        return Reply(
            on=data["on"],
            comes=frozenset(pk for pk, said in days.items() if said == "vient"),
            does_not=frozenset(pk for pk, said in days.items() if said == "ne_vient_pas"),
            done=frozenset(map(UUID, data.get("done", ()))),
            answers=frozenset(map(UUID, data.get("answers", ()))),
            call=data["call"],
            words=data["words"],
        )

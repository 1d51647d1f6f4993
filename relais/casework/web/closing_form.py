"""What is typed at the end of an interview: everything is optional, nothing is asked twice, and nothing posted is dropped in silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.casework.rules.agenda import DURATIONS
from relais.casework.services.agenda import Meeting
from relais.casework.services.goals import NewStep
from relais.casework.services.interviews import NewDecision
from relais.casework.terms.agenda import Place, Reason
from relais.casework.terms.interviews import Cause, Duration, Mode, Said, Who, Writing
from relais.casework.terms.notes import NoteLevel
from relais.casework.web.contact_forms import ContactFields, TimeField
from relais.casework.web.note_forms import PartsForm, guarded, level_field
from relais.ui.drafted import Desk
from relais.ui.forms import TypedDateField

NOT_TOLD = ("", _("Non précisé"))
#: rights that may be added by hand at the end of one interview.
MORE_RIGHTS = 3
#: what a page posts for one right: its answer, its reason.
SAID, CAUSE = "said-", "cause-"
#: fields of an appointment: shown to whoever keeps an agenda.
MEETING = ("next_hour", "next_minutes", "next_place", "next_reason")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A right to speak of. ``group``: code of its answer, "" when the screening says nothing; ``amount``, ``before``: in words, or ""."""

    right: str
    label: str
    group: str = ""
    amount: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One right as the page shows it. ``spoken`` None: one that is chosen from the catalogue (``right``)."""

    spoken: Spoken | None
    right: forms.BoundField | None
    said: forms.BoundField
    cause: forms.BoundField


class OnePress(forms.RadioSelect):
    """Answers side by side: one press, by finger, mouse or arrow keys."""

    template_name = "casework/one_press.html"


class ClosingForm(PartsForm, ContactFields):
    """The end of an interview."""

    mode = forms.ChoiceField(label=_("Qui a fait quoi ?"), choices=[NOT_TOLD, *Mode.choices], required=False)
    duration = forms.ChoiceField(label=_("Durée"), choices=[NOT_TOLD, *Duration.choices], required=False)
    place = guarded(_("Lieu"), rows=1)
    writing = forms.ChoiceField(label=_("Quand écrivez-vous ?"), choices=Writing.choices[:2], initial=Writing.AFTER, required=False)
    goal = guarded(_("Ce qu’elle ou il veut, avec ses mots"), rows=2, hint=_("Seulement si c’est nouveau."))
    ours = guarded(_("Ce que je fais"), rows=3, hint=_("Une ligne par chose à faire."))
    ours_on = TypedDateField(label=_("Pour le"), required=False)
    hers = guarded(_("Ce que vous faites"), rows=3, hint=_("Une ligne par chose à faire, dite à la personne."))
    hers_on = TypedDateField(label=_("Pour le"), required=False)
    next_on = TypedDateField(label=_("Quand on se reparle"), required=False, help_text=_("Le jour. Avec une heure, c’est un rendez-vous."))
    next_hour = TimeField(
        label=_("À quelle heure"), required=False, widget=forms.TextInput(attrs={"class": "input-date", "autocomplete": "off"})
    )
    next_minutes = forms.ChoiceField(
        label=_("Combien de temps"), choices=[(str(one), _("%(n)s min") % {"n": one}) for one in DURATIONS], initial="30", required=False
    )
    next_place = forms.ChoiceField(label=_("Où"), choices=Place.choices, required=False)
    next_reason = forms.ChoiceField(label=_("Pour quoi"), choices=[NOT_TOLD, *Reason.choices], required=False)
    next_how = guarded(_("À savoir, à apporter"), rows=1, hint=_("Par exemple : avec le courrier de la CAF."))

    drafted = ("words", "facts", "analysis", "goal", "ours", "hers", "next_how")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        levels: list[NoteLevel],
        spoken: Sequence[Spoken],
        rights: Mapping[str, str],
        keeps_agenda: bool,
        desk: Desk,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, desk=desk, initial=dict(initial))
        self.fields["level"] = level_field(levels)
        self.fields["level"].initial = NoteLevel.SHARED if NoteLevel.SHARED in levels else levels[0]
        if not keeps_agenda:
            for name in MEETING:
                del self.fields[name]
        self.spoken = list(spoken)
        for one in self.spoken:
            self._right(one.right, one.label)
        asked = {one.right for one in self.spoken}
        others = [("", _("Aucun autre")), *((code, label) for code, label in rights.items() if code not in asked)]
        for number in range(MORE_RIGHTS):
            self.fields[f"right-{number}"] = forms.ChoiceField(label=_("Un droit dont on a parlé"), choices=others, required=False)
            self._right(str(number), "")

    def _right(self, key: str, label: str) -> None:
        said = [("", _("Pas parlé")), *Said.choices]
        self.fields[f"{SAID}{key}"] = forms.ChoiceField(label=label or _("Réponse"), choices=said, required=False, widget=OnePress)
        causes = [("", _("Sans raison dite")), *Cause.choices]
        self.fields[f"{CAUSE}{key}"] = forms.ChoiceField(label=_("Sa raison"), choices=causes, required=False)

    def right_rows(self) -> list[Row]:
        """The rights to speak of."""
        return [Row(one, None, self[f"{SAID}{one.right}"], self[f"{CAUSE}{one.right}"]) for one in self.spoken]

    def more_rows(self) -> list[Row]:
        """Those that may be added from the catalogue."""
        return [Row(None, self[f"right-{key}"], self[f"{SAID}{key}"], self[f"{CAUSE}{key}"]) for key in range(MORE_RIGHTS)]

    @property
    def more_wrong(self) -> bool:
        """Whether what was added from the catalogue has a fault, or holds something: the page shows it."""
        names = (f"{start}{key}" for key in range(MORE_RIGHTS) for start in ("right-", SAID, CAUSE))
        return any(self[name].value() for name in names)

    def decisions(self) -> tuple[NewDecision, ...]:
        """What the person says of each right that was spoken of."""
        data = self.cleaned_data
        pairs = [(one.right, one.right) for one in self.spoken]
        pairs += [(data[f"right-{number}"], str(number)) for number in range(MORE_RIGHTS)]
        return tuple(
            NewDecision(right, Said(said), data[f"{CAUSE}{key}"]) for right, key in pairs if right and (said := data[f"{SAID}{key}"])
        )

    def clean(self) -> dict[str, Any]:
        """A right that was chosen, or has a reason, has an answer; an hour has a day."""
        data = super().clean() or {}
        for number in range(MORE_RIGHTS):
            if data.get(f"right-{number}") and not data.get(f"{SAID}{number}"):
                self.add_error(f"{SAID}{number}", _("Choisissez ce qu’elle ou il en dit."))
            if data.get(f"{SAID}{number}") and not data.get(f"right-{number}"):
                self.add_error(f"right-{number}", _("Dites de quel droit il s’agit."))
        for one in self.spoken:
            if data.get(f"{CAUSE}{one.right}") and not data.get(f"{SAID}{one.right}"):
                self.add_error(f"{SAID}{one.right}", _("Choisissez ce qu’elle ou il en dit."))
        if data.get("next_hour") is not None and not data.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Écrivez aussi le jour de ce rendez-vous."))
        return data

    def steps(self) -> tuple[NewStep, ...]:
        """What comes next; a talk with an hour is an appointment, and only what to bring or to know of it is a step."""
        data = self.cleaned_data
        kept = [NewStep(Who.US, line, data["ours_on"]) for line in data["ours"].splitlines() if line.strip()]
        kept += [NewStep(Who.PERSON, line, data["hers_on"]) for line in data["hers"].splitlines() if line.strip()]
        how = data["next_how"].strip()
        if how or (data["next_on"] is not None and self.meeting() is None):
            kept.append(NewStep(Who.TOGETHER, how or str(_("On se reparle")), data["next_on"]))
        return tuple(kept)

    def meeting(self) -> Meeting | None:
        """The appointment given, when a day and an hour were."""
        data = self.cleaned_data
        if data.get("next_on") is None or data.get("next_hour") is None:
            return None
        starts_at = timezone.make_aware(datetime.combine(data["next_on"], data["next_hour"]))
        reasons = (data["next_reason"],) if data["next_reason"] else ()
        return Meeting(starts_at, minutes=int(data["next_minutes"] or 30), place=data["next_place"] or Place.OFFICE, reasons=reasons)

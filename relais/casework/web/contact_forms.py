"""What is typed of a contact, of the end of an interview, of goals and steps."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.casework.services.goals import NewStep
from relais.casework.services.interviews import Contact, NewDecision
from relais.casework.terms.interviews import Cause, Duration, InterviewKind, Mode, Said, Who, Writing
from relais.casework.terms.notes import NoteLevel
from relais.casework.web.note_forms import PartsForm, guarded, level_field
from relais.ui.drafted import Desk, DraftedForm
from relais.ui.forms import Form, TypedDateField

Choices = Iterable[tuple[str, object]]
NOT_TOLD = ("", _("Non précisé"))
#: rights that may be added by hand at the end of one interview.
MORE_RIGHTS = 3


class TimeField(forms.CharField):
    """An hour as people write it: «14:30», «14h30», «14 h», «9»."""

    def to_python(self, value: object) -> time | None:  # type: ignore[override]  # a time, not a text
        """Read what was typed; ValidationError in plain French."""
        typed = str(value or "").lower().replace(" ", "").replace("\u202f", "").replace("h", ":").strip(":")
        if not typed:
            return None
        hour, _colon, minute = typed.partition(":")
        if hour.isascii() and hour.isdigit() and (not minute or (minute.isascii() and minute.isdigit())):
            try:
                return time(int(hour), int(minute or 0))
            except ValueError:
                pass
        raise ValidationError(_("Écrivez une heure, par exemple 14:30."), code="time")


def _hour(label: object) -> TimeField:
    return TimeField(label=str(label), required=False, widget=forms.TextInput(attrs={"class": "input-date", "autocomplete": "off"}))


class ContactFields(Form):
    """How one met; everything has a value already."""

    kind = forms.ChoiceField(label=_("Comment ?"), choices=InterviewKind.choices, initial=InterviewKind.SPONTANEOUS)
    on = TypedDateField(label=_("Le"), error_messages={"required": _("Écrivez la date, par exemple 12/3/2027.")})
    hour = TimeField(label=_("À"), widget=forms.TextInput(attrs={"class": "input-date", "autocomplete": "off"}), required=False)

    def contact(self, now: datetime, **more: Any) -> Contact:  # noqa: ANN401  # other fields of a contact
        """The contact that was typed; one of today without an hour was now."""
        data = self.cleaned_data
        moment = data["hour"] or (timezone.localtime(now).time() if data["on"] == timezone.localdate(now) else time(12))
        at = timezone.make_aware(datetime.combine(data["on"], moment))
        return Contact(InterviewKind(data["kind"]), min(at, now) if at.date() == now.date() and data["hour"] is None else at, **more)


class BriefForm(ContactFields, DraftedForm):
    """A contact in a line, and when to come back to it."""

    subject = guarded(_("En une ligne"), rows=2, needed=_("Écrivez en une ligne de quoi il s’agit."))
    remind_on = TypedDateField(label=_("Me le rappeler le"), required=False, help_text=_("Laissez vide s’il n’y a rien à faire."))
    reminder = guarded(_("À faire ce jour-là"), rows=1, hint=_("Vide : la ligne ci-dessus est reprise."))
    ours = forms.BooleanField(label=_("C’est nous qui avons pris contact"), required=False)

    drafted = ("subject", "reminder")
    field_order = ("subject", "remind_on", "reminder", "kind", "on", "hour", "ours")

    def clean_remind_on(self) -> object:
        """A reminder is for a day to come."""
        day = self.cleaned_data["remind_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Ce jour est passé. Choisissez un jour à venir."))
        return day


class WhoForm(Form):
    """Who was there, by name."""

    called = forms.CharField(
        label=_("Qui est là ?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Le nom, même mal écrit. Seuls vos dossiers sont cherchés."),
        error_messages={"required": _("Écrivez un nom.")},
    )


class ClosingForm(PartsForm, ContactFields):
    """The end of an interview: everything is optional, and nothing is asked twice."""

    mode = forms.ChoiceField(label=_("Qui a fait quoi ?"), choices=[NOT_TOLD, *Mode.choices], required=False)
    duration = forms.ChoiceField(label=_("Durée"), choices=[NOT_TOLD, *Duration.choices], required=False)
    place = guarded(_("Lieu"), rows=1)
    writing = forms.ChoiceField(label=_("Quand écrivez-vous ?"), choices=Writing.choices[:2], initial=Writing.AFTER, required=False)
    goal = guarded(_("Ce qu’elle ou il veut, avec ses mots"), rows=2, hint=_("Seulement si c’est nouveau."))
    ours = guarded(_("Ce que je fais"), rows=3, hint=_("Une ligne par chose à faire."))
    ours_on = TypedDateField(label=_("Pour le"), required=False)
    hers = guarded(_("Ce que vous faites"), rows=3, hint=_("Une ligne par chose à faire, dite à la personne."))
    hers_on = TypedDateField(label=_("Pour le"), required=False)
    next_on = TypedDateField(label=_("Quand on se reparle"), required=False)
    next_hour = _hour(_("À quelle heure"))
    next_how = guarded(_("Comment"), rows=1, hint=_("Par exemple : au bureau, avec le courrier."))

    drafted = ("words", "facts", "analysis", "goal", "ours", "hers", "next_how")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        levels: list[NoteLevel],
        asked: Mapping[str, str],
        rights: Mapping[str, str],
        desk: Desk,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, desk=desk, initial=dict(initial))
        self.fields["level"] = level_field(levels)
        self.fields["level"].initial = NoteLevel.SHARED if NoteLevel.SHARED in levels else levels[0]
        self.asked = list(asked.items())
        for code, label in self.asked:
            self._right(code, label)
        others = [("", _("Aucun autre")), *((code, label) for code, label in rights.items() if code not in asked)]
        for number in range(MORE_RIGHTS):
            self.fields[f"right-{number}"] = forms.ChoiceField(label=_("Un droit dont on a parlé"), choices=others, required=False)
            self._right(str(number), "")

    def _right(self, key: str, label: str) -> None:
        said = [("", _("Pas parlé")), *Said.choices]
        self.fields[f"said-{key}"] = forms.ChoiceField(label=label or _("Réponse"), choices=said, required=False)
        causes = [("", _("Sans raison dite")), *Cause.choices]
        self.fields[f"cause-{key}"] = forms.ChoiceField(label=_("Raison"), choices=causes, required=False)

    def right_rows(self) -> list[tuple[Any, Any, Any]]:
        """For the page: the choice of the right (None when it is known), the answer, the reason."""
        known = [(None, self[f"said-{code}"], self[f"cause-{code}"]) for code, _label in self.asked]
        more = [(self[f"right-{number}"], self[f"said-{number}"], self[f"cause-{number}"]) for number in range(MORE_RIGHTS)]
        return [*known, *more]

    def decisions(self) -> tuple[NewDecision, ...]:
        """What the person says of each right that was spoken of."""
        data = self.cleaned_data
        pairs = [(code, code) for code, _label in self.asked]
        pairs += [(data[f"right-{number}"], str(number)) for number in range(MORE_RIGHTS)]
        return tuple(
            NewDecision(right, Said(said), data[f"cause-{key}"]) for right, key in pairs if right and (said := data[f"said-{key}"])
        )

    def clean(self) -> dict[str, Any]:
        """A right that was chosen has an answer."""
        data = super().clean() or {}
        for number in range(MORE_RIGHTS):
            if data.get(f"right-{number}") and not data.get(f"said-{number}"):
                self.add_error(f"said-{number}", _("Choisissez ce qu’elle ou il en dit."))
        return data

    def steps(self) -> tuple[NewStep, ...]:
        """What comes next."""
        data = self.cleaned_data
        kept = [NewStep(Who.US, line, data["ours_on"]) for line in data["ours"].splitlines() if line.strip()]
        kept += [NewStep(Who.PERSON, line, data["hers_on"]) for line in data["hers"].splitlines() if line.strip()]
        if data["next_on"] is not None:
            hour = f"à {data['next_hour']:%H:%M}" if data["next_hour"] else ""
            how = " ".join(filter(None, (hour, data["next_how"].strip())))
            kept.append(NewStep(Who.TOGETHER, how or str(_("On se reparle")), data["next_on"]))
        return tuple(kept)


class GoalForm(Form):
    """What the person wants."""

    words = guarded(_("Ce qu’elle ou il veut, avec ses mots"), rows=2, needed=_("Écrivez ce que la personne veut, avec ses mots."))


class StepForm(Form):
    """One thing to do."""

    what = guarded(_("Quoi ?"), rows=1, needed=_("Écrivez ce qui est à faire."))
    who = forms.ChoiceField(label=_("Qui ?"), choices=Who.choices[:2], initial=Who.US)
    due_on = TypedDateField(label=_("Pour le"), required=False)
    goal = forms.ChoiceField(label=_("Pour avancer vers"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, goals: Choices) -> None:
        super().__init__(data)
        self.fields["goal"].choices = [("", _("Aucun objectif en particulier")), *goals]  # type: ignore[attr-defined]

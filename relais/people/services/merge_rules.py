"""How the rows of people go when two persons become one: the stronger protection wins, nothing opens to somebody new by itself.

Whoever works in either file works in both from then on, and is told so beforehand. What was opened for a precise need (a sharing, an access
of a time, a handover under way) is not widened: it stops, and may be done again (docs/adr/0025).
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.kernel.names import folded
from relais.people.merging import Rule, Step
from relais.people.models import Bar, FormerName, Likeness, Opposition, Person
from relais.people.terms import HandoverState, Part


def _channels(step: Step) -> None:
    """A number written twice is kept once; it is not used if either file says so."""
    kept = {(one.kind, folded(one.value).replace(" ", "")): one for one in step.staying()}
    for one in step.going():
        same = kept.get((one.kind, folded(one.value).replace(" ", "")))
        if same is not None:
            same.may_be_used = same.may_be_used and one.may_be_used
            same.remark = same.remark or one.remark
            same.save(update_fields=["may_be_used", "remark"])
            one.delete()


def _address_readers(step: Step) -> None:
    """A protected address stays with those who read it: of two, with those who read both."""
    persons = Person.objects.in_bulk([step.kept, step.absorbed])
    hers, others = persons[step.kept].address_protected, persons[step.absorbed].address_protected
    here = set(step.staying().filter(withdrawn_at=None).values_list("member_id", flat=True))
    there = set(step.going().filter(withdrawn_at=None).values_list("member_id", flat=True))
    keeps = {(True, True): here & there, (True, False): here, (False, True): there, (False, False): set()}[hers, others]
    step.all_of_them().filter(withdrawn_at=None).exclude(member_id__in=keeps).update(withdrawn_at=step.now)
    # one open row for each: the one that stays, which is of the file whose readers are kept
    rest, kept_side = (step.going(), here) if hers else (step.staying(), there)
    rest.filter(withdrawn_at=None, member_id__in=keeps & kept_side).update(withdrawn_at=step.now)


def _bars(step: Step) -> None:
    """Whoever either file keeps out stays out: one open line for each."""
    out = Bar.objects.filter(person_id=step.kept, lifted_at=None).values("member_id")
    step.going().filter(lifted_at=None, member_id__in=list(out.values_list("member_id", flat=True))).delete()


def _former_names(step: Step) -> None:
    known = set(FormerName.objects.filter(person_id=step.kept).values_list("name", flat=True))
    step.going().filter(name__in=known).delete()


def _homes(step: Step) -> None:
    """One home at a time, that of the file that is kept.

    In the other, if somebody else of it has a file, she stays as the plain name that they know: nothing is written in their life. If it
    was hers alone, her stay there ends.
    """
    here = {row.household_id for row in step.staying().filter(ends_on=None)}
    step.going().filter(ends_on=None, household_id__in=here).delete()
    if not step.staying().filter(ends_on=None, alternating=False).exists():
        return
    today = timezone.localdate(step.now)
    for stay in step.going().filter(ends_on=None, alternating=False):
        if stay.household.members.filter(person__isnull=False).exclude(person_id=step.absorbed).exists():
            stay.person = None
        else:
            # a stay lasts a day at least
            stay.ends_on = today if stay.starts_on is None else max(today, stay.starts_on + timedelta(days=1))
            stay.end_told_at = step.now
        stay.save(update_fields=["person", "ends_on", "end_told_at"])


def _likenesses(step: Step) -> None:
    """What is not the same as one is not the same as the other; the rest is compared again."""
    step.going().filter(apart_at=None).delete()
    for pair in step.going():
        other = pair.second_id if step.column == "first" else pair.first_id
        hers = Q(first_id=step.kept, second_id=other) | Q(first_id=other, second_id=step.kept)
        if other == step.kept or Likeness.objects.filter(hers).exists():
            pair.delete()


#: of two parts of one member, the one that opens more stays.
_STRENGTH = (Part.LEAD, Part.CO_LEAD, Part.SUBSTITUTE, Part.TEAM)


def _assignments(step: Step) -> None:
    """Those who work in either file work in both: the référent of the one that goes becomes co-référent; what each had ends today."""
    there = {one.member_id: one for one in step.staying().filter(_current(step))}
    for one in step.going().filter(_current(step)):
        held = there.get(one.member_id)
        part = Part.CO_LEAD if one.part == Part.LEAD else Part(one.part)
        ends_at, one.ends_at = one.ends_at, step.now
        one.save(update_fields=["ends_at"])
        if held is not None and _STRENGTH.index(Part(held.part)) <= _STRENGTH.index(part):
            continue
        if held is not None:
            held.ends_at = step.now
            held.save(update_fields=["ends_at"])
        step.model._base_manager.create(  # noqa: SLF001  # Django's documented meta interface
            file_id=step.kept,
            member_id=one.member_id,
            part=part,
            stands_in_for_id=one.stands_in_for_id,
            starts_at=step.now,
            ends_at=ends_at,
        )


def _current(step: Step) -> Q:
    return Q(starts_at__lte=step.now) & (Q(ends_at=None) | Q(ends_at__gt=step.now))


def _accesses(step: Step) -> None:
    """An access of a time was for one file: it stops."""
    step.all_of_them().filter(_current(step)).update(ends_at=step.now)


def _handovers(step: Step) -> None:
    """What was proposed was another file: it is taken back, to be proposed again."""
    step.all_of_them().filter(state=HandoverState.PROPOSED).update(state=HandoverState.WITHDRAWN, answered_at=step.now)


def _oppositions(step: Step) -> None:
    if Opposition.objects.filter(file_id=step.kept, lifted_at=None).exists():
        step.going().filter(lifted_at=None).delete()


def _sharings(step: Step) -> None:
    """What opens a part of the file to somebody was for that file: it stops. What was handed over or said stays written."""
    levels = Q(opens_reception=True) | Q(opens_administrative=True) | Q(opens_evaluation=True)
    step.all_of_them().filter(levels, _current(step), withdrawn_at=None).update(withdrawn_at=step.now, withdrawn_by_id=step.by)


RULES = (
    Rule("people.Assignment", "file", settle=_assignments),
    Rule("people.Presence", "file", told=_("passages à la permanence"), settle=_accesses),
    Rule("people.BreakGlass", "file", told=_("accès exceptionnels"), settle=_accesses),
    Rule("people.Handover", "file", told=_("passations"), settle=_handovers),
    Rule("people.Consent", "file", told=_("accords")),
    Rule("people.Information", "file", told=_("informations données")),
    Rule("people.Opposition", "file", told=_("oppositions au partage"), settle=_oppositions),
    Rule("people.Sharing", "file", told=_("partages"), settle=_sharings),
    Rule("people.KeptSituation", "file", told=_("situations gardées")),
    Rule("people.MergedFile", "file"),
    Rule("people.Channel", "person", told=_("moyens de contact"), settle=_channels),
    Rule("people.AddressReader", "person", told=_("personnes qui lisent l’adresse protégée"), settle=_address_readers),
    Rule("people.Bar", "person", told=_("agents écartés à sa demande"), settle=_bars),
    Rule("people.FormerName", "person", told=_("anciens noms"), settle=_former_names),
    Rule("people.HouseholdMember", "person", told=_("temps passés dans un foyer"), settle=_homes),
    Rule("people.Merge", "kept"),
    Rule("people.Likeness", "first", settle=_likenesses),
    Rule("people.Likeness", "second", settle=_likenesses),
    Rule("people.NameKey", "person", derived=True),
    Rule("people.ToCompare", "person", derived=True),
    Rule("people.File", "person"),
)

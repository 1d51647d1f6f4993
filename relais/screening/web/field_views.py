"""The fields of the expert page as its templates print them: words typed, what was understood, what could not be read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relais.law.situation.facts import Value
from relais.screening import queries, wording
from relais.screening.rules.layout import (
    BY_SITUATION,
    CHILDREN,
    COMPOSITION_FIELDS,
    OTHERS,
    Field,
    FieldGroup,
    FieldSection,
    Member,
    field_of,
    fields_page,
)
from relais.screening.rules.reading import Reading, place_label
from relais.screening.rules.told import REFUSAL, Told
from relais.ui import typography
from relais.ui.sentences import language, said

#: rights named beside a question; more would not be read.
_MOST_RIGHTS = 6


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field. ``options`` empty: a text box. ``rewritten``: the server changed its words, the page must show them."""

    key: str
    id: str
    label: str
    hint: str
    numeric: bool
    width: str
    when: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    echo: str = ""
    problem: str = ""
    warning: str = ""
    refused: bool = False
    candidates: tuple[str, ...] = ()
    rewritten: bool = False

    @property
    def speaks(self) -> bool:
        """Something is to be read beside the box."""
        return bool(self.echo or self.problem or self.warning or self.refused or self.candidates)

    @property
    def untold(self) -> bool:
        """The same box for everybody: nothing is written in it nor beside it."""
        return not (self.value or self.speaks)

    @property
    def echo_id(self) -> str:
        """The identifier of what stands beside the box."""
        return f"{self.id}-lu"

    @property
    def described(self) -> str:
        """Identifiers of what describes the box: hint, then what was understood."""
        return f"{self.id}-aide {self.id}-lu" if self.hint else f"{self.id}-lu"


@dataclass(frozen=True, slots=True)
class ReasonBox:
    """One «ne souhaite pas répondre» box."""

    key: str
    who: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a fact is asked, where it is read, which rights it serves."""

    label: str
    why: str
    paper: str
    rights: str
    boxes: tuple[ReasonBox, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """The fields of one person, or of the household, in a section."""

    person: str
    who: str
    when: str
    fields: tuple[FieldView, ...]

    @property
    def told(self) -> bool:
        """Something is written in it."""
        return any(one.value or one.problem for one in self.fields)

    @property
    def untold(self) -> bool:
        """The same for everybody: nothing is said in it, and its person is not named by an age."""
        return not _is_child(self) and all(one.untold for one in self.fields)


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section. ``children``: groups of the children, refreshed together when their number changes; ``open``: something is told."""

    code: str
    title: str
    closed: bool
    first: tuple[GroupView, ...]
    more: tuple[GroupView, ...]
    children: tuple[GroupView, ...]
    for_children: bool
    reasons: tuple[Reason, ...]

    @property
    def open(self) -> bool:
        """Something is told in what starts folded."""
        folded = (*self.first, *self.more, *self.children) if self.closed else (*self.more, *self.children)
        return any(group.told for group in folded)

    @property
    def refuses(self) -> bool:
        """Somebody does not wish to answer some of its questions."""
        return any(box.refused for reason in self.reasons for box in reason.boxes)

    @property
    def fields(self) -> Iterable[FieldView]:
        """Fields of the adults and of the household."""
        for group in (*self.first, *self.more):
            yield from group.fields


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the views of fields are made from. ``typing``: the field in hand, whose problem waits. ``rewritten``: see ``FieldView``."""

    told: Told
    reading: Reading
    today: date
    typing: str = ""
    rewritten: frozenset[str] = field(default_factory=frozenset)


def field_id(key: str) -> str:
    """The identifier of a field in the page."""
    return "f-" + key.replace(".", "-").replace("_", "-")


def children_of(reading: Reading, today: date) -> tuple[Member, ...]:
    """The children told, named by their rank and age."""
    return tuple(
        Member(f"e{rank}", "enfant", _child_name(rank, day.day if day else None, today))
        for rank, day in enumerate(reading.births.get(CHILDREN, ()), 1)
    )


def _child_name(rank: int, born: date | None, today: date) -> str:
    if born is None:
        return _("Enfant %(rank)d") % {"rank": rank}
    return _("Enfant %(rank)d (%(age)s)") % {"rank": rank, "age": age_words(born, today)}


def age_words(born: date, today: date) -> str:
    """«14 ans», «8 mois», «à naître»."""
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months < 0:
        return _("à naître")
    if months < 24:
        return ngettext("%(n)d mois", "%(n)d mois", months) % {"n": months}
    return ngettext("%(n)d an", "%(n)d ans", months // 12) % {"n": months // 12}


def sections_of(sheet: Sheet) -> tuple[SectionView, ...]:
    """The whole page, in the order of the papers."""
    children = children_of(sheet.reading, sheet.today)
    return tuple(_section(section, sheet) for section in fields_page(queries.facts(), children))


def _section(section: FieldSection, sheet: Sheet) -> SectionView:
    first, more = [[_group(group, sheet) for group in groups] for groups in (section.first, section.more)]
    asked_of_children = any("enfant" in fact.roles and fact.section in section.held for fact in queries.facts().values())
    return SectionView(
        code=section.code,
        title=_(section.title),
        closed=section.closed,
        first=tuple(group for group in first if not _is_child(group)),
        more=tuple(group for group in more if not _is_child(group)),
        children=tuple(group for group in (*first, *more) if _is_child(group)),
        for_children=asked_of_children,
        reasons=tuple(_reasons(section, sheet)),
    )


def _is_child(group: GroupView) -> bool:
    return group.person.startswith("e")


def _group(group: FieldGroup, sheet: Sheet) -> GroupView:
    return GroupView(group.person, _(group.who) if group.who else "", group.when, tuple(view_of(one, sheet) for one in group.fields))


def view_of(one: Field, sheet: Sheet) -> FieldView:
    """One field as it stands."""
    told, reading, key = sheet.told, sheet.reading, one.key
    blank = _blank(one, language())
    refused, text = key in told.refused, told.text(key)
    heard = (reading.problems, reading.warnings, reading.candidates, reading.values, reading.births)
    if not refused and not text and key not in sheet.rewritten and not any(key in said_of for said_of in heard):
        return blank
    return replace(
        blank,
        value=REFUSAL if refused and one.choices else text,
        echo="" if refused else echo_of(one, sheet),
        problem="" if key == sheet.typing else said(reading.problems.get(key, "")),
        warning=said(reading.warnings.get(key, "")),
        refused=refused,
        candidates=reading.candidates.get(key, ()),
        rewritten=key in sheet.rewritten,
    )


@lru_cache(maxsize=1024)
def _blank(one: Field, _language: str) -> FieldView:
    """A field of which nothing is said, in the language of the page."""
    return FieldView(
        key=one.key,
        id=field_id(one.key),
        label=_(one.label),
        hint=_(one.hint) if one.hint else "",
        numeric=one.numeric,
        width="input-money" if one.numeric else "input-date" if one.fact.startswith("naissance") else "",
        when=_when(one),
        options=_options(one),
    )


def _when(one: Field) -> str:
    """The case that shows the field: by person for what hangs on her situation."""
    person, _dot, _fact = one.key.rpartition(".")
    return f"{person}-{one.when}" if one.when in BY_SITUATION else one.when


def _options(one: Field) -> tuple[tuple[str, str], ...]:
    if not one.choices:
        return ()
    return (("", ""), *[(code, _(words)) for code, words in one.choices], (REFUSAL, _("Ne souhaite pas répondre")))


def echo_of(one: Field, sheet: Sheet) -> str:
    """What was understood of a field, to be read beside it; empty when its words already say it."""
    if one.key in (CHILDREN, OTHERS):
        return _births_echo(one.key, sheet)
    value = sheet.reading.values.get(one.key)
    if value is None or one.choices:
        return ""
    if one.kind == "place":
        return place_label(str(value))
    return _value_words(value, one, sheet.today)


def _value_words(value: Value, one: Field, today: date) -> str:
    match value:
        case date():
            return age_words(value, today) if one.fact == "naissance" else typography.short_date(value, language=language())
        case tuple():
            steps = [amount for rank, amount in enumerate(value) if rank == 0 or amount != value[rank - 1]]
            return _("%(amount)s par mois") % {"amount": _(" puis ").join(wording.euros(amount) for amount in steps)}
        case float() | int():
            return wording.euros(value) if one.fact not in ("titre_annees", "parts") else wording.number(value)
        case _:
            return str(value)


def _births_echo(key: str, sheet: Sheet) -> str:
    if key not in sheet.reading.births:
        return ""
    days = sheet.reading.births[key]
    if not days:
        return _("aucun enfant") if key == CHILDREN else _("personne d’autre")
    count = len(days)
    words = ngettext("%(n)d enfant", "%(n)d enfants", count) if key == CHILDREN else ngettext("%(n)d personne", "%(n)d personnes", count)
    ages = [age_words(day.day, sheet.today) for day in days if day is not None]
    head = words % {"n": count}
    return _("%(who)s : %(ages)s") % {"who": head, "ages": ", ".join(ages)} if ages else _("%(who)s, âges inconnus") % {"who": head}


def _reasons(section: FieldSection, sheet: Sheet) -> Iterable[Reason]:
    """One line a fact, with a box for each person it is asked of."""
    by_fact: dict[str, list[tuple[Field, str]]] = {}
    for group in section.groups():
        for one in group.fields:
            by_fact.setdefault(one.fact, []).append((one, group.who))
    served = queries.rights_served()
    for fact, asked in by_fact.items():
        lead = asked[0][0]
        boxes = tuple(ReasonBox(one.key, _whose(one, who, asked), one.key in sheet.told.refused) for one, who in asked)
        yield replace(_reason(lead, served.get(fact, ()), language()), boxes=boxes)


@lru_cache(maxsize=256)
def _reason(one: Field, served: tuple[str, ...], _language: str) -> Reason:
    """The reason of a fact, for nobody yet. ``served``: short names of the rights that read it."""
    return Reason(_(one.label), _(one.why), _(one.paper) if one.paper else "", names_words(list(map(said, served))), ())


def _whose(one: Field, who: str, asked: Sequence[tuple[Field, str]]) -> str:
    """Which of the boxes of a fact this is: its person, a child by her rank alone, else its own label when that says more; nothing when it
    is alone."""
    if len(asked) == 1:
        return ""
    if one.key.startswith("e"):
        return who.partition(" (")[0]
    return _(who) if who else _(one.label) if one.label != asked[0][0].label else ""


def rights_words(fact: str) -> str:
    """«RSA, prime d’activité et 4 autres»."""
    return names_words(list(map(said, queries.rights_served().get(fact, ()))))


def names_words(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    if len(names) <= _MOST_RIGHTS:
        return ", ".join(names)
    more = len(names) - _MOST_RIGHTS
    told = ngettext("%(names)s et %(more)d autre", "%(names)s et %(more)d autres", more)
    return told % {"names": ", ".join(names[:_MOST_RIGHTS]), "more": more}


def field_named(key: str) -> Field | None:
    """The field of a key («p2.salaire», «enfants»), None when there is none."""
    person, _dot, fact = key.rpartition(".")
    if not person and fact in COMPOSITION_FIELDS:
        return COMPOSITION_FIELDS[fact]
    known: Mapping[str, object] = queries.facts()
    return field_of(queries.facts()[fact], person) if fact in known else None

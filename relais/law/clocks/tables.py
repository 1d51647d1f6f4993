"""The tables of clocks: one reviewed YAML file a family, each row with its steps, sources, reviewer and last day of validity.

Strict: an unknown key, source or reference, a step that starts from nothing known, a mark surer than the texts cited, a code used
twice: each is refused with its file, its row and what to write instead. Adding a rule is adding a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from relais.kernel.sentences import Sentence
from relais.law.clocks.counting import Span
from relais.law.clocks.sources import MARKS, Source, sources, weakest
from relais.law.rights.reading import Fields, SheetRefused, read_yaml

FOLDER: Final = Path(__file__).with_name("tables")
#: families (file names) in the order in which they are listed, and what they are called.
FAMILIES: Final[Mapping[str, Sentence]] = {
    "silence": Sentence("Silence de l’administration"),
    "recours": Sentence("Recours"),
    "indu": Sentence("Trop-perçus"),
    "mediateurs": Sentence("Médiateurs et actes qui arrêtent un délai"),
    "renouvellements": Sentence("Renouvellements"),
    "chaines": Sentence("Droits qui tiennent à un autre"),
    "calcul": Sentence("Comment les dates se comptent"),
}
MEANINGS: Final = ("acceptation", "refus", "limite", "reprise", "suspension")
#: days that a caller may give, and from which a step may start.
GIVEN: Final = ("start", "complete", "filed", "rectification", "answer", "silence_reasons")
#: what must hold for a step to be said (``engine.holds``).
CONDITIONS: Final = ("filed", "answered", "answered_late", "rectified", "rectified_late", "reasons_given", "reasons_not_given")
#: whether a last day that is not a working day moves to the next one: for a limit it does, a silence does not (docs/adr/0016).
MOVES: Final = ("yes", "no", "unsure", "before")
COMPLETIONS: Final = ("none", "restart", "suspend")
EFFECTS: Final = ("none", "suspend", "interrupt")
JUDGES: Final = ("none", "administratif", "judiciaire", "selon")
ROUNDINGS: Final = ("none", "month_end", "next_month")


@dataclass(frozen=True, slots=True)
class Step:
    """One date of a rule.

    ``origin``: where it starts, a given day or an earlier step. ``span``: how long after. ``franc``: the last day is not counted
    (courts of the administrative order). ``moves``: see ``MOVES``; "before" is a limit counted backwards. ``when``: all must hold.
    ``yields_to``: a given day which, if not later, keeps this date from happening. ``completion``: what an incomplete file does to it.
    ``rounding``: "month_end" or "next_month". ``distance``: source of the longer time for who lives abroad. ``not_after``: an
    earlier step whose last day must not be passed when this one starts.
    """

    code: str
    origin: str
    span: Span
    meaning: str
    words: str
    source: Source
    franc: bool
    moves: str
    when: tuple[str, ...]
    yields_to: str
    completion: str
    rounding: str
    distance: Source | None
    not_after: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table. ``start``: what starts it, in words. ``judge``: before whom it is argued, "none" when no notice opens it.

    ``effect``: for an act that stops another clock. ``valid_until``: past that day the answer is «on ne sait pas». ``ahead``: its start
    may be a day to come (``asking.ahead``). ``said``: what people say when they need it. ``letters``: codes of the letters that act on it.
    """

    code: str
    family: str
    wording: str
    start: str
    to: str
    judge: str
    effect: str
    ahead: bool
    said: tuple[str, ...]
    letters: tuple[str, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    mark: str
    verified_on: date
    verified_by: str
    valid_until: date


@cache
def rules(folder: Path = FOLDER) -> Mapping[str, Rule]:
    """Every rule by its code, family by family, in the order of the files; SheetRefused with the problems of all files."""
    problems: list[str] = []
    known: dict[str, Rule] = {}
    for family in FAMILIES:
        path = folder / f"{family}.yaml"
        for rule in _read_family(path, family, problems):
            if rule.code in known:
                problems.append(f"{path.name}, {rule.code}\u00a0: ce code est déjà pris.")
            known[rule.code] = rule
    if problems:
        raise SheetRefused(problems)
    return known


def _read_family(path: Path, family: str, problems: list[str]) -> list[Rule]:
    try:
        rows = read_yaml(path)
    except SheetRefused as refused:
        problems += refused.problems
        return []
    if not isinstance(rows, list) or not rows:
        problems.append(f"{path.name}\u00a0: une liste de règles est attendue, chacune commence par « - code: … ».")
        return []
    return [_rule(row, f"{path.name}, ligne n° {rank}", family, problems) for rank, row in enumerate(rows, 1)]


def _rule(row: object, where: str, family: str, problems: list[str]) -> Rule:
    named = row.get("code") if isinstance(row, dict) else None
    fields = Fields(row, where if named is None else f"{family}.yaml, {named}", problems)
    code = fields.text("code")
    read = _Steps(fields)
    cited = tuple(_source(fields, "sources", name) for name in fields.texts("sources"))
    everything = (*(step.source for step in read.steps), *cited)
    if not everything:
        fields.refuse("sources", "une règle sans étape cite au moins une source")
    mark = fields.word("mark", MARKS)
    if MARKS.index(mark) < MARKS.index(least := weakest([source.mark for source in everything])):
        fields.refuse("mark", f"{mark} est plus sûr que ses sources ; au mieux {least}")
    verified_on, valid_until = fields.day("verified_on", required=True), fields.day("valid_until", required=True)
    if verified_on and valid_until and valid_until <= verified_on:
        fields.refuse("valid_until", "la fin de validité vient après la vérification")
    rule = Rule(
        code=code,
        family=family,
        wording=fields.text("wording"),
        start=fields.text("start"),
        to=fields.text("to", required=False),
        judge=fields.word("judge", JUDGES, default="none"),
        effect=fields.word("effect", EFFECTS, default="none"),
        ahead=fields.flag("ahead", default=False),
        said=fields.texts("said"),
        letters=fields.texts("letters"),
        steps=read.steps,
        notes=fields.texts("notes"),
        sources=tuple(dict.fromkeys(everything)),
        mark=mark,
        verified_on=verified_on or date.min,
        verified_by=fields.text("verified_by"),
        valid_until=valid_until or date.min,
    )
    fields.finish()
    return rule


def _source(fields: Fields, key: str, name: str) -> Source:
    """The source of that code; refused when unknown, and any other is taken so that reading goes on."""
    found = sources().get(name)
    if found is None:
        fields.refuse(key, f"« {name} » n’est pas dans sources.yaml")
        return next(iter(sources().values()))
    return found


class _Steps:
    """The steps of one row, read in order: each may start from those before it."""

    def __init__(self, fields: Fields) -> None:
        self._before: list[str] = []
        self.steps = tuple(self._step(one) for one in fields.groups("steps"))

    def _step(self, fields: Fields) -> Step:
        code, meaning = fields.text("code"), fields.word("meaning", MEANINGS)
        if code in GIVEN:
            fields.refuse("code", f"« {code} » est le nom d’un jour donné ; choisissez-en un autre")
        span = self._span(fields)
        distance = fields.text("distance", required=False)
        step = Step(
            code=code,
            origin=fields.word("from", (*GIVEN, *self._before), default="start"),
            span=span,
            meaning=meaning,
            words=fields.text("words"),
            source=_source(fields, "source", fields.text("source")),
            franc=fields.flag("franc", default=False),
            moves=fields.word("moves", MOVES, default="yes" if meaning == "limite" else "no"),
            when=self._conditions(fields),
            yields_to=fields.word("yields_to", ("", *GIVEN), default=""),
            completion=fields.word("completion", COMPLETIONS, default="none"),
            rounding=fields.word("rounding", ROUNDINGS, default="none"),
            distance=_source(fields, "distance", distance) if distance else None,
            not_after=fields.word("not_after", ("", *self._before), default=""),
        )
        if span.count < 0 and step.moves == "yes":
            fields.refuse("moves", "une limite comptée à rebours ne se reporte pas : écrivez before")
        fields.finish()
        self._before.append(code)
        return step

    def _span(self, fields: Fields) -> Span:
        written = fields.text("delay")
        try:
            return Span.parse(written)
        except ValueError:
            fields.refuse("delay", f"« {written} » n’est pas un délai ; par exemple 2 months, 20 days, -4 months, 10 working_days")
            return Span(0, "days")

    def _conditions(self, fields: Fields) -> tuple[str, ...]:
        asked = fields.texts("when")
        if unknown := [word for word in asked if word not in CONDITIONS]:
            fields.refuse("when", f"condition inconnue : {', '.join(unknown)} ; possibles : {', '.join(CONDITIONS)}")
        return asked

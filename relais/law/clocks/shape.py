"""An answer for machines (JSON) and for people (text)."""

from collections.abc import Iterable, Mapping
from datetime import date

from relais.law.clocks.engine import Answer, Dated
from relais.law.clocks.given import Given
from relais.law.clocks.notes import notes
from relais.law.clocks.sources import MARK_WORDS
from relais.law.clocks.tables import FAMILIES, Rule
from relais.law.clocks.wording import day_words

_MEANING_WORDS: Mapping[str, str] = {
    "acceptation": "accord",
    "refus": "refus",
    "limite": "dernier jour",
    "reprise": "à partir de",
    "suspension": "arrêt",
}


def as_document(found: Answer, given: Given) -> dict[str, object]:
    """``{rule, start, dates: [{code, safe, legal, meaning, source}], notes}``: days in ISO form, dates in their order of safe day.

    ``start``: the day the clock starts, or «first/last» when reception is not known.
    """
    return {
        "rule": found.rule.code,
        "start": "/".join(day.isoformat() for day in dict.fromkeys(_starts(found))),
        "dates": [
            {
                "code": dated.code,
                "safe": dated.safe.isoformat(),
                "legal": dated.legal.isoformat(),
                "meaning": dated.meaning,
                "source": dated.source,
            }
            for dated in in_order(found.dates)
        ],
        "notes": list(notes(found, given)),
    }


def in_order(dates: Iterable[Dated]) -> list[Dated]:
    """By safe day, then legal day; dates of one day stay in the order of the rule."""
    return sorted(dates, key=lambda dated: (dated.safe, dated.legal))


def _starts(found: Answer) -> tuple[date, date]:
    if not found.reckonings:
        return found.reception.first, found.reception.last
    return min(one.start for one in found.reckonings), max(one.start for one in found.reckonings)


def as_text(found: Answer, given: Given) -> str:
    """A page of text: the rule, its start, a paragraph a date, then the notes."""
    rule = found.rule
    first, last = _starts(found)
    when = f"le {day_words(first)}" if first == last else f"entre le {day_words(first)} et le {day_words(last)}"
    lines = [f"{rule.wording} [{rule.code}]", f"Départ\u00a0: {when}. {rule.start}."]
    if rule.to:
        lines.append(f"À qui\u00a0: {rule.to}.")
    for dated in in_order(found.dates):
        lines += ["", *_date_lines(dated)]
    lines += ["", *(f"- {note}" for note in notes(found, given)), "", verified(rule)]
    return "\n".join(lines)


def _date_lines(dated: Dated) -> list[str]:
    told = f"{_MEANING_WORDS[dated.meaning]}\u00a0: {day_words(dated.legal)}"
    if dated.safe != dated.legal:
        told += f" (date sûre\u00a0: {day_words(dated.safe)})"
    return [f"{told[0].upper()}{told[1:]}", f"  {dated.words}.", f"  {dated.source}."]


def verified(rule: Rule) -> str:
    """Who verified a rule, when, and how long it holds."""
    return (
        f"Vérifié le {rule.verified_on:%d/%m/%Y} par {rule.verified_by}, valable jusqu’au {rule.valid_until:%d/%m/%Y}"
        f"\u00a0: {MARK_WORDS[rule.mark]}."
    )


def rules_document(found: Iterable[Rule]) -> list[dict[str, object]]:
    """Every rule with its sources and marks, for machines."""
    return [
        {
            "code": rule.code,
            "family": rule.family,
            "wording": rule.wording,
            "start": rule.start,
            "to": rule.to,
            "mark": rule.mark,
            "verified_on": rule.verified_on.isoformat(),
            "verified_by": rule.verified_by,
            "valid_until": rule.valid_until.isoformat(),
            "dates": [{"code": step.code, "meaning": step.meaning, "words": step.words, "source": str(step.source)} for step in rule.steps],
            "notes": list(rule.notes),
            "sources": [
                {"code": one.code, "text": one.text, "article": one.article, "mark": one.mark, "read_on": one.read_on.isoformat()}
                for one in rule.sources
            ],
        }
        for rule in found
    ]


def rules_text(found: Iterable[Rule], *, on: date) -> str:
    """Every rule, family by family: code, wording, sources with their mark; a rule past its last day says «périmée»."""
    lines = ["Marques\u00a0: " + "\u202f; ".join(f"[{mark}] {words}" for mark, words in MARK_WORDS.items()) + "."]
    family = ""
    for rule in found:
        if rule.family != family:
            family = rule.family
            lines += ["", FAMILIES[family]]
        state = "périmée\u00a0: on ne sait pas" if on > rule.valid_until else MARK_WORDS[rule.mark]
        lines.append(f"  {rule.code}  {rule.wording} ({state})")
        lines += [f"      [{source.mark}] {source.text}" for source in rule.sources]
    return "\n".join(lines)

"""``relais law``: the clocks of law: one rule computed (``clock``), all rules listed (``rules``), articles that changed (``changed``)."""

import argparse
import json
import re
from datetime import date
from pathlib import Path

from relais.law.clocks.changed import UnreadableArticlesError, compare, comparison_document, comparison_text, read_articles
from relais.law.clocks.counting import OutOfReachError, checked
from relais.law.clocks.engine import answer
from relais.law.clocks.given import Given, ImpossibleDatesError, Pause, Reception, reception
from relais.law.clocks.holidays import METROPOLE, calendar
from relais.law.clocks.shape import as_document, as_text, rules_document, rules_text
from relais.law.clocks.sources import sources
from relais.law.clocks.tables import Rule, rules
from relais.project.terminal import BadUsage

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: option → what it is, for the help; each takes a day.
_DAYS = {
    "--posted": "jour d’envoi du courrier (il ne fait pas partir le délai)",
    "--complete": "jour où le dossier est devenu complet",
    "--filed": "jour où le recours a été reçu par l’organisme",
    "--rectification": "jour de la demande de rectification",
    "--answer": "jour où la réponse, la décision ou les motifs ont été reçus",
    "--silence-reasons": "jour où les motifs d’un refus par silence ont été demandés",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """``clock``, ``rules``, ``changed FILE``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
    clock = acts.add_parser("clock", prog="relais law clock", description="calculer les dates d’une règle ; une date s’écrit 2026-11-22")
    clock.add_argument("--rule", required=True, metavar="CODE", help="code de la règle (relais law rules)")
    clock.add_argument("--received", metavar="DATE", help="jour de réception ; 2026-10-01..2026-10-08 s’il n’est pas connu")
    for option, words in _DAYS.items():
        clock.add_argument(option, metavar="DATE", help=words)
    clock.add_argument("--asked", metavar="DATE", help="demande de pièces reçue ; 2026-10-01..2026-10-31 avec la date limite fixée")
    clock.add_argument("--suspended", action="append", default=[], metavar="DATE..DATE", help="délai arrêté puis repris (médiation)")
    clock.add_argument("--interrupted", action="append", default=[], metavar="DATE..DATE", help="délai interrompu, reparti en entier")
    clock.add_argument("--zone", default=METROPOLE, metavar="ZONE", help=f"jours fériés ({METROPOLE}) : {', '.join(calendar().zones)}")
    clock.add_argument("--remedies-missing", action="store_true", help="le courrier ne dit pas les recours")
    listed = acts.add_parser("rules", prog="relais law rules", description="lister les règles, leurs sources et leurs marques")
    changed = acts.add_parser("changed", prog="relais law changed", description="dire quels articles cités ont changé")
    changed.add_argument("file", metavar="FICHIER", help="articles, JSON de @socialgouv/legi-data")
    for one in (clock, listed, changed):
        one.add_argument("--json", action="store_true", help="répondre en JSON")


def run(options: argparse.Namespace) -> int:
    """0 when answered; BadUsage (2) on an unknown rule, an impossible date or an unreadable file."""
    if options.act == "rules":
        return _list(as_json=options.json)
    if options.act == "changed":
        return _changed(Path(options.file), as_json=options.json)
    rule = _rule(options.rule)
    try:
        given, within = _given(options)
        found = answer(rule, given, within=within, on=_today())
    except ImpossibleDatesError as error:
        raise BadUsage(f"law clock : {error}") from error
    except OutOfReachError as error:
        raise BadUsage("law clock : les règles se calculent entre les années 2000 et 2100") from error
    print(json.dumps(as_document(found, given), ensure_ascii=False, indent=2) if options.json else as_text(found, given))
    return 0


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the day of the person at the keyboard


def _rule(code: str) -> Rule:
    known = rules()
    if code in known:
        return known[code]
    family = code.split(".", maxsplit=1)[0]
    near = [one for one in known if one.split(".", maxsplit=1)[0] == family]
    hint = f" ; possibles : {', '.join(near)}" if near else " ; « relais law rules » donne la liste"
    raise BadUsage(f"law clock : je ne connais pas la règle « {code} »{hint}")


def _given(options: argparse.Namespace) -> tuple[Given, Reception]:
    """The days told, and the window of reception."""
    if options.zone not in calendar().zones:
        raise BadUsage(f"law clock : zone inconnue « {options.zone} » ; possibles : {', '.join(calendar().zones)}")
    posted = _day("--posted", options.posted)
    received, until = _days("--received", options.received)
    asked, asked_until = _days("--asked", options.asked)
    within = reception(received=received, until=until, posted=posted)
    given = Given(
        received=within.first,
        posted=posted,
        complete=_day("--complete", options.complete),
        asked=asked,
        asked_until=asked_until,
        filed=_day("--filed", options.filed),
        rectification=_day("--rectification", options.rectification),
        answer=_day("--answer", options.answer),
        silence_reasons=_day("--silence-reasons", options.silence_reasons),
        zone=options.zone,
        remedies_missing=options.remedies_missing,
        suspended=tuple(_pause("--suspended", written) for written in options.suspended),
        interrupted=tuple(_pause("--interrupted", written) for written in options.interrupted),
    )
    return given, within


def _day(option: str, written: str | None) -> date | None:
    """A day written 2026-11-22, in the years that clocks accept."""
    if written is None:
        return None
    try:
        if _DATE.fullmatch(written):
            return checked(date.fromisoformat(written))
    except OutOfReachError as error:
        raise BadUsage(f"law clock : {option} : « {written} » est hors des années 2000 à 2100") from error
    except ValueError as error:
        raise BadUsage(f"law clock : {option} : le jour « {written} » n’existe pas") from error
    raise BadUsage(f"law clock : {option} : « {written} » n’est pas une date ; écrivez par exemple 2026-11-22")


def _days(option: str, written: str | None) -> tuple[date | None, date | None]:
    """A day, or two joined by «..»."""
    first, joined, last = (written or "").partition("..")
    return _day(option, first if written is not None else None), _day(option, last if joined else None)


def _pause(option: str, written: str) -> Pause:
    began, ended = _days(option, written)
    if began is None or ended is None:
        raise BadUsage(f"law clock : {option} : deux dates sont attendues, par exemple 2026-10-01..2026-11-02")
    return Pause(began, ended)


def _list(*, as_json: bool) -> int:
    found = rules().values()
    print(json.dumps(rules_document(found), ensure_ascii=False, indent=2) if as_json else rules_text(found, on=_today()))
    return 0


def _changed(path: Path, *, as_json: bool) -> int:
    try:
        found = compare(sources().values(), rules().values(), read_articles(path))
    except UnreadableArticlesError as error:
        raise BadUsage(f"law changed : {error}") from error
    document = json.dumps(comparison_document(found), ensure_ascii=False, indent=2)
    print(document if as_json else comparison_text(found, file=path.name))
    return 0

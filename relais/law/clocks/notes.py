"""What must be said beside the dates: what moved, what is unsure, what is missing, and that the letter received prevails.

What the engine says is a ``Sentence``, which a screen says again in its language; the notes of a row are French, as its table is.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from relais.kernel.sentences import LongDay, Sentence
from relais.law.clocks.counting import first_working, is_working
from relais.law.clocks.engine import Answer, Dated, reckon
from relais.law.clocks.given import Given
from relais.law.clocks.holidays import ABROAD, METROPOLE, calendar, holidays_of
from relais.law.clocks.sources import Source, sources

PREVAILS: Final = Sentence("Seul le courrier reçu fait foi.")
PROOF: Final = Sentence(
    "Preuve à demander\u00a0: enveloppe et cachet, avis de réception du recommandé (numéro de suivi), "
    "date de lecture dans l’espace en ligne, ou attestation de l’organisme qui a envoyé le courrier."
)
_ALSACE: Final = "alsace-moselle"
#: zones whose own administrative court judges: no longer time there, one more month before a court of the mainland (CJA R.421-7).
_NEAR: Final = (METROPOLE, _ALSACE)
_OPTIONS: Final = {
    "complete": "--complete",
    "asked": "--asked",
    "filed": "--filed",
    "rectification": "--rectification",
    "answer": "--answer",
    "silence_reasons": "--silence-reasons",
}


def notes(found: Answer, given: Given) -> tuple[str, ...]:
    """The sentences to print under the dates, in their order, each once."""
    if found.expired:
        return tuple(_expired(found))
    parts = (
        _reception(found, given), found.rule.notes, _dates(found, given), _not_franc(found, given), _missing(found, given),
        _pauses(found, given), _idle(found), _reading(found),
    )  # fmt: skip
    return tuple(dict.fromkeys((*(note for part in parts for note in part), PREVAILS)))


def _expired(found: Answer) -> Iterator[str]:
    yield Sentence(
        "On ne sait pas\u00a0: cette règle n’a pas été revérifiée depuis le {verified}, et sa validité a fini le {until}.",
        verified=LongDay(found.rule.verified_on),
        until=LongDay(found.rule.valid_until),
    )
    yield PREVAILS


def _reception(found: Answer, given: Given) -> Iterator[str]:
    if given.posted is not None:
        yield Sentence(
            "La date d’envoi ({posted}) ne fait pas partir le délai\u00a0: seule la réception compte.", posted=LongDay(given.posted)
        )
    if found.reception.known:
        return
    first, last = found.reception.first, found.reception.last
    yield Sentence(
        "Réception entre le {first} et le {last}\u00a0: la date sûre part du premier jour, la date légale du dernier.",
        first=LongDay(first),
        last=LongDay(last),
    )
    yield PROOF
    if given.posted == first:
        yield Sentence(
            "Le dernier jour suppose un recommandé gardé quinze jours au bureau de poste ({source}).", source=_said("poste-instance")
        )


def _said(code: str) -> str:
    return sources()[code].said


def _dates(found: Answer, given: Given) -> Iterator[str]:
    for dated in found.dates:
        yield from _silence(dated, given.zone)
        yield from _limit(dated, given)
    if found.reception.known:
        yield from _suspended(found.dates)
    if any(reckoning.overtaken for reckoning in found.reckonings) and given.answer is not None:
        yield Sentence("La réponse reçue le {answer} vient à temps\u00a0: le silence ne décide rien.", answer=LongDay(given.answer))
    late = [reckoning for reckoning in found.reckonings if _too_late_to_rectify(reckoning.dates, given)]
    if late and given.rectification is not None:
        yield Sentence(
            "La demande de rectification du {asked} vient après tous les délais\u00a0: elle ne les rouvre pas. "
            "Demandez une remise, et conseil à un point-justice.",
            asked=LongDay(given.rectification),
        )


def _too_late_to_rectify(dates: tuple[Dated, ...], given: Given) -> bool:
    appeal = next((dated for dated in dates if dated.code == "cra"), None)
    return given.rectification is not None and appeal is not None and given.rectification > appeal.legal


def _silence(dated: Dated, zone: str) -> Iterator[str]:
    if dated.meaning not in ("acceptation", "refus"):
        return
    if not is_working(dated.legal, zone):
        yield Sentence(
            "Le {day} n’est pas un jour ouvré, et la date ne bouge pas\u00a0: le silence n’est pas un acte à faire ({source}).",
            day=LongDay(dated.legal),
            source=_said("notaires-2024"),
        )
    if dated.meaning == "acceptation":
        yield Sentence(
            "Vous pouvez vous prévaloir de l’accord à partir du lendemain, le {day} ({source}).",
            day=LongDay(dated.legal + timedelta(days=1)),
            source=_said("ce-496754"),
        )


def _suspended(dates: tuple[Dated, ...]) -> Iterator[str]:
    for dated in dates:
        if dated.meaning == "refus" and dated.safe != dated.legal and dated.step is not None and dated.step.completion == "suspend":
            yield Sentence(
                "Le délai s’est arrêté un temps qui n’est pas connu\u00a0: le refus naît entre le {safe} et le {legal}. "
                "Retrouvez la date de la demande de pièces.",
                safe=LongDay(dated.safe),
                legal=LongDay(dated.legal),
            )


def _limit(dated: Dated, given: Given) -> Iterator[str]:
    step = dated.step
    if dated.meaning != "limite" or step is None:
        return
    counted = dated.counted + timedelta(days=1) if step.franc else dated.counted
    if step.moves == "yes" and dated.legal > counted and not is_working(counted, given.zone):
        yield Sentence(
            "{why}\u00a0: le dernier jour passe au {legal} ({source}). N’attendez pas ce jour-là.",
            why=_why_closed(counted, given.zone),
            legal=LongDay(dated.legal),
            source=_said("cpc-642"),
        )
    if step.franc:
        yield Sentence(
            "Délai franc devant le tribunal administratif ({source})\u00a0: la date sûre n’y compte pas.", source=_said("ce-496138")
        )
    if dated.code in ("recours", "cra"):
        yield Sentence(
            "Recours envoyé par la poste à l’administration\u00a0: le cachet compte, gardez-en la preuve ({source}).",
            source=_said("crpa-l112-1"),
        )
    if step.moves == "unsure" and dated.safe < dated.legal:
        yield Sentence("Un dernier jour de fin de semaine ou férié ne se reporte pas sûrement ici\u00a0: gardez la date sûre.")
    if step.distance is not None:
        yield from _distance(step.distance, given.zone)
    if given.zone == _ALSACE:
        yield Sentence(
            "Le Vendredi saint n’est férié que dans certaines communes ({source})\u00a0: la date sûre n’y compte pas.",
            source=_said("ct-l3134-13"),
        )


def _not_franc(found: Answer, given: Given) -> Iterator[str]:
    """The other reading of a mandatory appeal before the administration: nobody wrote that its time is franc, so no date counts on it."""
    if found.rule.judge not in ("administratif", "selon"):
        return
    for dated in found.dates:
        step = dated.step
        if dated.code not in ("recours", "cra") or step is None or step.franc:
            continue
        other = first_working(dated.counted + timedelta(days=1), given.zone)
        if other > dated.legal:
            yield Sentence(
                "Si ce délai est franc, ce qui est à vérifier, il va jusqu’au {other}\u00a0: n’y comptez pas.", other=LongDay(other)
            )


def _why_closed(day: date, zone: str) -> Sentence:
    name = holidays_of(day.year, zone).get(day)
    if name:
        return Sentence("Le {day} est férié ({holiday})", day=LongDay(day), holiday=name)
    return Sentence("Le {day} est un jour de fin de semaine", day=LongDay(day))


def _distance(longer: Source, zone: str) -> Iterator[str]:
    if zone == ABROAD:
        yield Sentence(
            "Vous habitez à l’étranger\u00a0: deux mois de plus dans la date légale ({source}). La date sûre n’y compte pas.",
            source=longer.said,
        )
    elif zone not in _NEAR:
        yield Sentence(
            "Vous habitez outre-mer ({zone})\u00a0: un mois de plus si le tribunal siège en métropole ({source}). "
            "Les dates d’ici n’y comptent pas.",
            zone=calendar().zones[zone],
            source=longer.said,
        )


def _missing(found: Answer, given: Given) -> Iterator[str]:
    if not given.remedies_missing:
        return
    limits = [dated for dated in found.dates if dated.meaning == "limite"]
    if found.rule.judge == "none" or not limits:
        yield Sentence("L’absence des voies de recours ne change rien à cette règle.")
        return
    rule = "css-r142-1-a" if found.rule.judge == "judiciaire" else "cja-r421-5"
    yield Sentence(
        "Le courrier ne dit pas les recours\u00a0: délai peut-être non opposable ({source}). Agissez quand même avant le {day}.",
        source=_said(rule),
        day=LongDay(min(dated.safe for dated in limits)),
    )


def _pauses(found: Answer, given: Given) -> Iterator[str]:
    if not (given.suspended or given.interrupted):
        return
    plain = [reckon(found.rule, replace(one.given, suspended=(), interrupted=())).dates for one in found.reckonings]
    if all(one.dates == dates for one, dates in zip(found.reckonings, plain, strict=True)):
        yield Sentence("L’arrêt du délai ne change rien ici\u00a0: il ne tombe pas pendant un délai qui court.")


def _idle(found: Answer) -> Iterator[str]:
    named = sorted({name for reckoning in found.reckonings for name in reckoning.idle})
    if named:
        yield Sentence("Sans effet sur cette règle\u00a0: {options}.", options=tuple(_OPTIONS[name] for name in named))


def _reading(found: Answer) -> Iterator[str]:
    if not found.dates:
        yield Sentence("Cette règle ne donne pas de date à calculer\u00a0: lisez ce qu’elle dit.")
    if found.rule.mark == "M":
        yield Sentence("À vérifier\u00a0: au moins un texte de cette règle n’a pas été relu.")
    elif found.rule.mark == "P":
        yield Sentence("Au moins un texte de cette règle a été lu dans une page publique qui le rapporte, non à sa source.")

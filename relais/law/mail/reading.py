"""Strict reading of the types of letters received: every problem is told with its file, its key and an example; nothing loads halfway.

Words of the files are French. A sentence cites a source written in the file, in ``sources.yaml`` of this room, or in that of the clocks.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from relais.law.clocks.sources import sources as clock_sources
from relais.law.clocks.tables import rules
from relais.law.letters.catalogue import letters
from relais.law.letters.letter import Kind
from relais.law.mail.mail import FACTS, MOST_FACTS, MOST_FIRST, RECEIVED, SENDERS, WRITTEN, Asked, Contact, Mail, Reply, Start
from relais.law.rights.card import Reference
from relais.law.rights.reading import Fields, SheetRefused, read_yaml
from relais.law.sheets.catalogue import national as sheets
from relais.law.sheets.reading import Sentences, matching, references_of

EXAMPLES: Mapping[str, str] = {
    "code": "code: refus_cantine",
    "titre": "titre: La mairie refuse le tarif réduit",
    "nom": "nom: Refus de tarif social",
    "expediteurs": f"expediteurs: [caf] (possibles : {', '.join(SENDERS)})",
    "vu": "vu: Le mot « refus » en gras, sans somme",
    "aspect": "aspect: [Une page avec le logo de la mairie.]",
    "imprime": "imprime: [tarif social, quotient]",
    "mots": "mots: [cantine, tarif]",
    "faits": f"faits: [montant] (possibles : {', '.join(FACTS)})",
    "sens": "sens: [{mots: La mairie dit non., source: reglement}]",
    "mois": "mois: [Vous payez le plein tarif.]",
    "horloges": "horloges: [recours.tribunal_administratif]",
    "sans_horloge": "sans_horloge: La date est écrite dans la lettre.",
    "dabord": "dabord: [Gardez l’enveloppe.]",
    "appeler": "appeler: [{qui: La mairie, mots: Demandez le service des écoles.}]",
    "qui": "qui: La mairie",
    "courriers": "courriers: [{lettre: motifs_decision, pour: Demander pourquoi.}]",
    "lettre": "lettre: motifs_decision",
    "sources": "sources: {reglement: {texte: Délibération du 12 mars 2026, lu_le: 2026-03-12, marque: P}}",
    "source": "source: reglement, et le texte sous « sources: reglement: … »",
    "verifie_le": "verifie_le: 2026-03-12",
    "verifie_par": "verifie_par: Service social du CCAS",
}
SHARED = Path(__file__).with_name("sources.yaml")
_CODE = re.compile(r"[a-z][a-z0-9_]{2,39}")
_NUMBER = re.compile(r"\d[\d ]{2,15}")
_USUAL_START = Start("Quel jour avez-vous reçu cette lettre ?", "", "Sinon, quelle est la date de la lettre ou du cachet ?", True)


@cache
def shared_references() -> Mapping[str, Reference]:
    """The texts that several types cite: those of this room, then those of the clocks."""
    problems: list[str] = []
    fields = Fields({"sources": read_yaml(SHARED)}, SHARED.name, problems, examples=EXAMPLES)
    own = references_of(fields)
    if problems:
        raise SheetRefused(problems)
    theirs = {code: Reference(source.text, "", source.read_on, source.mark) for code, source in clock_sources().items()}
    return {**theirs, **own}


def read_data(data: object, name: str) -> Mail:
    """The type written in ``data``; ``name``: what the messages call the file."""
    problems: list[str] = []
    fields = Fields(data, name, problems, examples=EXAMPLES)
    own = references_of(fields)
    reader = Sentences(own, shared_references())
    values: dict[str, Any] = {
        "code": matching(fields, "code", _CODE, "3 à 40 lettres minuscules sans accent, chiffres ou « _ »") or _missing(fields, "code"),
        "title": fields.text("titre", longest=90),
        "name": fields.text("nom", longest=120),
        "senders": _known(fields, "expediteurs", tuple(SENDERS), at_least=1),
        "seen": fields.text("vu", longest=140),
        "look": reader.sentences(fields, "aspect", at_least=2),
        "printed": fields.texts("imprime", at_least=1),
        "words": fields.texts("mots", at_least=2),
        "urgent": _one(fields, "urgence", reader),
        "start": _start(fields),
        "asked": _asked(fields),
        "meaning": reader.sentences(fields, "sens", at_least=1),
        "month": reader.sentences(fields, "mois", at_least=1),
        "clocks": _known(fields, "horloges", tuple(rules())),
        "no_clock": _one(fields, "sans_horloge", reader),
        "first": reader.sentences(fields, "dabord", at_least=2),
        "contacts": tuple(_contact(group, reader) for group in fields.groups("appeler", at_least=1)),
        "avoid": reader.sentences(fields, "eviter", at_least=1),
        "replies": tuple(_reply(group) for group in fields.groups("courriers")),
        "sheets": _known(fields, "fiches", tuple(sheets())),
        "mediation": fields.text("mediation", longest=60) if fields.has("mediation") else "",
        "verified_on": fields.day("verifie_le", required=True) or date.min,
        "verified_by": fields.text("verifie_par", longest=90),
        "valid_until": fields.day("valable_jusqu_au"),
        "owner": fields.text("structure", required=False, longest=60),
    }
    fields.finish()
    cited = {key: reader.references.get(key) or reader.shared.get(key) for key in sorted(reader.used)}
    mail = Mail(**values, references=tuple((key, found) for key, found in cited.items() if found is not None))
    _check(mail, fields, unused=set(own) - reader.used)
    if problems:
        raise SheetRefused(problems)
    return mail


def _missing(fields: Fields, key: str) -> str:
    fields.refuse(key, "un texte est attendu")
    return ""


def _known(fields: Fields, key: str, possible: tuple[str, ...], *, at_least: int = 0) -> tuple[str, ...]:
    given = fields.texts(key, at_least=at_least)
    for word in given:
        if word not in possible:
            fields.refuse(key, f"« {word} » n’est pas prévu ; possibles : {', '.join(possible)}")
    return given


def _one(fields: Fields, key: str, reader: Sentences) -> Any:  # noqa: ANN401 - Said or None, told by the annotation of Mail
    value = fields.take(key)
    return None if value is None else reader.item(value, fields, key, 0)


def _start(fields: Fields) -> Start:
    if not fields.has("depart"):
        return _USUAL_START
    group = Fields(fields.mapping("depart"), f"{fields.where}, depart", fields.problems, examples=fields.examples)
    start = Start(
        question=group.text("question", longest=120),
        hint=group.text("aide", required=False, longest=160),
        instead=group.text("sinon", longest=120),
        letter=group.flag("cette_lettre", default=True),
    )
    group.finish()
    return start


def _asked(fields: Fields) -> tuple[Asked, ...]:
    value = fields.take("faits")
    items = [] if value is None else value
    if not isinstance(items, list):
        fields.refuse("faits", "une liste est attendue")
        return ()
    if len(items) > MOST_FACTS:
        fields.refuse("faits", f"au plus {MOST_FACTS} : deux ou trois suffisent")
    return tuple(_one_asked(item, fields, rank) for rank, item in enumerate(items, 1))


def _one_asked(item: object, fields: Fields, rank: int) -> Asked:
    written = {"fait": item} if isinstance(item, str) else item
    group = Fields(written, f"{fields.where}, faits n° {rank}", fields.problems, examples=fields.examples)
    fact = group.word("fait", tuple(FACTS))
    usual = FACTS[fact]
    question, hint = group.text("question", required=False, longest=120), group.text("aide", required=False, longest=160)
    group.finish()
    return Asked(fact, question or usual.question, hint or usual.hint)


def _contact(fields: Fields, reader: Sentences) -> Contact:
    who = fields.text("qui", longest=90)
    number = matching(fields, "numero", _NUMBER, "un numéro de téléphone, entre guillemets")
    lever = _one(fields, "levier", reader)
    return Contact(who, reader.said(fields, sourced=bool(number)), number, lever)


def _reply(fields: Fields) -> Reply:
    code, purpose, answers = fields.text("lettre", longest=40), fields.text("pour", longest=160), fields.mapping("avec")
    takes = {name: str(fact) for name, fact in fields.mapping("reprend").items()}
    known = letters().get(code)
    if code and known is None:
        fields.refuse("lettre", f"« {code} » n’est pas un courrier national")
    for name, answer in answers.items():
        choice = next((one for one in known.fields if one.code == name and one.kind is Kind.CHOICE), None) if known else None
        if known and (choice is None or answer not in choice.choices):
            possible = f" ; possibles : {', '.join(choice.choices)}" if choice else ""
            fields.refuse("avec", f"« {name}: {answer} » n’est pas un choix de ce courrier{possible}")
    for name, fact in takes.items():
        if known and name not in {one.code for one in known.fields}:
            fields.refuse("reprend", f"« {name} » n’est pas une question de ce courrier")
        if fact not in (RECEIVED, WRITTEN, *FACTS):
            fields.refuse("reprend", f"« {fact} » n’est pas prévu ; possibles : {', '.join((RECEIVED, WRITTEN, *FACTS))}")
    clock = fields.text("delai", required=False, longest=60)
    if clock and (clock not in rules() or rules()[clock].family not in ("recours", "indu")):
        fields.refuse("delai", f"« {clock} » n’est pas un délai de recours ou de trop-perçu ; voir relais law rules")
    fields.finish()
    return Reply(code, purpose, {name: str(answer) for name, answer in answers.items()}, takes, clock)


def _check(mail: Mail, fields: Fields, *, unused: set[str]) -> None:
    """What one key alone cannot tell."""
    if bool(mail.clocks) == (mail.no_clock is not None):
        fields.refuse("horloges", "écrivez soit les délais qui partent, soit « sans_horloge: … » qui dit pourquoi")
    if len(mail.first) > MOST_FIRST:
        fields.refuse("dabord", f"au plus {MOST_FIRST} gestes : le reste est dans la fiche")
    if mail.mediation and mail.mediation not in rules():
        fields.refuse("mediation", f"« {mail.mediation} » n’est pas une règle ; exemple : mediateur.caisse")
    for key in sorted(unused):
        fields.refuse("sources", f"« {key} » ne sert à aucune phrase : retirez-la, ou citez-la")

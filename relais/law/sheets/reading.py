"""Strict reading of the sheets of procedures; every problem is told with its file, its key and an example, and nothing loads halfway."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from relais.law.rights.card import Reference
from relais.law.rights.catalogue import catalogue as rights
from relais.law.rights.reading import Fields, SheetRefused
from relais.law.sheets.sheet import CHANNELS, NEEDS, PICTOGRAMS, Channel, ForPerson, Said, Sheet, Step

EXAMPLES: Mapping[str, str] = {
    "code": "code: aide_cantine",
    "titre": "titre: Demander l’aide à la cantine",
    "court": "court: Aide cantine (25 signes au plus)",
    "besoins": "besoins: [argent]",
    "organisme": "organisme: le CCAS",
    "resume": "resume: Le CCAS paie une partie de la cantine.",
    "mots": "mots: [cantine, repas des enfants]",
    "canaux": "canaux: [{moyen: guichet, mots: Accueil du CCAS, source: reglement}]",
    "moyen": "moyen: guichet",
    "formulaire": 'formulaire: "12504"',
    "numero": 'numero: "3646"',
    "adresse": "adresse: www.ameli.fr",
    "source": "source: reglement, et le texte sous « sources: reglement: … »",
    "sources": "sources: {reglement: {texte: Délibération du 12 mars 2026, lu_le: 2026-03-12, marque: P}}",
    "marque": "marque: P (V texte de loi lu, P page lue, M de mémoire : la fiche dira « à vérifier »)",
    "verifie_le": "verifie_le: 2026-03-12",
    "verifie_par": "verifie_par: Service social du CCAS",
    "picto": "picto: telephoner",
    "etapes": "etapes: [Remplissez le formulaire.]",
    "personne": "personne: {titre: …, phrase: …, apporter: […], etapes: [{picto: remplir, mots: …}], aide: …}",
    "regle": "regle: silence.c2s",
}
_CODE = re.compile(r"[a-z][a-z0-9_]{2,39}")
_FORM = re.compile(r"\d{5}")
_NUMBER = re.compile(r"\d[\d ]{2,15}")
_ADDRESS = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}(/[\w./-]*)?")
_RULE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)?")
#: flags of the file that say there is nothing, rather than forget to say.
NO_SCREENLESS, NO_SILENCE, NO_RENEWAL = "aucun_canal_non_numerique", "sans_silence", "sans_renouvellement"


def read_data(data: object, name: str) -> Sheet:
    """The sheet written in ``data``; ``name``: what the messages call the file."""
    problems: list[str] = []
    fields = Fields(data, name, problems, examples=EXAMPLES)
    references = references_of(fields)
    reader = Sentences(references)
    values: dict[str, Any] = {
        "code": fields.text("code", longest=40),
        "title": fields.text("titre", longest=90),
        "short": fields.text("court", longest=25),
        "needs": fields.texts("besoins", at_least=1),
        "organisme": fields.text("organisme", longest=90),
        "summary": fields.text("resume", longest=260),
        "words": fields.texts("mots", at_least=1),
        "rights": fields.texts("droits"),
        "channels": tuple(reader.channel(group) for group in fields.groups("canaux", at_least=1)),
        "filers": reader.sentences(fields, "pour_elle"),
        "levers": reader.sentences(fields, "leviers"),
        "bring": reader.sentences(fields, "apporter", at_least=1),
        "traps": reader.sentences(fields, "pieges", at_least=1),
        "steps": reader.sentences(fields, "etapes", at_least=1),
        "silence": reader.one(fields, "silence", absent=NO_SILENCE),
        "appeals": reader.sentences(fields, "recours"),
        "renewal": reader.one(fields, "renouvellement", absent=NO_RENEWAL),
        "verified_on": fields.day("verifie_le", required=True) or date.min,
        "verified_by": fields.text("verifie_par", longest=90),
        "valid_until": fields.day("valable_jusqu_au"),
        "owner": fields.text("structure", required=False, longest=60),
        "person": _person(Fields(fields.mapping("personne"), f"{name}, personne", problems, examples=EXAMPLES)),
        "references": tuple(references.items()),
    }
    screen_only = fields.flag(NO_SCREENLESS, default=False)
    fields.finish()
    sheet = Sheet(**values)
    _check(sheet, fields, screen_only=screen_only, used=reader.used)
    if problems:
        raise SheetRefused(problems)
    return sheet


class Sentences:
    """Reads sentences and remembers which references they rest on. ``shared``: references of other files, cited as they are."""

    def __init__(self, references: Mapping[str, Reference], shared: Mapping[str, Reference] | None = None) -> None:
        self.references = references
        self.shared = shared or {}
        self.used: set[str] = set()

    def sentences(self, fields: Fields, key: str, *, at_least: int = 0) -> tuple[Said, ...]:
        """A list whose items are a text (advice of practice) or a group with its source (a fact)."""
        value = fields.take(key)
        items = [] if value is None else value
        if not isinstance(items, list):
            fields.refuse(key, "une liste est attendue")
            return ()
        if len(items) < at_least:
            fields.refuse(key, f"au moins {at_least} élément attendu")
        return tuple(self.item(item, fields, key, rank) for rank, item in enumerate(items, 1))

    def one(self, fields: Fields, key: str, *, absent: str) -> Said | None:
        """A group, or None when the file says with ``absent`` that there is none."""
        nothing = fields.flag(absent, default=False)
        value = fields.take(key)
        if nothing == (value is not None):
            fields.refuse(key, f"écrivez soit cette clé, soit « {absent}: true »")
        return None if value is None else self.item(value, fields, key, 0)

    def channel(self, fields: Fields) -> Channel:
        """One way to do the procedure; a telephone needs its number."""
        kind = fields.word("moyen", tuple(CHANNELS))
        form = matching(fields, "formulaire", _FORM, "un numéro cerfa à cinq chiffres, entre guillemets")
        number = matching(fields, "numero", _NUMBER, "un numéro de téléphone, entre guillemets")
        address = matching(fields, "adresse", _ADDRESS, "une adresse sans https:// ni espace")
        return Channel(kind, self.said(fields), form=form, number=number, address=address)

    def item(self, item: object, fields: Fields, key: str, rank: int) -> Said:
        """One item of a list: a plain text (advice of practice) or a group."""
        where = f"{fields.where}, {key}{f' n° {rank}' if rank else ''}"
        if isinstance(item, str) and item.strip():
            return Said(item.strip())
        return self.said(Fields(item, where, fields.problems, examples=fields.examples))

    def said(self, fields: Fields, *, sourced: bool = True) -> Said:
        """A sentence with its source, whose mark says whether it is to check; ``sourced``: false for an advice of practice."""
        words = fields.text("mots")
        source = fields.text("source", required=sourced, longest=40)
        rule = matching(fields, "regle", _RULE, "le code d’une règle de délai")
        unverified = fields.flag("a_verifier", default=False)
        known = self.references.get(source) or self.shared.get(source)
        if source and known is None:
            fields.refuse("source", f"« {source} » n’est pas sous « sources » ; possibles : {', '.join(self.references) or 'aucune'}")
        if source:
            self.used.add(source)
        fields.finish()
        return Said(words, source, unverified or (known is not None and known.mark == "M"), rule)


def matching(fields: Fields, key: str, shape: re.Pattern[str], expected: str) -> str:
    """A text of this shape, "" when absent; refused with what was expected."""
    text = fields.text(key, required=False, longest=90) if fields.has(key) else ""
    if text and not shape.fullmatch(text):
        fields.refuse(key, f"« {text} » : {expected}")
    return text


def references_of(fields: Fields) -> dict[str, Reference]:
    """The references written under «sources», by key."""
    found: dict[str, Reference] = {}
    for key, item in fields.mapping("sources").items():
        group = Fields(item, f"{fields.where}, sources, {key}", fields.problems, examples=fields.examples)
        text, url = group.text("texte"), group.text("url", required=False)
        found[key] = Reference(text, url, group.day("lu_le", required=True), group.word("marque", ("V", "P", "M")))
        if url and not url.startswith("https://"):
            group.refuse("url", "une adresse qui commence par https:// est attendue")
        group.finish()
    return found


def _person(fields: Fields) -> ForPerson:
    person = ForPerson(
        title=fields.text("titre", longest=60),
        why=fields.text("phrase", longest=160),
        bring=fields.texts("apporter", at_least=1),
        steps=tuple(_step(group) for group in fields.groups("etapes", at_least=2)),
        help=fields.text("aide", longest=160),
        care=fields.text("attention", required=False, longest=200),
    )
    if len(person.bring) > 6 or len(person.steps) > 6:
        fields.refuse("etapes", "six papiers et six étapes au plus : la feuille tient sur deux pages")
    fields.finish()
    return person


def _step(fields: Fields) -> Step:
    step = Step(fields.word("picto", PICTOGRAMS), fields.text("mots", longest=140))
    fields.finish()
    return step


def _check(sheet: Sheet, fields: Fields, *, screen_only: bool, used: set[str]) -> None:
    """What one key alone cannot tell."""
    if sheet.code and not _CODE.fullmatch(sheet.code):
        fields.refuse("code", "3 à 40 lettres minuscules sans accent, chiffres ou « _ »")
    _refuse_unknown(fields, "besoins", sheet.needs, tuple(NEEDS))
    _refuse_unknown(fields, "droits", sheet.rights, tuple(rights()))
    if screen_only == sheet.offline:
        fields.refuse("canaux", f"au moins un moyen sans écran, ou bien « {NO_SCREENLESS}: true », jamais les deux")
    for rank, channel in enumerate(sheet.channels, 1):
        if channel.kind == "téléphone" and not channel.number:
            fields.refuse("canaux", f"le moyen n° {rank} est un téléphone : écrivez « numero »")
    for key in sorted(set(dict(sheet.references)) - used):
        fields.refuse("sources", f"« {key} » ne sert à aucune phrase : retirez-la, ou citez-la")


def _refuse_unknown(fields: Fields, key: str, given: Sequence[str], known: tuple[str, ...]) -> None:
    for word in given:
        if word not in known:
            fields.refuse(key, f"« {word} » n’est pas prévu ; possibles : {', '.join(known)}")

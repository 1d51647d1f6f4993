"""Strict reading of the files of letters: front matter in YAML, then the body. Every problem is kept with its file and its key.

A structure writes its own in the same form (docs/areas/letters.md); nothing is guessed over, and a letter with a problem is not offered.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from relais.kernel.yaml_text import yaml_value
from relais.law.letters.body import Block, BodyRefused, Condition, Line, condition, read_body
from relais.law.letters.letter import COMMON, MARKS, SENDING, SITUATIONS, Field, Kind, Letter, Reference
from relais.law.rights.reading import Fields, SheetRefused

_CODE = re.compile(r"[a-z][a-z0-9_]{2,39}")
_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")
_LONGEST: Mapping[Kind, int] = {Kind.LONG: 3000, Kind.LINES: 1500, Kind.ADDRESS: 500, Kind.AMOUNT: 20, Kind.DATE: 20}
EXAMPLES: Mapping[str, str] = {
    "code": "code: demande_de_rendez_vous",
    "titre": "titre: Demander un rendez-vous au service du logement",
    "but": "but: Le service vous reçoit et répond à vos questions.",
    "situation": "situation: demander",
    "mots": "mots: [rendez-vous, guichet]",
    "destinataire": "destinataire: Service du logement",
    "ou": "ou: L’adresse est en haut du courrier reçu.",
    "envoi": "envoi: simple",
    "quand": "quand: Dès que vous pouvez.",
    "sans_reponse": "sans_reponse: Après un mois, appelez le service.",
    "objet": "objet: Demande de rendez-vous",
    "references": "references: [{texte: Règlement du service, marque: P, verifie_le: 2026-11-22}]",
    "texte": "texte: Code des relations entre le public et l’administration, article L. 112-3",
    "marque": "marque: V",
    "verifie_le": "verifie_le: 2026-11-22",
    "champs": "champs: [{code: motif, genre: long, question: Pourquoi écrivez-vous ?}]",
    "genre": "genre: texte",
    "question": "question: Quel est votre numéro d’allocataire ?",
    "choix": "choix: {caf: la CAF, msa: la MSA}",
    "si": "si: organisme = caf",
    "exemple": "exemple: 1234567 A",
}


def load(paths: Iterable[Path], *, local: bool = False) -> list[Letter]:
    """The letters of these files, in their order; SheetRefused with the problems of all of them when one is not usable."""
    problems: list[str] = []
    letters: dict[str, Letter] = {}
    for path in paths:
        letter = _read(path, problems, local=local)
        if letter is None:
            continue
        if letter.code in letters:
            problems.append(f"{path.name}, clé « code » : « {letter.code} » est déjà dans un autre fichier.")
        letters[letter.code] = letter
    if problems:
        raise SheetRefused(problems)
    return list(letters.values())


def _read(path: Path, problems: list[str], *, local: bool) -> Letter | None:
    try:
        head, body = _parts(path)
    except SheetRefused as refused:
        problems += refused.problems
        return None
    fields = Fields(head, path.name, problems, examples=EXAMPLES)
    letter = _letter(fields, body, local=local)
    fields.finish()
    _check(letter, path.name, problems)
    return letter


def _parts(path: Path) -> tuple[object, str]:
    """Front matter and body; SheetRefused when the file has not both."""
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SheetRefused([f"{path.name} : fichier illisible ({type(error).__name__}). Enregistrez-le en UTF-8."]) from error
    found = re.fullmatch(r"\ufeff?---\n(.*?)\n---\n(.*)", text, re.DOTALL)
    if found is None:
        raise SheetRefused(
            [f"{path.name} : le fichier commence par une ligne « --- », puis les clés, puis une ligne « --- », puis le texte."]
        )
    try:
        return yaml_value(found[1]), found[2]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # the first line of the file is «---»
        line = f" à la ligne {mark.line + 2}" if mark is not None else ""
        raise SheetRefused([f"{path.name} : le YAML est mal écrit{line}. Vérifiez les espaces et les guillemets."]) from error


def _letter(fields: Fields, body: str, *, local: bool) -> Letter:
    code = fields.text("code", longest=40)
    if code and not _CODE.fullmatch(code):
        fields.refuse("code", "3 à 40 lettres minuscules sans accent, chiffres ou « _ »")
    return Letter(
        code=code,
        title=fields.text("titre", longest=90),
        purpose=fields.text("but", longest=240),
        situation=fields.word("situation", tuple(SITUATIONS)),
        words=fields.texts("mots", at_least=1),
        recipient=fields.text("destinataire", longest=200),
        where=fields.text("ou", longest=300),
        sending=fields.word("envoi", tuple(SENDING)),
        when=fields.text("quand", longest=400),
        silence=fields.text("sans_reponse", longest=500),
        subject=fields.text("objet", longest=160),
        greeting=fields.text("appel", required=False, longest=80) or "Madame, Monsieur,",
        cautions=fields.texts("attention"),
        references=tuple(_reference(group) for group in fields.groups("references", at_least=1)),
        fields=tuple(_field(group) for group in fields.groups("champs")),
        enclosures=_blocks(fields, "pieces", "\n".join(f"- {one}" for one in _enclosed(fields))),
        body=_blocks(fields, "", body),
        local=local,
    )


def _enclosed(fields: Fields) -> tuple[str, ...]:
    """The enclosures as lines of a list: the condition of a line stands before its dash."""
    return fields.texts("pieces")


def _blocks(fields: Fields, key: str, text: str) -> tuple[Block, ...]:
    # an item writes its condition after the dash in a list of YAML, before it in a body
    text = re.sub(r"^- (\[si [^\]]*\]) ?", r"\1 - ", text, flags=re.MULTILINE)
    try:
        blocks = read_body(text)
    except BodyRefused as refused:
        fields.refuse(key, f"dans le texte, {refused}" if not key else str(refused))
        return ()
    if not key and not blocks:
        fields.refuse("", "le texte de la lettre manque après la seconde ligne « --- »")
    return blocks


def _reference(fields: Fields) -> Reference:
    mark = fields.word("marque", MARKS)
    reference = Reference(
        text=fields.text("texte"),
        mark=mark,
        checked_on=fields.day("verifie_le", required=mark != "M"),
        note=fields.text("note", required=False),
    )
    fields.finish()
    return reference


def _field(fields: Fields) -> Field:
    code = fields.text("code", longest=30)
    if code and not _NAME.fullmatch(code):
        fields.refuse("code", "lettres minuscules sans accent, chiffres ou « _ »")
    if code in COMMON:
        fields.refuse("code", f"« {code} » est demandé pour tous les courriers ; écrivez {{{code}}} sans le déclarer")
    kind = Kind(fields.word("genre", tuple(Kind)))
    choices = {name: str(words) for name, words in fields.mapping("choix").items()}
    if (kind is Kind.CHOICE) is not bool(choices):
        fields.refuse("choix", "un champ « choix » donne ses réponses possibles, et lui seul")
    longest = fields.number("longueur")
    field = Field(
        code=code,
        kind=kind,
        question=fields.text("question", longest=160),
        hint=fields.text("aide", required=False),
        optional=fields.flag("facultatif", default=False),
        when=_condition(fields),
        choices=choices,
        longest=int(longest) if longest else _LONGEST.get(kind, 200),
        example=fields.text("exemple", required=kind in (Kind.TEXT, Kind.LONG, Kind.LINES), longest=600),
        past=fields.flag("passe", default=False),
    )
    fields.finish()
    return field


def _condition(fields: Fields) -> Condition | None:
    words = fields.text("si", required=False)
    if not words:
        return None
    try:
        return condition(words)
    except BodyRefused as refused:
        fields.refuse("si", str(refused))
        return None


# ---- what the parts say of each other ----------------------------------------------------------------------------------
def _check(letter: Letter, where: str, problems: list[str]) -> None:
    """Blanks and conditions name declared fields; a field that may be empty is written only when it is not."""
    declared = {field.code: field for field in letter.fields}
    if len(declared) < len(letter.fields):
        problems.append(f"{where}, clé « champs » : deux champs portent le même code.")
    lines = [line for block in (*letter.body, *letter.enclosures) for line in block.lines]
    lines.append(Line(letter.subject))
    asked: set[str] = set()
    for field in letter.fields:
        if field.when is not None:
            _check_condition(field.when, {code: declared[code] for code in asked}, f"{where}, champ « {field.code} », clé « si »", problems)
        asked.add(field.code)
    for line in lines:
        _check_line(line, declared, where, problems)
    used = {name for line in lines for name in line.blanks | (line.when.fields if line.when else frozenset())}
    used |= {name for field in letter.fields if field.when for name in field.when.fields}
    problems += [f"{where}, champ « {code} » : il n’est écrit nulle part dans la lettre." for code in declared if code not in used]


def _check_line(line: Line, declared: Mapping[str, Field], where: str, problems: list[str]) -> None:
    if line.when is not None:
        _check_condition(line.when, declared, f"{where}, « [si {line.when.words}] »", problems)
    known = line.when.fields if line.when else frozenset()
    for blank in sorted(line.blanks - COMMON):
        field = declared.get(blank)
        if field is None:
            problems.append(f"{where} : « {{{blank}}} » n’est pas un champ. Déclarez-le sous « champs ».")
        elif field.kind is Kind.FLAG:
            problems.append(f"{where} : « {blank} » est une case, elle ne s’écrit pas. Commencez la ligne par « [si {blank}] ».")
        elif blank not in known and (field.optional or not _gate(field) <= known):
            problems.append(f"{where} : « {{{blank}}} » peut être vide. Commencez sa ligne par « [si {blank}] ».")


def _gate(field: Field) -> frozenset[str]:
    return field.when.fields if field.when else frozenset()


def _check_condition(when: Condition, declared: Mapping[str, Field], where: str, problems: list[str]) -> None:
    for part in when.parts:
        field = declared.get(part.field)
        if field is None:
            if part.field not in COMMON:
                problems.append(f"{where} : « {part.field} » n’est pas un champ déclaré avant.")
            continue
        unknown = [value for value in part.values if value not in field.choices]
        if unknown:
            problems.append(
                f"{where} : « {unknown[0]} » n’est pas une réponse de « {field.code} » ({', '.join(field.choices) or 'aucun choix'})."
            )

"""Rarer ways to write a secret: on the line below its label, in words, as the birth date that it is, between brackets, beside a card.

Each is a pattern of its own, weighed as in ``secrets``: what is ordinary, lost or merely told about is left alone.
"""

import re
from collections.abc import Iterator

from relais.kernel.guards import vocabulary as words
from relais.kernel.guards.finding import Kind
from relais.kernel.guards.numbers import Span

_SECRET = rf"(?:{words.PASSWORD}s?|codes? (?:de (?:la |sa )?|du |d')?{words.SECRET_CODE}|(?:code )?(?:pin|puk)|cryptogramme)"
_FEW = r"(?:[ '][\w'-]{1,20}){0,4}?"
#: a label alone at the end of its line, whose value is the line below: how a mail or a text message is pasted.
_LABEL_ENDS = re.compile(rf"(?<!\w){_SECRET}(?!\w){_FEW}\s*[:=]?\s*$")
_VALUE_BELOW = re.compile(r"(?:[^\S\n]*\n)?[^\S\n]*[:=>-]*[^\S\n]*(\S{4,64})[^\S\n]*(?:\n|$)")
_LOST = re.compile(rf"\b{words.LOST}")
_FIGURE = r"(?:zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf)"
_IN_WORDS = re.compile(rf"(?<!\w){_SECRET}(?!\w){_FEW}\s*(?:[:=]|c'est|est|,)?\s+(?P<value>{_FIGURE}(?:[ ,.-]+{_FIGURE}){{3,7}})(?!\w)")
#: «mdp : sa date de naissance» says the password as well as the date would.
_TOLD = re.compile(
    rf"(?<!\w)(?!questions?){words.PASSWORD}s?(?!\w){_FEW}\s*(?:[:=]|c'est|est)\s*"
    r"(?P<value>(?:sa |la |une )?(?:date de naissance|annee de naissance|date d'anniversaire|prenom d[eu]|nom d[eu])[^.;\n]{0,60})"
)
_BETWEEN_BRACKETS = re.compile(rf"(?<!\w){words.PASSWORD}s?(?!\w){_FEW} ?\(\s*(?P<value>[^\s()]{{6,40}})\s*\)")
_ANSWER = re.compile(r"(?<!\w)questions? secretes?(?!\w)[^\n]{0,80}?\breponses?\s*[:=]?\s*(?:est |c'est )?(?P<value>[^\s,;.]{3,40})")
_BESIDE_CARD = re.compile(r"(?<!\w)(?:crypto|crypt|cvv|cvc)\.?\s*[:=]?\s*(?P<value>\d{3,4})(?!\d)")
_SAFE = re.compile(r"(?<!\w)coffre(?:-fort)?\b[^\n\d]{0,20}\bcode\s*[:=]?\s*(?P<value>\d{4,8})(?!\w)")
_COUNTED_BEFORE = re.compile(rf"(?<!\w)code {words.SECRET_CODE}[a-z ]{{0,20}}\d chiffres\s*[:=]?\s*(?P<value>\d{{4,8}})(?!\w)")
_TYPED_IN = re.compile(
    r"(?<!\w)(?:tap(?:e|er|ez)|compos(?:e|er|ez)|fai(?:t|re|tes)) (?:le )?(?P<value>\d{4})(?!\d)"
    r" (?:pour|avec|sur|au) (?:la |sa |ma )?(?:carte|cb|distributeur)(?!\w)"
)
#: «mot de passe ordi 2580»: figures that open a machine, said in one breath.
_OF_A_MACHINE = re.compile(
    rf"(?<!\w){words.PASSWORD}s? (?:de (?:l'|la |son |sa )?|du )?(?:ordi|ordinateur|pc|tablette|ipad|iphone|smartphone|session|windows)"
    r" (?P<value>\d{4,8})(?=\s*(?:[.,;!)\n]|$))"
)
#: «code de la carte vitale non, carte de retrait 1907»: the code is of the second card.
_OF_THE_OTHER_CARD = re.compile(
    r"(?<!\w)codes? (?:de |pour )[^\n.;:\d]{3,40}\bcarte (?:de retrait|bleue|bancaire) (?P<value>\d{4})(?=\s*(?:[.,;!)\n]|$))"
)
#: «pwd soleil», alone on its line: nobody writes this abbreviation in a sentence.
_ONE_WORD = re.compile(
    rf"(?:^|\n)[^\S\n]*(?:pwd|passwd) (?!{words.LOST}|{words.SECRET_CODE}(?!\w))(?P<value>[a-z]{{4,20}})[^\S\n]*[.!]?(?=\n|$)"
)
#: «ines59 / Toulouse31 (ameli)»: both said in one breath, and where they open.
_PAIR = re.compile(
    r"(?<!\S)[\w.@-]{3,40} / (?P<value>[^\s/()]{6,40}) \((?:compte |site |espace )?"
    r"(?:ameli|caf|cpam|impots|msa|carsat|anef|ants|france ?connect|france travail|gmail|mail|doctolib|edf|engie|facebook)\)"
)
_ORDINARY = re.compile(
    r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}h\d{0,2}|\S+@\S+|https?:\S*|www\.\S*|rdv\S*"
    r"|\S+\.(?:pdf|jpe?g|png|docx?|xlsx?|odt|txt)"
)


def spans(text: str, typed: str) -> Iterator[Span]:
    """The secrets of a folded text; ``typed``: the same as typed, for its capitals."""
    yield from _below(text, typed)
    for pattern, kind in (
        (_IN_WORDS, Kind.CODE),
        (_TOLD, Kind.PASSWORD),
        (_ANSWER, Kind.PASSWORD),
        (_BESIDE_CARD, Kind.PIN),
        (_SAFE, Kind.CODE),
        (_COUNTED_BEFORE, Kind.CODE),
        (_TYPED_IN, Kind.PIN),
        (_OF_A_MACHINE, Kind.CODE),
        (_OF_THE_OTHER_CARD, Kind.PIN),
        (_ONE_WORD, Kind.PASSWORD),
    ):
        for match in pattern.finditer(text):
            if not says_nothing(match["value"]):
                yield *match.span("value"), kind
    for pattern in (_BETWEEN_BRACKETS, _PAIR):
        for match in pattern.finditer(text):
            if _is_invented(match["value"], typed[slice(*match.span("value"))]):
                yield *match.span("value"), Kind.PASSWORD


def says_nothing(value: str) -> bool:
    """Masked already, or a word that says that it is not there."""
    told = value.split()
    alone = told[0].strip(".,;:!?") if len(told) == 1 else ""
    return "masque" in value or alone in words.ABSENT or bool(re.search(r"[a-z](?:ees?|er|ante?)$", alone))


def _below(text: str, typed: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        start += len(line) + 1
        label = _LABEL_ENDS.search(line) if len(line) < 120 else None
        value = _VALUE_BELOW.match(text, start) if label and start < len(text) else None
        if label is None or value is None or _LOST.search(line) or says_nothing(value[1]):
            continue
        first, last = value.span(1)
        digits = value[1].replace("-", "").replace(".", "")
        if (digits.isdigit() and 4 <= len(digits) <= 8) or _is_invented(text[first:last], typed[first:last]):
            yield first, last, Kind.CODE if digits.isdigit() else Kind.PASSWORD


def _is_invented(value: str, typed: str) -> bool:
    """Letters and digits (or signs) that no sentence and no reference holds: a small letter is among them."""
    if _ORDINARY.fullmatch(value.strip(".,;:!?")) or not any(char.islower() for char in typed):
        return False
    letters = sum(char.isalpha() for char in value)
    others = sum(char.isdigit() or char in "!@#$%&*?+=_€£" for char in value.strip(".,;:!?"))
    return letters >= 3 and others >= 1 and others + letters >= 6

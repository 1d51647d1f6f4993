"""Passwords, codes and bank identifiers, as people write them beside a name: «mdp : Toto1234!», «son code secret c'est 1234».

Two steps: a word introduces a secret, then what follows is weighed. Digits, mixed case and signs weigh; the common words of a sentence
(«mot de passe oublié», «est à changer») say that none follows.
"""

import re
from collections.abc import Iterator

from relais.kernel.guards import vocabulary as words
from relais.kernel.guards.finding import Kind
from relais.kernel.guards.numbers import Span

#: put in place of a secret; never a finding itself.
MASK = "[masqué]"
_FOLDED_MASK = "[masque]"

_TO_BE = r"(?:c'est|c est|cest|est|etait|sera|devient|serait)"
_SIGN = r"(?:[:=]|-?->|=>|[-]>)"
_SAID = rf"\s*{_SIGN}\s*(?:{_TO_BE}\s)?|\s+{_TO_BE}(?:\s+(?:le|la))?\s*:?\s+"
_LINK = rf"(?P<link>{_SAID}|\s+-\s+|\s*\(\s*|\s+)"
#: up to five words between the label and its sign («mot de passe de sa boîte mail : »); none crosses a full stop or a comma.
_WORDS = r"(?P<between>(?:[ '][\w'°-]{1,20}){0,5}?(?:\s*\([^()\n]{0,30}\))?)"
_TOKEN = r"(?P<value>\"[^\"\n]{1,64}\"|'[^'\n]{2,64}'(?!\w)|[^\s\"]{1,64})"  # noqa: S105  # a pattern

_PASSWORD = re.compile(rf"(?<![\w]){words.PASSWORD}s?(?![\w]){_WORDS}(?P<link>{_SAID}){_TOKEN}")
_PASSWORD_NEXT = re.compile(rf"(?<![\w]){words.PASSWORD}s?(?![\w])(?P<between>){_LINK}{_TOKEN}")
_LABEL = re.compile(rf"(?<![\w]){words.PASSWORD}s?(?![\w])")
_FOLLOWING = re.compile(r"[ '(]+([^\s\",;]{1,64})")
_SEVERAL = re.compile(rf"(?<![\w]){words.PASSWORD}s?(?=[a-z]*\d)(?P<between>)(?P<link>)(?P<value>[^\s\"]{{4,64}})")
_PASS = re.compile(rf"(?<![\w]){words.PASS}(?P<between>)(?P<link>\s*[:=]\s*){_TOKEN}")
_NEW_ONE = re.compile(rf"(?:[:=]|->|=>|\b{_TO_BE})\s*(?P<value>\"?[^\s\",;]{{5,64}})")
_BEFORE = re.compile(
    rf"(?P<value>[^\s\"]{{5,64}}) (?:comme|est|c'est|=|pour) (?:(?:son|le|mon|sa) )?(?:{words.PASSWORD}|code secret)(?!\w)"
)
_ACCOUNT = (
    r"(?<!\w)(?:identifiants?|logins?|ids?|acces|compte|connexion|espace"
    r"|codes d'acces)(?: [\w'-]{1,20}){0,3}?\s*[:=]?\s+[^\s/:]{3,64}\s*(?:/|\||;|\bet | - |,)"
)
_ADDRESS = r"[\w.+-]{1,64}@[\w.-]{2,64}\.\w{2,10}\s*(?:/|\||;|:|\bet | - |,)"
_PAIR = re.compile(rf"(?P<link>{_ACCOUNT}|{_ADDRESS})\s*(?P<value>[^\s\"]{{5,64}})")
_PINS = r"(?:pin|puk|cvv2?|cvc|cryptogrammes?|nip|codes? (?:pin|puk|cvv|cvc))"
_DIGITS = r"\d(?:[ .-]?\d){2,7}(?![\d])"
_CODE_VALUE = rf"(?P<value>{_DIGITS}(?!\w|[ .-]\d)|\"?(?=[^\s\"]*\d)[^\s\",;]{{3,32}})"
_QUALIFIER = r"(?: (?:de|du|des|d'|la|le|les|l'|sa|son|ses|mon|ma|leur|pour|par|sur|a|au|aux|son|provisoire|nouveau)| ?d'| ?l')*"
_SECRET_CODE = re.compile(
    rf"(?<![\w])codes?{_QUALIFIER} ?{words.SECRET_CODE}(?![\w])(?P<between>(?:[ '][a-z'-]{{1,15}}){{0,5}}?){_LINK}{_CODE_VALUE}"
)
_PIN = re.compile(rf"(?<![\w]){_PINS}(?![\w])(?P<between>(?:[ '][\w']{{1,15}}){{0,4}}?){_LINK}(?P<value>{_DIGITS}(?!\w|[ .-]\d))")
_BARE_CODE = re.compile(
    rf"(?P<owner>\b(?:son|sa|mon|ses|mes|votre|leur|leurs|le) )?(?<![\w])codes?(?! (?:{words.PUBLIC_CODE})(?!\w)"
    rf"|-barres?)(?P<between>(?:[ '](?!le |du )[a-z'-]{{1,15}}){{0,3}}?)"
    rf"{_LINK}(?P<value>{_DIGITS}(?!\w)|(?=[a-z]*\d)[a-z0-9]{{4,12}}(?!\w))"
)
_DOOR = re.compile(
    rf"(?<![\w])(?:digicode|code {words.DOOR})"
    rf"(?P<between>(?: [a-z']{{1,15}}){{0,2}}?){_LINK}(?P<value>(?=[a-z]{{0,2}}\d)[a-z0-9*#]{{3,8}}(?!\w))"
)
_BANK = re.compile(
    rf"(?<![\w])(?:identifiants?|logins?|id|(?:numero|n°|no|code) (?:de )?client|codes? client)(?: (?:de|du|pour|a|au|la|sa|son|l'"
    rf"|espace|en ligne|internet|connexion))* ?{words.BANK}"
    rf"(?P<between>(?: [a-z']{{1,15}}){{0,3}}?){_LINK}(?P<value>\d(?:[ .-]?\d){{5,12}}(?!\w))"
)
_MORE = re.compile(r"\s*(?:,|/|et|ou|puis|;|-)\s*(\d(?:[ .]?\d){2,7})(?![\w])")
_COUNTED = re.compile(r"\s*(?:€|euros?|jours?|mois|ans|fois|chiffres|caracteres)")
#: «mot de passe : Nadia (sa fille) le garde»: who keeps it is no password.
_HELD_BY = re.compile(r"\s*\((?:sa|son|ses|la|le|l')[ ']?\w|\s+(?:le|la|l'|les)[ ']?(?:gard|connai|sai|conserv|a not)\w*")
_LOST = re.compile(rf"\b{words.LOST}")
_REFERENCE = re.compile(rf"^{words.REFERENCE}$")
_CONTEXT = re.compile(
    r"\b(?:carte|cb|identifiants?|login|telephone|compte|connexion|pin|securite|banque|caf|ameli|impots|franceconnect|mail|internet"
    r"|sms|acces|tel|portable)\b"
)
#: what holds a digit and is no secret: dates, hours, money, ordinals, articles, references of dwellings, numbers of persons.
_ORDINARY = re.compile(
    r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{4}-\d\d-\d\d|\d{1,2} ?h ?\d{0,2}|\d{1,2}:\d\d|[\d.,]+(?:€|e|eur|euros?|%|ans|mois"
    r"|j|jours|kg|km|m2|min|x)|\d+(?:er|ere|eme|e|nd|nde)"
    r"|[tf]\d(?:bis)?|n°?\d*|[rdl]\.?\d[\d.-]*|art\.?\d*|covid-?19|cerfa\d*|https?:\S*|www\.\S*|\S+@\S+\.\w+|\(?\d{1,3}\)?|s\d{1,2}"
    r"|\d+/\d+|v\d+|[+]?\d{10,})[.,;:!?)]*"
)
#: six figures by two, whose middle is no month.
_NO_DAY = re.compile(r"\d\d[-.](?:00|1[3-9]|[2-9]\d)[-.]\d\d")
_OF_A_BANK = re.compile(rf" (?:pour|de|a|sur) (?:la |le |l'|son compte )?{words.BANK}(?!\w)")
_EDGES = "\"'«»()[]{}<>.,;: "


def spans(text: str, original: str) -> Iterator[Span]:
    """Every secret of a folded text; ``original``: the same text as typed, character for character, for its capitals."""
    offset = 0
    for line in text.split("\n"):
        if len(line) > 3:
            for start, end, kind in _line_spans(line, original[offset : offset + len(line)]):
                yield offset + start, offset + end, kind
        offset += len(line) + 1


def _line_spans(line: str, typed: str) -> Iterator[Span]:
    if "code" in line or "pin" in line or "puk" in line or "cvv" in line or "crypto" in line or "cvc" in line or "nip" in line:
        yield from _codes(line)
    for match in _BANK.finditer(line):
        yield match.start("value"), match.end("value"), Kind.BANK_LOGIN
    yield from _passwords(line, typed)


def _passwords(line: str, typed: str) -> Iterator[Span]:
    for pattern in (_PASSWORD, _PASSWORD_NEXT, _PASS, _SEVERAL):
        for match in pattern.finditer(line):
            if span := _weighed(match, line, typed):
                yield *span, Kind.PASSWORD
    for match in _LABEL.finditer(line):
        yield from _soon(line, typed, match.end())
        yield from _later(line, typed, match.end())
    for match in _BEFORE.finditer(line):
        if is_strong(line[match.start("value") : match.end("value")], typed[match.start("value") : match.end("value")]):
            yield match.start("value"), match.end("value"), Kind.PASSWORD
    for match in _PAIR.finditer(line):
        start, end = match.span("value")
        if is_strong(line[start:end], typed[start:end]) and not re.search(
            words.REFERENCE + r"\W*$", line[: match.end("link")].rstrip(" /:,-")
        ):
            yield *_trimmed(line, start, end), Kind.PASSWORD


def _soon(line: str, typed: str, start: int) -> Iterator[Span]:
    """«mot de passe ameli Chaton2020»: the first strong token of the six that follow in one breath."""
    before = ""
    for _rank in range(6):
        match = _FOLLOWING.match(line, start)
        if match is None or _LOST.match(match[1]):
            return
        first, start = match.start(1), match.end()
        if is_strong(match[1], typed[first:start]) and not _REFERENCE.match(before):
            yield *_trimmed(line, first, start), Kind.PASSWORD
            return
        before = match[1]
        if before[-1] in ".?!:" or not re.search(r"\w", before):
            return


def _later(line: str, typed: str, start: int) -> Iterator[Span]:
    """«mot de passe oublié, le nouveau est Lune2026»: a strong token after a sign, further in the line."""
    for match in _NEW_ONE.finditer(line, start, min(len(line), start + 90)):
        first, last = match.span("value")
        before = re.search(r"[\w°']*$", line[max(0, match.start() - 20) : match.start()].rstrip())
        if not (before and _REFERENCE.match(before[0])) and is_strong(line[first:last], typed[first:last]):
            yield *_trimmed(line, first, last), Kind.PASSWORD


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotes and the punctuation of the sentence around it."""
    while start < end and line[start] in _EDGES:
        start += 1
    while end > start and line[end - 1] in _EDGES:
        end -= 1
    return start, end


def is_strong(token: str, typed: str) -> bool:
    """A token that no sentence holds: letters with digits or signs, from five characters on; ``typed``: with its capitals."""
    bare = token.strip(_EDGES + "?")
    if len(bare) < 5 or _ORDINARY.fullmatch(bare) or _FOLDED_MASK.strip("[]") in bare:
        return False
    letters = any(char.isalpha() for char in bare)
    digits = any(char.isdigit() for char in bare)
    signs = any(char in "!@#$%&*?+=_£€§~^" for char in bare)
    inner_capital = any(char.isupper() for char in typed.strip(_EDGES)[1:]) and not typed.isupper()
    if letters and digits:
        return not re.fullmatch(r"[a-z]+['-]?\d{1,2}|\d+[a-z]{1,2}", bare) or len(bare) >= 6
    return letters and (signs or (inner_capital and bare not in words.ABSENT and not re.search(r"['-]", bare)))


def _weighed(match: re.Match[str], line: str, typed: str) -> tuple[int, int] | None:
    """The place of the secret, when what follows a label is one."""
    start, end = match.span("value")
    quoted = line[start] in "\"'" and line[end - 1] == line[start] and end - start > 2
    start, end = _trimmed(line, start, end)
    value, link, between = line[start:end], match["link"].strip(), match["between"]
    if not value or _FOLDED_MASK.strip("[]") in value or value.strip("x*.•-_?…") == "":
        return None
    if is_strong(value, typed[start:end]):
        lost = _LOST.search(between) and not link
        return None if lost or (not link and _REFERENCE.match(between.split(" ")[-1])) else (start, end)
    rest = line[end:]
    if quoted:
        return None if _is_told(value) or _LABEL.search(value) or _LOST.search(between) else (start, end)
    if link in ("", "-", "(") and not value.isdigit():
        return (start, end) if not between.strip() and _alone_after_login(line[: match.start()], value, rest) else None
    if value.isdigit():
        told = len(value) >= 4 and not _LOST.search(between) and (link or not re.match(r"\s+[a-z]", rest))
        return (start, end) if told else None
    return _plain_word(link, between, start, line)


def _plain_word(link: str, between: str, start: int, line: str) -> tuple[int, int] | None:
    """A word alone after a sign or a verb; several words that make no sentence are a pass-phrase."""
    clause = re.split(r"[.;,!?()\n/]|\s-\s", line[start:], maxsplit=1)[0].strip()
    told = re.findall(r"[\w'@#$%&*+-]+", clause)
    if not told or _LOST.search(between) or _says_absent(clause) or len(told) > 4 or _HELD_BY.match(line, start + len(clause)):
        return None
    verb = not re.search(r"[:=>]", link)
    if verb and (len(told) > 1 or re.search(r"(?:ee?s?|able|ible|ique|eux|ant|ent)$", told[0])):
        return None
    if not verb and len(told) == 1 and re.fullmatch(r"\w+(?:er|ir|ees?|es)", told[0]) and len(told[0]) < 4:
        return None
    return start, start + len(clause)


def _says_absent(clause: str) -> bool:
    """A word of a sentence is there: no secret is."""
    return any(word in words.ABSENT or word.rstrip("es") in words.ABSENT for word in re.findall(r"[\w-]+'?", clause))


def _is_told(quoted: str) -> bool:
    """Between quotes, words of somebody's own («"ma fille adorée"») are a pass-phrase; those of a sentence are not."""
    told = re.findall(r"[\w-]+'?", quoted)
    absent = [word for word in told if word in words.ABSENT or word.rstrip("es") in words.ABSENT]
    return bool(absent) and (len(told) < 3 or any(word not in words.ONE_S_OWN for word in absent))


def _alone_after_login(before: str, value: str, rest: str) -> bool:
    """«login marie mdp soleil»: both said in one breath, nothing after."""
    return bool(re.search(r"\b(?:login|identifiants?|id)\b", before)) and not rest.strip(" .!") and not _says_absent(value)


def _codes(line: str) -> Iterator[Span]:
    for pattern, kind in ((_DOOR, Kind.DOOR_CODE), (_PIN, Kind.PIN), (_SECRET_CODE, Kind.CODE), (_BARE_CODE, Kind.CODE)):
        for match in pattern.finditer(line):
            start, end = _trimmed(line, *match.span("value"))
            if not _is_code(match, pattern, line, line[start:end]):
                continue
            yield start, end, kind
            while more := _MORE.match(line, end):
                start, end = more.span(1)
                yield start, end, kind


def _is_code(match: re.Match[str], pattern: re.Pattern[str], line: str, value: str) -> bool:
    ordinary = _ORDINARY.fullmatch(value) and not (value.isdigit() and len(value) < 10) and not _NO_DAY.fullmatch(value)
    if not any(char.isdigit() for char in value) or ordinary:
        return False
    if pattern in (_DOOR, _PIN):
        return len(value) >= 3
    link, between, after = match["link"].strip(), match["between"], line[match.end("value") :]
    lost = _LOST.search(between) or (not link and _REFERENCE.match(between.split(" ")[-1]))
    if lost or _COUNTED.match(after) or re.match(r"\W*(?:code )?guichet", after) or (value.isdigit() and len(value) < 3):
        return False
    if pattern is _SECRET_CODE:
        return bool(link) or not re.match(r"\s*(?:/|h\d)", after)
    owner = (match["owner"] or "").strip() not in ("", "le")
    before = line[max(0, match.start() - 60) : match.start()]
    around = _CONTEXT.search(before) or _CONTEXT.search(between) or _OF_A_BANK.match(after)
    return bool(re.search(r"[:=>]|est", link) or owner or around)

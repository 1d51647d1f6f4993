"""Words of health, opinion, belief, origin and private life (RGPD, article 9): said to the author, never refused.

CNIL on free-text zones (28 February 2019): no sensitive data unless needed and allowed. The administrative consequence (RQTH, AAH,
«en arrêt») is no diagnosis and is left alone; so are the names of charities.
"""

import re
from collections.abc import Iterator

from relais.kernel.guards.finding import Kind
from relais.kernel.guards.numbers import Span

_HEALTH = (
    r"cancer(?:s|eux|euse)?|leucemie|tumeurs?|chimiotherapie|metastases?|diabet(?:e|ique)s?|vih|sida|seropositi(?:f|ve|vite)s?"
    r"|hepatites?|tuberculose|epilep(?:sie|tique)s?|alzheimer|parkinson|sclerose en plaques|schizophren(?:e|ie)s?|bipolaires?"
    r"|bipolarite|psychos(?:e|es)|psychotiques?|parano(?:ia|iaque)s?|depressi(?:f|ve|fs|ves)|depression|burn[- ]?out"
    r"|anorexi(?:e|que)s?|boulimi(?:e|que)s?|autis(?:me|te|tes)|alcool(?:isme|ique|iques|ise|isee)|toxicoman(?:e|es|ie)"
    r"|addictions?|addict[e]?|cirrhose|avc|infarctus|antidepresseurs?|anxiolytiques?|neuroleptiques?|methadone|subutex|ivg"
    r"|avortement|fausse couche|troubles? psychi(?:que|atrique)s?|tentatives? de suicide|maladie de crohn|fibromyalgie"
    r"|drepanocytose|insuffisance renale|dialysee?"
)
_OPINION = (
    r"musulman(?:e|s|es)?|catholiques?|chretien(?:ne|s|nes)?|protestant(?:e|s|es)?|evangeliques?|juif(?:s)?|juives?"
    r"|bouddhistes?|hindouistes?|athees?|islamistes?|integristes?|temoins? de jehovah|(?:tres )?pratiquante?|religion|ramadan"
    r"|voilee|syndiquee?s?|delegue(?:e)? syndical(?:e)?|militante?s?|electrice? (?:du|de la)|opinions? politiques?"
    r"|extreme[- ](?:droite|gauche)|communistes?|homosexuel(?:le|s|les)?|lesbiennes?|gays?|bisexuel(?:le|s|les)?|transgenres?"
    r"|transsexuel(?:le)?s?|gitan(?:e|s|es)?|tsiganes?|orientation sexuelle"
    r"|(?:d')?origine (?:maghrebine|algerienne|marocaine|tunisienne|africaine|turque|asiatique|rom|kurde|ethnique|antillaise|arabe"
    r"|juive|gitane)"
    r"|de type (?:europeen|africain|maghrebin|asiatique)|race (?:noire|blanche)"
)
#: names that contain such a word and speak of nobody's health nor belief.
_NAMES = re.compile(
    r"\b(?:secours|fondation|entraide|association|ecole|college|lycee|cimetiere|institut|ligue(?: nationale)? contre le"
    r"|depistage (?:du|organise)"
    r"|octobre rose|centre|csapa|france|maison|armee|federation|scouts?)(?: (?:des?|du|la|le|les|l'|d'))? ?$"
)
_HEALTH_WORDS = re.compile(rf"(?<![\w])(?:{_HEALTH})(?![\w])")
_OPINION_WORDS = re.compile(rf"(?<![\w])(?:{_OPINION})(?![\w])")


def spans(text: str) -> Iterator[Span]:
    """Every sensitive word of a folded text."""
    for pattern, kind in ((_HEALTH_WORDS, Kind.HEALTH), (_OPINION_WORDS, Kind.OPINION)):
        for match in pattern.finditer(text):
            if not _NAMES.search(text[max(0, match.start() - 40) : match.start()]):
                yield match.start(), match.end(), kind

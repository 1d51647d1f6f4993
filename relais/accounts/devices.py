"""The browser of a session in words that its owner recognises; everything else that a browser says of itself is left out."""

from django.utils.translation import gettext as _

#: what a browser writes of itself → its name; the first found wins, since each imitates those after it.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def in_words(signature: str) -> str:
    """«Firefox sur Windows»; says when one or the other is not known. ``signature``: the browser's ``User-Agent``."""
    browser = next((name for sign, name in _BROWSERS if sign in signature), "")
    system = next((name for sign, name in _SYSTEMS if sign in signature), "")
    if browser and system:
        return _("%(browser)s sur %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Navigateur inconnu")

"""What the operating system refuses, in French: its own words are English on a machine without French locales."""

import errno

_WORDS = {
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "disque en lecture seule",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota du disque atteint",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EEXIST: "il existe déjà",
    errno.EADDRINUSE: "déjà pris",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas de cette machine",
    errno.EIO: "erreur de lecture ou d’écriture du disque",
    errno.ENAMETOOLONG: "nom trop long",
}


def system_words(problem: OSError) -> str:
    """The reason in a few French words, without the path; for a rarer error, the system's own words."""
    return _WORDS.get(problem.errno or 0) or problem.strerror or type(problem).__name__

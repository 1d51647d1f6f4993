"""What is printed before the first run: the entry of the register of algorithms for a whole-caseload review."""

NOTICE = """\
Revue d’un fichier de situations — à lire avant le premier passage
  Finalité      : repérer, pour les personnes, des droits à examiner avec elles. Ni contrôle, ni tri, ni priorité.
  Personnes     : à informer de cette revue (affichage, courrier ou oral) ; elles peuvent s’y opposer.
  Base légale   : à confirmer par votre DPO : mission d’intérêt public (RGPD, art. 6.1.e) pour un CCAS ou un département.
                  Les données échangées pour informer d’un droit ne servent pas au contrôle (CRPA, art. L.114-8 II).
  Règles        : OpenFisca-France et les fiches de Relais ; moteur {engine}.
  Limites       : une réponse n’est pas une décision ; un droit « à vérifier » reste à regarder avec la personne.
  Fichiers      : {files}
Registre complet : page « Algorithmes » de Relais."""


_HERE = "restent sur cette machine, lisibles par votre compte seulement ; effacez-les quand ils ne servent plus."
_ELSEWHERE = """restent sur cette machine, lisibles par votre compte seulement ; effacez-les quand ils ne servent plus.
                  Les situations passent par le cluster {place} le temps du calcul, en mémoire : il est sous votre responsabilité."""


def notice(engine: str, *, place: str = "") -> str:
    """The notice, naming the engine's version, and the cluster that computes if there is one."""
    return NOTICE.format(engine=engine, files=_ELSEWHERE.format(place=place) if place else _HERE)

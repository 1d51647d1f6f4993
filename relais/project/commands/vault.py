"""``relais vault``: keys of sealed texts: told (``status``), changed (``rewrap``, ``rotate``), halved for two (``split``, ``join``)."""

import argparse
import base64
import os
from pathlib import Path

from relais.project import env, keys
from relais.project.terminal import BadUsage, CommandRefused

#: says which master key was split; holds no secret.
_MARK = "halves.made"
_ACTS = {
    "status": "dire combien de clés, sous quelle clé maîtresse, et si elles s’ouvrent",
    "rewrap": "emballer chaque clé de données sous la clé maîtresse la plus récente",
    "rotate": "une clé de données neuve par organisation, puis chaque texte scellé à nouveau",
    "split": "écrire les deux moitiés de la clé maîtresse dans deux fichiers à imprimer",
    "join": "réunir deux moitiés et remettre la clé maîtresse en place",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """One act; ``rotate --resume``, ``split --out FOLDER``, ``join FILE FILE``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
    made = {name: acts.add_parser(name, prog=f"relais vault {name}", description=told) for name, told in _ACTS.items()}
    made["rotate"].add_argument("--resume", action="store_true", help="reprendre une rotation interrompue, sans clé neuve")
    made["split"].add_argument("--out", required=True, metavar="DOSSIER", help="où écrire moitie-1.txt et moitie-2.txt")
    made["join"].add_argument("halves", nargs=2, metavar="FICHIER", help="les deux moitiés, retapées chacune dans un fichier")


def run(options: argparse.Namespace) -> int:
    """0 done, 1 when something does not open or may not be done, 2 on halves that do not go together."""
    if options.act == "join":
        return _join([Path(name) for name in options.halves])
    from relais.project.django_start import start_django

    start_django()
    if options.act == "rotate":
        return _rotate(resume=options.resume)
    return _split(Path(options.out)) if options.act == "split" else {"status": _status, "rewrap": _rewrap}[options.act]()


def lost_keys() -> list[str]:
    """Identifiers of the data keys that no master key of this instance opens."""
    from django.db import DatabaseError

    from relais.foundation.models import DataKey
    from relais.foundation.vault.keys import VaultProblem, unwrap

    lost = []
    try:
        for row in DataKey.objects.order_by("pk"):
            try:
                unwrap(row)
            except VaultProblem:
                lost.append(str(row.pk))
    except DatabaseError:
        return []  # the database is told about by its own line
    return lost


def sealed_houses() -> int:
    """How many organisations have sealed something."""
    from django.db import DatabaseError

    from relais.foundation.models import DataKey

    try:
        return DataKey.objects.values("organisation_id").distinct().count()
    except DatabaseError:
        return 0


def halves_made() -> bool:
    """True when the halves of today's master key were made."""
    from relais.foundation.vault.keys import newest_masters

    mark = env.data_dir() / "keys" / _MARK
    return mark.exists() and mark.read_text().strip() == newest_masters().current


def _status() -> int:
    from relais.foundation.models import DataKey
    from relais.foundation.vault.keys import newest_masters

    ring, lost = newest_masters(), lost_keys()
    older = DataKey.objects.exclude(master_id=ring.current).count()
    print(f"clé maîtresse {ring.current} ; {len(ring.keys)} lisible(s) en tout")
    print(f"clés de données : {DataKey.objects.count()}, dont {older} sous une clé maîtresse ancienne ; {len(lost)} ne s’ouvrent pas")
    print("moitiés : faites" if halves_made() else "moitiés : à faire (relais vault split)")
    return int(bool(lost))


def _rewrap() -> int:
    from relais.foundation.vault.keys import MasterKeyMissing
    from relais.foundation.vault.rotation import rewrap

    try:
        print(f"{rewrap()} clé(s) de données emballée(s) sous la clé maîtresse la plus récente.")
    except MasterKeyMissing as problem:
        raise CommandRefused(f"la clé maîtresse {problem} manque ; remettez-la, puis recommencez : rien n’est perdu") from problem
    return 0


def _rotate(*, resume: bool) -> int:
    from django.utils import timezone

    from relais.foundation import journal
    from relais.foundation.access import operator
    from relais.foundation.vault.rotation import rotate_data_keys

    progress = rotate_data_keys(now=timezone.now(), resume=resume)
    journal.record(actor=operator("vault rotate"), action="vault.rotated", at=timezone.now())
    print(f"{progress.resealed} texte(s) scellé(s) à nouveau, {progress.dropped} ancienne(s) clé(s) effacée(s).")
    for name in progress.unopened:
        print(f"ne s’ouvre pas, laissé tel quel : {name}")
    return int(bool(progress.unopened))


def _split(folder: Path) -> int:
    from django.utils import timezone

    from relais.foundation import journal
    from relais.foundation.access import operator
    from relais.foundation.models import DataKey
    from relais.foundation.vault.halves import split
    from relais.foundation.vault.keys import newest_masters

    ring = newest_masters()
    if DataKey.objects.exclude(master_id=ring.current).exists():
        raise CommandRefused("des clés sont encore sous une clé maîtresse ancienne ; passez d’abord « relais vault rewrap »")
    if not folder.is_dir():
        raise BadUsage(f"vault split : {folder} n’est pas un dossier")
    for half in split(ring.current, ring.keys[ring.current]):
        text = f"Relais, clé maîtresse {half.key_id}, moitié {half.rank} sur 2. Seule, elle n’ouvre rien.\n\n{half.printed()}\n"
        _write(folder / f"moitie-{half.rank}.txt", text)
    (env.data_dir() / "keys" / _MARK).write_text(ring.current)
    journal.record(actor=operator("vault split"), action="vault.halves_made", at=timezone.now())
    print("Imprimez moitie-1.txt et moitie-2.txt, remettez chacune à une personne différente, puis effacez les deux fichiers.")
    return 0


def _join(paths: list[Path]) -> int:
    from relais.foundation.vault.halves import Half, WrongHalf, join

    target = env.data_dir() / "keys" / keys.MASTER
    if target.exists():
        raise CommandRefused(f"{target} existe déjà ; mettez-le de côté avant de réunir les moitiés")
    try:
        texts = [path.read_text(encoding="utf-8") for path in paths]
        one, other = (Half.read(text.split("\n\n", 1)[-1]) for text in texts)
        key_id, key = join(one, other)
    except (OSError, UnicodeDecodeError) as problem:
        raise BadUsage("vault join : un des deux fichiers ne se lit pas") from problem
    except WrongHalf as problem:
        raise BadUsage(f"vault join : {problem}") from problem
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(target, f"{key_id}:{base64.b64encode(key).decode()}\n")
    print(f"Clé maîtresse {key_id} remise dans {target}. Relancez Relais, puis « relais vault status ».")
    return 0


def _write(path: Path, text: str) -> None:
    """A new file that its owner alone reads; CommandRefused when there is one already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as problem:
        raise CommandRefused(f"{path} existe déjà") from problem
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)

"""How a command speaks: French help and errors, one line per refusal."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn


class BadUsage(Exception):
    """The command was called in a way it does not understand: one line, exit code 2."""


class CommandRefused(Exception):
    """The command understood and cannot or may not: one line, exit code 1."""


_ERRORS = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"je ne connais pas : \1"),
    (r"argument (\S+): expected one argument", r"il manque une valeur après \1"),
    (r"argument (\S+): expected at least one argument", r"il manque au moins une valeur après \1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.*)\)", r"\1 : \2 n’est pas dans la liste (\3)"),
    (r"argument (\S+): invalid \S+ value: (.*)", r"\1 : \2 n’est pas une valeur acceptée"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 et \2 ne vont pas ensemble"),
    (r"one of the arguments (.*) is required", r"choisissez l’un de : \1"),
)
_HEADINGS = {"positional arguments": "arguments", "options": "options"}


def french(message: str) -> str:
    """The messages of argparse that a user meets, in French; any other as it is."""
    for pattern, sentence in _ERRORS:
        if match := re.fullmatch(pattern, message):
            return match.expand(sentence)
    return message


class _FrenchHelp(argparse.HelpFormatter):
    def start_section(self, heading: str | None) -> None:
        super().start_section(_HEADINGS.get(heading or "", heading))

    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or "usage : ")


class FrenchParser(argparse.ArgumentParser):
    """An argument parser that explains and refuses in French."""

    def __init__(self, *, prog: str, description: str | None = None, **_ignored: object) -> None:
        super().__init__(prog=prog, description=description, formatter_class=_FrenchHelp, add_help=False, allow_abbrev=False)
        self.add_argument("-h", "--help", action="help", help="afficher cette aide")

    def error(self, message: str) -> NoReturn:
        """Bad usage: one line, which names the verb."""
        raise BadUsage(f"{self.prog.removeprefix('relais ')} : {french(message)} ; « {self.prog} --help » aide")

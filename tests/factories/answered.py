"""Answers of a household told as plain values, where no law is asked: what a chunk function gives."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relais.law.answers.documents import Form, Line

AMOUNTS = ("monthly_min", "monthly_max", "received")


@dataclass(frozen=True)
class Told:
    """``record``: its JSON; a right may leave out what the test does not look at."""

    record: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def month(self) -> str:
        return str(self.record["month"])

    def document(self) -> bytes:
        return json.dumps(self.record, ensure_ascii=False).encode()

    def lines(self) -> Sequence[Line]:
        return [
            (one["right"], one["group"], *(one[name] for name in AMOUNTS), " ".join(one["unknown"]), one["rules_date"])
            for one in self.record["results"]
        ]

    def each(self, form: Form) -> Sequence[str]:
        return list(map(form, self.lines()))

    @property
    def place(self) -> int:
        return 0

    @property
    def answers(self) -> "Told":
        return self

    def tally(self, places: Sequence[int]) -> Mapping[tuple[str, str], int]:
        return Counter((one["right"], one["group"]) for _ in places for one in self.record["results"])

"""The drawings of the paper handed to the person: strokes on a 24 × 24 grid, each with the word that says the same."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pictogram:
    """``path``: the strokes; ``words``: what a voice reads instead."""

    path: str
    words: str


PICTOGRAMS: Final[dict[str, Pictogram]] = {
    "papiers": Pictogram("M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6", "Des papiers"),
    "remplir": Pictogram("M4 20h16M14 4l4 4L9 17l-5 1 1-5zM12 6l4 4", "Un crayon qui écrit"),
    "envoyer": Pictogram("M3 6h18v12H3zM3 7l9 6.5L21 7", "Une enveloppe"),
    "aller": Pictogram("M4 20h16M6 20V6l6-3 6 3v14M9.5 10h1M13.5 10h1M10 20v-5h4v5", "Un bâtiment où aller"),
    "telephoner": Pictogram(
        "M5 4h4l1.5 5-2.5 1.5a11 11 0 0 0 5.5 5.5L15 13.5l5 1.5v4a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2z", "Un téléphone"
    ),
    "attendre": Pictogram("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2", "Une horloge"),
    "reponse": Pictogram("M3 8l9-5 9 5v12H3zM3 9l9 6 9-6M9 8.5l2 2 4-4", "Une lettre reçue"),
    "argent": Pictogram("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM15.5 8.6a4.4 4.4 0 1 0 0 6.8M6.8 11h6M6.8 13.3h6", "Une pièce d’un euro"),
    "aide": Pictogram(
        "M8 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM16.5 6a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"
        "M2.5 20c0-4 2.5-6.5 5.5-6.5s5.5 2.5 5.5 6.5M15 14.2c3.5-.7 6.5 1.6 6.5 5.8",
        "Deux personnes",
    ),
    "date": Pictogram("M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M8.5 14.5l2.5 2.5 4.5-4.5", "Un calendrier"),
}

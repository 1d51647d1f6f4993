"""The writing aid on sentences labelled by hand: it warns of what judges, of hearsay, of health and opinion, and of little else."""

import inspect
from pathlib import Path

from relais.casework.rules import writing
from relais.casework.rules.writing import About, remarks

CORPUS = [
    (set(label.split(",")) - {"-"}, sentence)
    for label, sentence in (
        line.split("\t")
        for line in (Path(__file__).parent / "corpus_writing.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
]


def told(sentence: str) -> set[str]:
    return {str(remark.about) for remark in remarks(sentence)}


def test_what_it_knows_is_measured_on_sentences_labelled_by_hand() -> None:
    assert sum(bool(labels) for labels, _ in CORPUS) >= 30
    assert sum(not labels for labels, _ in CORPUS) >= 25
    missed = [(labels, sentence) for labels, sentence in CORPUS if labels - told(sentence)]
    alarms = [(told(sentence) - labels, sentence) for labels, sentence in CORPUS if told(sentence) - labels]
    assert missed == []
    assert alarms == []


def test_a_remark_names_the_passage_and_what_to_write_instead() -> None:
    text = "Hier, Madame était hystérique."
    (remark,) = remarks(text)
    assert (text[remark.start : remark.end], remark.about) == ("hystérique", About.JUDGEMENT)
    assert "elle a crié" in remark.instead


def test_every_word_of_the_lexicon_proposes_something_and_is_found() -> None:
    rows = [line.split("\t") for line in Path(writing.__file__).with_name("judging_words.tsv").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if not row[0].startswith("#")]
    assert len(rows) >= 50
    for form, instead in rows:
        assert instead
        assert any(remark.instead == instead for remark in remarks(f"Elle {form.removesuffix('*')}.")), form


def test_a_long_text_is_read_quickly_and_an_empty_one_says_nothing() -> None:
    assert remarks("") == []
    assert len(remarks("Madame est venue à l’heure. " * 2000 + "Elle est bizarre.")) == 1
    assert "save" not in inspect.getsource(writing)

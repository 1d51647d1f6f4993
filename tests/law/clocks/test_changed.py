"""Articles that changed since they were read, from files of the package, whole or cut, and from files that are not what they say."""

import json
from pathlib import Path

import pytest

from relais.law.clocks import changed
from relais.law.clocks.changed import UnreadableArticlesError, compare, comparison_document, comparison_text, read_articles
from relais.law.clocks.sources import sources
from relais.law.clocks.tables import rules

INDU = "LEGIARTI000043281678"  # CSS R. 133-9-2, as read
LATER = "LEGIARTI000099999999"


def article(identity: str, *, num: str, state: str = "VIGUEUR", cid: str = "", versions: list[dict[str, object]] | None = None) -> object:
    """As in the tree of the package."""
    data = {"articleVersions": versions or [], "id": identity, "num": num, "etat": state, "cid": cid or identity, "texte": "…" * 500}
    since = next((one["dateDebut"] for one in versions or [] if one["id"] == identity and "dateDebut" in one), 1616630400000)
    return {"type": "article", "data": {**data, "dateDebut": since}}


def tree(*articles: object) -> dict[str, object]:
    return {"type": "code", "data": {"id": "LEGITEXT1", "title": "Code"}, "children": [{"type": "section", "children": list(articles)}]}


def compared(tmp_path: Path, content: object) -> changed.Comparison:
    file = tmp_path / "code.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return compare(sources().values(), rules().values(), read_articles(file))


def told(found: changed.Comparison) -> dict[str, str]:
    """What is said of the two articles that these stories write."""
    kinds = {change.source.code: change.kind for change in found.changes}
    return {code: kinds[code] for code in ("css-r133-9-2", "css-r142-1") if kinds.get(code, "missing") != "missing"}


def test_an_article_as_it_was_read_is_the_same(tmp_path: Path):
    found = compared(tmp_path, tree(article(INDU, num="R133-9-2")))
    assert told(found) == {}
    assert found.same == 1
    assert found.untold == sum(not source.article for source in sources().values())


def test_an_article_of_another_version_is_listed_with_the_rules_to_read_again(tmp_path: Path):
    versions = [
        {"id": INDU, "etat": "MODIFIE", "dateDebut": 1616630400000},
        {"id": LATER, "etat": "VIGUEUR", "dateDebut": "2026-12-01"},
    ]
    found = compared(tmp_path, tree(article(LATER, num="R133-9-2", cid="LEGIARTI000000000009", versions=versions)))
    assert told(found) == {"css-r133-9-2": "changed"}
    [change] = [change for change in found.changes if change.kind == "changed"]
    assert change.version is not None
    assert change.version.id == LATER
    assert change.rules == ("indu.caf",)
    text = comparison_text(found, file="code.json")
    assert f"{INDU} → {LATER}" in text
    assert "depuis le 01/12/2026" in text
    assert "Règles à relire\u00a0: indu.caf" in text
    [line] = [row for row in comparison_document(found)["changes"] if row["kind"] == "changed"]  # type: ignore[attr-defined]
    assert (line["now"], line["since"], line["rules"]) == (LATER, "2026-12-01", ["indu.caf"])


def test_an_article_gone_from_a_code_that_is_there_is_missing_and_other_codes_are_only_absent(tmp_path: Path):
    found = compared(tmp_path, tree(article(INDU, num="R133-9-2")))
    kinds = {change.source.code: change.kind for change in found.changes}
    assert kinds["css-r142-1"] == "missing"
    assert kinds["crpa-l231-4"] == "absent"
    assert "article R. 142-1 n’est plus dans ce fichier" in comparison_text(found, file="x")


def test_a_repealed_article_and_one_to_come_are_told_apart(tmp_path: Path):
    gone = article(INDU, num="R133-9-2", state="ABROGE")
    cra = next(source.article for source in sources().values() if source.code == "css-r142-1")
    coming = [{"id": cra, "etat": "VIGUEUR"}, {"id": LATER, "etat": "VIGUEUR_DIFF", "dateDebut": "2027-01-01"}]
    found = compared(tmp_path, tree(gone, article(cra, num="R142-1", versions=coming)))
    assert told(found) == {"css-r133-9-2": "repealed", "css-r142-1": "announced"}
    assert "va changer, le 01/01/2027" in comparison_text(found, file="x")


def test_a_version_announced_for_the_year_2222_is_no_news(tmp_path: Path):
    far = [{"id": INDU, "etat": "ABROGE_DIFF"}, {"id": LATER, "etat": "VIGUEUR_DIFF", "dateDebut": 7956835200000}]
    assert told(compared(tmp_path, tree(article(INDU, num="R133-9-2", state="ABROGE_DIFF", versions=far)))) == {}


def test_a_flat_list_is_read_too_whatever_the_order_of_its_versions(tmp_path: Path):
    flat = [
        {"id": LATER, "num": "R133-9-2", "etat": "VIGUEUR", "cid": "C", "dateDebut": "x"},
        {"id": INDU, "num": "R133-9-2", "etat": "MODIFIE", "cid": "C", "dateDebut": 1e30},
    ]
    assert told(compared(tmp_path, flat)) == {"css-r133-9-2": "changed"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "n’est pas du JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[]", "aucun article"),
        (b"[" * 100_000, "lisible|JSON"),
        (b'{"id": "LEGITEXT1", "etat": "VIGUEUR"}', "aucun article"),
    ],
)
def test_a_file_that_is_not_articles_is_refused_in_one_line(tmp_path: Path, content: bytes, said: str):
    file = tmp_path / "articles.json"
    file.write_bytes(content)
    with pytest.raises(UnreadableArticlesError, match=said) as refused:
        read_articles(file)
    assert "\n" not in str(refused.value)


def test_an_absent_file_and_a_folder_are_refused(tmp_path: Path):
    for path in (tmp_path / "absent.json", tmp_path):
        with pytest.raises(UnreadableArticlesError, match="illisible"):
            read_articles(path)


def test_a_file_beyond_the_bound_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(changed, "LARGEST", 10)
    file = tmp_path / "big.json"
    file.write_text(json.dumps(tree(article(INDU, num="R133-9-2"))), encoding="utf-8")
    with pytest.raises(UnreadableArticlesError, match="un code à la fois"):
        read_articles(file)

"""A form says what it asks, why, and what went wrong, next to the field and on top; it keeps what was typed."""

from datetime import date
from decimal import Decimal
from typing import Any

from bs4 import BeautifulSoup, Tag
from django import forms as django_forms
from django.template import Context, Template

from relais.ui import forms


class Household(forms.Form):
    rent = forms.MoneyField(label="Loyer", required=False, help_text="Par mois")
    born = forms.BirthDateField(label="Date de naissance")
    home = django_forms.ChoiceField(
        label="Logement", choices=[("hlm", "HLM"), ("foyer", "Foyer")], widget=forms.ChoiceCards(hints={"foyer": "Résidence sociale"})
    )
    agree = django_forms.BooleanField(label="J’ai compris", required=False)
    papers = django_forms.MultipleChoiceField(
        label="Papiers", choices=[("a", "Avis"), ("b", "Bail")], widget=forms.CheckboxCards, required=False
    )
    note = django_forms.CharField(label="Mot", required=False, widget=django_forms.Textarea)
    whys = {"rent": "L’aide au logement se calcule sur le loyer."}


def page(form: Household) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def one(soup: BeautifulSoup, selector: str) -> Tag:
    found = soup.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def described(soup: BeautifulSoup, element: Tag) -> str:
    """The text a screen reader adds after the name of a field."""
    return " ".join(one(soup, f"#{identifier}").get_text(" ", strip=True) for identifier in str(element["aria-describedby"]).split())


def test_every_field_has_its_label() -> None:
    soup = page(Household())
    for box in soup.select("input:not([type=hidden]), textarea, select"):
        assert soup.select(f"label[for={box['id']}]") or box.find_parent("label"), box


def test_a_group_of_choices_has_a_legend_and_its_hints() -> None:
    soup = page(Household())
    assert one(soup, "fieldset#id_home > legend").get_text(strip=True) == "Logement"
    assert "Résidence sociale" in one(soup, "input[value=foyer]").parent.get_text()  # type: ignore[union-attr]


def test_why_we_ask_stands_under_the_field_that_says_it() -> None:
    assert [why.p.get_text() for why in page(Household()).select("details.why")] == ["L’aide au logement se calcule sur le loyer."]  # type: ignore[union-attr]


def test_a_fresh_form_shows_no_error() -> None:
    soup = page(Household())
    assert not soup.select(".error, .summary-errors, [aria-invalid]")


def test_errors_are_beside_the_field_on_top_and_linked() -> None:
    soup = page(Household({"rent": "douze", "born": "31/02/1988"}))
    box = one(soup, "#id_rent")
    assert box["aria-invalid"] == "true"
    assert "Par mois" in described(soup, box)
    assert "ne se lit pas" in described(soup, box)
    assert "n’existe pas" in described(soup, one(soup, "#id_born"))
    links = [str(link["href"]) for link in soup.select(".summary-errors a")]
    assert links == ["#id_rent", "#id_born", "#id_home"]
    for link in links:
        assert soup.select(link), link
    assert one(soup, ".summary-errors")["tabindex"] == "-1"


def test_what_was_typed_is_kept() -> None:
    soup = page(Household({"rent": "douze <b>", "born": "31/02/88", "home": "foyer", "note": "un mot", "agree": "on", "papers": ["b"]}))
    assert one(soup, "#id_rent")["value"] == "douze <b>"
    assert one(soup, "#id_born")["value"] == "31/02/88"
    assert one(soup, "input[value=foyer]").has_attr("checked")
    assert one(soup, "#id_agree").has_attr("checked")
    assert one(soup, "input[value=b]").has_attr("checked")
    assert not one(soup, "input[value=a]").has_attr("checked")
    assert one(soup, "textarea").get_text(strip=True) == "un mot"


def test_typed_fields_clean_to_values() -> None:
    form = Household({"rent": "650+120", "born": "12/3/88", "home": "hlm"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["rent"] == Decimal(770)
    assert form.cleaned_data["born"] == date(1988, 3, 12)
    assert Household({"born": "12/3/88", "home": "hlm"}).is_valid()


def test_a_known_value_is_shown_as_people_write_it() -> None:
    soup = page(Household(initial={"rent": Decimal("1400.50"), "born": date(1988, 3, 12)}))
    assert one(soup, "#id_rent")["value"] == "1\u202f400,50"
    assert one(soup, "#id_born")["value"] == "12/03/1988"


def test_an_error_about_the_whole_form_is_on_top() -> None:
    class Pair(forms.Form):
        low = forms.MoneyField(label="De")

        def clean(self) -> dict[str, Any]:
            raise django_forms.ValidationError("Le début dépasse la fin.")

    soup = BeautifulSoup(str(Pair({"low": "3"})), "html.parser")
    assert "Le début dépasse la fin." in one(soup, ".summary-errors").get_text()


def render(source: str, **context: Any) -> BeautifulSoup:
    return BeautifulSoup(Template(source).render(Context(context)), "html.parser")


def test_plain_components_link_hint_and_error_as_well() -> None:
    from django_cotton.compiler_regex import CottonCompiler

    source = CottonCompiler().process(
        """<c-money name="rent" label="Loyer" hint="Par mois" error="Trop grand" why="Parce que." value="12" data-x="1" />
        <c-date name="born" label="Né le" /><c-textarea name="note" label="Mot" value="a" error="Trop long" />
        <c-select name="home" label="Logement" :options="options" value="b" empty="Choisir" />
        <c-choices name="sex" label="Choix" :options="options" value="b" /><c-checkbox name="ok" label="Oui" checked="yes" />"""
    )
    soup = render(source, options=[("a", "Un"), ("b", "Deux", "le second")])
    box = one(soup, "#id_rent")
    assert (box["value"], box["data-x"], box["inputmode"]) == ("12", "1", "decimal")
    assert "Par mois" in described(soup, box)
    assert "Trop grand" in described(soup, box)
    assert "12/03/1988" in described(soup, one(soup, "#id_born"))
    assert one(soup, "option[selected]")["value"] == "b"
    assert one(soup, "input[type=radio][checked]")["value"] == "b"
    assert "Trop long" in described(soup, one(soup, "#id_note"))
    assert one(soup, "#id_ok").has_attr("checked")

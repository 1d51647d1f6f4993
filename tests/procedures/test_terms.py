"""Lists shared with the neighbouring tools (TERMS §4.3 and §4.10): the same values, so that words are recognised and figures compared."""

from relais.casework.terms.interviews import InterviewKind
from relais.mandates.terms import Domain, Length


def test_ten_domains_and_four_durations_are_those_of_aidants_connect() -> None:
    domains = ["papiers", "famille", "social", "travail", "logement", "transports", "argent", "justice", "etranger", "loisirs"]
    assert Domain.values == domains
    assert Length.values == [1, 31, 182, 365]
    first_words = ["Papiers", "Famille", "Social", "Travail", "Logement", "Transports", "Argent", "Justice", "Étranger", "Loisirs"]
    assert [str(label).partition(",")[0] for label in Domain.labels] == first_words


def test_the_nine_kinds_of_interview_bear_the_labels_of_mon_suivi_social() -> None:
    labels = {
        "Accueil physique spontané",
        "Accueil physique sur rendez-vous",
        "Courrier",
        "Entretien avec un tiers",
        "Entretien téléphonique",
        "E-mail",
        "Rendez-vous à domicile",
        "Rendez-vous extérieur",
        "Visioconférence",
    }
    assert {str(label) for label in InterviewKind.labels} == labels

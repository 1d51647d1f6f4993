"""The two sides of conditions that the model compares inside a formula: resources and ceilings that the cards print.

Each is worked out from the model's own parameters, with the same words as the formula of the benefit, so that a condition holds where
the benefit is paid: a ceiling below which nothing is paid because too little would be left is the one shown. Variables of our own,
added to the system when it is loaded; nothing that the model computes reads them.
"""

from collections.abc import Iterable

import numpy as np
from openfisca_core.periods import DateUnit
from openfisca_france.entities import Famille, FoyerFiscal, Individu, Menage
from openfisca_france.model.caracteristiques_socio_demographiques.logement import TypesStatutOccupationLogement
from openfisca_france.model.prestations.education import TypesScolarite
from openfisca_france.model.prestations.minima_sociaux.ppa import last_3_months_offset_minus_1
from openfisca_france.model.prestations.prestations_familiales.base_ressource import nb_enf

from relais.law.engine.untyped import Untyped

_SIZES = range(1, 9)


def ceilings() -> Iterable[tuple[str, dict[str, Untyped]]]:
    """(name, content) of each variable: amounts in euros a month or a year, as the card says."""
    month, year = DateUnit.MONTH, DateUnit.YEAR
    for name, entity, unit, formula in (
        ("aspa_plafond", Famille, month, _aspa),
        ("asi_plafond", Famille, month, _asi),
        ("ass_ressources", Famille, month, _ass_resources),
        ("ass_plafond", Famille, month, _ass),
        ("asf_pension_recue", Famille, month, _alimony),
        ("asf_montant_garanti", Famille, month, _asf),
        ("ars_ressources", Famille, year, _ars_resources),
        ("ars_plafond", Famille, year, _ars),
        ("ars_bareme", Famille, year, _ars_amount),
        ("cf_plafond_reduit", Famille, month, _cf),
        ("cf_sans_paje", Famille, month, _no_paje),
        ("paje_base_plafond", Famille, month, _paje_base),
        ("paje_naissance_plafond", Famille, month, _paje_birth),
        ("bourse_revenu", Famille, month, _grant_income),
        ("bourse_college_plafond", Famille, month, _grant_college),
        ("bourse_lycee_plafond", Famille, month, _grant_lycee),
        ("bourse_collegiens", Famille, month, _at("college")),
        ("bourse_lyceens", Famille, month, _at("lycee")),
        ("rls_ressources", Famille, month, _rls_resources),
        ("aide_logement_part_du_foyer", Famille, month, _rent_share),
        ("aide_logement_depense_retenue", Famille, month, _rent_covered),
        ("aide_logement_loyer_compare", Famille, month, _rent_compared),
        ("aide_logement_loyer_limite", Famille, month, _rent_limit),
        ("ppa_calculee", Famille, month, _ppa_worked_out),
        ("ppa_minimum", Famille, month, _ppa_least),
        ("ppa_travail", Famille, month, _ppa_work),
        ("ppa_salaire_apprenant", Famille, month, _ppa_learner),
        ("ppa_plancher_apprenant", Famille, month, _ppa_learner_least),
        ("lep_revenu", Individu, month, _lep_income),
        ("cheque_energie_revenu", Menage, year, _energy_income),
        ("cheque_energie_plafond", Menage, year, _energy),
    ):
        yield name, {"value_type": float, "entity": entity, "definition_period": unit, "label": name, "formula": formula}


# ---- minimum incomes -------------------------------------------------------------------------------------------------
def _aspa(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """CSS L.815-9: ceiling of one person, or of a couple, a month."""
    ceiling = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa.plafond_ressources
    return np.where(famille("en_couple", period), ceiling.couples, ceiling.personnes_seules) / 12


def _asi(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """CSS L.815-24-1: ceiling of one person, or of a couple, a month; that of the Aspa when the other one may have it."""
    law = parameters(period).prestations_sociales
    ceiling = law.prestations_etat_de_sante.invalidite.asi
    old = famille.any(famille.members("aspa_eligibilite", period), role=Famille.PARENT)
    couple = np.where(old, law.solidarite_insertion.minimum_vieillesse.aspa.plafond_ressources.couples, ceiling.plafond_ressource_couple)
    return np.where(famille("en_couple", period), couple, ceiling.plafond_ressource_seul) / 12


def _ass_resources(famille: Untyped, period: Untyped) -> Untyped:
    """Resources of the couple, a month on average over a year."""
    return famille("ass_base_ressources", period) / 12


def _ass(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """Code du travail R.5423-1: ceiling a month, one day of allowance less, below which nothing is paid."""
    law = parameters(period).chomage.allocations_assurance_chomage.ass
    days = np.where(famille("en_couple", period), law.plaf_coup, law.plaf_seul)
    return law.montant_plein * (days - 1)


# ---- family ----------------------------------------------------------------------------------------------------------
def _alimony(famille: Untyped, period: Untyped) -> Untyped:
    return famille.sum(famille.members("pensions_alimentaires_percues", period))


def _asf(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """CSS L.523-1: what the ASF guarantees for the children who open it, a month."""
    law = parameters(period).prestations_sociales.prestations_familiales
    rate = law.education_presence_parentale.asf.montant_asf.orphelin_assimile_seul_parent
    return famille.sum(famille.members("asf_elig_enfant", period), role=Famille.ENFANT) * law.bmaf.bmaf * rate


def _ars_resources(famille: Untyped, period: Untyped) -> Untyped:
    return famille("prestations_familiales_base_ressources", period.first_month)


def _ars_amount(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """CSS L.543-1: the allowance of the children of school age, before resources are looked at."""
    october, december = (period.first_month.offset(rank, "month") for rank in (9, 11))
    law = parameters(october).prestations_sociales.prestations_familiales
    ages, rates = law.education_presence_parentale.ars.ars_cond, law.education_presence_parentale.ars.ars_m
    primary = nb_enf(famille, december, ages.age_entree_primaire, ages.age_entree_college - 1)
    college = nb_enf(famille, december, ages.age_entree_college, ages.age_entree_lycee - 1)
    lycee = nb_enf(famille, december, ages.age_entree_lycee, ages.age_sortie_lycee - 1)
    months = famille.members("age_en_mois", december)
    last = (months <= 12 * ages.age_sortie_lycee + 2) * (months >= 12 * ages.age_sortie_lycee)
    lycee = lycee + famille.sum(last * np.logical_not(famille.members("autonomie_financiere", december)), role=Famille.ENFANT)
    return law.bmaf.bmaf * (rates.taux_primaire * primary + rates.taux_college * college + rates.taux_lycee * lycee)


def _ars(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """CSS L.543-1 and R.543-6-1: the ceiling, and what may be above it before the reduced allowance is too small to be paid."""
    october = period.first_month.offset(9, "month")
    law = parameters(october).prestations_sociales.prestations_familiales.education_presence_parentale.ars
    ceiling = law.ars_plaf.plafond_ressources * (1 + famille("af_nbenf", october) * law.ars_plaf.majoration_par_enf_supp)
    return ceiling + np.maximum(famille("ars_bareme", period) - law.montant_minimum_verse, 0)


def _cf(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """CSS L.522-1: the ceiling, and the year of complement that the reduced one covers above it."""
    law = parameters(period).prestations_sociales.prestations_familiales
    amount = law.bmaf.bmaf * law.prestations_generales.cf.cf_cm.complement_familial.taux_cf_base
    return famille("cf_plafond", period) + 12 * amount * famille("cf_eligibilite_base", period)


def _no_paje(famille: Untyped, period: Untyped) -> Untyped:
    return famille("paje_base", period) <= 0


def _paje(famille: Untyped, period: Untyped, parameters: Untyped, children: Untyped) -> Untyped:
    """CSS L.531-2 and L.531-3: ceiling of the reduced rate, a year."""
    law = parameters(period).prestations_sociales.prestations_familiales.petite_enfance.paje.paje_plaf.ne_adopte_apres_04_2018
    more = law.majorations_enfants
    share = 1 + more.premier_2eme_enfant * np.minimum(children, 2) + more.troisieme_plus_enfant * np.maximum(children - 2, 0)
    two_wages = famille("biactivite", period) + np.logical_not(famille("en_couple", period))
    return law.taux_partiel.plafond_ressources_0_enfant * share + law.taux_partiel.biactifs_parents_isoles * two_wages


def _paje_base(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    return _paje(famille, period, parameters, famille("af_nbenf", period))


def _paje_birth(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    births = famille("naissances_attendues", period)
    return (births > 0) * _paje(famille, period, parameters, famille("af_nbenf", period) + births)


# ---- studies ---------------------------------------------------------------------------------------------------------
def _grant_income(famille: Untyped, period: Untyped) -> Untyped:
    return famille.demandeur.foyer_fiscal("rfr", period.n_2)


def _at(school: str) -> Untyped:
    def formula(famille: Untyped, period: Untyped) -> Untyped:
        return famille.sum(famille.members("scolarite", period) == TypesScolarite[school], role=Famille.ENFANT)

    return formula


def _grant(famille: Untyped, period: Untyped, parameters: Untyped, school: str) -> Untyped:
    """Arrêtés of 22 March 2016: ceiling of the lowest step, in hourly minimum wages of July two years before."""
    children = famille.sum(famille.members("age", period) >= 0, role=Famille.ENFANT)
    step = parameters(period).prestations_sociales.education.bourses.bourses_education[f"bourse_{school}"].apres_2016.echelon_1
    shares = [getattr(step, f"plafond_{size}e") for size in _SIZES]
    share = np.select([children <= size for size in _SIZES[:-1]], shares[:-1], shares[-1])
    july = period.n_2.first_month.offset(6, "month")
    return np.round(share * parameters(july).marche_travail.salaire_minimum.smic.smic_b_horaire)


def _grant_college(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    return _grant(famille, period, parameters, "college")


def _grant_lycee(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    return _grant(famille, period, parameters, "lycee")


# ---- housing ---------------------------------------------------------------------------------------------------------
def _rls_resources(famille: Untyped, period: Untyped) -> Untyped:
    return famille("aide_logement_base_ressources", period) / 12


def _tenant(famille: Untyped, period: Untyped) -> Untyped:
    tenure = famille.demandeur.menage("statut_occupation_logement", period)
    kinds = TypesStatutOccupationLogement
    return (tenure == kinds.locataire_hlm) + (tenure == kinds.locataire_vide) + (tenure == kinds.locataire_meuble)


def _rent_share(famille: Untyped, period: Untyped) -> Untyped:
    """What a tenant pays whatever the benefit, by resources; nil for the others, whose benefit is worked out otherwise."""
    return _tenant(famille, period) * famille("aide_logement_participation_personnelle", period)


def _rent_covered(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """CCH L.823-1: rent and charges counted, less what is too small to be paid; nil where there is no tenant."""
    least = parameters(period).prestations_sociales.aides_logement.allocations_logement.locatif.seuils_minimum_versement
    convened = famille.demandeur.menage("logement_conventionne", period)
    covered = famille("aide_logement_loyer_retenu", period) + famille("aide_logement_charges", period)
    return _tenant(famille, period) * (covered - np.where(convened, least.apl, least.non_apl))


def _rent_counts(famille: Untyped, period: Untyped) -> Untyped:
    """Whether the rent is compared with the limit of the zone: neither in a foyer nor with a disability, and a rent is paid."""
    tenure = famille.demandeur.menage("statut_occupation_logement", period)
    spared = (tenure == TypesStatutOccupationLogement.primo_accedant) + (tenure == TypesStatutOccupationLogement.locataire_foyer)
    disabled = famille.any(famille.members("handicap", period))
    return np.logical_not(spared + disabled) * (famille("aide_logement_loyer_reel", period) > 0)


def _rent_compared(famille: Untyped, period: Untyped) -> Untyped:
    return _rent_counts(famille, period) * famille("aide_logement_loyer_reel", period)


def _rent_limit(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """CCH L.823-1: the rent above which nothing is paid; nil where the rent is not compared."""
    zone = famille.demandeur.menage("zone_apl", period)
    law = parameters(period).prestations_sociales.aides_logement.allocations_logement.locatif.coefficients_degressivite_suppression[zone]
    return _rent_counts(famille, period) * np.round(famille("aide_logement_loyer_plafond", period) * law.suppression, 2)


# ---- prime d'activité ------------------------------------------------------------------------------------------------
def _quarter(famille: Untyped, name: str, period: Untyped) -> Untyped:
    """Sum of a variable over the reference quarter (``past_benefits`` says which)."""
    new, old = (famille(name, months, options=["ADD"]) for months in (last_3_months_offset_minus_1(period), period.last_3_months))
    return np.where(famille("departement_experimentation_rsa", period), new, old)


def _ppa_worked_out(famille: Untyped, period: Untyped) -> Untyped:
    """What the three months give, before the least amount that is paid."""
    return _quarter(famille, "ppa_fictive", period) / 3 * famille("ppa_eligibilite_apprenants", period)


def _ppa_least(famille: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """The least amount paid, a month."""
    least = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.ppa.pa_m.montant_minimum_verse
    return least + 0 * famille("nb_parents", period)


def _ppa_work(famille: Untyped, period: Untyped) -> Untyped:
    return _quarter(famille, "ppa_revenu_activite", period) / 3


def _learning(famille: Untyped, period: Untyped) -> Untyped:
    """Whether all the parents study or are apprentices, and no lone parent's right spares them (CSS L.842-2)."""
    learner = famille.members("etudiant", period) + famille.members("stagiaire", period) + famille.members("apprenti", period)
    return np.logical_not(famille.any(np.logical_not(learner), role=Famille.PARENT) + famille("rsa_majore_eligibilite", period))


def _ppa_learner(famille: Untyped, period: Untyped) -> Untyped:
    """The lowest wage of the three months before, of the parent who earns most; nil where nobody must reach a floor."""
    months = [period.offset(-back, "month") for back in (1, 2, 3)]
    first, second, third = (famille.members("ppa_revenu_activite_individu", month) for month in months)
    lowest = np.minimum(np.minimum(first, second), third)
    return _learning(famille, period) * famille.max(lowest, role=Famille.PARENT)


def _ppa_learner_least(famille: Untyped, period: Untyped) -> Untyped:
    floor = famille.demandeur("ppa_plancher_revenu_activite_apprenant", period)
    return _learning(famille, period) * floor


# ---- savings and energy ----------------------------------------------------------------------------------------------
def _lep_income(individu: Untyped, period: Untyped) -> Untyped:
    return individu.foyer_fiscal("rfr", period.n_2)


def _energy_income(menage: Untyped, period: Untyped) -> Untyped:
    """RFR of the dwelling for each unit of consumption, a year."""
    income = menage.sum(menage.members.foyer_fiscal("rfr", period.n_2), role=FoyerFiscal.DECLARANT_PRINCIPAL)
    return income / menage("cheque_energie_unites_consommation", period)


def _energy(menage: Untyped, period: Untyped, parameters: Untyped) -> Untyped:
    """Code de l'énergie R.124-1: the RFR for each unit of consumption from which nothing is paid."""
    scales = parameters(period).prestations_sociales.solidarite_insertion.autre_solidarite.cheque_energie.baremes
    one, two, more = (max(scale.thresholds) for scale in (scales.une_uc, scales.une_uc_a_deux_uc, scales.plus_de_deux_ucs))
    units = menage("cheque_energie_unites_consommation", period)
    return np.where(units <= 1, one, np.where(units < 2, two, more))

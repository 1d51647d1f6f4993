"""Who may be the same person, from the index of names: for the instance itself, no actor; what is found is shown by ``queries``."""

from uuid import UUID

from django.db.models import Q

from relais.kernel.names import told_apart
from relais.people.models import How, NameKey, Person
from relais.people.queries.finding import SLIPPED, bearers_among

#: words of a name that are looked at.
_MOST_WORDS = 5
#: persons who bear one name: past that it says too little, and the year of birth must be the same.
MOST_NAMESAKES = 20


def resembling(person: Person) -> set[UUID]:
    """Who may be the same person: bears one of her names, by ear and with slips, and was not born another year; or her date of birth.

    A few questions to the index for each name, whatever the number of persons. One word alone says nobody without the year of birth.
    """
    keys = NameKey.objects.filter(organisation_id=person.organisation_id).exclude(person_id=person.pk)
    others = Person.objects.filter(organisation_id=person.organisation_id)
    same_year = Q(birth_year=person.birth_year, birth_year__isnull=False)
    found: set[UUID] = set()
    for words in _forms(person):
        bear = others.filter(pk__in=bearers_among(keys, words, way=SLIPPED))
        born = same_year | Q(birth_year=None) if person.birth_year else Q()
        near = list(bear.filter(born if len(words) > 1 else same_year).values_list("pk", flat=True)[: MOST_NAMESAKES + 1])
        if len(near) > MOST_NAMESAKES:
            near = list(bear.filter(same_year).values_list("pk", flat=True)[:MOST_NAMESAKES])
        found.update(near)
    if person.birth_on is not None:
        heard = NameKey.objects.filter(person_id=person.pk, how=How.HEARD).values("key")
        alike = keys.filter(how=How.HEARD, key__in=heard, person__birth_on=person.birth_on)
        found.update(alike.values_list("person_id", flat=True)[:MOST_NAMESAKES])
    return found


def _forms(person: Person) -> list[tuple[str, ...]]:
    """The words of each way of naming her, each once."""
    former = [one.name for one in person.former_names.all()]
    civil = [f"{person.given_names} {name}".strip() for name in (person.family_name, person.birth_name) if name]
    forms = (told_apart(name)[:_MOST_WORDS] for name in (person.called, *civil, *former))
    return list(dict.fromkeys(words for words in forms if words))

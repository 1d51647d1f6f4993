"""Rights answered in advance in the demonstration: the last situation of a few files, by the engine itself, shown on their pages."""

from datetime import datetime

from django.utils import timezone

from relais.accounts.models import Organisation
from relais.accounts.queries import actor_of
from relais.demo.cast import CCAS
from relais.demo.files import files_of, members
from relais.kernel.months import Month
from relais.people import queries, services
from relais.screening import queries as screening
from relais.screening.rules.kept_answers import written
from relais.screening.rules.reading import read
from relais.screening.rules.retelling import told_again

#: whose situation is answered already; the others wait for «Calculer», so that both are seen.
ANSWERED = ("Inès Bakri", "M. Le Goff")


def answer_in_advance(*, now: datetime) -> int:
    """Answer these situations with the rules of this month, where that is not done; how many were. Loads the engine when one is to do."""
    house = Organisation.objects.filter(name=CCAS.name, is_demo=True).first()
    if house is None:
        return 0
    on, files = timezone.localdate(now), files_of(house)
    awa, done = actor_of(members(house)["awa"], on=on), 0
    for called in ANSWERED:
        kept = queries.last_situation(awa, files[called], now=now)
        answered = None if kept is None else services.opened_answers(kept)
        if kept is None or (answered is not None and answered[0].month == str(Month.of(on))):
            continue
        told = told_again(services.situation_to_answer(kept), facts=screening.facts())
        household = read(told=told, facts=screening.facts(), reserves=screening.reserves(), month=Month.of(on)).household
        answers = written(screening.answers(household, on=on))
        services.keep_answers(actor=awa, kept=kept, month=Month.of(on), answers=answers, now=now)
        done += 1
    return done

"""How somebody is found by her name: accents, order, spaces, slips and spelling by ear forgiven; never out of the actor's scope.

Words are looked for in the index of names (``NameKey``), by equality and ranges only: the same on SQLite and on PostgreSQL.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from relais.accounts.models import Role
from relais.accounts.rules import content_roles
from relais.foundation.access import Actor
from relais.kernel.names import LONGEST, SOUNDS, heard, slips, told_apart
from relais.kernel.references import between
from relais.people import leading, policies
from relais.people.models import File, How, MergedFile, NameKey
from relais.people.queries.files import in_order, leads
from relais.people.rules import Level
from relais.people.terms import FileState, Shelf

#: words of a question that are looked at: nobody types more of a name.
_MOST_WORDS = 5
#: letters of a word that may begin half of all names.
_SHORT = 2
#: no word goes past it, whatever the collation of the database: keys hold a to z and digits only.
_END = "zzzzzzzz"
#: how near a word is to a name: as written, beginning so, heard so, with one slip. Each also takes what the ones before it take.
EXACT, BEGUN, BY_EAR, SLIPPED = range(4)


def browsed(actor: Actor, *, now: datetime) -> QuerySet[File]:
    """The files that the actor may list and search by name alone, in the order of names."""
    return in_order(File.objects.within(actor).filter(policies.browses(actor, now=now)))


def shelves(actor: Actor) -> list[Shelf]:
    """The shelves of files that the actor may have, the first one shown first; none for whoever lists nothing."""
    # the files of a worker are those where they take part; of a mediator or a partner, those that were shared with them
    accompanies, heads = bool(content_roles(actor.roles) - {Role.HEAD, Role.RECEPTION}), policies.heads_somewhere(actor)
    if not accompanies and not heads:
        return []
    ours = [Shelf.SERVICE, Shelf.WITHOUT_LEAD] if heads else []
    return [*([Shelf.MINE] if accompanies else []), *ours, Shelf.STANDBY, Shelf.CLOSED]


def on_shelf(actor: Actor, shelf: Shelf | None, *, now: datetime) -> QuerySet[File]:
    """The files of one shelf, in the order of names; none without a shelf."""
    if shelf is Shelf.MINE:
        # all of it may be browsed: asked once
        return in_order(File.objects.within(actor).filter(policies.own(actor, now=now), closed_at=None))
    found = browsed(actor, now=now)
    match shelf:
        case None:
            return found.none()
        case Shelf.SERVICE:
            return found.filter(closed_at=None)
        case Shelf.STANDBY:
            return found.filter(state=FileState.STANDBY)
        case Shelf.WITHOUT_LEAD:
            return found.filter(leading.led_by_nobody(now), closed_at=None)
        case Shelf.CLOSED:
            return found.exclude(closed_at=None)


def asks_a_second_element(actor: Actor) -> bool:
    """Whether the actor's search also finds, by a second element, people whom no list shows them."""
    return policies.receives(actor)


def found_by_name(actor: Actor, words: str, *, now: datetime, birth_year: int | None = None, limit: int) -> list[File]:
    """Those whom the actor may look for by name, the nearest first, each with ``lead_name``; at most ``limit``.

    A year of birth leaves out whoever was born another year; for whoever receives, it is the second element that opens the whole service.
    The reference of a paper that she sends back is looked for first.
    """
    if (span := between(words)) and (sent_back := _by_reference(actor, span, now=now, limit=limit)):
        return sent_back
    found = browsed(actor, now=now)
    if birth_year is None:
        return _nearest(actor, found, words, limit=limit, is_narrow=not policies.heads_somewhere(actor))
    known = Q(person__birth_year=birth_year)
    if policies.receives(actor):
        here = File.objects.within(actor).filter(policies.reaches(actor, Level.EXISTENCE, now=now), known)
        return _nearest(actor, in_order(here), words, limit=limit, is_narrow=True)
    return _nearest(actor, found.filter(known | Q(person__birth_year=None)), words, limit=limit, is_narrow=True)


def _by_reference(actor: Actor, span: tuple[UUID, UUID], *, now: datetime, limit: int) -> list[File]:
    """The files of a reference, or those that took their place: the paper in the hand is a second element, which opens the whole service to
    whoever receives."""
    here = policies.reaches(actor, Level.EXISTENCE, now=now) if policies.receives(actor) else policies.browses(actor, now=now)
    meant = Q(pk__range=span) | Q(pk__in=MergedFile.objects.filter(pk__range=span).values("file_id"))
    return list(leads(in_order(File.objects.within(actor).filter(here, meant)))[:limit])


def at_reception(actor: Actor, words: str, *, among: Q, now: datetime, limit: int) -> list[File]:
    """The same for whoever receives, the second element being what a higher room knows: files with an appointment today, say.

    ``among``: a condition on files, added to the actor's scope and never in its place.
    """
    here = File.objects.within(actor).filter(policies.reaches(actor, Level.EXISTENCE, now=now)).filter(among)
    return _nearest(actor, in_order(here), words, limit=limit, is_narrow=True)


def _nearest(actor: Actor, found: QuerySet[File], words: str, *, limit: int, is_narrow: bool) -> list[File]:
    """Files whose person bears the words: as written first, then begun so, then heard so, then with one slip a word.

    ``is_narrow``: few files are looked among; one question then puts them in order. Elsewhere a common name stops at ``limit`` along an
    index, as written then begun so, and only what is rarer asks for more.
    """
    asked = told_apart(words)[:_MOST_WORDS]
    nearest: list[File] = []
    ways = _ways(asked, is_narrow=is_narrow)
    for way in ways:
        more = found.filter(bearing(actor, asked, way=way)).exclude(pk__in=[file.pk for file in nearest])
        if way == SLIPPED:
            nearer = sorted({EXACT, BEGUN, BY_EAR} - set(ways))
            more = more.order_by(Case(*(When(bearing(actor, asked, way=one), then=one) for one in nearer), default=way), "name_key", "pk")
        nearest += leads(more)[: limit - len(nearest)]
        if len(nearest) >= limit:
            break
    return nearest


def _ways(asked: tuple[str, ...], *, is_narrow: bool) -> tuple[int, ...]:
    if not asked or is_narrow:
        return (SLIPPED,) if asked else ()
    # two whole words are borne together by few, however common each is
    return (EXACT, SLIPPED) if len(asked) > 1 and min(map(len, asked)) > _SHORT else (EXACT, BEGUN, SLIPPED)


def bearing(actor: Actor, asked: tuple[str, ...], *, way: int) -> Q:
    """The condition on files that the person bears every word asked, in one of the first ``way`` manners."""
    return Q(person_id__in=bearers(actor, asked, way=way))


def bearers(actor: Actor, asked: tuple[str, ...], *, way: int) -> QuerySet[NameKey, Any]:
    """The persons of the organisation who bear every word, or all of them written as one."""
    return bearers_among(NameKey.objects.within(actor), asked, way=way)


def bearers_among(keys: QuerySet[NameKey], asked: tuple[str, ...], *, way: int) -> QuerySet[NameKey, Any]:
    """The same within these keys."""
    every = keys.filter(_written_or_heard(asked[0], way=way))
    for word in asked[1:]:
        every = every.filter(person_id__in=keys.filter(_written_or_heard(word, way=way)).values("person_id"))
    if len(asked) == 1:
        return every.values("person_id")
    whole = keys.filter(_written_or_heard("".join(asked)[:LONGEST], way=way))
    return every.values("person_id").union(whole.values("person_id"), all=True)


def _written_or_heard(word: str, *, way: int) -> Q:
    """The keys that this word may be, in the manners up to this one."""
    written = Q(how=How.WRITTEN, key__gte=word, key__lte=word + _END) if way >= BEGUN else Q(how=How.WRITTEN, key=word)
    sound = heard(word)
    if way >= BY_EAR and sound:
        written |= Q(how=How.HEARD, key=sound)
    if way >= SLIPPED:
        for how, near in ((How.WRITTEN, slips(word)), (How.HEARD, slips(sound, SOUNDS))):
            if near:
                written |= Q(how=how, key__among=sorted(near))
    return written

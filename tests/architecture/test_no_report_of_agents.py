"""No figure is told by agent: what leaves the files holds no member, and no board of a head puts colleagues in order (S2, S34)."""

import re
from dataclasses import fields

from relais.kernel.tallies import Tally
from tests.architecture import tracked

#: rows counted by the member who did, held or wrote.
BY_AGENT = re.compile(r"""\.values(?:_list)?\(["'](?:member|author|holder|recorded_by|written_by|actor)\w*["'][^)]*\)\s*\.annotate\(""")
#: where it is done, and why nobody is put in order by it.
EXEMPT = {
    "relais/people/queries/covers.py": "who took part the most in an absent colleague's files is proposed first; no count is told",
    "relais/people/queries/handovers.py": "how many files whoever leaves still leads, beside those files: what is left to hand over",
}


def test_what_leaves_the_files_has_no_room_for_a_member() -> None:
    assert [one.name for one in fields(Tally)] == ["service", "month", "cell", "count", "amount"]


def test_no_source_counts_the_work_of_each_agent() -> None:
    sources = [path for path in tracked.ending(".py") if path.startswith("relais/") and "/migrations/" not in path]
    found = {path for path in sources if BY_AGENT.search(tracked.text(path))}
    assert found == set(EXEMPT), "counts go by service, month and figure (kernel/tallies.py), never by agent"


def test_a_count_by_agent_would_be_found() -> None:
    assert BY_AGENT.search('rows.order_by().values("author_id").annotate(number=Count("pk"))')
    assert not BY_AGENT.search('rows.order_by().values("service_id").annotate(number=Count("pk"))')

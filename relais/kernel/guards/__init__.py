"""Guards on free text: what looks like a secret of a person stops a save, what is sensitive is said. Pure; nothing is kept.

``reading.findings(text)`` tells where and what, never the secret itself. A guard is no proof: it knows the ways people write a
password, not every password. What it lets through is known by its corpus (``tests/kernel/guards/corpus.tsv``).
"""

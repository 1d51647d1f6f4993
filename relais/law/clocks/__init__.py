"""Clocks of law: from the day a letter or a file was received to the days that count, each with its article.

No Django, no clock, no database: a caller gives the days. Storeys, bottom up: ``holidays`` and ``counting`` (days), ``sources`` and
``tables`` (reviewed data files), ``facts``, ``engine`` (one rule, one answer), ``wording`` (French), ``register`` and ``changed`` (review).
It says what a text says of dates; it is no advice, and the letter received prevails (docs/areas/law-clocks.md).
"""

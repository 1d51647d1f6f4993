"""Letters that people receive, as reviewed data: how each looks, what it means, what it starts. Plain Python, no clock, no Django.

One YAML file a type of letter in ``data/``, read into typed values. A legal sentence cites its source; what nobody could check bears the
mark M, which the screens say. A structure adds a type or corrects one by a file of its own (docs/using/courriers-recus.md).
"""

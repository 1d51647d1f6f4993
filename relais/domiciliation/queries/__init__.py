"""Reads of domiciliation: the actor first, the scope as first filter, a total order."""

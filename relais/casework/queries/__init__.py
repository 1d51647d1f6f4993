"""Reads of casework, one module for each kind of thing: the actor first, the scope as first filter, a total order."""

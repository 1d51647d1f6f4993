"""Writes of casework, one module for each kind of thing: policy, rule, change, journal, event, in that order, in one transaction."""

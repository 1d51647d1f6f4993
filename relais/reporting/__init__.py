"""Reports: the figures of a period, from acts, small numbers hidden. No table of its own, no person, no file, no member.

It reads ``foundation.figures`` and nothing of the rooms that declare them.
"""

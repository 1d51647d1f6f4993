"""A caseload file reviewed in one command: read, computed by chunks in several processes, resumable, written in file order.

It serves the persons, not their control: no order by person, need or amount; totals below eleven are masked. No Django here:
the chunk function can run on another machine.
"""

"""From a few facts to rights, explained: screen, sheets, API and caseload files. Stores nothing about anybody."""

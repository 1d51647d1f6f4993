"""Plain values shared by every room: decisions, months, money, text guards. No Django, no clock, no I/O."""

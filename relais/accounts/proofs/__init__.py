"""What proves, beside a password, that it is really her: codes of an application, passkeys, printed codes. No table, no screen here."""

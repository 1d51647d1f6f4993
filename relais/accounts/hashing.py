"""How the passwords of local accounts are hashed: Argon2id, with the parameters of OWASP's Password Storage Cheat Sheet."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 46 MiB of memory, one pass, one lane: a sign-in costs a twentieth of a second, a guess as much memory as that.

    OWASP gives this setting (m=47104, t=1, p=1) first. A password hashed otherwise is hashed again by itself at its next sign-in.
    """

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1

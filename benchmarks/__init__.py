"""Measures. What our package settles before numpy is imported is settled for them too."""

import relais  # noqa: F401 imported for that

"""Acts on aids: policy, rule, change, journal, in that order."""

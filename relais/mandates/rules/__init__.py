"""Pure rules of mandates: the days they hold, the attestation, the words of the sheet."""

"""From results to answers: completions, groups, ranges, next questions, curves."""

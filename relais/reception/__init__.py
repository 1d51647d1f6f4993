"""The counter: who comes, why, for whom, without a word of what is confided. It sees nothing above the reception level."""

"""Components, filters, fragments, charts and print: how Relais looks. Knows no area."""

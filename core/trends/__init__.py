"""What a series says of where it goes: curves of cases, growth, reproduction, forecasts, comparisons, and what happened meanwhile."""

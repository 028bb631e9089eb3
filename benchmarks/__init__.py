"""How fast this project is, as ratios to hand-written code and to other evaluators, measured in one run."""

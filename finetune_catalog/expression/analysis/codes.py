"""The questions that interval analysis answers, by their codes."""

from __future__ import annotations

ZERO = "FC501"  #: can the divisor be zero?
RANGE = "FC502"  #: can the result leave its declared bounds?
IDLE = "FC503"  #: does every argument of min and max sometimes decide?
SETTLED = "FC504"  #: is every condition sometimes true and sometimes false?
INEXACT = "FC505"  #: can an integer pass 2**53?
OVERFLOW = "FC506"  #: can a number get too large to be held?
DOMAIN = "FC507"  #: can an argument leave the function's domain?
LOOKUP = "FC508"  #: can an index or key miss?
EMPTY = "FC509"  #: can the list, whose smallest or largest item is asked for, be empty?
EQUALITY = "FC510"  #: are computed binary64 numbers compared for equality?
ARGUMENT = "FC511"  #: can an argument leave the bounds that the catalog's function declares?

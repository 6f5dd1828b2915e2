"""The four questions: what is it, whose place is it, who leads, who must come and when."""

from gridroute.dispatch.county import County, load_county
from gridroute.dispatch.dispatcher import Dispatcher
from gridroute.dispatch.hints import Hints, gather

__all__ = ["County", "Dispatcher", "Hints", "gather", "load_county"]

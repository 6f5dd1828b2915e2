"""地域: which places exist, how people call them, and which one an issue means."""

from gridroute.territory.gazetteer import Gazetteer, short_name
from gridroute.territory.locate import NOWHERE, Location, locate
from gridroute.territory.register import Territory, read_territory

__all__ = ["NOWHERE", "Gazetteer", "Location", "Territory", "locate", "read_territory", "short_name"]

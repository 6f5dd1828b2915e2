"""常设事务: what stands all year, with nobody complaining: lists, open days, rosters, procedures, points, checks."""

from gridroute.civic.civic import Civic, load_civic

__all__ = ["Civic", "load_civic"]

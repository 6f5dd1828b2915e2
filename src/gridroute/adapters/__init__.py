"""What carries issues in and decisions out."""

from gridroute.adapters.issues import read_rows
from gridroute.adapters.record import parse_issue
from gridroute.adapters.row import BadLine, Row

__all__ = ["BadLine", "Row", "parse_issue", "read_rows"]

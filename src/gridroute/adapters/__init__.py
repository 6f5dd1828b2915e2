"""What carries issues in and decisions out."""

from gridroute.adapters.issues import BadLine, Row, read_rows
from gridroute.adapters.record import parse_issue

__all__ = ["BadLine", "Row", "parse_issue", "read_rows"]

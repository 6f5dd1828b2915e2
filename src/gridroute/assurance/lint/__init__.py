"""体检: every kind of finding on a policy, with its code, and how it is told."""

from gridroute.assurance.lint.code import Code, codes
from gridroute.assurance.lint.engine import compile_rules
from gridroute.assurance.lint.finding import Finding
from gridroute.assurance.lint.inspection import inspect
from gridroute.assurance.lint.report import FORMS, Folders, report

__all__ = ["FORMS", "Code", "Finding", "Folders", "codes", "compile_rules", "inspect", "report"]

"""体检: every kind of finding on a policy, with its code, and how it is told."""

from gridroute.assurance.lint.allowance import Allowed, allowances
from gridroute.assurance.lint.code import Code, codes
from gridroute.assurance.lint.engine import compile_rules
from gridroute.assurance.lint.finding import Finding
from gridroute.assurance.lint.inspection import inspect
from gridroute.assurance.lint.report import FORMS, Folders, report
from gridroute.assurance.lint.survey import Survey
from gridroute.assurance.lint.writing import Slip, mend, slips

__all__ = [
    "FORMS",
    "Allowed",
    "Code",
    "Finding",
    "Folders",
    "Slip",
    "Survey",
    "allowances",
    "codes",
    "compile_rules",
    "inspect",
    "mend",
    "report",
    "slips",
]

"""收件处: takes an envelope in: reads it as an issue of its county, and opens its case, or finds the one it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from gridroute.adapters.record import parse_issue
from gridroute.dispatch import County, gather
from gridroute.errors import Bilingual, GridrouteError, IssueError, NotNow, StoreError, UnknownCounty
from gridroute.exchange import Clock, Envelope, Receipt, Unreadable
from gridroute.plugins import Plugins

if TYPE_CHECKING:
    from gridroute.store import Docket

#: How far the clock of another system may run ahead of ours.
AHEAD = timedelta(hours=1)
_CLASH = Bilingual(
    "同一编号来过不同的内容: 已另存,没有改动原件,请人工核对",
    "other content came under this number before: it was kept aside, the case was not changed; a person should look",
)


class Reception:
    """Opens cases in a docket. It may be called from several threads; one at a time is served.

    :param load: gives the county of a name or code.
    :param county: the county of issues that name none.
    """

    def __init__(
        self, docket: Docket, load: Callable[[str], County], manager: Plugins, now: Clock, county: str | None = None
    ) -> None:
        self._docket, self._load, self._manager, self._now, self._county = docket, load, manager, now, county
        self._turn = threading.Lock()

    def admit(self, one: Envelope | Unreadable) -> Receipt:
        """The receipt of ``one``; when it says accepted, the case is kept. ``NotNow``: it cannot be kept just now."""
        if isinstance(one, Unreadable):
            return Receipt("rejected", reason=one.problem)
        try:
            with self._turn:
                return self._opened(one)
        except IssueError as error:
            return Receipt("rejected", reason=error.words, warnings=one.warnings)
        except UnknownCounty as error:
            if "county" in one.record:
                return Receipt("rejected", reason=error.words, warnings=one.warnings)
            raise NotNow(error.words) from None
        except StoreError as error:
            raise NotNow(error.words) from None
        except NotNow:
            raise
        except GridrouteError as error:  # a policy with faults: the issue waits until it is mended
            raise NotNow(Bilingual(error.text("zh"), error.text("en"))) from None

    def _opened(self, one: Envelope) -> Receipt:
        county = self._load(str(one.record.get("county") or self._county or ""))
        issue = parse_issue(one.record, county.policy.vocabulary, one.from_text)
        now = self._now()
        if issue.received_at > now + AHEAD:
            shown = issue.received_at.isoformat(timespec="minutes")
            raise IssueError(
                Bilingual(
                    f"受理时间 {shown} 还没有到: 核对时间", f"it was received at {shown}, which is to come: check it"
                )
            )
        hints = gather(issue, county, self._manager)
        # duties begin when the matter is dispatched, not when another system first heard of it
        kept = self._docket.open(issue, max(now, issue.received_at), county.adcode, hints)
        match kept.outcome:
            case "opened":
                return Receipt("accepted", kept.case.id, warnings=one.warnings)
            case "known":
                return Receipt("duplicate", kept.case.id, warnings=one.warnings)
        return Receipt("duplicate", kept.case.id, warnings=(_CLASH, *one.warnings))

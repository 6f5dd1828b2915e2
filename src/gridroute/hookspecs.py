"""The hooks a plugin may answer. They hand over data; none chooses a route (pluggy promises no order).

Each is called at the rim, before ``route``, under a time limit; a plugin that raises or is late never
loses an issue: the core's own answer stands and the decision names the plugin under ``degraded``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pluggy

from gridroute.exchange import MakeIntake, MakeOutlet, MakeReceiver
from gridroute.model import Guess, Issue, PlaceCandidate

PROJECT = "gridroute"
# pluggy calls the plugins, never the specifications.
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """All hook specifications."""

    @hookspec
    def gridroute_layers(self) -> Sequence[Path]:
        """The directories of policy layers this plugin brings, each with a ``layer.yaml`` or ``county.yaml``.

        Called once when counties are listed or loaded. Empty: the plugin brings no policy.

        .. versionadded:: 0.1
        """
        return ()

    @hookspec
    def gridroute_locate(self, issue: Issue, county: str) -> Sequence[PlaceCandidate]:
        """Places that ``issue`` may mean, as 12- or 15-digit codes with a reason, beyond what its words say.

        :param issue: the issue as received.
        :param county: the six-digit code of the county that routes it.

        Empty: nothing to add. Only asked of, never trusted over a code or a written name.

        .. versionadded:: 0.1
        """
        return ()

    @hookspec
    def gridroute_suggest_category(self, issue: Issue, county: str) -> Sequence[Guess]:
        """Categories that ``issue`` may belong to, each with a confidence from 0 to 1.

        :param issue: the issue as received, when it names no category.
        :param county: the six-digit code of the county that routes it.

        Empty: nothing to add. The best guess of core and plugins counts, above the policy's threshold.

        .. versionadded:: 0.1
        """
        return ()

    @hookspec
    def gridroute_intakes(self) -> Mapping[str, MakeIntake]:
        """Ways to fetch issues from other systems, by the name that a connection writes under ``adapter``.

        Called once when connections are opened. Each makes an ``Intake`` for a connection and a clock. Empty:
        the plugin brings none. A name that two plugins bring is an error that names both.

        .. versionadded:: 0.1
        """
        return {}

    @hookspec
    def gridroute_receivers(self) -> Mapping[str, MakeReceiver]:
        """Services on which other systems call us, by the name that a connection writes under ``adapter``.

        Called once when connections are opened. Each makes a WSGI application for a connection, what takes an
        envelope in, and a clock. Empty: the plugin brings none.

        .. versionadded:: 0.1
        """
        return {}

    @hookspec
    def gridroute_outlets(self) -> Mapping[str, MakeOutlet]:
        """Ways to tell other systems, by the name that a connection writes under ``adapter``.

        Called once when connections are opened. Each makes an ``Outlet`` for a connection and a clock. Empty:
        the plugin brings none.

        .. versionadded:: 0.1
        """
        return {}

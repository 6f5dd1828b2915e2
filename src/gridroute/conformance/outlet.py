"""发件口的检验: what every adapter that tells other systems has to withstand."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta

from gridroute.conformance.check import Check, NotPlayed
from gridroute.conformance.demand import demand, fail
from gridroute.conformance.overheard import overheard
from gridroute.conformance.rig import Behaviour, OutletRig, Received
from gridroute.conformance.sample import BEGUN
from gridroute.errors import Bilingual
from gridroute.exchange import Delivered, Delivery, Message, Outlet, Refused, TryAgain


def messages(count: int) -> list[Message]:
    """So many messages, each a minute after the one before it."""
    return [
        Message(
            f"m-{number}",
            "body:zjj",
            "dispatch",
            {
                "case": f"云河:G-{number}",
                "seq": number,
                "state": "dispatched",
                "due": [{"act": "handle"}],
                "note": None,
            },
            BEGUN + timedelta(minutes=number),
        )
        for number in range(1, count + 1)
    ]


def _answer(outlet: Outlet, message: Message) -> Delivery:
    try:
        delivery = outlet.deliver(message)
    except Exception as error:  # whatever an adapter raises is its answer, and a wrong one
        fail(f"deliver raised {type(error).__name__} instead of answering")
    demand(isinstance(delivery, Delivered | TryAgain | Refused), f"deliver answered {delivery!r}")
    return delivery


def _delivered(outlet: Outlet, message: Message) -> None:
    delivery = _answer(outlet, message)
    demand(isinstance(delivery, Delivered), f"a receiver that takes everything was answered with {delivery!r}")


def _behave(rig: OutletRig, how: Behaviour) -> None:
    if how not in rig.plays:
        raise NotPlayed(how)
    rig.behave(how)


def _found(rig: OutletRig, identifier: str) -> list[Received]:
    return [one for one in rig.received() if one.id == identifier]


def delivered_whole(rig: OutletRig) -> None:
    """Each message arrives whole, under its identifier and with its time."""
    outlet, given = rig.outlet(), messages(3)
    for one in given:
        _delivered(outlet, one)
    demand(len(rig.received()) == 3, f"3 messages were delivered, the receiver has {len(rig.received())}")
    for one in given:
        found = _found(rig, one.id)
        demand(found, f"{one.id} did not arrive under its identifier")
        demand(found[0].occurred_at == one.occurred_at, f"{one.id} has the time {found[0].occurred_at}")
        missing = [name for name in one.payload if name not in found[0].payload and one.payload[name] is not None]
        demand(not missing, f"{missing} of the payload did not arrive")
        changed = [name for name, value in found[0].payload.items() if one.payload.get(name, value) != value]
        demand(not changed, f"{changed} of the payload arrived changed")


def nothing_is_added(rig: OutletRig) -> None:
    """The receiver learns nothing that does not stand in the payload."""
    (one,) = messages(1)
    _delivered(rig.outlet(), one)
    added = [name for found in rig.received() for name in found.payload if name not in one.payload]
    demand(not added, f"{added} were added to the payload")


def known_when_it_comes_again(rig: OutletRig) -> None:
    """The same message sent twice, also after a restart, is known by its identifier."""
    (one,) = messages(1)
    _delivered(rig.outlet(), one)
    _delivered(rig.outlet(), one)
    found = rig.received()
    demand({each.id for each in found} == {one.id}, f"the same message came as {[each.id for each in found]}")
    demand(all(each == found[0] for each in found), "the same message came with other content")


def out_of_order(rig: OutletRig) -> None:
    """Messages in any order keep what they are and when it happened."""
    outlet, given = rig.outlet(), messages(4)
    for place in (2, 0, 3, 1):
        _delivered(outlet, given[place])
    for one in given:
        found = _found(rig, one.id)
        demand(len(found) == 1 and found[0].occurred_at == one.occurred_at, f"{one.id} has lost its time")
        demand(found[0].payload.get("seq") == one.payload["seq"], f"{one.id} came with another's content")


def lost_answer(rig: OutletRig) -> None:
    """Where the receiver has the message and its answer is lost, it is tried again, and known again."""
    (one,) = messages(1)
    outlet = rig.outlet()
    _behave(rig, "loses_answers")
    delivery = _answer(outlet, one)
    demand(isinstance(delivery, TryAgain), f"an answer that never came was taken for {delivery!r}")
    rig.behave("well")
    _delivered(outlet, one)
    demand({each.id for each in rig.received()} == {one.id}, "the second time it came as another message")


def _tried_again(rig: OutletRig, how: Behaviour) -> None:
    given = messages(2)
    outlet = rig.outlet()
    _behave(rig, how)
    delivery = _answer(outlet, given[0])
    demand(isinstance(delivery, TryAgain), f"a receiver that is {how} was answered with {delivery!r}")
    assert isinstance(delivery, TryAgain)
    demand(delivery.reason.zh and delivery.reason.en, "no reason is given")
    rig.behave("well")
    for one in given:
        _delivered(outlet, one)
        demand(_found(rig, one.id), f"{one.id} never arrived")


def failing_receiver(rig: OutletRig) -> None:
    """A receiver that fails is tried again, and gets everything when it is well."""
    _tried_again(rig, "failing")


def slow_receiver(rig: OutletRig) -> None:
    """A receiver that answers too late is not waited for, and gets everything when it is well."""
    _tried_again(rig, "slow")


def refusing_receiver(rig: OutletRig) -> None:
    """A receiver that will never take a message is believed, and the reason is kept."""
    one, other = messages(2)
    outlet = rig.outlet()
    _behave(rig, "refusing")
    delivery = _answer(outlet, one)
    demand(isinstance(delivery, Refused), f"a message that was refused for good was answered with {delivery!r}")
    assert isinstance(delivery, Refused)
    demand(delivery.reason.zh and delivery.reason.en, "no reason is given")
    rig.behave("well")
    _delivered(outlet, other)


def odd_payloads(rig: OutletRig) -> None:
    """Payloads that are huge, or hold what no screen shows, are answered, and hold up no other."""
    outlet = rig.outlet()
    odd: list[object] = ["长" * 1_000_000, "\x00\x1b[2J\u202e", "\ud83d", "=1+1", float("1e308"), {"a": [[[]]]}]
    for number, value in enumerate(odd):
        _answer(outlet, Message(f"odd-{number}/../\n\u4e2d", "body:zjj", "dispatch", {"state": value}, BEGUN))
    (one,) = messages(1)
    _delivered(outlet, one)
    demand(_found(rig, one.id), f"{one.id} did not arrive after odd ones")


def nothing_secret_is_logged(rig: OutletRig) -> None:
    """No log, warning, printed word or reason holds a secret."""
    reasons: list[str] = []
    with overheard() as said:
        outlet = rig.outlet()
        reasons.append(repr(outlet))
        for how in ("well", *rig.plays):
            rig.behave(how)
            for one in messages(2):
                delivery = _answer(outlet, one)
                reasons.append(repr(delivery))
    text = said.getvalue() + "".join(reasons)
    for secret in rig.secrets:
        forms = (secret, base64.b64encode(secret.encode()).decode(), repr(secret.encode()))
        demand(not any(form in text for form in forms), "a secret stands in a log or a reason")


def _check(run: Callable[[OutletRig], None], zh: str) -> Check[OutletRig]:
    return Check(run.__name__, Bilingual(zh, (run.__doc__ or "").strip()), run)


#: All checks of an outlet, each with what it asks in words.
OUTLET_CHECKS: tuple[Check[OutletRig], ...] = (
    _check(delivered_whole, "消息完整到达,编号和时间都对"),
    _check(nothing_is_added, "不添加消息里没有的内容"),
    _check(known_when_it_comes_again, "同一消息再发,编号不变"),
    _check(out_of_order, "乱序发出,内容和时间不变"),
    _check(lost_answer, "对方收到但答复丢失: 再发,对方认得"),
    _check(failing_receiver, "对方出错: 再试,恢复后全部到达"),
    _check(slow_receiver, "对方太慢: 不一直等,恢复后全部到达"),
    _check(refusing_receiver, "对方永远不收: 不再试,留下原因"),
    _check(odd_payloads, "古怪内容也有结果,不影响其他消息"),
    _check(nothing_secret_is_logged, "日志和原因里没有密钥"),
)

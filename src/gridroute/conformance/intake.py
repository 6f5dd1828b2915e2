"""收件口的检验: what every adapter that takes issues in has to withstand."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

from gridroute.conformance.check import Check
from gridroute.conformance.demand import demand
from gridroute.conformance.desk import Desk, Killed
from gridroute.conformance.overheard import overheard
from gridroute.conformance.rig import Answer, IntakeRig
from gridroute.conformance.sample import TELEPHONE, Sample, Spoiled, samples
from gridroute.errors import Bilingual
from gridroute.exchange import Envelope

#: Longer than any issue; nothing may choke on it or cut it off.
HUGE = 2_000_000


def _told(rig: IntakeRig, number: str | None) -> list[Answer]:
    return [one for one in rig.answers() if one.external_id == number]


def _each_accepted(rig: IntakeRig, desk: Desk, given: list[Sample]) -> None:
    """Every sample is one case, and the other system knows which."""
    for one in given:
        number = one.external_id or ""
        demand(desk.envelope(number), f"{number} was handed over and is no case: it is lost")
        answers = _told(rig, number)
        demand(answers, f"{number} is a case and was never acknowledged")
        wrong = [answer for answer in answers if answer.status not in ("accepted", "duplicate")]
        demand(not wrong, f"{number} is a case and was told to be {[answer.status for answer in wrong]}")
        cases = {answer.case for answer in answers}
        demand(cases == {f"case-{number}"}, f"{number} was told to be {cases}")


def every_issue_once(rig: IntakeRig) -> None:
    """Each issue arrives once, under its channel, number and time, with its words."""
    desk, given = Desk(), samples(5)
    rig.send(*given)
    rig.run(desk.admit)
    demand(sorted(desk.numbers) == [f"G-{n}" for n in range(1, 6)], f"of 5 issues these arrived: {desk.numbers}")
    _each_accepted(rig, desk, given)
    for one in given:
        found = desk.envelope(one.external_id or "")
        assert found is not None
        demand(found.channel == rig.channel, f"the channel is {found.channel}, not {rig.channel}")
        demand(found.received_at.tzinfo is not None, "received_at has no time zone")
        demand(found.received_at == one.received_at, f"received at {found.received_at}, not {one.received_at}")
        demand(found.record.get("text") == one.text, f"the words are {found.record.get('text')!r}")


def nothing_twice(rig: IntakeRig) -> None:
    """What was acknowledged is not handed over again."""
    desk = Desk()
    rig.send(*samples(3))
    for _ in range(3):
        rig.run(desk.admit)
    demand(len(desk.heard) == 3, f"3 issues were acknowledged and reached the desk {len(desk.heard)} times")


def duplicates(rig: IntakeRig) -> None:
    """The same issue again, in the same delivery or a later one, comes under the same key and is answered."""
    desk, (one, other) = Desk(), samples(2)
    rig.send(one, other, one)
    rig.run(desk.admit)
    rig.send(one)
    rig.run(desk.admit)
    demand(len(desk.cases) == 2, f"2 issues came several times and made {len(desk.cases)} cases")
    _each_accepted(rig, desk, [one, other])
    records = [envelope.record for envelope in desk.heard if isinstance(envelope, Envelope)]
    same = [record for record in records if record.get("external_id", "G-1") == "G-1"]
    demand(all(record == same[0] for record in same), "the same issue was handed over with other content")


def out_of_order(rig: IntakeRig) -> None:
    """Issues that come out of order keep the times at which they were received."""
    desk, given = Desk(), samples(6)
    shuffled = [given[place] for place in (3, 0, 5, 2, 4, 1)]
    rig.send(*shuffled[:4])
    rig.run(desk.admit)
    rig.send(*shuffled[4:])
    rig.run(desk.admit)
    _each_accepted(rig, desk, given)
    for one in given:
        found = desk.envelope(one.external_id or "")
        demand(found and found.received_at == one.received_at, f"{one.external_id} has lost the time of its reception")


def lost_acknowledgement(rig: IntakeRig) -> None:
    """The case is kept, the process dies, and nobody hears: the issue comes again under its key, and is answered."""
    desk, given = Desk(die_after=["G-2"]), samples(3)
    rig.send(*given)
    with contextlib.suppress(Killed):
        rig.run(desk.admit)
    demand(not _told(rig, "G-2"), "G-2 was acknowledged though the process died before it was answered")
    rig.run(desk.admit)
    rig.run(desk.admit)
    demand(desk.numbers.count("G-2") >= 2, "G-2 was never handed over again: nobody will ever hear of it")
    demand(len(desk.cases) == 3, f"3 issues made {len(desk.cases)} cases")
    _each_accepted(rig, desk, given)


def crash_before_it_is_kept(rig: IntakeRig) -> None:
    """The process dies when an issue was received and is not kept: it is not acknowledged, and comes again."""
    desk, given = Desk(die_before=["G-1", "G-3"]), samples(3)
    rig.send(*given)
    for _ in range(2):
        with contextlib.suppress(Killed):
            rig.run(desk.admit)
        lost = [n for n in ("G-1", "G-2", "G-3") if _told(rig, n) and not desk.envelope(n)]
        demand(not lost, f"{lost} were acknowledged and are no case: they are lost")
    rig.run(desk.admit)
    _each_accepted(rig, desk, given)


def desk_is_closed(rig: IntakeRig) -> None:
    """Where nothing can be taken in, nothing is acknowledged, and all of it comes again."""
    desk, given = Desk(), samples(3)
    desk.open = False
    rig.send(*given)
    with contextlib.suppress(Exception):  # how an adapter says so is its own affair
        rig.run(desk.admit)
    settled = [one.external_id for one in rig.answers() if one.status in ("accepted", "duplicate", "rejected")]
    demand(not settled, f"{settled} were answered though nothing could be taken in")
    desk.open = True
    rig.run(desk.admit)
    _each_accepted(rig, desk, given)


def rejected_with_its_reason(rig: IntakeRig) -> None:
    """What is rejected is answered with the reason, and is not handed over for ever."""
    desk, given = Desk(reject=["G-2"]), samples(3)
    rig.send(*given)
    for _ in range(3):
        rig.run(desk.admit)
    answers = _told(rig, "G-2")
    demand([one.status for one in answers] == ["rejected"], f"G-2 was told {[one.status for one in answers]}")
    spoken = "不收这一件" in answers[0].text or "this one is not taken" in answers[0].text
    demand(spoken, f"the reason was not passed on: {answers[0].text!r}")
    demand(desk.numbers.count("G-2") == 1, "what was rejected is handed over again and again")
    _each_accepted(rig, desk, [given[0], given[2]])


def _spoiled(rig: IntakeRig, spoiled: Spoiled) -> None:
    desk, given = Desk(), samples(3)
    rig.send(given[0], spoiled, given[1], given[2])
    for _ in range(2):
        rig.run(desk.admit)
    _each_accepted(rig, desk, given)
    rejected = [one for one in rig.answers() if one.status == "rejected"]
    demand(len(rejected) == 1, f"one thing was spoiled and {len(rejected)} were answered as rejected")
    demand(rejected[0].text.strip(), "it was rejected without a reason")


def garbage(rig: IntakeRig) -> None:
    """What is no record is rejected with a reason; the rest goes on."""
    _spoiled(rig, Spoiled("garbage"))


def bad_encoding(rig: IntakeRig) -> None:
    """Bytes in no encoding are rejected with a reason; the rest goes on."""
    _spoiled(rig, Spoiled("bad_encoding"))


def huge_field(rig: IntakeRig) -> None:
    """A field of two million characters arrives whole or is rejected; it is never cut off, and the rest goes on."""
    desk, given = Desk(), samples(3)
    huge = Sample("G-huge", "长" * HUGE)
    rig.send(given[0], huge, given[1], given[2])
    for _ in range(2):
        rig.run(desk.admit)
    _each_accepted(rig, desk, given)
    found = desk.envelope("G-huge")
    if found is not None:
        demand(found.record.get("text") == huge.text, "a huge field was cut off")
    else:
        rejected = [one for one in rig.answers() if one.status == "rejected"]
        demand(rejected, "a huge issue vanished: neither a case nor rejected")


def no_number(rig: IntakeRig) -> None:
    """An issue without a number cannot be known again: it is rejected, never given a number."""
    desk, (one,) = Desk(), samples(1)
    rig.send(Sample(None), one)
    rig.run(desk.admit)
    demand(desk.numbers == ["G-1"], f"an issue without a number came as one of {desk.numbers}")
    demand([a for a in rig.answers() if a.status == "rejected"], "an issue without a number was not rejected")


def unknown_code(rig: IntakeRig) -> None:
    """A code that stands in no table is never taken for one that does; the issue comes in, with a warning."""
    desk, (theirs, ours) = Desk(), rig.category
    rig.send(Sample("G-known", category=theirs), Sample("G-odd", category="ZZ-99"))
    rig.run(desk.admit)
    known, odd = desk.envelope("G-known"), desk.envelope("G-odd")
    demand(known and known.record.get("category") == ours, "a code that stands in the table was not translated")
    demand(odd, "an issue with an unknown code was lost")
    assert odd is not None
    kept = odd.record.get("category")
    demand(kept is None or "ZZ-99" in str(kept), f"an unknown code became {kept!r}")
    demand(any("ZZ-99" in words.zh and "ZZ-99" in words.en for words in odd.warnings), "no warning names the code")


def only_what_is_asked_for(rig: IntakeRig) -> None:
    """Fields that the connection does not read come in nowhere."""
    desk = Desk()
    rig.send(*samples(2))
    rig.run(desk.admit)
    for one in desk.heard:
        said = json.dumps(dict(one.record), default=str) if isinstance(one, Envelope) else one.problem.zh
        demand(TELEPHONE not in said, "a telephone number that nobody asked for came in")
    demand(all(TELEPHONE not in one.text for one in rig.answers()), "a telephone number stands in an answer")


def nothing_secret_is_logged(rig: IntakeRig) -> None:
    """No log, warning or printed word holds a secret, a telephone number or what an issue says."""
    desk = Desk(die_after=["G-2"], reject=["G-3"])
    with overheard() as said:
        rig.send(*samples(4), Spoiled("garbage"))
        for _ in range(2):
            with contextlib.suppress(Killed):
                rig.run(desk.admit)
        desk.open = False
        rig.send(Sample("G-9", "机密内容"))
        with contextlib.suppress(Exception):
            rig.run(desk.admit)
    text = said.getvalue()
    demand(not [one for one in rig.secrets if one in text], "a secret stands in a log")
    for word in (TELEPHONE, "垃圾好几天没人清运", "机密内容"):
        demand(word not in text, f"“{word}” of an issue stands in a log")


def _check(run: Callable[[IntakeRig], None], zh: str) -> Check[IntakeRig]:
    return Check(run.__name__, Bilingual(zh, (run.__doc__ or "").strip()), run)


#: All checks of an intake, each with what it asks in words.
INTAKE_CHECKS: tuple[Check[IntakeRig], ...] = (
    _check(every_issue_once, "每件只到一次,渠道、编号、时间、内容都对"),
    _check(nothing_twice, "已回执的不再交来"),
    _check(duplicates, "同一件再来,还是同一个编号,也有回执"),
    _check(out_of_order, "乱序到达,各自的受理时间不变"),
    _check(lost_acknowledgement, "已立案但回执没发出就中断: 再交来,得到同一办件"),
    _check(crash_before_it_is_kept, "收到但没立案就中断: 不回执,再交来"),
    _check(desk_is_closed, "暂时不能收件: 一件也不回执,之后全部再来"),
    _check(rejected_with_its_reason, "不受理的带原因回执,不反复交来"),
    _check(garbage, "坏行退回,写明原因,其余照办"),
    _check(bad_encoding, "编码坏的退回,写明原因,其余照办"),
    _check(huge_field, "超长内容要么完整,要么退回,从不截断"),
    _check(no_number, "没有编号的退回,不替它编号"),
    _check(unknown_code, "不认识的代码从不猜成别的"),
    _check(only_what_is_asked_for, "没有要的字段不进来"),
    _check(nothing_secret_is_logged, "日志里没有密钥、电话和诉求内容"),
)

"""问法: what a scenario may ask of standing matters, and what it may expect of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gridroute.errors import Bilingual


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question. ``word`` is the key that a single word stands for; with none, keys are written out.

    ``expects``: the names that may be expected. ``events``: whether something may happen, step by step.
    """

    about: Bilingual
    word: str
    keys: tuple[str, ...]
    expects: tuple[str, ...]
    needed: tuple[str, ...] = ()
    events: bool = False


KINDS: Mapping[str, Kind] = {
    "open_days": Kind(
        Bilingual("at 所在月的开放日", "the open days of that name in the month of `at`"),
        "name",
        ("name", "place"),
        ("held", "moved", "cancelled", "unset", "provisional", "venues"),
        ("name",),
    ),
    "roster": Kind(
        Bilingual("at 那天谁值班", "who is on duty on the day of `at`"),
        "name",
        ("name", "place", "mode"),
        ("on_duty", "turn", "empty", "unset"),
        ("name",),
    ),
    "match": Kind(
        Bilingual("一条需求得到什么", "what a need gets"),
        "need",
        ("need",),
        ("match", "resource", "unit", "agreement", "quantity", "why", "rules", "rule"),
        ("need",),
    ),
    "record": Kind(
        Bilingual("一份档案,照程序一步一步办", "a record of a procedure; an event is a step or way out by name"),
        "",
        ("procedure", "by", "title", "place", "parties", "said", "links"),
        (
            "state",
            "step",
            "delivered",
            "overdue",
            "due",
            "links",
            "events",
            "refused",
            "rule",
            "rules",
            "way_out",
        ),
        ("procedure", "by"),
        True,
    ),
    "points": Kind(
        Bilingual("一件事按规则值几分", "what an act is worth by the rules of stage `points`"),
        "act",
        ("act", "facts"),
        ("points", "ledger", "item", "awards", "rules", "rule"),
        ("act",),
    ),
    "account": Kind(
        Bilingual(
            "一个积分账户: 事件是一件事 (按规则计分) 或 reverse",
            "an account of points: an event is an act, worth what the rules say, or `reverse`",
        ),
        "",
        ("ledger", "subject"),
        (
            "balance",
            "entries",
            "earned",
            "items",
            "whose",
            "floor",
            "resets",
            "closes",
            "unset",
            "events",
            "refused",
            "rule",
            "rules",
        ),
        ("ledger", "subject"),
        True,
    ),
    "check_in": Kind(
        Bilingual(
            "一年的报到: 事件是一次报到,要有 evidence;年终结算",
            "a year's check-ins: an event is one, with `evidence`; settled at the end of the year",
        ),
        "",
        ("quota", "subject"),
        (
            "state",
            "counts",
            "short",
            "owed",
            "earned",
            "balances",
            "notify",
            "unset",
            "events",
            "refused",
            "rule",
            "rules",
        ),
        ("quota", "subject"),
        True,
    ),
    "mode": Kind(
        Bilingual(
            "切换一种运行模式;事件是 lift (解除)", "a mode of operation put in force; an event is `lift`, its end"
        ),
        "",
        ("mode", "by", "said"),
        ("state", "in_force", "until", "notify", "events", "refused"),
        ("mode", "by"),
        True,
    ),
    "staffing": Kind(
        Bilingual("一项配备检查在各处 (或 place) 查出什么", "what a check of staffing finds, everywhere or at `place`"),
        "check",
        ("check", "place"),
        ("fails", "places", "count", "wanted", "lacking", "holder", "warn"),
        ("check",),
    ),
    "patrol": Kind(
        Bilingual("按指数排的一个月的巡查先后", "the order of patrols of a month by an index"),
        "index",
        ("index", "month", "place"),
        ("patrol", "order", "value", "missing", "uses", "unset"),
        ("index",),
    ),
    "evaluation": Kind(
        Bilingual("一批评分汇总出什么", "what ratings come to, of all or of `ratee`"),
        "name",
        ("name", "ratings", "ratee"),
        (
            "score",
            "rank",
            "ranking",
            "dimensions",
            "missing",
            "left_out",
            "refused",
            "share",
            "floor",
            "greatest",
            "mutual",
            "published",
            "every",
            "unset",
        ),
        ("name",),
    ),
    "tree": Kind(
        Bilingual(
            "一处 (或叫这个名称) 的组织体系,及某级的上一级",
            "the system of organisation at a place or of that name, and what stands above a tier",
        ),
        "name",
        ("name", "place", "kind", "tier"),
        ("tree", "kind", "tiers", "depth", "above", "settlement"),
    ),
    "venues": Kind(
        Bilingual("就近的阵地", "the venues that are near, the nearest first"),
        "place",
        ("place", "near", "crs", "tier"),
        (
            "nearest",
            "venues",
            "within",
            "open",
            "closed",
            "metres",
            "minutes",
            "tier",
            "place",
            "circle",
            "circle_source",
        ),
    ),
    "chain": Kind(
        Bilingual("一处逐级由哪个岗位包联", "which post stands by a place on each level"),
        "place",
        ("place", "name"),
        ("levels", "posts", "empty", "crowded", "one"),
        ("place",),
    ),
    "fact": Kind(
        Bilingual("依据给出的一个数字", "a figure that a source gives"),
        "id",
        ("id",),
        ("name", "value", "unit", "about", "as_of", "scope", "source", "assumed", "counted", "agrees"),
        ("id",),
    ),
    "entry": Kind(
        Bilingual(
            "台账里的一条;不写 key 时看有几条",
            "an entry of a register by its key; without `key` how many entries it has",
        ),
        "",
        ("register", "key"),
        ("count", "keys", "unset", "assumed"),
        ("register",),
    ),
    "grids": Kind(
        Bilingual("网格划分是不是合要求", "whether the grids are as the requirement has them"),
        "name",
        ("name",),
        (
            "sound",
            "overlaps",
            "uncovered",
            "crossing",
            "too_few",
            "too_many",
            "uncounted",
            "drawn",
            "unset",
        ),
        ("name",),
    ),
    "inspection": Kind(
        Bilingual("体检对这一条说了什么", "what `gridroute civic check` says of that entry"),
        "name",
        ("name",),
        ("codes", "says"),
        ("name",),
    ),
    "whistles": Kind(
        Bilingual(
            "几处吹同一个单位: 先后、哪几哨一次到场、可否线上;事件 check_in 是排在最前的一次到场",
            "several communities whistle for one body: in what order, which one visit answers, whether online will do; "
            "an event `check_in` is the visit that comes first",
        ),
        "",
        ("body", "calls"),
        (
            "visits",
            "order",
            "remote",
            "due",
            "zones",
            "opinions",
            "states",
            "missed",
            "refused",
            "rule",
            "rules",
        ),
        ("body", "calls"),
        True,
    ),
    "regrid": Kind(
        Bilingual(
            "网格重划那天 (默认 at) 在办件各由谁接手",
            "who takes over open cases on the day grids are drawn anew (default: `at`)",
        ),
        "",
        ("on", "cases"),
        ("cases", "how", "grids", "followers", "before", "posts", "holders", "nobody"),
        ("cases",),
    ),
}

"""程序: steps in order, who takes each, what must be there before the end, and the ways out. One form for all of them.

领办项目 (SS44-SS49), 点单—下单—接单 (SS34, YY09), 居民说事 (HF08), 问题清单 (LW01), 督办四步 (WC24), 会商 (ZH07).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gridroute.civic.column import Entry, Gap, Length, Part, col, wrong
from gridroute.errors import Bilingual

#: Who may take a step that names nobody: whoever has a part in the record.
ANY = ""


class Capacity(Part):
    """身份: a part that somebody has in a record, such as 第一责任人; ``role`` finds the body where nobody is named."""

    name: Annotated[str, col("名称", "name of the part", "身份名称")]
    role: Annotated[
        str, col("角色", "the role of the policy that fills it by itself", "由政策里的这个角色担任", of="role")
    ] = ""
    required: Annotated[bool, col("必有", "a record does not begin without it", "没有就不能立档")] = True


class ProcedureStep(Part):
    """一步: taken once the step before it was."""

    name: Annotated[str, col("名称", "name of the step", "步骤名称")]
    who: Annotated[
        tuple[str, ...],
        col(
            "谁", "who may take it: capacities of the record; none: any of them", "谁来办: 本档案的身份;不写为任一身份"
        ),
    ] = ()
    needs: Annotated[tuple[str, ...], col("须写明", "what must be said with it", "办这一步须写明的内容")] = ()
    within: Annotated[Length | None, col("限期", "to be taken within, from the step before", "自上一步起多久之内")] = (
        None
    )


class WayOut(Part):
    """出口: an end before the last step."""

    name: Annotated[str, col("名称", "name of the way out", "出口名称")]
    who: Annotated[tuple[str, ...], col("谁", "who may take it", "谁可以走")] = ()
    needs: Annotated[tuple[str, ...], col("须写明", "what must be said with it", "须写明的内容")] = ()
    after: Annotated[
        tuple[str, ...],
        col("在哪些步骤之后", "only after these steps; none: at any time", "只在这些步骤之后;不写为随时"),
    ] = ()


class Procedure(Entry):
    """一种程序. Steps whose names nobody gives are unset, and then no record of it begins."""

    name: Annotated[str, col("名称", "its name", "名称")]
    kind: Annotated[
        Literal["project", "order", "council", "list", "supervision", "consultation", "other"],
        col(
            "种类",
            "what it is for",
            "用途",
            project="项目",
            order="点单",
            council="议事",
            list="清单",
            supervision="督办",
            consultation="会商",
            other="其他",
        ),
    ] = "other"
    steps: Annotated[
        tuple[ProcedureStep, ...] | None,
        col("步骤", "its steps in order; null while nobody has named them", "依次的步骤;没有名称的写 null"),
    ] = None
    size: Annotated[int | None, Field(ge=1), col("步数", "how many steps there are", "有几步")] = None
    deliverables: Annotated[
        tuple[str, ...],
        col("交付物", "all of them must be there before the last step", "走完最后一步前必须齐全的交付物"),
    ] = ()
    capacities: Annotated[tuple[Capacity, ...], col("身份", "who has what part in a record", "档案里的各种身份")] = ()
    needs: Annotated[
        tuple[str, ...], col("立档须写明", "what must be said at the beginning", "立档时须写明的内容")
    ] = ()
    deadline: Annotated[
        bool, col("须有期限", "nothing is entered without a deadline (LW01)", "没有完成时限不得入账")
    ] = False
    ways_out: Annotated[tuple[WayOut, ...], col("出口", "ends before the last step", "走完之前的出口")] = ()
    reminders: Annotated[
        tuple[str, ...],
        col("督导阶梯", "what comes when a step is late, one after the other (SS49)", "逾期后依次采取的督导方式"),
    ] = ()
    remind_every: Annotated[Length | None, col("督导间隔", "until the next of them", "隔多久到下一级")] = None
    every: Annotated[Length | None, col("周期", "held again and again (ZH07)", "多久一次")] = None
    complaint: Annotated[
        bool, col("可转诉求", "what turns out a complaint becomes a case", "属于投诉的转为诉求办件")
    ] = False

    @model_validator(mode="after")
    def _consistent(self) -> Procedure:
        names = [step.name for step in self.steps or ()]
        if self.steps is not None and self.size not in (None, len(names)):
            raise wrong(
                f"步数写 {self.size},实有 {len(names)} 步", f"size is {self.size}, but there are {len(names)} steps"
            )
        if self.steps is not None and not names:
            raise wrong(
                "一步也没有", "no step at all", Bilingual("没有名称的写 steps: null", "write steps: null while unknown")
            )
        called = [*names, *(way.name for way in self.ways_out), *(one.name for one in self.capacities)]
        for name in dict.fromkeys(called):
            if called.count(name) > 1:
                raise wrong(
                    f"“{name}”用了两次", f"“{name}” is used twice", Bilingual("各取不同的名称", "use other names")
                )
        parts = {one.name for one in self.capacities}
        taken: list[ProcedureStep | WayOut] = [*(self.steps or ()), *self.ways_out]
        for one in taken:
            for who in one.who:
                if who not in parts:
                    raise wrong(f"“{one.name}”: 没有身份“{who}”", f"“{one.name}”: there is no capacity “{who}”")
        for way in self.ways_out:
            for name in way.after:
                if name not in names:
                    raise wrong(f"“{way.name}”: 没有步骤“{name}”", f"“{way.name}”: there is no step “{name}”")
        return self

    def gaps(self) -> list[Gap]:
        """The names of the steps, while nobody has given them (HF08), or who takes them: nobody else may."""
        if self.steps is not None and self.capacities:
            return []
        if self.steps is not None:
            words = Bilingual(
                "一个身份也没有写,谁也不能办,立了也走不动",
                "no capacity is named, so that nobody may take a step and a record of it never moves",
            )
            remedy = Bilingual("写上 身份: [{名称: …}]", "write capacities: [{name: …}]")
            return [Gap("capacities", words, remedy, "GR761")]
        count = Bilingual(
            f"{self.size} 步" if self.size else "步骤", f"{self.size} steps" if self.size else "its steps"
        )
        words = Bilingual(f"{count.zh}没有名称,由本地填写", f"the names of {count.en} are the county's to give")
        return [Gap("steps", words)]

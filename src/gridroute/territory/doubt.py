"""疑点: why a place that a text names need not be the place that is meant."""

from __future__ import annotations

from enum import Enum

from gridroute.errors import Bilingual


class Doubt(Enum):
    """Why a place that is named need not be the place that is meant."""

    BESIDE = Bilingual("写的是“{0}”旁边的地方", "what is written lies beside “{0}”")
    WAY = Bilingual("写的是“{0}”到别处的一段路", "a way between “{0}” and somewhere else is written")
    SEVERAL = Bilingual("除“{0}”外还写到别的地方", "other places are written besides “{0}”")
    DENIED = Bilingual("写明不是、不在“{0}”,或只拿它作比", "“{0}” is denied, or only compared with")
    UNSURE = Bilingual("对“{0}”没有把握", "whoever writes is not sure of “{0}”")
    AWAY = Bilingual("写到“{0}”,又写到外地", "“{0}” is written, and a place elsewhere too")
    WHO = Bilingual("“{0}”说的是人从哪里来,不是事发地", "“{0}” says where somebody comes from, not where it happened")
    PART = Bilingual("“{0}”是别的名称的一部分", "“{0}” is part of another name")
    DOORS = Bilingual("“{0}”写了几个门牌,不在一处", "several doors of “{0}” are written, not in one place")

    @property
    def whole(self) -> bool:
        """Whether it holds of the place wherever the text names it, not only of this one mention."""
        return self not in (Doubt.WHO, Doubt.PART, Doubt.DOORS)

    @property
    def near(self) -> bool:
        """Whether what is meant most likely lies in the same township."""
        return self in (Doubt.BESIDE, Doubt.SEVERAL, Doubt.UNSURE)

    @property
    def elsewhere(self) -> bool:
        """Whether the matter lies somewhere else altogether."""
        return self in (Doubt.DENIED, Doubt.AWAY, Doubt.WHO)

    def why(self, form: str) -> Bilingual:
        """The doubt about the place called ``form``, in words for a clerk."""
        return Bilingual(self.value.zh.format(form), self.value.en.format(form))

"""词素: the small words that relations between places are made of: sides, gates, numbers, ends of names."""

from __future__ import annotations

HAN = "\u4e00-\u9fff"
NUMBER = r"(?:\d+|[一二两三四五六七八九十百半几数]+)"
COMPASS = "[东西南北]{1,2}"
#: A settlement that no register knows: any word that ends like one and does not go on as 村民, 村口, 小区物业.
SETTLED = (
    rf"[{HAN}]{{0,5}}?(?:村(?![民口头里内委部后前东西南北边中道路医支书妇组干镇乡街])|[庄屯寨](?![稼户园严镇乡街])"
    r"|社区(?![医卫服警工])|小区(?![物业居])|花园|公寓|家园|新城)"
)
SIDE = (
    rf"(?:{COMPASS}(?:边|面|侧|方|部|头)?|[旁左右前后](?:边|面|侧)|旁|附近|周边|周围|四周|邻近|相邻|临近|下面|上面"
    "|[上下外]头|跟前|边上|外边|外面)"
)
GATE = r"(?:[东西南北正大后前]{0,2}门口?|村?[口头]|村碑|牌坊|路口|村委会?|居委会)?"
OURS = "(?:我们?|俺们?|咱们?|本)"

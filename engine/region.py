"""Regions as texts: written from the province on, since a parameter is found by how its region begins."""

from __future__ import annotations

import re

from engine.mistakes import Mistakes, Place

EVERYWHERE = "全国"
_WHOLE = re.compile(r"全国|(?:北京|天津|上海|重庆)市\S*|新疆生产建设兵团\S*|\S{2,8}?(?:省|自治区|特别行政区)\S*")


def check_region(region: str, place: Place, mistakes: Mistakes) -> bool:
    """Notes a region that begins below the province: it would fit no standard, and nobody would notice."""
    if _WHOLE.fullmatch(region):
        return True
    spaced = "".join(region.split())
    if spaced != region and _WHOLE.fullmatch(spaced):
        mistakes.add(place, f"地区“{region}”中间有空格", f"是否想写“{spaced}”？")
    else:
        hint = "例如：广东省广州市增城区、北京市海淀区；不分地区的写“全国”。"
        mistakes.add(place, f"地区要自省级写起，这里是“{region}”", hint)
    return False

"""Regions as texts: written from the province on and each name whole, since a parameter is found by how they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.mistakes import Mistakes, Place

EVERYWHERE = "全国"
_WHOLE = re.compile(r"全国|(?:北京|天津|上海|重庆)市\S*|新疆生产建设兵团\S*|\S{2,8}?(?:省|自治区|特别行政区)\S*")
# How names of regions end, from the province down to the village; 林区, 新区, 开发区 and the like end in 区.
_ENDED = re.compile(r"全国|\S+(?:省|市|区|县|州|盟|旗|街道|镇|乡|苏木|村|兵团|师|团|场)")
# These end so too, and are still cut short: a city named …州 without its 市, one named …镇 or …乡 below the province.
_CUT = re.compile(r"\S+(?:(?:省|市|自治区)[^省市区县州盟旗]州|(?:省|自治区)[^省市区县州盟旗]{1,3}[镇乡])")
_PROVINCE = re.compile(r"\S{2,8}?(?:省|自治区)")
Regions = Iterable[str]
_MOST = 2  # regions that are offered


def check_region(region: str, place: Place, mistakes: Mistakes, known: Regions = ()) -> bool:
    """Notes a region that begins below the province or ends in half a name: it would fit no standard, or another's.

    `known` are the regions of the standards; of those the one probably meant is offered.
    """
    whole = _WHOLE.fullmatch(region) is not None
    skipped = _skipping(region, known) if whole else ""
    if whole and _ended(region) and not skipped:
        return True
    spaced, meant = "".join(region.split()), "”或“".join(_meant(region, known))
    if spaced != region and _WHOLE.fullmatch(spaced):
        mistakes.add(place, f"地区“{region}”中间有空格", f"是否想写“{spaced}”？")
    elif skipped:
        mistakes.add(place, f"地区“{region}”漏写了中间一级", f"是否想写“{skipped}”？")
    elif whole:
        hint = "写到“市”“区”“县”“镇”这样的字为止，例如：广东省广州市增城区。"
        mistakes.add(place, f"地区“{region}”的最后一级不是完整的行政区名称", f"是否想写“{meant}”？" if meant else hint)
    else:
        hint = "例如：广东省广州市增城区、北京市海淀区；不分地区的写“全国”。"
        mistakes.add(place, f"地区要自省级写起，这里是“{region}”", f"是否想写“{meant}”？" if meant else hint)
    return False


def _ended(region: str) -> bool:
    return _ENDED.fullmatch(region) is not None and _CUT.fullmatch(region) is None


def _skipping(region: str, known: Regions) -> str:
    """The known region that is meant where a province is followed by a district at once; empty where there is none."""
    province = _PROVINCE.match(region)
    if province is None or province.end() == len(region):
        return ""
    top, rest = province[0], region[province.end() :]
    return min((name for name in known if name != region and name.startswith(top) and name.endswith(rest)), default="")


def _meant(region: str, known: Regions) -> list[str]:
    """The known regions, or what they lie in, that hold the given text, each up to the end of a name."""
    found: list[str] = []
    for name in sorted(known, key=lambda name: (len(name), name)) if len(region) > 1 else ():
        first = name.find(region) + len(region)
        ends = range(first, len(name) + 1) if region in name else ()
        found += [name[:end] for end in ends if _WHOLE.fullmatch(name[:end]) and _ended(name[:end])][:1]
        if len(name) == len(region) and sum(a != b for a, b in zip(name, region, strict=True)) == 1 and _ended(name):
            found.append(name)
    return list(dict.fromkeys(found))[:_MOST]

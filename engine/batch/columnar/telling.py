"""What a pass over many departments found, as the lines of each and as counts, in the order of the exact tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace

import polars as pl
from msgspec import UNSET

from engine.batch.columnar.facts import FITS, NUMBER, PLACE, Chunk, Facts
from engine.batch.columnar.passing import Hit, Passing
from engine.batch.columnar.texts import repeated
from engine.batch.columnar.values import shown
from engine.batch.examining import digest_of
from engine.batch.written import Judged
from engine.generated.known import Known
from engine.generated.known.counting import Counting
from engine.generated.known.figure import Unfit
from engine.generated.known.naming import Namer
from engine.generated.known.spec import Spec, Told
from engine.generated.known.telling import head_of
from engine.quantity import Dim
from engine.reading import DEPARTMENT
from engine.vocabulary import NOTHING_WORD

_BITS = (8, 24, 16)  # of the number of a pass, the place of a fact, the line: after that of the department


def told(known: Known, passing: Passing) -> list[Judged | None]:
    """Returns the lines of each department, None for those left to others; adds the others to the counts."""
    chunk, spec, counting = passing.chunk, known.spec, known.counting
    fits = chunk.settle()
    _count(spec, passing, counting, int(fits.sum()))
    ends = _ends(spec, chunk)
    names = _named(passing, known.namers)
    frames = [_lines(spec, hit, ends, names.get(hit.facts.kind)) for hit in passing.hits]
    found = pl.concat(pl.collect_all(frames)) if frames else None
    return list(_together(known, chunk, found, fits))


def _count(spec: Spec, passing: Passing, counting: Counting, departments: int) -> None:
    """Counts subjects, and those in scopes."""
    counting.departments += departments
    for number, kind in enumerate(spec.lists):
        counting.numbers[number] += int(passing.chunk.lists[kind].frame[FITS].sum())
    plain = [count for count in passing.counts if count.reach is None]
    for facts in (passing.chunk.departments, *passing.chunk.lists.values()):
        own = [count for count in plain if count.facts is facts]
        sums = (
            facts.frame.select(_met(count.mask).sum().alias(str(at)) for at, count in enumerate(own)).row(0)
            if own
            else ()
        )
        for count, many in zip(own, sums, strict=True):
            counting.scoped[count.group] += many
    for count in passing.counts:
        if count.reach is not None:
            rows = count.facts.frame.filter(_met(count.mask)).select(NUMBER, count.reach.expr.alias("k"))
            for many, times in rows.group_by("k").len().iter_rows():
                counting.reached[count.group][many] += times


def _met(mask: pl.Expr | None) -> pl.Expr:
    return pl.col(FITS) if mask is None else pl.col(FITS) & mask


def _ends(spec: Spec, chunk: Chunk) -> pl.Series:
    """How the lines of each department end."""
    rest = f'","年度":{spec.year},"地区":"{spec.region}"}}\n'
    name = pl.col(f"{DEPARTMENT}.名称")
    return chunk.departments.column(pl.concat_str(pl.lit(',"部门":"'), name, pl.lit(rest)))


def _lines(spec: Spec, hit: Hit, ends: pl.Series, names: pl.Expr | None) -> pl.LazyFrame:
    """The findings of one group: where they stand, and their lines."""
    group = spec.groups[hit.group]
    parts: list[pl.Expr] = []
    for at, piece in enumerate(group.pieces):
        parts.append(pl.lit(piece))
        if at < len(group.pieces) - 1:
            value = hit.values[at]
            if value is None and names is None:
                raise Unfit
            parts.append(names if value is None and names is not None else shown(value))  # type: ignore[arg-type]
    end = pl.lit(ends).gather(pl.col(NUMBER))
    place = pl.col(PLACE) if hit.facts.kind else pl.lit(0, dtype=pl.UInt32)
    rows = hit.facts.frame.lazy().filter(_met(hit.mask))
    reach = pl.lit(1, dtype=pl.Int64) if hit.reach is None else hit.reach.expr
    rows = rows.select(
        pl.col(NUMBER),
        _order(hit.order[0], place, hit.order[1]).alias("order"),
        pl.lit(hit.group, dtype=pl.UInt32).alias("group"),
        reach.alias("reach"),
        pl.concat_str(*parts, end).alias("text"),
    )
    return _headed(rows, group)


def _order(turn: int, place: pl.Expr, line: int) -> pl.Expr:
    """Where a finding stands: after those of departments, passes, facts and lines before it; raises Unfit."""
    if turn >= 2 ** _BITS[0] or line >= 2 ** _BITS[2]:
        raise Unfit
    found = place.cast(pl.UInt64) * (1 << _BITS[2]) + ((turn << sum(_BITS[1:])) + line)
    return found + pl.col(NUMBER).cast(pl.UInt64) * (1 << sum(_BITS))


def _headed(rows: pl.LazyFrame, group: Told) -> pl.LazyFrame:
    """Lines with their beginnings; of a family one for each member that finds it."""
    if not group.limits:
        return rows.with_columns(
            pl.lit(0, dtype=pl.Int64).alias("member"),
            pl.concat_str(pl.lit(head_of(group.rules[0])), "text").alias("text"),
        )
    heads = pl.lit(pl.Series([head_of(rule) for rule in group.rules]))
    rows = rows.with_columns(pl.int_ranges(0, "reach", dtype=pl.Int64).alias("member")).explode("member")
    return rows.with_columns(pl.concat_str(heads.gather(pl.col("member")), "text").alias("text"))


def _together(known: Known, chunk: Chunk, found: pl.DataFrame | None, fits: pl.Series) -> Iterator[Judged | None]:
    """The lines of each department in its order."""
    spec, counting = known.spec, known.counting
    names = chunk.departments.frame[f"{DEPARTMENT}.名称"]
    texts: dict[int, tuple[bytes, int]] = {}
    if found is not None:
        own = found.filter(pl.col("member") == 0)
        for group, reach, many in own.group_by("group", "reach").len().iter_rows():
            counting.found[group, reach] += many
        _touch(own.group_by("group", NUMBER).agg(pl.col("reach").max()), counting)
        lines = found.sort("order", maintain_order=True).group_by(NUMBER, maintain_order=True)
        joined = lines.agg(pl.col("text").str.join("").cast(pl.Binary), pl.len())
        texts = {number: (text, many) for number, text, many in joined.iter_rows()}
    for number, (name, plain) in enumerate(zip(names, fits, strict=True)):
        if not plain:
            yield None
            continue
        text, many = texts.get(number, (b"", 0))
        line = (
            f'{{"部门":"{name}","年度":{spec.year},"地区":"{spec.region}","发现问题":{many},"无法判定":0,"已豁免":0}}\n'
        )
        yield Judged(name, spec.year, digest_of(name, spec.year), text, line.encode())


def _touch(most: pl.DataFrame, counting: Counting) -> None:
    """Counts departments by what they found of each group, and by rule where rules have several groups."""
    for group, reach, many in most.group_by("group", "reach").len().iter_rows():
        counting.touched[group, reach] += many
    rules: dict[int, set[str]] = {}
    for group, number, reach in most.filter(pl.col("group").is_in(list(counting.parts))).iter_rows():
        rules.setdefault(number, set()).update(counting.parts[group][:reach])
    for own in rules.values():
        counting.spread.update(own)


# Names of facts that several fields name


def _named(passing: Passing, namers: Mapping[str, Namer]) -> dict[str, pl.Expr]:
    """What the facts of each list are called of which findings tell, where several fields name them."""
    hits: dict[str, list[Hit]] = {}
    for hit in passing.hits:
        if None in hit.values:
            hits.setdefault(hit.facts.kind, []).append(hit)
    return {kind: _names(namers[kind], passing.chunk.lists[kind], own) for kind, own in hits.items()}


def _names(namer: Namer, facts: Facts, hits: list[Hit]) -> pl.Expr:
    """The words of the key; twins are told apart as the exact tier does it."""
    kind = namer.kind
    if any(kind.fields[word].dim is not Dim.TEXT for word in namer.key):
        raise Unfit
    keys = [key for word in namer.key if (key := f"{kind.word}.{word}") in facts.frame.columns]
    words = [pl.when(pl.col(key) != NOTHING_WORD).then(pl.col(key)) for key in keys]
    name = pl.concat_str(words, separator="·", ignore_nulls=True)
    column = facts.bring("#name", pl.when(name == "").then(pl.lit(kind.word)).otherwise(name))
    told_of = facts.column(pl.any_horizontal([_met(hit.mask) for hit in hits]).fill_null(False))
    twins = facts.column(repeated(column))
    if not (told_of & twins).any():
        return column
    asked = facts.frame.filter(told_of & twins).select(NUMBER, "#name").unique()
    places, names = _numbered(namer, facts.frame.join(asked, on=[NUMBER, "#name"], how="semi"))
    return facts.bring("#names", facts.frame["#name"].scatter(places, names))


def _numbered(namer: Namer, twins: pl.DataFrame) -> tuple[list[int], list[str]]:
    """The names of facts that have twins, by their places."""
    columns = {word: f"{namer.kind.word}.{word}" for word in namer.fields}
    stated = [word for word, column in columns.items() if column in twins.columns]
    groups: dict[int, list[SimpleNamespace]] = {}
    for number, place, *values in twins.select(NUMBER, PLACE, *(columns[word] for word in stated)).iter_rows():
        given = {word: value for word, value in zip(stated, values, strict=True) if value is not None}
        fact = SimpleNamespace(**dict.fromkeys(namer.fields, UNSET) | given | {"#": place})
        groups.setdefault(number, []).append(fact)
    named = [(getattr(fact, "#"), name(fact)) for own in groups.values() for name in [namer.names(own)] for fact in own]
    return [place for place, _ in named], [name for _, name in named]

"""Charts (图): what each says in words and numbers, as the chart part keeps them, whichever program saved it.

Labels that follow the data are left out; of those that somebody typed over, the words count.
Source: ECMA-376 part 1, 21.2 (charts).
"""

from collections.abc import Iterator

from reportgen.drawing.series import as_said
from reportgen.ooxml import A, C, Element, whole
from reportgen.ooxml.package import Package


def charts_of(package: Package) -> dict[str, str]:
    """Return what the charts of the text say, by their relationship ids."""
    links = (link for link in package.links(package.main) if link.kind.endswith("/chart") and not link.outside)
    return {link.key: _said(package.xml(link.target)) for link in links if link.target in package.archive}


def _said(chart: Element) -> str:
    title = "".join(text for each in chart.iterfind(f"{C}chart/{C}title") for text in each.itertext(f"{A}t"))
    series = list(chart.iter(f"{C}ser"))
    labels = [label for each in series[:1] for label in _points(each, "cat")]
    found = (("".join(text for _, text in _points(each, "tx")), _points(each, "val")) for each in series)
    runs = (run for each in chart.iter(f"{C}dLbl") for run in each.iter(f"{A}r"))
    return as_said(title, labels, found) + "".join(run.findtext(f"{A}t") or "" for run in runs)


def _points(series: Element, kind: str) -> Iterator[tuple[int, str]]:
    """Yield what the part of that name keeps of each row."""
    for part in series.iterfind(f"{C}{kind}"):
        for each in part.iter(f"{C}pt"):
            yield whole(each.get("idx")), each.findtext(f"{C}v") or ""

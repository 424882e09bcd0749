"""Size and opening time of the page of `zhfacts view`, for an extract as it is and multiplied to more articles.

The articles are taken round and round under new ids; entities, series and conflicts stay those of the extract. With
chromium on the path and zhfacts[browser] the page is opened, its table of facts shown and searched: in milliseconds,
and in brackets how many of them its main thread computed, which a busy machine does not change much.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

from zhfacts.write import write_page

KEPT = ("entities.jsonl", "series.csv", "conflicts.csv", "failures.jsonl", "run.json")


def multiplied(extract: Path, articles: int, out: Path) -> Path:
    """Write what the page needs of an extract with so many articles into a folder and return it."""
    out.mkdir()
    for name in KEPT:
        shutil.copy(extract / name, out / name)
    lines = [json.loads(line) for line in (extract / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    with (out / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as handle:
        for number, article in enumerate(islice(cycle(lines), max(articles, len(lines)))):
            if turn := number // len(lines):
                article = {**article, "id": f"{article['id']}~{turn}", "duplicate_of": None}
            handle.write(json.dumps(article, ensure_ascii=False) + "\n")
    return out


def opened(browser: Any, page_file: Path) -> str:
    """Return how long the overview, the table of facts and a search in it take, in milliseconds."""
    page = browser.new_page(locale="zh-CN", viewport={"width": 1360, "height": 850})
    page.set_default_timeout(120_000)
    protocol = page.context.new_cdp_session(page)
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
    times = [now(protocol)]
    page.goto(page_file.as_uri())
    page.wait_for_selector("main[data-view=overview][data-ready]")
    times.append(now(protocol))
    page.keyboard.press("2")
    page.wait_for_selector("main[data-view=facts] .tabulator-row")
    times.append(now(protocol))
    page.wait_for_selector("main[data-view=facts][data-ready]")
    before = page.locator(".count").inner_text()
    times.append(now(protocol))
    page.locator(".choice").first.click()
    page.locator(".count", has_text="/").wait_for()
    times.append(now(protocol))
    after = page.locator(".count").inner_text()
    page.close()
    spans = [[1000 * (late - soon) for soon, late in zip(a, b, strict=True)] for a, b in pairwise(times)]
    first, table, sentences, facet = (f"{waited:.0f} ms ({computed:.0f})" for waited, computed in spans)
    return (
        f"overview after {first}, table of facts {table} later, with all sentences {sentences} later; "
        f"a facet takes {facet} ({before} -> {after})"
    )


def now(protocol: Any) -> tuple[float, float]:
    """Return the time, and the time that the main thread of a page has computed, both in seconds."""
    metrics = {m["name"]: m["value"] for m in protocol.send("Performance.getMetrics")["metrics"]}
    return time.perf_counter(), metrics["TaskDuration"]


def main() -> int:
    """Write a page for each number of articles and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--articles", type=int, nargs="+", default=[14, 500, 5000])
    args = parser.parse_args()
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder:
        for number in args.articles:
            source = multiplied(args.extract, number, Path(folder) / str(number))
            begun = time.perf_counter()
            page = write_page(source)
            made = time.perf_counter() - begun
            shown = "no chromium on the path"
            if chromium:
                from playwright.sync_api import sync_playwright

                with sync_playwright() as started:
                    browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                    shown = opened(browser, page)
                    browser.close()
            print(
                f"{number} articles: {page.stat().st_size / 1e6:.2f} MB, written in {made:.1f} s; {shown}", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())

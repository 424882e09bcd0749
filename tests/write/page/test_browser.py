"""The page in a browser: what a reader does first, without an error and without a request that leaves it."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from zhfacts.evaluate import compared_facts
from zhfacts.write import write_page

playwright = pytest.importorskip("playwright.sync_api", reason="needs zhfacts[browser]")
CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("no chromium is installed", allow_module_level=True)

ROOT = Path(__file__).parents[3]
PATIENCE = 300_000
"""Milliseconds to wait for what must come: a busy machine is no fault of the page."""
LEAVING = re.compile("(?!file:|data:|blob:)")
TABS = {"事实": "facts", "文章": "articles", "实体": "entities", "矛盾": "conflicts", "概览": "overview"}
GO_ON = "([first, then]) => { location.hash = first; setTimeout(() => { location.hash = then; }); }"
CITY = "#/entity/GPE%3A绿城市"


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def visit(browser):
    """The function that opens a page at an address; at the end nothing may have gone wrong or left the page."""
    troubles, contexts = [], []

    def open_page(path, address="", **options):
        context = browser.new_context(**{"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", lambda request: troubles.append(request.url) if LEAVING.match(request.url) else None)
        page.goto(path.resolve().as_uri() + address)
        page.wait_for_selector("main[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def view_of(page, name):
    page.wait_for_selector(f"main[data-view={name}][data-ready]")


@pytest.fixture(scope="module")
def corpus_page(written, tmp_path_factory):
    """The page of an extract of the gold, which is only looked at."""
    return write_page(written, tmp_path_factory.mktemp("corpus") / "page.html")


@pytest.fixture
def hostile_page(hostile, tmp_path):
    return write_page(hostile, tmp_path / "page.html")


def test_every_view_opens_from_its_tab(visit, corpus_page):
    page = visit(corpus_page)
    for name, shown in TABS.items():
        page.get_by_role("link", name=name, exact=True).first.click()
        view_of(page, shown)
    assert page.locator(".plot svg").count() == 4


def test_who_goes_on_at_once_arrives(visit, corpus_page):
    page = visit(corpus_page)
    for first, then in (("articles", "entities"), ("facts", "articles")):
        page.evaluate(GO_ON, [f"#/{first}", f"#/{then}"])
        view_of(page, then)
        assert page.url.partition("#")[2].startswith(f"/{then}")


def test_a_bar_leads_to_its_facts(visit, corpus_page):
    page = visit(corpus_page)
    page.locator(".plot svg a").first.click()
    view_of(page, "facts")
    assert "indicator=" in page.url
    shown = page.locator(".count").inner_text()
    assert re.fullmatch(r"\d+ / \d+ 条", shown)
    assert int(shown.split(" ")[0]) == int(page.locator(".choice.chosen small").first.inner_text())


def test_search_and_facets_narrow_the_table(visit, corpus_page):
    page = visit(corpus_page, "#/facts")
    page.keyboard.press("/")
    page.keyboard.type("广州")
    page.locator(".count", has_text="/").wait_for()
    found = int(page.locator(".count").inner_text().split(" ")[0])
    page.locator(".choice", has_text="计划").first.click()
    page.locator(".choice.chosen").wait_for()
    assert int(page.locator(".count").inner_text().split(" ")[0]) < found
    page.get_by_role("button", name="清除筛选").click()
    page.locator(".count", has_text="共").wait_for()


def test_columns_sort_with_what_is_not_there_last(visit, corpus_page):
    page = visit(corpus_page, "#/facts")
    for _ in range(2):
        page.locator(".tabulator-col[tabulator-field=number] .tabulator-col-title").click()
    values = page.locator(".tabulator-row .tabulator-cell[tabulator-field=number]").all_inner_texts()
    numbers = [float(v.replace(",", "")) for v in values[:8] if re.fullmatch(r"[\d,.]+", v)]
    assert numbers and numbers == sorted(numbers, reverse=True)


def test_a_row_opens_its_fact_by_mouse_and_by_keyboard(visit, hostile_page):
    page = visit(hostile_page, "#/facts")
    page.locator(".tabulator-row").first.click()
    record = page.locator(".panel .record")
    assert record.locator("h2").inner_text() == "绿城市\u3000出口额"
    assert record.locator("mark.field-subject").inner_text() == "绿城市"
    assert record.locator("mark.field-quantity").inner_text() == "约35亿元"
    assert record.locator("mark.field-time").inner_text() == "2023年"
    assert record.locator("tr", has_text="时间").locator(".rule").inner_text() == "clause0"
    page.keyboard.press("j")
    page.locator(".panel .amount", has_text="12 %").wait_for()
    page.keyboard.press("Escape")
    page.locator(".panel").wait_for(state="hidden")
    page.locator(".grid-frame").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".panel .amount", has_text="3,500,000,000").wait_for()


def test_a_fact_leads_into_its_article_and_a_mark_opens_its_record(visit, hostile_page):
    page = visit(hostile_page, "#/facts?fact=hostile%2Ff1")
    page.get_by_role("link", name="在文章中查看").click()
    view_of(page, "article")
    page.locator(".article-text .field-indicator", has_text="出口额").wait_for()
    page.keyboard.press("Escape")
    page.locator(".article-text .kind-site").click()
    page.locator(".panel h2", has_text="绿城市").wait_for()
    page.locator(".panel").get_by_role("link", name="查看实体").click()
    view_of(page, "entity")
    assert page.locator("h1").inner_text() == "绿城市"


def test_an_article_shows_markup_as_text(visit, hostile_page):
    page = visit(hostile_page, "#/article/hostile")
    text = page.locator(".article-text").inner_text()
    assert "<script>document.title='broken'</script>\"onerror=alert(1)" in text
    assert "<img src=x onerror=alert(2)>" in text and "-->]]>&lt;b&gt;" in text
    for address in ("overview", "facts", "articles", "entities", "entity/GPE%3A绿城市"):
        page.goto(hostile_page.as_uri() + f"#/{address}")
        view_of(page, address.split("/")[0])
    assert page.title() != "broken"
    assert page.locator("img, iframe, script[src], [onerror]").count() == 0


def test_series_draw_planned_values_apart(visit, hostile_article, extract_of, entities_of, tmp_path):
    def told(year, **fact):
        days = {"start_date": dt.date(year, 1, 1), "end_date": dt.date(year, 12, 31)}
        times = tuple(t.model_copy(update=days) for t in hostile_article.times)
        facts = tuple(f.model_copy(update=fact) for f in hostile_article.facts)
        quantities = tuple(q.model_copy(update={"value": (q.value or 0) + year}) for q in hostile_article.quantities)
        parts = {"times": times, "facts": facts, "quantities": quantities}
        return hostile_article.model_copy(update={"id": f"a{year}", **parts})

    articles = [told(2021), told(2022), told(2023, status="planned")]
    path = write_page(extract_of(articles, entities_of(articles)), tmp_path / "page.html")
    page = visit(path, CITY)
    assert page.locator(".series-box").count() == 2
    assert page.locator(".series-box svg [stroke-dasharray]").count() == 2
    assert page.locator(".legend").inner_text().split() == ["实际", "计划", "约数或界限"]


def test_gold_beside_predicted(visit, extract, tmp_path):
    compared = compared_facts(ROOT / "annotations", extract)
    compared[0] = {**compared[0], "outcome": "wrong", "right": [f for f in compared[0]["right"] if f != "subject"]}
    page = visit(write_page(extract, tmp_path / "page.html", compared=compared), "#/gold")
    page.get_by_role("button", name="有错").click()
    page.locator(".switches", has_text=f"1 / {len(compared)}").wait_for()
    assert page.locator(".compared").count() == 1
    assert page.locator(".compared .bad").count() == 1
    page.keyboard.press("1")
    view_of(page, "overview")


def test_a_page_without_gold_has_no_view_of_it(visit, corpus_page):
    page = visit(corpus_page, "#/gold")
    view_of(page, "overview")


def test_language_and_colours_change_and_stay(visit, corpus_page):
    page = visit(corpus_page, locale="en-GB", color_scheme="dark")
    assert page.get_by_role("link", name="Overview").count() == 1
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    page.get_by_role("button", name="中文").click()
    page.get_by_role("link", name="概览").wait_for()
    page.get_by_role("button", name="深浅色").click()
    page.reload()
    page.get_by_role("link", name="概览").wait_for()
    assert page.evaluate("document.documentElement.dataset.scheme") == "light"


def test_the_language_of_the_page_wins_over_the_browsers(visit, extract, tmp_path):
    page = visit(write_page(extract, tmp_path / "page.html", language="en"))
    page.get_by_role("link", name="Overview").wait_for()


def test_a_phone_needs_no_scrolling_sideways(visit, hostile_page):
    page = visit(hostile_page, viewport={"width": 390, "height": 844})
    for address in ("#/overview", "#/facts", "#/articles", "#/article/hostile", "#/entities", CITY, "#/conflicts"):
        page.goto(hostile_page.as_uri() + address)
        view_of(page, address.split("/")[1])
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 390, address


def test_the_print_of_the_table_holds_all_its_rows(visit, corpus_page):
    page = visit(corpus_page, "#/facts?status=planned")
    shown = int(page.locator(".count").inner_text().split(" ")[0])
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".tabulator-print-table tbody tr").count() == shown
    page.evaluate("dispatchEvent(new Event('afterprint'))")


@pytest.mark.parametrize("facts", [False, True])
def test_extracts_without_facts_or_articles_say_so(visit, hostile_article, extract_of, tmp_path, facts):
    bare = extract_of([hostile_article.model_copy(update={"facts": ()})]) if facts else extract_of([])
    page = visit(write_page(bare, tmp_path / "page.html"))
    for address in ("overview", "facts", "articles", "entities", "conflicts"):
        page.goto((tmp_path / "page.html").as_uri() + f"#/{address}")
        view_of(page, address)
    page.get_by_role("link", name="事实", exact=True).first.click()
    assert page.locator(".empty").inner_text() == "这份提取结果里没有事实。"


def test_a_browser_unpacks_every_character(visit, hostile_article, extract_of, tmp_path):
    every = "".join(map(chr, (*range(0x20, 0xD800), *range(0xE000, 0x10000), *range(0x1F600, 0x1F650))))
    article = hostile_article.model_copy(update={"meta": {"all": every}})
    page = visit(write_page(extract_of([article]), tmp_path / "page.html"), "#/article/hostile")
    shown = page.evaluate("[...document.querySelectorAll('.details span')].at(-1).textContent")
    assert shown == f"all: {every}"


def test_what_is_shown_can_be_saved_as_csv(visit, hostile_page):
    page = visit(hostile_page, "#/facts")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").split("\n")
    assert lines[0].startswith("subject,indicator,value")
    assert lines[1].startswith("绿城市,出口额,3500000000,")

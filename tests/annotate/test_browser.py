"""The page in a browser: whole articles corrected by keyboard alone and by mouse alone, and what must not go wrong."""

import json
import shutil
import socket
from contextlib import contextmanager
from threading import Thread

import pytest
from zhfacts.annotate.extract_index import ExtractIndex
from zhfacts.annotate.gold_folder import GoldFolder
from zhfacts.annotate.server import application
from zhfacts.annotate.session import Session
from zhfacts.run import parse
from zhfacts.write import check

from .made import EMOJI, Builder, write

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: zhfacts[browser]")
uvicorn = pytest.importorskip("uvicorn")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
TOKEN = "browser-token"


def measures(words, date):
    found = parse(words, date)
    return found.quantities, found.times


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        playwright.expect.set_options(timeout=30_000)
        opened = started.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@contextmanager
def served(out, gold):
    """Serve an extract in a thread; gives the address of the page."""
    with GoldFolder(gold) as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        app = application(Session(ExtractIndex(out), folder, measures), TOKEN, port)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}/{TOKEN}/"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def address(out, tmp_path):
    with served(out, tmp_path / "gold") as where:
        yield where


@pytest.fixture
def visit(browser):
    """Open a page; at the end nothing may have been said on its console."""
    said, contexts = [], []

    def opened(where, article=None):
        contexts.append(browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}))
        page = contexts[-1].new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if not request.url.startswith(where) else None)
        page.goto(where + (f"#{article}" if article else ""))
        page.wait_for_selector(".panel")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in said if "409" not in line and not line.startswith("data:")] == []


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def saved(page, word="草稿已保存"):
    page.wait_for_selector(f".saving.saved:has-text('{word}')")


def gold(tmp_path, name="news.json"):
    (article,) = json.loads((tmp_path / "gold" / name).read_text(encoding="utf-8"))["articles"]
    return article


def mark(page, words):
    """Return the mark on some words."""
    return page.locator(".text [data-k]", has_text=words).first


def drag(page, words):
    """Drag the mouse over some words of the text that stand in one piece of it."""
    box = page.evaluate(
        """words => {
          for (const node of document.querySelectorAll(".text .line span")) {
            const at = node.textContent.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node.firstChild, at);
            range.setEnd(node.firstChild, at + words.length);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return { left, right, y: (top + bottom) / 2 };
          }
        }""",
        words,
    )
    page.mouse.move(box["left"] + 1, box["y"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["y"], steps=5)
    page.mouse.up()


def test_a_whole_article_by_keyboard(address, visit, tmp_path, raw):
    page = visit(address, "news")
    playwright.expect(page.locator(".panel h2")).to_contain_text("f2")  # the least sure
    press(page, "i")
    page.keyboard.type("新增企业")
    press(page, "Enter", "d", "Enter")  # from up to down; accepted
    playwright.expect(page.locator(".panel h2")).to_contain_text("f3")
    press(page, "s")
    page.keyboard.type("海州")
    press(page, "ArrowDown", "Enter", "o", "o", "Enter")  # a target
    playwright.expect(page.locator(".panel h2")).to_contain_text("f1")
    press(page, "m", "t", "ArrowDown", "ArrowDown", "Enter")  # about; the second nearest time
    press(page, "Enter")
    playwright.expect(page.locator(".panel h2")).to_contain_text("名称")  # quantities and times went with their facts
    press(page, "n", "ArrowRight", "ArrowRight", "Shift+ArrowRight")
    press(page, "Escape", "Enter", "Enter")
    playwright.expect(page.locator(".panel h2")).to_contain_text("任职")
    press(page, "s", "t")
    page.keyboard.type("副市长")
    press(page, "Enter", "Enter")
    playwright.expect(page.locator(".panel h2")).to_contain_text("全部核对完毕")
    press(page, "Enter")
    page.wait_for_selector(".bar .id:has-text('pair#01')")
    article = gold(tmp_path)
    facts = {f["id"]: f for f in article["facts"]}
    assert (facts["f2"]["indicator"], facts["f2"]["direction"]) == ("新增企业", "down")
    assert (facts["f3"]["subject"], facts["f3"]["modality"]) == ("GPE:海州市", "target")
    assert facts["f1"]["time"] == "t2" and article["quantities"][0]["modifier"] == "about"
    assert article["roles"] == [
        {"person": "PERSON:林晓云", "title": "副市长", "organization": "GPE:海州市", "standing": "former"}
    ]
    assert check(tmp_path / "gold", raw=[raw]) == []


def test_a_whole_article_by_mouse(address, visit, tmp_path, raw):
    page = visit(address)
    page.locator(".drawer button", has_text="news").click()
    page.locator("tr", has_text="32000").click()
    page.locator("#field-subject").click()
    mark(page, "林晓云").click()
    page.locator("#field-indicator").click()
    drag(page, "新增")
    page.locator(".choice#field-aspect button", has_text="变化量").click()
    drag(page, "说")
    page.locator(".labels button", has_text="机构").click()
    playwright.expect(page.locator(".panel .words b")).to_have_text("说")
    page.locator(".words button").nth(0).click()
    playwright.expect(page.locator(".panel .words b")).to_have_text("云说")
    page.locator(".panel button", has_text="删除").click()
    page.locator(".tools button", has_text="批量接受").click()
    page.locator(".dialog input[type=range]").fill("0")
    page.locator(".dialog input[type=checkbox]").click()
    page.locator(".dialog button", has_text="接受").last.click()
    page.locator(".panel button", has_text="完成此文").click()
    page.wait_for_selector(".bar .id:has-text('pair#01')")
    article = gold(tmp_path)
    fact = article["facts"][0]
    assert (fact["subject"], fact["subject_text"], fact["indicator"]) == ("PERSON:林晓云", "林晓云", "新增")
    assert fact["aspect"] == "change" and [m["text"] for m in article["mentions"]] == ["海州市", "林晓云"]
    where = {e["field"]: EMOJI[e["start"] : e["end"]] for e in fact["evidence"]}
    assert where == {"subject": "林晓云", "indicator": "新增"}
    assert check(tmp_path / "gold", raw=[raw]) == []


def test_an_emoji_before_a_span(address, visit, tmp_path):
    page = visit(address, "news")
    drag(page, "喜报")
    page.locator(".labels button", has_text="事件").click()
    playwright.expect(page.locator(".panel .words b")).to_have_text("喜报")
    press(page, "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft")
    playwright.expect(page.locator(".panel .words b")).to_have_text("🎉📈喜报")
    press(page, "Shift+ArrowRight", "ArrowLeft")
    playwright.expect(page.locator(".panel .words b")).to_have_text("📈喜")
    press(page, "Control+Enter")
    page.wait_for_selector(".bar .id:has-text('pair#01')")
    made = next(m for m in gold(tmp_path)["mentions"] if m["label"] == "EVENT")
    assert (made["start"], made["end"], made["text"]) == (1, 3, "📈喜")


def test_undo_and_redo(address, visit):
    page = visit(address, "news")
    head, rows = page.locator(".panel h2"), page.locator("tbody tr")
    press(page, "x")
    playwright.expect(rows).to_have_count(2)
    press(page, "z")
    playwright.expect(rows).to_have_count(3)
    playwright.expect(head).to_contain_text("f2")
    press(page, "Shift+Z")
    playwright.expect(rows).to_have_count(2)
    press(page, "Control+z", "i")
    page.keyboard.type("一二三")
    press(page, "Enter")
    playwright.expect(page.locator("#field-indicator")).to_have_value("一二三")
    press(page, "z")
    playwright.expect(page.locator("#field-indicator")).to_have_value("企业")


def test_names_that_are_alike(address, visit, tmp_path):
    page = visit(address, "news")
    drag(page, "新增")
    page.locator(".labels button", has_text="产品").click()
    press(page, "2")
    playwright.expect(page.locator("#field-entity")).to_have_value("ORG:新增")
    drag(page, "市")
    page.locator(".labels button", has_text="人物").click()
    playwright.expect(page.locator(".panel .words b")).to_have_text("市")
    page.locator(".alike button", has_text="处未标记").click()  # that of 市长 too
    playwright.expect(page.locator("tbody tr")).to_have_count(5)
    press(page, "Shift+X")
    playwright.expect(page.locator("tbody tr")).to_have_count(3)


def test_what_is_not_valid_is_said_beside_its_field_and_kept(address, visit):
    page = visit(address, "news")
    press(page, "v")
    page.keyboard.type("八成")
    playwright.expect(page.locator("[data-field=value] .flaw")).to_contain_text("十进制数")
    press(page, "Enter", "Enter")  # is not accepted
    playwright.expect(page.locator(".panel h2")).to_contain_text("f2")
    saved(page)
    page.reload()
    page.wait_for_selector(".panel")
    playwright.expect(page.locator(".bar button.wrong")).to_contain_text("1")
    page.locator(".bar button.wrong").click()
    playwright.expect(page.locator("#field-value")).to_have_value("八成")
    page.locator("#field-value").fill("80")
    playwright.expect(page.locator(".bar button.wrong")).to_have_count(0)


def test_a_border_that_moves_offers_the_new_reading(address, visit):
    page = visit(address, "news")
    press(page, "]", "j")
    while page.locator(".panel .words b").inner_text() != "3.2万家":
        press(page, "j")
    press(page, "ArrowLeft")
    playwright.expect(page.locator(".offer")).to_contain_text("32000")
    press(page, "r")
    playwright.expect(page.locator("#field-unit")).to_have_value("")
    press(page, "ArrowRight")
    playwright.expect(page.locator(".offer")).to_contain_text("家")
    press(page, "r")
    playwright.expect(page.locator("#field-unit")).to_have_value("家")


def test_two_windows(address, visit):
    first, second = visit(address, "news"), visit(address, "news")
    press(first, "a")
    saved(first)
    press(second, "e")
    second.wait_for_selector(".dialog.stale")
    second.locator(".dialog button", has_text="载入那边的内容").click()
    playwright.expect(second.locator(".choice#field-aspect .on")).to_have_text("占比")
    press(second, "e")
    saved(second)
    press(first, "a")
    first.wait_for_selector(".dialog.stale")
    first.locator(".dialog button", has_text="以本窗口为准").click()
    saved(first)
    first.reload()
    playwright.expect(first.locator(".choice#field-aspect .on")).to_have_text("排名")


def test_hostile_text_is_text(address, visit):
    page = visit(address)
    page.locator(".drawer li").last.locator("button").click()
    page.wait_for_selector(".text :text('onerror')")
    assert page.locator(".text").inner_text().splitlines()[0].startswith("alert(1)")  # its tags are markup, unseen
    assert page.locator(".text img, .text script, .drawer b b").count() == 0
    assert "<b>x</b>" in page.locator(".bar .id").inner_text()
    press(page, "Control+Enter")
    page.wait_for_selector(".bar .id:has-text('news')")


def test_an_extract_without_anything_to_correct(address, visit, tmp_path):
    page = visit(address, "pair%2302")
    playwright.expect(page.locator(".panel h2")).to_contain_text("名称")
    press(page, "[")
    playwright.expect(page.locator(".rows .empty")).to_be_visible()
    press(page, "Control+Enter")
    page.wait_for_selector(".bar .id:has-text('<b>x')")
    assert gold(tmp_path, "pair.json")["facts"] == []


def long_article():
    """One of 20,000 characters and 1,600 marks."""
    line = "2023年，海州市新增企业3.2万家，同比增长8.5%，其中民营企业2.1万家。"
    b = Builder("long", "long.txt", (line + "\n") * (20000 // (len(line) + 1)))
    for n in range(b.text.count("\n")):
        b.span("times", "2023年", "DATE", nth=n)
        b.span("mentions", "海州市", "GPE", nth=n, entity="GPE:海州市")
        for words, value, unit in (("3.2万家", "32000", "家"), ("8.5%", "8.5", "%"), ("2.1万家", "21000", "家")):
            q = b.span("quantities", words, "CARDINAL", nth=n, value=value, unit=unit)
            b.fact(q, subject="GPE:海州市", subject_text="海州市", indicator="企业", score=0.5)
    return b.article()


def test_a_long_article_moves_without_being_drawn_anew(visit, tmp_path):
    out = write(tmp_path / "long", [long_article()])
    with served(out, tmp_path / "gold") as where:
        page = visit(where)
        assert page.locator(".text .line").count() > 400
        page.evaluate(
            """() => {
              window.touched = new Set();
              new MutationObserver(all => all.forEach(m => {
                const line = (m.target.closest ? m.target : m.target.parentElement).closest(".line");
                if (line) window.touched.add(line);
              })).observe(document.querySelector(".text"), {
                subtree: true, childList: true, attributes: true, characterData: true,
              });
            }"""
        )
        press(page, "ArrowDown")
        playwright.expect(page.locator(".panel h2")).to_contain_text("f2")
        press(page, *["ArrowDown"] * 8, "Enter")
        playwright.expect(page.locator(".panel h2")).to_contain_text("f11")
        assert page.evaluate("window.touched.size") <= 5
        saved(page)  # before the server ends


def test_what_is_typed_at_the_end_is_not_lost(address, visit):
    page = visit(address, "news")
    press(page, "i")
    page.keyboard.type("末尾")
    page.locator(".drawer button", has_text="pair#01").click()
    page.wait_for_selector(".bar .id:has-text('pair#01')")
    page.locator(".drawer button", has_text="news").click()
    playwright.expect(page.locator("#field-indicator")).to_have_value("末尾")

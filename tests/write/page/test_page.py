"""The page as a file: nothing of the extract is HTML in it, nothing else than its own script can run, it is replaced
only where it is ours."""

import base64
import hashlib
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from zhfacts import cli
from zhfacts.errors import OutputError, ZhfactsError
from zhfacts.write import write_page
from zhfacts.write.page.packing import unpacked

ROOT = Path(__file__).parents[3]
ASSETS = ROOT / "pipeline" / "write" / "page" / "assets"


class Elements(HTMLParser):
    """Takes down the elements of a page with their attributes and contents."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.open = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append([tag, dict(attrs), ""])
        self.open = True

    def handle_endtag(self, tag):
        self.open = False

    def handle_data(self, data):
        if self.open:
            self.found[-1][2] += data


def elements(path):
    return Elements(path.read_text(encoding="utf-8"))


def test_the_page_lies_in_the_extract(hostile):
    assert write_page(hostile) == hostile / "view.html"


def test_nothing_of_an_article_is_html(hostile, tmp_path):
    page = elements(write_page(hostile, tmp_path / "page.html"))
    tags = [tag for tag, _, _ in page.found]
    assert tags == ["html", "head", *["meta"] * 6, "title", "link", "style", "body", "noscript", *["script"] * 4]
    assert not any(name.startswith("on") for _, attributes, _ in page.found for name in attributes)
    assert "onerror" not in (tmp_path / "page.html").read_text(encoding="utf-8").split("<script>")[0]


def test_only_our_script_and_style_may_run(hostile, tmp_path):
    page = elements(write_page(hostile, tmp_path / "page.html"))
    policy = next(a["content"] for tag, a, _ in page.found if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        content = next(text for t, a, text in page.found if t == tag and not a)
        assert rules[name] == f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def test_licences_stand_in_the_page(hostile, tmp_path):
    page = elements(write_page(hostile, tmp_path / "page.html"))
    text = unpacked(next(content for _, attributes, content in page.found if attributes.get("id") == "licences"))
    for name in ("@observablehq/plot", "tabulator-tables", "d3-scale"):
        assert name in text


def test_the_assets_are_built_from_the_sources():
    web = ROOT / "web"
    if not web.is_dir():
        pytest.skip("the sources of the pages are not here")
    for file, known in json.loads((web / "view" / "built.json").read_text(encoding="utf-8")).items():
        assert hashlib.sha256((web / file).read_bytes()).hexdigest() == known, f"{file} has changed: npm run build"


def test_the_script_cannot_end_its_element():
    script = (ASSETS / "view.js").read_text(encoding="utf-8")
    assert not re.search(r"</script|<!--", script, re.IGNORECASE)
    assert not re.search(r"\beval\(|new Function\b", script)
    assert "\r" not in script + (ASSETS / "view.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "lang"), [("zh", "zh-CN"), ("en", "en"), (None, "und")])
def test_the_language_is_that_of_the_option(hostile, tmp_path, language, lang):
    page = elements(write_page(hostile, tmp_path / "page.html", language=language))
    attributes = page.found[0][1]
    assert attributes["lang"] == lang
    assert attributes.get("data-language") == language


def test_the_same_extract_gives_the_same_page(hostile, tmp_path):
    one, other = (write_page(hostile, tmp_path / name).read_bytes() for name in ("a.html", "b.html"))
    assert one == other


def test_a_page_is_replaced_and_a_file_of_the_users_is_not(hostile, tmp_path):
    own = tmp_path / "own.html"
    own.write_text("<p>my notes</p>", encoding="utf-8")
    with pytest.raises(OutputError, match=r"own\.html is there and was not written"):
        write_page(hostile, own)
    page = write_page(hostile, tmp_path / "page.html", language="zh")
    write_page(hostile, page, language="en")
    assert '<html lang="en"' in page.read_text(encoding="utf-8")[:100]


def test_a_new_extract_does_not_keep_the_page_of_the_old_one(hostile_article, extract_of):
    out = extract_of([hostile_article])
    page = write_page(out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    extract_of([])
    assert not page.exists()
    assert (out / "notes.txt").is_file()
    page.write_text("mine", encoding="utf-8")
    extract_of([])
    assert page.read_text(encoding="utf-8") == "mine"


def test_extracts_without_facts_or_articles_have_a_page(hostile_article, extract_of, tmp_path):
    assert write_page(extract_of([hostile_article.model_copy(update={"facts": ()})]), tmp_path / "a.html").is_file()
    assert write_page(extract_of([]), tmp_path / "b.html").is_file()


@pytest.mark.parametrize("there", [False, True])
def test_what_is_no_extract_is_refused(tmp_path, there):
    folder = tmp_path / "none"
    if there:
        folder.mkdir()
    with pytest.raises(ZhfactsError, match="none is no"):
        write_page(folder)


def command(monkeypatch, capsys, *args):
    monkeypatch.setattr(sys, "argv", ["zhfacts", "view", *map(str, args)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0), *capsys.readouterr()


def test_the_command_prints_where_the_page_is(hostile, tmp_path, monkeypatch, capsys):
    target = tmp_path / "page.html"
    assert command(monkeypatch, capsys, hostile, "-o", target) == (0, f"{target}\n", "")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["-o", "{tmp}"], "is a folder; a file is meant"),
        (["-o", "{tmp}/file/page.html"], "cannot write"),
        (["--gold", "{tmp}/nowhere"], "nowhere"),
        (["--gold", "{tmp}/empty"], "no gold"),
        (["--lang", "fr"], "'fr'"),
    ],
)
def test_errors_are_one_line(hostile, tmp_path, monkeypatch, capsys, more, told):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    code, out, err = command(monkeypatch, capsys, hostile, *(m.format(tmp=tmp_path) for m in more))
    assert (code, out) == (2, "")
    assert told in err and err.count("\n") == 1

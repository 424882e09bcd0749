"""What a user of the package sees of it: public names, errors of arguments, what its metadata says."""

import datetime as dt
import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points, metadata
from importlib.resources import files
from pathlib import Path

import pytest
import zhfacts
from zhfacts.errors import ArgumentError

ROOT = Path(__file__).parent.parent


def test_dir_lists_the_public_names_and_no_others() -> None:
    assert dir(zhfacts) == sorted([*zhfacts.__all__, "__version__"])
    assert all(getattr(zhfacts, name) for name in dir(zhfacts))
    with pytest.raises(AttributeError, match="no attribute 'wrong'"):
        _ = zhfacts.wrong


def test_dir_lists_what_readme_and_the_pages_show() -> None:
    pages = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]
    code = [line for p in pages for line in re.findall(r"^>>> .*$", p.read_text(encoding="utf-8"), re.MULTILINE)]
    shown = {name for line in code for name in re.findall(r"\bzhfacts\.([A-Za-z_]+)", line)}
    assert shown <= set(dir(zhfacts)) and len(shown) > 3


def test_importing_it_imports_nothing_heavy() -> None:
    program = "import sys, zhfacts; print([m for m in ('numpy', 'pandas', 'spacy', 'onnxruntime') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_readme_names_the_extras_that_users_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = {"files", "formats", "browser", "test", "docs", "dev"}
    for page in ROOT.glob("README*.md"):
        named = set(re.findall(r'"\.\[([a-z-]+)\]"', page.read_text(encoding="utf-8")))
        assert named | own == set(project["optional-dependencies"]), page


def test_a_wheel_takes_every_folder_of_code() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    code = ROOT / "pipeline"
    folders = {".".join(["zhfacts", *path.parent.relative_to(code).parts]) for path in code.rglob("*.py")}
    assert folders <= set(packages)


WRONG = [
    ("text: expected a text, got int", lambda: zhfacts.parse(3)),
    ("date: expected date or str, got int", lambda: zhfacts.parse("3家", date=2024)),
    ("settings: expected Settings, got str", lambda: zhfacts.load("fast")),
    ("model: expected a path, got int", lambda: zhfacts.load(model=3)),
    ("settings: expected Settings, got dict", lambda: zhfacts.Pipeline({})),
    ("names: expected a text, got NoneType", lambda: zhfacts.Settings(names=None)),
    ("kb: expected a path, got list", lambda: zhfacts.Settings(kb=["a.csv"])),
    ("title_column: expected a text, got int", lambda: zhfacts.Settings(title_column=2)),
    ("date: expected date or str, got float", lambda: zhfacts.Settings(date=2024.0)),
    ("ask: expected Ask, got str", lambda: zhfacts.Settings(ask="http://localhost")),
    ("inputs: expected paths or a pandas DataFrame, got int", lambda: zhfacts.run_corpus(3, "out")),
    ("out: expected a path, got NoneType", lambda: zhfacts.run_corpus("a.txt", None)),
    ("append: expected True or False, got str", lambda: zhfacts.run_corpus("a.txt", "out", append="yes")),
    ("workers: expected int, got str", lambda: zhfacts.run_corpus("a.txt", "out", workers="4")),
    ("workers: expected int, got bool", lambda: zhfacts.run_corpus("a.txt", "out", workers=True)),
    ("out: expected a path, got int", lambda: zhfacts.check(3)),
    ("raw: expected folders in a list, got str", lambda: zhfacts.check("out", raw="corpus")),
    ("folder: expected a path, got int", lambda: zhfacts.read_extract(3)),
    ("folder: expected a path, got NoneType", lambda: zhfacts.read_articles(None)),
    ("format: expected a text, got int", lambda: zhfacts.export("out", 3)),
    ("where: expected a text, got bool", lambda: zhfacts.export("out", "csv", where=True)),
    ("source: expected a path, got int", lambda: zhfacts.import_gold(3, "brat", "gold")),
]


@pytest.mark.parametrize(("message", "call"), WRONG, ids=[message for message, _ in WRONG])
def test_a_wrong_argument_is_named_with_what_is_expected(message: str, call) -> None:
    with pytest.raises(ArgumentError) as caught:
        call()
    assert str(caught.value) == message
    assert isinstance(caught.value, TypeError) and isinstance(caught.value, zhfacts.ZhfactsError)


def test_paths_and_dates_may_be_text() -> None:
    settings = zhfacts.Settings(kb="own.csv", date="2024-03-01")
    assert settings == zhfacts.Settings(kb=Path("own.csv"), date=dt.date(2024, 3, 1))
    assert zhfacts.Settings(date=dt.datetime(2024, 3, 1, 8)) == zhfacts.Settings(date="2024-03-01")


def test_metadata() -> None:
    told = metadata("zhfacts")
    assert told["Version"] == zhfacts.__version__
    for field in ("Author", "Keywords", "License-Expression"):
        assert told[field], field
    assert {url.partition(",")[0] for url in told.get_all("Project-URL")} >= {
        "Homepage",
        "Source",
        "Issues",
        "Changelog",
    }
    assert "Typing :: Typed" in told.get_all("Classifier")
    assert (files("zhfacts") / "py.typed").is_file()


def test_the_version_and_the_licence_are_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation and project["version"] == zhfacts.__version__
    assert f"\nlicense: {project['license'].split()[0]}\n" in citation


@pytest.mark.parametrize("group", ["zhfacts.exporters", "zhfacts.importers", "spacy_factories", "console_scripts"])
def test_entry_points_name_what_is_there(group: str) -> None:
    ours = [point for point in entry_points(group=group) if point.value.startswith("zhfacts.")]
    assert ours and all(point.load() for point in ours)


def test_an_extra_that_a_message_names_is_there() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for module in (ROOT / "pipeline").rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        named = re.findall(r'MissingExtra\([^)]*?"([a-z-]+)", "[^"]+"\)', text) + re.findall(
            r"zhfacts\\*\[([a-z-]+)\\*\]", text
        )
        assert set(named) <= set(extras), module

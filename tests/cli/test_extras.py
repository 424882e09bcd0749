"""The base install does the main job: without the packages of extras, commands work or name the extra they need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

OPTIONAL = ("pandas", "pyarrow", "duckdb", "xlsxwriter", "distributed", "torch", "starlette", "trafilatura")
PROGRAM = """
import contextlib, io, json, sys
for name in {missing}:
    sys.modules[name] = None
from zhfacts.cli import main
for line in sys.argv[1:]:
    sys.argv, code, said = ["zhfacts", *line.split(" ")], 0, io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
    print(json.dumps([line, code, said.getvalue()]))
"""
RUN = "run a.txt -o out --fast --names lexicon"
MAIN = ["check out", "show out 广州市", "view out", f"{RUN} --append"]
MAIN += [f"export out --to {name}" for name in ("csv", "csvw", "sqlite", "jsonld", "conll", "labelstudio")]
PAGES = "run page.txt piece.jsonl -o pages --fast --names lexicon"
WANTS = {
    "export out --to csv --where score>0.1": "pandas",
    "show out 广州市 --where score>0.1": "pandas",
    "export out --to parquet": "parquet",
    "export out --to duckdb": "duckdb",
    "export out --to excel": "excel",
    "run a.txt -o other --engine dask": "dask",
    "annotate out": "annotate",
    "train out -o model --what names": "train",
}
PAGE = "<!DOCTYPE html><html><head><title>t</title></head><body><p>2024年，广州市新增企业3200家。</p></body></html>"
PIECE = '{"id": "a", "text": "<p>2024年，广州市新增企业3200家。</p><p>比上年增长5%。</p>"}\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("base")
    (place / "a.txt").write_text("2024年，广州市新增企业3200家。2023年，广州市新增企业2800家。\n", encoding="utf-8")
    (place / "page.txt").write_text(PAGE, encoding="utf-8")
    (place / "piece.jsonl").write_text(PIECE, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, tuple[int, str]]:
    """The exit code of each command line and what it says on stderr, in one process without any optional package."""
    command = [sys.executable, "-c", PROGRAM.format(missing=OPTIONAL), RUN, *MAIN, PAGES, *WANTS]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert done.stderr == ""
    return {line: (code, said) for line, code, said in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("line", [RUN, *MAIN])
def test_the_main_job_needs_no_optional_package(told: dict[str, tuple[int, str]], line: str) -> None:
    assert told[line] == (0, "")


def test_a_page_that_cannot_be_read_is_listed_with_the_extra(told: dict[str, tuple[int, str]], folder: Path) -> None:
    assert told[PAGES] == (1, "")
    (line,) = (folder / "pages/failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert "page.txt" in line and "pip install 'zhfacts[html]'" in line
    assert "\n新增企业" not in (folder / "pages/facts.csv").read_text(encoding="utf-8")
    assert "3200" in (folder / "pages/facts.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("line", "extra"), WANTS.items())
def test_what_needs_one_names_the_extra(told: dict[str, tuple[int, str]], line: str, extra: str) -> None:
    code, said = told[line]
    assert code == 2 and said.count("\n") == 1 and f"pip install 'zhfacts[{extra}]'" in said, said


@pytest.mark.usefixtures("told")
def test_tables_in_pandas_name_the_extra(folder: Path) -> None:
    program = (
        "import sys; sys.modules['pandas'] = None; import zhfacts\n"
        "try: zhfacts.read_extract('out').facts\n"
        "except zhfacts.ZhfactsError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=folder)
    assert (done.stdout.rstrip().endswith("pandas is not installed; pip install 'zhfacts[pandas]'"), done.stderr) == (
        True,
        "",
    )

"""The base install does the main job: without the packages of extras, commands work or name the extra they need."""

import subprocess
import sys
from pathlib import Path

import pytest

OPTIONAL = ("pandas", "pyarrow", "duckdb", "xlsxwriter", "distributed", "torch", "starlette", "trafilatura")
PROGRAM = """
import sys
for name in {missing}:
    sys.modules[name] = None
from zhfacts.cli import main
codes = []
for line in sys.argv[1:]:
    sys.argv = ["zhfacts", *line.split(" ")]
    try:
        main()
    except SystemExit as stop:
        codes.append(stop.code or 0)
print(codes)
"""


def base(folder: Path, *lines: str) -> tuple[str, list[str]]:
    """Return what commands print, last their exit codes, and what they say on stderr, without any optional package."""
    command = [sys.executable, "-c", PROGRAM.format(missing=OPTIONAL), *lines]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    return done.stdout.splitlines()[-1], done.stderr.splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("base")
    (place / "a.txt").write_text("2024年，广州市新增企业3200家。2023年，广州市新增企业2800家。\n", encoding="utf-8")
    _, said = base(place, "run a.txt -o out --fast --names lexicon")
    assert said == []
    return place


def test_the_main_job_needs_no_optional_package(folder: Path) -> None:
    lines = ["check out", "show out 广州市", "view out", "run a.txt -o out --fast --names lexicon --append"]
    lines += [f"export out --to {name}" for name in ("csv", "csvw", "sqlite", "jsonld", "conll", "labelstudio")]
    codes, said = base(folder, *lines)
    assert (codes, said) == (str([0] * len(lines)), [])


def test_a_page_that_cannot_be_read_is_listed_with_the_extra(folder: Path) -> None:
    page = "<!DOCTYPE html><html><head><title>t</title></head><body><p>2024年，广州市新增企业3200家。</p></body></html>"
    (folder / "page.txt").write_text(page, encoding="utf-8")
    (folder / "piece.jsonl").write_text(
        '{"id": "a", "text": "<p>2024年，广州市新增企业3200家。</p><p>比上年增长5%。</p>"}\n', encoding="utf-8"
    )
    codes, said = base(folder, "run page.txt piece.jsonl -o pages --fast --names lexicon")
    assert (codes, said) == ("[1]", [])
    (line,) = (folder / "pages/failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert "page.txt" in line and "pip install 'zhfacts[html]'" in line
    assert "\n新增企业" not in (folder / "pages/facts.csv").read_text(encoding="utf-8")
    assert "3200" in (folder / "pages/facts.csv").read_text(encoding="utf-8")


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


def test_what_needs_one_names_the_extra(folder: Path) -> None:
    codes, said = base(folder, *WANTS)
    assert codes == str([2] * len(WANTS))
    assert len(said) == len(WANTS), said
    for line, extra in zip(said, WANTS.values(), strict=True):
        assert f"pip install 'zhfacts[{extra}]'" in line, line


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

"""Options from a file: which one is read, what wins, what is refused, and what --show-config says."""

import tomllib
from pathlib import Path

import pytest
from zhfacts.cli.app import COMMANDS
from zhfacts.cli.config import configurable


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(content: str, path: str = "zhfacts.toml") -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(content, encoding="utf-8")


def in_force(call, *args: object) -> dict[str, object]:
    code, out, err = call("run", "--show-config", *args)
    assert (code, err) == (0, "")
    return tomllib.loads(out)["run"]


def test_nothing_is_read_where_there_is_no_file(call) -> None:
    code, out, err = call("run", "--show-config")
    assert (code, err) == (0, "")
    assert out.startswith("# no zhfacts.toml here\n[run]\n# out is not given; it is needed\n")
    assert "workers = 1  # default\n" in out


def test_the_command_line_wins_over_the_section_over_the_head_over_the_default(call) -> None:
    write('workers = 3\nfast = true\nengine = "dask"\n[run]\nworkers = 4\nout = "x"\n[evaluate]\nerrors = 7\n')
    found = in_force(call, "--engine", "local")
    assert [found[x] for x in ("workers", "fast", "engine", "out", "facts")] == [4, True, "local", "x", "default"]
    other = in_force(call, "-o", "y", "--workers", "2", "--no-fast")
    assert other == {**found, "out": "y", "workers": 2, "fast": False, "engine": "dask"}
    _, out, _ = call("run", "--show-config", "--engine", "local")
    for line in ("workers = 4  # zhfacts.toml", 'engine = "local"  # command line', 'facts = "default"  # default'):
        assert line in out.splitlines()


def test_a_named_file_is_read_and_its_paths_count_from_its_folder(call) -> None:
    write("workers = 3\n")
    write('kb = "own.csv"\ndate = 2024-03-01\n[check]\nraw = ["a", "b"]\n', "elsewhere/my.toml")
    found = in_force(call, "--config", "elsewhere/my.toml")
    assert (found["kb"], found["date"], found["workers"]) == (str(Path("elsewhere/own.csv")), "2024-03-01", 1)
    _, out, _ = call("check", "--show-config", "--config", "elsewhere/my.toml")
    assert tomllib.loads(out)["check"] == {"raw": [str(Path("elsewhere/a")), str(Path("elsewhere/b"))]}


def test_a_run_obeys_the_file(call, folder: Path) -> None:
    write('out = "found"\n[run]\nfast = true\nnames = "lexicon"\n')
    Path("a.txt").write_text("2024年，绿城市新增企业3200家。\n", encoding="utf-8")
    code, _, err = call("run", "a.txt")
    assert code == 0 and (folder / "found" / "facts.csv").is_file()
    assert err.startswith("options from zhfacts.toml: out, names, ") and "fast" in err.splitlines()[0]
    assert "options from" not in call("run", "a.txt", "-o", "again", "--quiet")[2]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("wokers = 3", "wokers: unknown key; did you mean workers?"),
        ("text_column = 'a'", "did you mean text-column?"),
        ("[run]\nerrors = 3", "[run] errors: unknown key"),
        ("[runn]\nworkers = 3", "[runn]: unknown section; did you mean run?"),
        ("[evaluate]\nworkers = 3", "[evaluate] workers: unknown key"),
        ("config = 'x'", "config: unknown key"),
        ("inputs = ['x']", "inputs: unknown key"),
        ("workers = 'three'", "zhfacts.toml: workers: "),
        ("workers = 0", "zhfacts.toml: workers: should be greater than"),
        ("workers = true", "workers: a value is meant, not True"),
        ("workers = [1, 2]", "workers: one value is meant, not 2"),
        ("fast = 'yes'", "fast: true or false is meant, not 'yes'"),
        ("kb = {a = 1}", "[kb]: unknown section"),
        ("kb = [[1]]", "kb: a text, number or date is meant, not [1]"),
        ("workers = ", "zhfacts.toml: "),
    ],
)
def test_what_does_not_fit_is_named(call, content: str, named: str) -> None:
    write(content)
    code, out, err = call("run", "a.txt", "-o", "out")
    assert (code, out) == (2, "") and err.startswith("zhfacts: zhfacts.toml: ") and named in err, err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_named(call) -> None:
    code, _, err = call("run", "a.txt", "-o", "out", "--config", "no.toml")
    assert (code, err) == (2, "zhfacts: no.toml: No such file or directory\n")


def test_help_is_shown_beside_a_broken_file(call) -> None:
    write("wokers = 3")
    code, out, _ = call("run", "--help")
    assert code == 0 and "--show-config" in out


def test_every_command_can_be_configured() -> None:
    for function in COMMANDS.values():
        assert configurable(function).__name__ == function.__name__

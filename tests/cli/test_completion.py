"""Scripts of completion: each shell that is installed reads its script, and bash completes with it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from zhfacts.cli.app import COMMANDS
from zhfacts.cli.completion import SHELLS


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_names_every_command_and_the_shell_reads_it(call, shell: str, tmp_path: Path) -> None:
    code, out, err = call("--completion", shell)
    assert (code, err) == (0, "")
    for word in (*COMMANDS, "workers", "show-config", "sqlite", "labelstudio"):
        assert word in out, word
    if program := shutil.which(shell):
        (tmp_path / "script").write_text(out, encoding="utf-8")
        done = subprocess.run([program, "-n", str(tmp_path / "script")], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


def test_another_shell_is_refused(call) -> None:
    code, _, err = call("--completion", "cmd")
    assert code == 2 and "bash, zsh, fish" in err and err.count("\n") == 1


CASES = [
    ("zhfacts e", ["evaluate", "export"]),
    ("zhfacts run --wor", ["--workers"]),
    ("zhfacts run corpus -o out --show", ["--show-config"]),
    ("zhfacts export out --to sq", ["sqlite"]),
    ("zhfacts import f --from b", ["brat"]),
    ("zhfacts view out --lang ", ["zh", "en"]),
    ("zhfacts run cor", []),
    ("zhfacts run -o ou", []),
]


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes(call, tmp_path: Path) -> None:
    _, script, _ = call("--completion", "bash")
    lines = [script]
    for typed, _ in CASES:
        words = typed.split(" ")
        lines.append(f"COMP_WORDS=({' '.join(words[:-1])} {words[-1] or repr('')}) COMP_CWORD={len(words) - 1}")
        lines.append('_zhfacts; echo "${COMPREPLY[*]}"')
    (tmp_path / "script").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(["bash", str(tmp_path / "script")], capture_output=True, text=True)
    assert done.stderr == ""
    assert [line.split() for line in done.stdout.splitlines()] == [found for _, found in CASES]


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes(call, tmp_path: Path) -> None:
    _, script, _ = call("--completion", "fish")
    cases = [(typed, found) for typed, found in CASES if found]
    lines = [script, *(f"complete -C{typed!r}; echo =" for typed, _ in cases)]
    (tmp_path / "script").write_text("\n".join(lines), encoding="utf-8")
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(["fish", str(tmp_path / "script")], capture_output=True, text=True, env=environment)
    answers = [[line.split("\t")[0] for line in part.splitlines()] for part in done.stdout.split("=\n")[:-1]]
    assert answers == [sorted(found) for _, found in cases], done.stderr

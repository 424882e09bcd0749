"""Damaged inputs of every format, for so many seconds: what a reader or recogniser raises that it should not.

    python benchmarks/fuzz.py [--seconds 600] [--seed 1] [--crashes FOLDER]

Starts from small samples of each format and from the cases of hostile.jsonl, inputs.jsonl and pages.jsonl in
tests/cases; changes bytes, cuts, repeats
and mixes them. Each result is read as every format that it may be, and what is read is recognised. A reader may raise
ZhfactsError or UndecodableError; all else is printed once for each place in the code, with the input kept in FOLDER.
Exit code 1 where there was any. CPU seconds, so that a busy machine does not shorten it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhfacts import parse
from zhfacts.errors import ZhfactsError
from zhfacts.read import Source, UndecodableError, inputs, pieces

CASES = Path(__file__).parent.parent / "tests" / "cases"
SENTENCE = "江滨市统计局5月6日公布，一季度全市地区生产总值达320.5亿元，同比增长6.5%，其中一百二十万户。"
SPECIAL = [
    *"<>&\"',;:|[]{}#*%．。，年月日亿万零一第约至-～()（）",
    "\0",
    "\ud800",
    "\ufffd",
    "\u202e",
    "9" * 50,
    "&#0;",
    "]]>",
]
LONGEST = 1 << 14
SLOW = 5
"""CPU seconds that no input of this size may take."""


def main() -> int:
    """Mutate and read until the time is over; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crashes", type=Path, default=Path("crashes"))
    given = parser.parse_args()
    chance, start, runs = random.Random(given.seed), time.process_time(), 0
    seeds, places = list(samples()), set()
    while time.process_time() - start < given.seconds:
        ending, data = mutated(chance, seeds)
        runs += 1
        begun = time.process_time()
        try:
            exercise(ending, data, given.crashes)
            if time.process_time() - begun > SLOW:
                raise TimeoutError(f"{time.process_time() - begun:.1f} CPU seconds")
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = (ending, type(error).__name__, frame.filename, frame.lineno)
            if place not in places:
                places.add(place)
                given.crashes.mkdir(exist_ok=True)
                kept = given.crashes / f"{len(places)}.{ending}"
                kept.write_bytes(data)
                print(f"{kept}: {type(error).__name__} {error!s:.100} at {frame.filename}:{frame.lineno}", flush=True)
    print(f"{runs} inputs in {time.process_time() - start:.0f} CPU seconds, {len(places)} crashes")
    return 1 if places else 0


def samples() -> Iterator[tuple[str, bytes]]:
    """Yield small inputs to start from: ending and bytes."""
    for row in _cases("hostile.jsonl"):
        text = "".join(part * min(times, 20) for part, times in row["parts"]).replace("@", SENTENCE)
        yield row["file"].rpartition(".")[2], text.encode(row.get("encoding", "utf-8"), "surrogatepass")
    for row in _cases("inputs.jsonl"):
        yield row["file"].rpartition(".")[2], row["content"].replace("@", SENTENCE).encode(row.get("encoding", "utf-8"))
    for row in _cases("pages.jsonl"):
        yield "html", row["html"].encode()
    page = f"<html><head><title>公报</title></head><body><table><tr><td>{SENTENCE}<td>3</table></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    block = http + b"%x\r\n%b\r\n0\r\n\r\n" % (len(page), page)
    head = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n"
    yield "warc", (head.format(len(block)).encode() + block + b"\r\n\r\n") * 2
    yield "html", page


def _cases(name: str) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, (CASES / name).read_text(encoding="utf-8").splitlines())


def mutated(chance: random.Random, seeds: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return a changed sample."""
    ending, content = chance.choice(seeds)
    data = bytearray(content)
    for _ in range(chance.choice((0, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at:at] = chance.choice(SPECIAL).encode("utf-8", "surrogatepass")
            case 1:
                del data[at : at + chance.choice((1, 1, 2, 30))]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                data[at:at] = data[at : at + chance.choice((3, 30, 300))] * chance.choice((1, 2, 50))
            case 4:
                other = chance.choice(seeds)[1]
                data[at:at] = other[chance.randrange(len(other) + 1) :][:300]
    return (ending if chance.random() < 0.9 else chance.choice(seeds)[0]), bytes(data[:LONGEST])


def exercise(ending: str, data: bytes, folder: Path) -> None:
    """Read bytes as a file of a format, and recognise quantities and times in what is read."""
    file = inputs._File(str(folder / f"a.{ending}"), f"a.{ending}", data)
    for found in inputs._read(file, "a", inputs.ANY, set()):
        if not isinstance(found, Source):
            found.model_dump_json()
            continue
        try:
            for document in pieces(found):
                assert len(document.offsets) == len(document.text)
                assert all(0 <= at < len(document.raw) for at in document.offsets)
                parse(document.text[:2000], document.date)
        except (ZhfactsError, UndecodableError):
            continue


if __name__ == "__main__":
    sys.exit(main())

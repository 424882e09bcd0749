import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from starlette.testclient import TestClient
from zhfacts.annotate import serve
from zhfacts.annotate.server import application
from zhfacts.errors import MissingExtra, OptionError
from zhfacts.write import check

from .made import no_measures
from .test_session import sent

TOKEN = "t0ken"
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def client(session):
    return TestClient(application(session, TOKEN, 8000), base_url=HOST, follow_redirects=False)


def ask(client, path, **more):
    return client.get(f"/{TOKEN}/{path}", **more)


def test_the_page_and_its_parts(client):
    page = ask(client, "")
    assert page.status_code == 200 and "assets/annotate.js" in page.text
    for name, kind in (
        ("annotate.js", "text/javascript"),
        ("annotate.css", "text/css"),
        ("THIRD_PARTY.txt", "text/plain"),
    ):
        got = ask(client, f"assets/{name}")
        assert got.status_code == 200 and got.headers["content-type"].startswith(kind)


def test_every_answer_has_the_policy(client):
    for path in ("", "api/start", "api/article?id=none", "assets/nothing.js"):
        headers = ask(client, path).headers
        assert (
            "default-src 'none'" in headers["content-security-policy"]
            and "unsafe" not in headers["content-security-policy"]
        )
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store" and "access-control-allow-origin" not in headers
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["/", "/api/start", "/assets/annotate.js", "/wrong/", "/wrong/api/start", f"/{TOKEN}x/api/start", f"//{TOKEN}/"],
)
def test_nothing_without_the_token(client, path):
    assert client.get(path).status_code == 404
    assert client.put(path, json={}).status_code == 404


def test_the_address_without_its_slash_leads_to_the_page(client):
    answer = client.get(f"/{TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/{TOKEN}/")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example", ""]
)
def test_another_host_is_refused(client, host):
    assert ask(client, "api/start", headers={"Host": host}).status_code == 403


def test_another_site_is_refused(client):
    assert ask(client, "api/start", headers={"Origin": "http://evil.example"}).status_code == 403
    assert ask(client, "api/start", headers={"Origin": "null"}).status_code == 403
    assert ask(client, "api/start", headers={"Origin": HOST}).status_code == 200
    assert client.options(f"/{TOKEN}/api/start", headers={"Origin": "http://evil.example"}).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "../server.py",
        "..%2fserver.py",
        "%2e%2e/server.py",
        ".hidden.js",
        "..\\server.py",
        "/etc/passwd",
        "%2fetc%2fhosts.txt",
        "x%00.js",
    ],
)
def test_no_other_file_is_served(client, name):
    assert ask(client, f"assets/{name}").status_code in (404, 405)


def test_the_round_trip(client, session, raw):
    start = ask(client, "api/start").json()
    assert [a["id"] for a in start["articles"]] == ["news", "pair#01", "pair#02", "<b>x</b>&\"'"]
    assert start["labels"]["times"] == ["DATE", "TIME"] and ["CNY", "元"] in start["units"]
    for entry in start["articles"]:
        got = ask(client, "api/article", params={"id": entry["id"]}).json()
        answer = client.put(f"/{TOKEN}/api/article", params={"id": entry["id"]}, json=sent(got, finished=True))
        assert answer.status_code == 200 and answer.json()["state"] == "gold"
    assert {a["state"] for a in ask(client, "api/articles").json()} == {"gold"}
    assert check(session.gold.path, raw=[raw]) == []


def test_a_window_that_is_behind_is_told(client):
    got = ask(client, "api/article?id=news").json()
    put = lambda: client.put(f"/{TOKEN}/api/article?id=news", json=sent(got, title="甲"))  # noqa: E731
    assert put().status_code == 200
    assert put().status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[1]",
        b"{",
        b'{"document": 3}',
        b'{"document": {"facts": 3}}',
        b'{"reviewed": []}',
        b'{"document": {}, "reviewed": 3}',
        b'{"document": {"title": "\\ud800"}, "reviewed": []}',
        b'{"document": {"end": 1e400}, "reviewed": []}',
        b"\xff",
    ],
)
def test_what_is_no_request(client, body):
    got = ask(client, "api/article?id=news").json()
    content = body
    if body.startswith(b'{"'):
        content = json.dumps({"revision": got["revision"], "hash": got["hash"], **json.loads(body)}).encode()
    answer = client.put(f"/{TOKEN}/api/article?id=news", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and answer.json()["error"]


def test_forms_of_other_sites_cannot_write(client):
    assert (
        client.put(f"/{TOKEN}/api/article?id=news", content=b"{}", headers={"Content-Type": "text/plain"}).status_code
        == 415
    )


def test_ids_are_no_paths(client, session):
    for id in ("../../etc/passwd", "nowhere", ""):
        assert ask(client, "api/article", params={"id": id}).status_code == 400
    assert sorted(p.name for p in session.gold.path.iterdir()) == [".drafts"]


def test_a_port_that_is_taken(out, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(OptionError, match=f"--port {port} is taken"):
            serve(out, no_measures, gold=tmp_path / "gold", port=port, browser=False)


def test_a_missing_package_names_the_extra(out, monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingExtra, match=r"pip install 'zhfacts\[annotate\]'"):
        serve(out, no_measures, browser=False)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
def test_ctrl_c_ends_quietly(out, tmp_path):
    command = [sys.executable, "-m", "zhfacts", "annotate", str(out), "--no-browser", "--gold", str(tmp_path / "gold")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:") and len(address.split("/")[3]) >= 32
        port = int(address.split(":")[2].split("/")[0])
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
        assert (process.returncode, told) == (0, "")
    finally:
        process.kill()

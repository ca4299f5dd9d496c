"""Several replicas behind a proxy.

What haproxy.cfg does, whether the files for hosting agree with each other, and pages whose replica is killed.
"""

import http.client
import os
import re
import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from deploy import lesson, outcome, proxy, rehearse
from deploy.store import redis_path
from tests.browser.looking import PATIENCE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
HEALTH, PORT = "/_stcore/health", 8501


@pytest.fixture(scope="module")
def haproxy():
    """Return the path of HAProxy; without one the tests are skipped, but fail in CI."""
    path = proxy.haproxy_path()
    if path is None:
        message = "no HAProxy on this machine: install one to test several replicas"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return path


class Replica(BaseHTTPRequestHandler):
    """Answers every request, and repeats its headers as Had-… headers."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        for name in ("Host", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Cookie"):
            self.send_header(f"Had-{name}", self.headers.get(name, ""))
        self.end_headers()

    do_PUT = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


@contextmanager
def replica():
    """Run a replica in a thread, and yield its server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Replica)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def proxied(haproxy):
    """Return HAProxy in front of two replicas that only answer, and the two."""
    with replica() as one, replica() as two, proxy.run_proxy([_address(one), _address(two)]) as running:
        yield running, one, two


def _address(server):
    return f"http://127.0.0.1:{server.server_port}"


def get(running, path="/", method="GET", **headers):
    """Request a path over a new connection; return the status and the headers of the answer."""
    connection = http.client.HTTPConnection(running.address.removeprefix("http://"), timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


def cookie_replica(headers):
    """Return the replica that an answer's cookie names, or None without a cookie."""
    match = re.match(r"replica=(\w+)", headers["Set-Cookie"] or "")
    return match and match[1]


def test_haproxy_accepts_the_configuration(haproxy):
    environment = proxy.environment("127.0.0.1:8080", ["127.0.0.1:8501", "127.0.0.1:8502"], "unix@/tmp/admin.sock")
    done = subprocess.run(
        [haproxy, "-c", "-f", proxy.CONFIG], env=environment, capture_output=True, text=True, timeout=20
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr


def test_a_cookie_keeps_a_visitor_with_a_replica(proxied):
    running, *_ = proxied
    first = [cookie_replica(get(running)[1]) for _ in range(4)]
    assert set(first) == {"1", "2"}
    for name in ("1", "2"):
        before = running.connection_counts()
        for _ in range(3):
            status, headers = get(running, Cookie=f"a=b; replica={name}")
            assert (status, headers["Set-Cookie"], headers["Had-Cookie"]) == (200, None, "a=b")
        gained = {each: count - before[each] for each, count in running.connection_counts().items()}
        assert gained == {"1": 0, "2": 0} | {name: 3}


def test_a_visitor_of_a_dead_replica_gets_another_one_at_once(proxied):
    running, one, _ = proxied
    one.shutdown()
    one.server_close()
    status, headers = get(running, Cookie="replica=1")
    assert (status, cookie_replica(headers)) == (200, "2")


def test_scripts_cannot_read_the_cookie_and_tls_allows_it_in_frames(proxied):
    running, *_ = proxied
    cookie = get(running)[1]["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "Secure" not in cookie
    # With TLS, browsers also accept it in a frame on another site.
    cookie = get(running, X_Forwarded_Proto="https")[1]["Set-Cookie"]
    assert all(each in cookie for each in ("HttpOnly", "Secure", "SameSite=None", "Partitioned"))


def test_the_app_gets_the_page_s_host_and_scheme(proxied):
    running, *_ = proxied
    headers = get(running, Host="playground.example")[1]
    names = ("Host", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For")
    forwarded = [headers[f"Had-{name}"] for name in names]
    assert forwarded == ["playground.example", "playground.example", "http", "127.0.0.1"]
    assert get(running, X_Forwarded_Proto="https")[1]["Had-X-Forwarded-Proto"] == "https"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/_stcore/stream", {"Host": "a.example", "Origin": "https://a.example"}, 200),
        ("/_stcore/stream", {"Host": "a.example:81", "Origin": "http://a.example:81"}, 200),
        ("/_stcore/stream", {}, 200),
        ("/_stcore/stream", {"Host": "a.example", "Origin": "https://b.example"}, 403),
        ("/_stcore/stream", {"Host": "a.example", "Origin": "null"}, 403),
        ("/below/_stcore/stream", {"Host": "a.example", "Origin": "https://a.example.b.example"}, 403),
        ("/live", {"Host": "a.example", "Origin": "https://a.example"}, 200),
        ("/live", {"Host": "a.example", "Origin": "https://b.example"}, 403),
        ("/below/live", {"Host": "a.example", "Origin": "https://b.example"}, 403),
        ("/%5Fstcore/str%65am", {"Host": "a.example", "Origin": "https://b.example"}, 403),
        ("/_stcore/metrics", {}, 404),
        ("/_stcore/%6Detrics", {}, 404),
        ("/", {"Content-Length": "3000000"}, 413),
    ],
)
def test_only_valid_requests_reach_the_app(proxied, path, headers, status):
    running, *_ = proxied
    assert get(running, path, **headers)[0] == status


def test_an_address_may_open_300_sessions_at_once_and_no_more(proxied):
    running, *_ = proxied
    statuses = [get(running, "/_stcore/stream")[0] for _ in range(320)]
    assert statuses[:300] == [200] * 300
    assert statuses[-1] == 429
    assert get(running)[0] == 200  # pages and their files are not counted


def test_an_address_may_upload_200_files_a_minute_and_no_more(proxied):
    running, *_ = proxied
    statuses = [get(running, "/below/_stcore/upload_file/session/file", method="PUT")[0] for _ in range(210)]
    assert statuses == [200] * 200 + [429] * 10
    assert get(running, "/_stcore/upload_file/session/file", method="OPTIONS")[0] == 200
    assert get(running, method="PUT")[0] == 200  # other requests are not counted


def parsed(name):
    """Return the documents of a YAML file."""
    import yaml

    return list(yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")))


def test_the_files_name_the_same_port_and_path():
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert f"EXPOSE {PORT}\n" in container
    assert f"--server.port={PORT}" in container
    assert f"http://127.0.0.1:{PORT}{HEALTH}'" in container
    config = proxy.CONFIG.read_text(encoding="utf-8")
    assert f'option httpchk GET "${{BASE_PATH-}}{HEALTH}"' in config

    services = parsed("compose.yaml")[0]["services"]
    replicas = {name: each for name, each in services.items() if name.startswith("replica")}
    for name, each in replicas.items():
        assert each["environment"]["ROOMS_URL"] == "redis://rooms:6379/0"
        assert f"http://127.0.0.1:{PORT}{HEALTH}'" in each["healthcheck"]["test"][-1]
        assert f"-{name}:{PORT}}}" in config
    assert len(replicas) == len(re.findall(r"^ +server ", config, re.MULTILINE)) >= 2

    documents = {each["kind"]: each for each in parsed("kubernetes.yaml") if each["metadata"]["name"] == "playground"}
    pod = documents["Deployment"]["spec"]["template"]["spec"]
    (playground,) = pod["containers"]
    (port,) = playground["ports"]
    assert port["containerPort"] == PORT
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert playground[probe]["httpGet"] == {"path": HEALTH, "port": port["name"]}
    service = documents["Service"]
    assert service["metadata"]["annotations"]["haproxy.org/check-http"] == HEALTH
    assert service["spec"]["ports"][0]["targetPort"] == port["name"]
    assert service["spec"]["selector"] == documents["Deployment"]["spec"]["selector"]["matchLabels"]
    rooms = {each["kind"]: each for each in parsed("kubernetes.yaml") if each["metadata"]["name"] == "playground-rooms"}
    (url,) = playground["env"]
    assert url == {"name": "ROOMS_URL", "value": f"redis://{rooms['Service']['metadata']['name']}:6379/0"}
    assert rooms["Service"]["spec"]["selector"] == rooms["Deployment"]["spec"]["selector"]["matchLabels"]
    assert "rooms" in services
    (path,) = documents["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"]["service"] == {"name": service["metadata"]["name"], "port": {"name": "http"}}


@pytest.mark.parametrize("setting", ["OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "PYTHONMALLOC=malloc"])
def test_every_way_to_start_sets_the_same_environment(setting):
    started = {
        "make run": subprocess.run(["make", "-pn", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout,
        "container": (DEPLOY / "Containerfile").read_text(encoding="utf-8"),
        "systemd": (DEPLOY / "README.md").read_text(encoding="utf-8"),
    }
    name, value = setting.split("=")
    assert re.search(rf"^(run: )?{name} := {value}$", started["make run"], re.MULTILINE)
    assert re.search(rf"^(ENV|   ) {name}={value}\b", started["container"], re.MULTILINE)
    assert re.search(rf"^Environment=.*\b{name}={value}\b", started["systemd"], re.MULTILINE)


def test_containers_run_with_minimal_privileges():
    services = parsed("compose.yaml")[0]["services"]
    for each in services.values():
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        assert each["security_opt"] == ["no-new-privileges:true"]
        assert each["mem_limit"]
        assert each["restart"] == "unless-stopped"
        log = each["logging"]
        assert log["driver"] == "json-file"
        assert re.fullmatch(r"\d\dm", log["options"]["max-size"])
        assert 1 < int(log["options"]["max-file"]) < 10
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]

    user = re.search(r"^USER (\d+):(\d+)$", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)
    for deployment in (each for each in parsed("kubernetes.yaml") if each["kind"] == "Deployment"):
        pod = deployment["spec"]["template"]["spec"]
        assert [pod["securityContext"][key] for key in ("runAsUser", "runAsGroup")] == [int(user[1]), int(user[2])]
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["containers"][0]["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }


def test_the_container_holds_what_the_app_needs():
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = {name for line in re.findall(r"^COPY (.+) \S+$", container, re.MULTILINE) for name in line.split()}
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8")
    assert copied == set(re.findall(r"^!(.+)$", ignored, re.MULTILINE))
    assert all((ROOT / name).exists() for name in copied)
    # Every package is copied, except those that a running app does not use.
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"benchmarks", "deploy", "docs", "static_site", "tests"} <= copied
    assert {"app.py", ".streamlit", "pages", "requirements.lock"} <= copied


def test_the_container_is_built_of_exact_versions():
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.findall(r"^FROM .*/python:(.*)$", container, re.MULTILINE) == [
        match[0] for match in re.finditer(r"3\.\d+\.\d+-slim-[a-z]+", container)
    ]
    assert re.search(r"^RUN pip install .*--require-hashes .*-r requirements.lock$", container, re.MULTILINE)


@pytest.mark.browser
def test_pages_whose_replica_is_killed_come_back_to_their_step(haproxy, chromium):
    rehearsal = rehearse.rehearse(chromium, pages=2, reloads=1, max_return_time=PATIENCE)
    print(outcome.table(rehearsal.outcomes))
    assert not rehearsal.errors
    assert sorted(each.replica == each.replica_after for each in rehearsal.outcomes) == [False, True]


@pytest.mark.browser
def test_tiles_of_a_room_come_back_after_redis_and_a_replica_were_gone(haproxy, chromium):
    if redis_path() is None:
        message = "no Redis on this machine: install redis-server to rehearse a lesson"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    held = lesson.rehearse(chromium, students=2, max_return_time=PATIENCE)
    assert not held.errors
    assert all(held.back.values())

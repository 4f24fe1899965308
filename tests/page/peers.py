# SPDX-License-Identifier: MIT
"""The poller that serves a page, and the nginx that it downloads from."""

import contextlib
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time


@contextlib.contextmanager
def folder():
    path = pathlib.Path(tempfile.mkdtemp(prefix="wua-page-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def nginx(root):
    """Serves the folder `files` below root; what is in its folder `slow` comes at 2 MB/s."""
    port = free_port()
    (root / "files" / "slow").mkdir(parents=True)
    (root / "conf").write_text(f"""
daemon off; master_process off; pid {root}/pid; error_log {root}/errors; events {{}}
http {{
    access_log off; client_body_temp_path {root}/t; proxy_temp_path {root}/t; fastcgi_temp_path {root}/t;
    uwsgi_temp_path {root}/t; scgi_temp_path {root}/t;
    server {{ listen 127.0.0.1:{port}; root {root}/files; location /slow/ {{ limit_rate 2m; }} }}
}}
""")
    server = subprocess.Popen(["nginx", "-p", str(root), "-c", str(root / "conf")])
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


class Poller:
    """A poller under way. `url` is where it serves, `control_url` the same with its token, if it has one."""

    def __init__(self, program, *arguments, port=0):
        self.process = subprocess.Popen([program, "--serve", str(port), *arguments], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True)
        self.url = self._address()
        self.control_url = self._address() if "--allow-control" in arguments else ""

    def _address(self):
        found = None
        while not found:
            line = self.process.stderr.readline()
            if not line:
                raise AssertionError(f"the poller ended with {self.process.wait()}")
            found = re.search(r"(?:is shown at|and controlled from) +(http\S+)", line)
        return found[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.stderr.close()
        self.process.wait()

    def end(self, patience=20):
        """Its exit status; it is not waited for any browser any more."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(patience)

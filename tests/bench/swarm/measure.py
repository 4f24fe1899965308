#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""measure.py PROGRAM OUTPUT: what an origin must carry for n machines that fetch the same file, with swarm_engine, curl,
aria2c and transmission, each machine a process with a limit of its own, begun together and one after the other. nginx counts.
Writes rows of the report to OUTPUT and, as lines of JSON, all that was measured to standard output."""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

program, output = sys.argv[1:3]
is_long = os.environ.get("WUA_BENCH") == "long"
size = (64 if is_long else 16) << 20
rate = (8 if is_long else 4) << 20
counts = [1, 2, 4, 8, 16] if is_long else [1, 4, 16]
limits = {1: 1.05, 2: 0.7, 4: 0.45, 8: 0.3, 16: 0.2}
port = 18091


class origin:
    def __init__(self, folder):
        self.folder = folder
        (folder / "www").mkdir()
        config = folder / "nginx.conf"
        places = " ".join(f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        config.write_text(
            f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}} http {{ log_format bytes '$body_bytes_sent'; "
            f"access_log {folder}/bytes bytes; {places} keepalive_requests 100000; server {{ listen 127.0.0.1:{port}; "
            f"root {folder}/www; }} }}")
        self.process = subprocess.Popen(["nginx", "-c", str(config)], stderr=subprocess.DEVNULL)
        time.sleep(0.3)

    def take_bytes(self):
        log = self.folder / "bytes"
        total = sum(int(line) for line in log.read_text().split())
        os.truncate(log, 0)
        return total

    def end(self):
        self.process.terminate()
        self.process.wait()


def wua_machine(folder, made):
    return subprocess.Popen([program, "machine", str(folder), made["url"], made["torrent"], made["hash"], str(size),
                             made["sha256"], str(rate)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def alone_machine(folder, made):
    return subprocess.Popen([program, "alone", str(folder), made["url"], str(size), made["sha256"], str(rate)],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def curl_machine(folder, made):
    return subprocess.Popen(["curl", "-s", "--limit-rate", str(rate), "-o", str(folder / "file"), made["url"]])


def aria2_machine(folder, made):
    return subprocess.Popen(
        ["aria2c", "-q", "-d", str(folder), "--no-conf", "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false",
         "--enable-peer-exchange=false", "--file-allocation=none", "--seed-time=60", f"--max-overall-download-limit={rate}",
         "--interface=127.0.0.1", "--listen-port=20000-30000", f"--on-bt-download-complete={made['mark']}",
         made["torrent"]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# For transmission, which cannot read hybrid torrents; returns the info-hash, too.
def write_v1_torrent(path, file, url, announce):
    content = file.read_bytes()
    piece = 64 << 10
    hashes = b"".join(hashlib.sha1(content[at:at + piece]).digest() for at in range(0, len(content), piece))
    info = b"d6:lengthi%de4:name4:file12:piece lengthi%de6:pieces%d:%se" % (len(content), piece, len(hashes), hashes)
    path.write_bytes(b"d8:announce%d:%s4:info%s8:url-list%d:%se" % (
        len(announce), announce.encode(), info, len(url), url.encode()))
    return hashlib.sha1(info).hexdigest()


# Some programs do not accept peers on the loopback interface.
def outer_address():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
            return probe.getsockname()[0]
        except OSError:
            return None


def transmission_machine(folder, made):
    settings = folder / "settings"
    settings.mkdir()
    (settings / "settings.json").write_text(json.dumps({
        "dht-enabled": False, "lpd-enabled": False, "pex-enabled": False, "utp-enabled": False,
        "bind-address-ipv4": made["address"], "preallocation": 0}))
    with socket.socket() as probe:
        probe.bind((made["address"], 0))
        port = probe.getsockname()[1]
    return subprocess.Popen(
        ["transmission-cli", "--config-dir", str(settings), "--no-portmap", "--no-uplimit", "--downlimit", str(rate // 1000),
         "--port", str(port), "--download-dir", str(folder), "--finish", made["mark"], made["outer_torrent"]],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def has_ended(name, process, folder):
    if name in ("wua", "alone"):
        os.set_blocking(process.stdout.fileno(), False)
        try:
            return process.poll() is not None or bool(os.read(process.stdout.fileno(), 100))
        except BlockingIOError:
            return False
    if name in ("aria2", "transmission"):
        return process.poll() is not None or (folder / "done").exists()
    return process.poll() is not None


def measure(name, machine, count, gap, folder, served, made):
    served.take_bytes()
    places = [folder / f"{name}-{i}" for i in range(count)]
    machines = []
    began = time.monotonic()
    for place in places:
        place.mkdir()
        machines.append(machine(place, made))
        time.sleep(gap)
    done = [False] * count
    while not all(done) and time.monotonic() - began < (120 if is_long else 40):
        for i in range(count):
            done[i] = done[i] or has_ended(name, machines[i], places[i])
        time.sleep(0.05)
    took = time.monotonic() - began
    for each in machines:
        if each.stdin:
            each.stdin.close()
        each.terminate()
    for each in machines:
        each.wait()
    right = sum(hashlib.sha256((place / "file").read_bytes()).hexdigest() == made["sha256"] for place in places
                if (place / "file").exists())
    for place in places:
        shutil.rmtree(place)
    time.sleep(0.3)
    line = {"client": name, "machines": count, "gap_s": gap, "share": round(served.take_bytes() / (count * size), 3),
            "all_s": round(took, 1), "right": right}
    print(json.dumps(line), flush=True)
    return line


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="wua-swarm-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
    folder.chmod(0o755)  # nginx runs as another user
    served = origin(folder)
    mark = folder / "mark"
    mark.write_text('#!/bin/sh\ntouch "${TR_TORRENT_DIR:-$(dirname "$3")}/done"\n')
    mark.chmod(0o755)
    tracker = subprocess.Popen([program, "tracker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    rows = []
    others = []
    try:
        url = tracker.stdout.readline().strip()
        clients = {"wua": wua_machine, "curl": curl_machine}
        if shutil.which("aria2c"):
            clients["aria2"] = aria2_machine
        address = outer_address()
        outer_port = 18092
        if address and shutil.which("transmission-cli") and shutil.which("opentracker"):
            clients["transmission"] = transmission_machine
            others.append(subprocess.Popen(["opentracker", "-i", address, "-p", str(outer_port), "-d", str(folder), "-w", "list"],
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        only = os.environ.get("WUA_BENCH_CLIENTS")
        clients = {name: machine for name, machine in clients.items() if not only or name in only.split(",")}
        def published():
            # Each run uses a new file, which nobody has yet.
            file = folder / "www" / "file"
            file.write_bytes(os.urandom(size))
            made = {"url": f"http://127.0.0.1:{port}/file", "mark": str(mark), "torrent": str(file) + ".torrent",
                    "sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "address": address}

            if "transmission" in clients:
                outer = folder / "outer.torrent"
                known = write_v1_torrent(outer, file, made["url"], f"http://{address}:{outer_port}/announce")
                (folder / "list").write_text(known + "\n")  # Debian's tracker serves only what is listed
                others[0].send_signal(signal.SIGHUP)
                time.sleep(0.3)
                made["outer_torrent"] = str(outer)
            made["hash"] = subprocess.run([program, "publish", str(file), made["url"], url], check=True,
                                          capture_output=True, text=True).stdout.strip()
            return made

        shares = {}
        gaps = (0, 1.0) if is_long else (0,)
        for gap in gaps:
            for count in counts if gap == 0 else counts[1:]:
                for name, machine in clients.items():
                    got = measure(name, machine, count, gap, folder, served, published())
                    if got["right"] == count or name == "wua":
                        shares[name, count, gap] = got["share"]
        for gap in gaps:
            suffix = "" if gap == 0 else "_staggered"
            for count in counts if gap == 0 else counts[1:]:
                if ("wua", count, gap) not in shares:
                    continue
                ours = shares["wua", count, gap]
                rows.append({"name": f"swarm_origin_{count}{suffix}", "ours": ours, "reference": 1.0,
                             "reference_name": "machines x size, as curl has it", "ratio": ours,
                             "goal": f"<= {limits[count]}" if gap == 0 else ""})
                for peer in ("aria2", "transmission"):
                    if (peer, count, gap) in shares and count != 1:
                        other = shares[peer, count, gap]
                        rows.append({"name": f"swarm_origin_{count}{suffix}_{peer}", "ours": ours, "reference": other,
                                     "reference_name": f"{peer}, share of the origin",
                                     "ratio": round(ours / max(other, 1e-9), 3), "goal": "<= 1.0"})
        if "wua" in clients:
            times = {"wua": [], "alone": []}
            for _ in range(5 if is_long else 3):
                for name, machine in (("wua", wua_machine), ("alone", alone_machine)):
                    times[name].append(measure(name, machine, 1, 0, folder, served, published())["all_s"])
            ours, other = (statistics.median(times[name]) for name in ("wua", "alone"))
            rows.append({"name": "swarm_alone", "ours": ours, "reference": other,
                         "reference_name": "curl_engine, one machine by its URL, s", "ratio": round(ours / other, 3),
                         "goal": "<= 1.3"})
    finally:
        tracker.stdin.close()
        tracker.wait()
        for each in others:
            each.terminate()
            each.wait()
        served.end()
        shutil.rmtree(folder, ignore_errors=True)
    pathlib.Path(output).write_text(json.dumps(rows, indent=1) + "\n")


main()

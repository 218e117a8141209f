#!/usr/bin/env python3
"""A worker by Redis Streams, over a plain socket: REDIS_ADDRESS=HOST:PORT redis_worker.py [TOOL [RESULTS]]

Calls come in the stream tools.execute.TOOL, reports go to the stream RESULTS (agent-tasks).
"""

import os
import socket
import sys
import threading

from talkoot_worker import Worker, word_count

GROUP = "workers"


class Redis:
    """As much of the protocol (RESP2) as is needed. One connection for each thread that waits."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)))
        self.file = self.socket.makefile("rb")
        self.lock = threading.Lock()

    def __call__(self, *words):
        words = [w if isinstance(w, bytes) else str(w).encode() for w in words]
        with self.lock:
            self.socket.sendall(
                b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)
            )
            return self.reply()

    def reply(self):
        line = self.file.readline()
        if not line:
            raise ConnectionError("Redis has closed the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise RuntimeError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == b"-1" else self.file.read(int(rest) + 2)[:-2]
        if kind == b"*":
            return None if rest == b"-1" else [self.reply() for _ in range(int(rest))]
        return rest


def main():
    address = os.environ.get("REDIS_ADDRESS", "localhost:6379")
    tool = sys.argv[1] if len(sys.argv) > 1 else "word_count"
    results = sys.argv[2] if len(sys.argv) > 2 else "agent-tasks"
    calls, out = Redis(address), Redis(address)
    stream = "tools.execute." + tool
    name = "worker-%d" % os.getpid()
    try:
        calls("XGROUP", "CREATE", stream, GROUP, "0", "MKSTREAM")
    except RuntimeError as e:
        if "BUSYGROUP" not in str(e):
            raise
    worker = Worker(
        word_count, lambda conversation, event: out("XADD", results, "*", "key", conversation, "body", event)
    )
    print("takes calls from", stream, flush=True)
    while True:
        # what others left behind for a minute, then what is new
        entries = calls("XAUTOCLAIM", stream, GROUP, name, 60000, "0", "COUNT", 1)[1]
        if not entries:
            read = calls("XREADGROUP", "GROUP", GROUP, name, "COUNT", 1, "BLOCK", 1000, "STREAMS", stream, ">")
            entries = read[0][1] if read else []
        for entry, fields in entries:
            body = dict(zip(fields[::2], fields[1::2]))[b"body"]
            # 1: it was ours until now; 0: somebody else has acknowledged it
            acknowledge = lambda: calls("XACK", stream, GROUP, entry) == 1
            worker.take(body, acknowledge, acknowledge)


if __name__ == "__main__":
    main()

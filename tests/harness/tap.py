"""A wire with an ear: a TCP relay on loopback that writes down what passes, unmasked.

A browser or client masks every WebSocket frame that it sends (RFC 6455, 5.3), so a plain capture
would show none of a client's words even if they were sent in the clear. This one takes the masks
off.
"""

import socket
import threading


class Tap:
    """Listens beside `port`; everything that passes lands in `path`, both ways."""

    def __init__(self, port, path):
        self.target = port
        self.written = 0
        self.frames = 0
        self._file = open(path, "wb", buffering=0)
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target), 5)
                server.settimeout(None)
            except OSError:
                client.close()
                continue
            for here, there in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=(here, there), daemon=True).start()

    def _pump(self, here, there):
        frames = Frames()
        try:
            while data := here.recv(1 << 16):
                self._write(data)
                for payload in frames.feed(data):
                    self.frames += 1
                    self._write(payload)
                there.sendall(data)
        except OSError:
            pass
        finally:
            for end in (here, there):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def _write(self, data):
        with self._lock:
            if not self._file.closed:
                self._file.write(data + b"\n")
                self.written += len(data)

    def close(self):
        self._server.close()
        with self._lock:
            self._file.close()


class Frames:
    """Cuts one direction of a connection into WebSocket payloads, after its HTTP head."""

    def __init__(self):
        self.buffer = bytearray()
        self.head = True

    def feed(self, data):
        self.buffer += data
        if self.head:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            del self.buffer[: end + 4]
            self.head = False
        while (payload := self._next()) is not None:
            yield payload

    def _next(self):
        b = self.buffer
        if len(b) < 2:
            return None
        length, at = b[1] & 127, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            length, at = int.from_bytes(b[2 : 2 + size], "big"), 2 + size
        masked = b[1] & 128
        begin = at + (4 if masked else 0)
        if len(b) < begin + length:
            return None
        payload = bytes(b[begin : begin + length])
        if masked:
            mask = (bytes(b[at:begin]) * (length // 4 + 1))[:length]
            payload = (int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")).to_bytes(length, "big")
        del b[: begin + length]
        return payload


def masked_frame(text):
    """A client's text frame, to try the tap itself."""
    data = text.encode()
    mask = b"\x5a\xc3\x0f\x91"
    body = bytes(c ^ mask[i % 4] for i, c in enumerate(data))
    length = bytes([128 | len(data)]) if len(data) < 126 else bytes([128 | 126]) + len(data).to_bytes(2, "big")
    return b"\x81" + length + mask + body

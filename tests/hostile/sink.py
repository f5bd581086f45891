"""A server on this machine that nobody may call: its address on the first line, then a line for each call.

`/302` leads on to another address, which is a call too.
"""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        print(self.path, flush=True)
        leads_on = self.path.startswith("/302")
        self.send_response(302 if leads_on else 200)
        if leads_on:
            self.send_header("Location", "/followed")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(f"127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()

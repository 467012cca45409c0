"""A small OpenID Connect provider on this machine: real HTTP, real signed tokens, strict about code, client, address and PKCE. Its clock is the
caller's, and what it says can be bent (`claims`, `key`, `about`) as a faulty or hostile one would."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "grid-desk", "a word for the desk"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class Identity:
    """`who`: the subject of whoever logs in next. `asked`: the requests of the browser. `tokens`: how often a token was asked for."""

    def __init__(self, now) -> None:
        self.now, self.who, self.key, self.header, self.claims, self.about = now, "u-17", KEY, {}, {}, {}
        self.status, self.tokens, self.codes, self.asked, self.published = 200, 0, {}, [], [KEY]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/realms/gov"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def log_in(self, address: str) -> str:
        """What the browser does there: the person is who they say, and it is sent back to this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, dict]:
        self.tokens += 1
        known = base64.b64encode(f"{CLIENT}:{SECRET}".replace(" ", "+").encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization not in (f"Basic {known}", f"Basic {plain}"):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        hashed = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        if (
            asked is None
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge != asked.get("code_challenge")
        ):
            return 400, {"error": "invalid_grant"}
        now = self.now()
        claims = {
            "iss": self.issuer, "sub": self.who, "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now - 5, "nonce": asked["nonce"],
        } | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": "one"} | self.header
        token = jwt.encode(header, claims, self.key, algorithms=[header["alg"]])
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}

    def _handler(self):
        me = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                base = me.issuer
                if self.path.endswith("/.well-known/openid-configuration"):
                    self._say(me.status, {
                        "issuer": base, "authorization_endpoint": f"{base}/auth", "token_endpoint": f"{base}/token", "jwks_uri": f"{base}/keys",
                    } | me.about)  # fmt: skip
                elif self.path.endswith("/keys"):
                    self._say(200, {"keys": [key.as_dict(private=False) for key in me.published]})
                elif urlsplit(self.path).path.endswith("/auth"):  # for a real browser
                    asked = parse_qs(urlsplit(self.path).query)
                    own = urlsplit(asked["redirect_uri"][0])
                    self._lead(f"{own.scheme}://{own.netloc}{me.log_in(self.path)}")
                else:
                    self._say(404, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*me._token(form, self.headers.get("authorization", "")))

            def _say(self, status: int, said: dict) -> None:
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _lead(self, address: str) -> None:
                self.send_response(302)
                self.send_header("Location", address)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def shared_secret() -> OctKey:
    """Which a hostile provider, or whoever knows the client's secret, could sign with."""
    return OctKey.import_key(SECRET.encode())

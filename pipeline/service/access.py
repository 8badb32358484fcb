"""Who may call: tokens, sessions of browsers, callers of this machine; how often; and safe headers."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections import OrderedDict
from urllib.parse import urlsplit

from starlette.requests import Request

from pipeline.service.settings import Settings, is_loopback

COOKIE = "vnplan_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/login", "/static/", "/healthz")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "x-forwarded-host")
_MOST_CALLERS = 10_000

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Decides on each request before anything else sees it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._requests = Rate(settings.requests_per_minute)
        self._uploads = Rate(settings.uploads_per_minute)
        self._logins = Rate(10)

    def refusal(self, request: Request) -> tuple[int, str] | None:
        """Return (status, why) where the request is refused, None where it may go on."""
        caller = request.client.host if request.client else ""
        if not self._requests.allow(caller):
            return 429, "Too many requests. Wait a minute."
        if request.method not in _SAFE and not _same_origin(request):
            return 403, "The request comes from another site. Use the pages of this server."
        open_path = request.url.path.startswith(_OPEN)
        if not open_path and not self._known(request, caller):
            return 401, "A token is needed. Send it as Authorization: Bearer TOKEN, or log in at /login."
        if request.method == "POST" and request.url.path == "/documents" and not self._uploads.allow(caller):
            return 429, "Too many uploads. Wait a minute."
        return None

    def _known(self, request: Request, caller: str) -> bool:
        token = self._settings.token
        if token is None:
            # A page in somebody's browser can call 127.0.0.1 under a name of its own (DNS rebinding), and a
            # proxy calls from this machine on behalf of others: neither is a caller of this machine.
            proxied = any(name in request.headers for name in _FORWARDED)
            return is_loopback(caller) and is_loopback(request.url.hostname or "") and not proxied
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip(), caller):
            return True
        return self._is_session(request.cookies.get(COOKIE, ""))

    def is_token(self, given: str, caller: str) -> bool:
        """Return whether this is the token; a caller that guesses wrong too often is not heard."""
        token = self._settings.token or ""
        if hmac.compare_digest(given.encode(), token.encode()) and token:
            return True
        self._logins.allow(caller)
        return False

    def may_try(self, caller: str) -> bool:
        """Return whether a caller may try to log in."""
        return self._logins.allow(caller)

    def session(self) -> str:
        """Return the value of a new session's cookie."""
        expires = str(int(time.time() + self._settings.session_s))
        return f"{expires}.{self._seal(expires)}"

    def _is_session(self, cookie: str) -> bool:
        expires, _, seal = cookie.partition(".")
        genuine = hmac.compare_digest(seal.encode(), self._seal(expires).encode())
        return genuine and expires.isdecimal() and int(expires) > time.time()

    def _seal(self, expires: str) -> str:
        key = (self._settings.token or "").encode()
        return hmac.new(key, f"session {expires}".encode(), hashlib.sha256).hexdigest()


def _same_origin(request: Request) -> bool:
    """Return whether a browser sent the request from a page of this server, or no browser sent it."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    return urlsplit(origin).netloc == request.headers.get("host")


class Rate:
    """A bucket of tokens per caller; memory does not grow with the number of callers."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def allow(self, caller: str) -> bool:
        """Count one request; False where the caller has none left this minute."""
        now = time.monotonic()
        with self._lock:
            left, seen = self._buckets.pop(caller, (float(self._per_minute), now))
            left = min(self._per_minute, left + (now - seen) * self._per_minute / 60)
            allowed = left >= 1
            self._buckets[caller] = (left - allowed, now)
            if len(self._buckets) > _MOST_CALLERS:
                self._buckets.popitem(last=False)
        return allowed

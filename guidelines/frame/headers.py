"""The security headers of every answer: pages, static files, redirects and errors alike."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
"""Of a file, which is for the disk: should a browser show it all the same, it may load, run and send nothing."""
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-create",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: a view may set a header of its own, never go without one."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", cache_rule(request, response))
        return response

    return with_headers


def cache_rule(request: HttpRequest, response: HttpResponse) -> str:
    """A page may be kept by this browser and asked after each time; files, answers to deeds and errors are not kept."""
    is_page = request.method in ("GET", "HEAD") and response.status_code in (200, 304)
    is_page = is_page and not response.headers.get("Content-Disposition", "").startswith("attachment")
    return "private, no-cache" if is_page else "private, no-store"

"""Two questions a load balancer asks: is the process alive, and can it serve?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from portal.health import readiness
from portal.health.readiness import State


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answers 200 as long as the process runs; asks neither the database nor the cache."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answers 503 when a check fails, else 200, with the state of each check; a warning leaves it at 200."""
    findings = readiness.find()
    state = readiness.worst(findings)
    answer = {
        "ready": state != State.FAILING,
        "state": state.value,
        "checks": {name: finding.as_json() for name, finding in findings.items()},
    }
    return JsonResponse(answer, status=503 if state == State.FAILING else 200)

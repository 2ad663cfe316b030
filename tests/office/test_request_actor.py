"""Who is asking is read once for a request, and from then on stands there as it is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from layani.office.actor import CITIZEN_KEY, VOUCHED_KEY, Actor, ActorMiddleware
from layani.office.tables.models import Party


@pytest.mark.django_db
def test_the_first_question_finds_the_actor_and_no_later_one_asks_the_database(django_assert_num_queries):
    party = Party.objects.create(sealed=b"x", created_at=timezone.now())
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {CITIZEN_KEY: party.pk, VOUCHED_KEY: party.vouched}
    ActorMiddleware(lambda _: HttpResponse())(request)
    assert type(request.actor) is not Actor
    with django_assert_num_queries(1):
        assert request.actor.party == party.pk
        assert request.actor.is_citizen
    assert type(request.actor) is Actor
    assert request.visitor().is_citizen

"""Every link that a page shows somebody leads to a page that is there for him: no button leads nowhere."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin

import pytest

from cadres.models import Authorisation, Office
from tests.direct import asked
from tests.factories import START, make_user
from tests.test_query_counts import World

pytestmark = pytest.mark.django_db
Role = Office.Role
LINK = re.compile(r'(?:href|action)="(/[^"]*)"')
# Django's own pages, files that are made anew each time, and what is no page.
OUTSIDE = ("/static/", "/tai-khoan/", "/quan-tri/he-thong/", "/minh-chung/", "/lich/")
MAKES_FILES = re.compile(r"/van-ban/|/tai-ve/|/xem-thu/|\.ics$|[?&]dang=")
MOST = 100


def test_no_link_of_a_page_leads_nowhere():
    world = World()
    world.grow(2)
    Office.objects.create(user=world.reader, role=Role.APPRAISER, unit=world.giver, starts_on=START)
    broken, walked = [], 0
    # Who only prepares for others: what he may not do, no page leads him to.
    assistant = make_user()
    Authorisation.objects.create(cadre=world.cadre.cadre, assistant=assistant, starts_on=START)
    for user in (world.reader, world.cadre, assistant):
        found = walk(
            user, ("/can-lam/", "/viec-cua-toi/", "/viec/", "/dang-cho/", "/giao-ban/", "/tong-quan/")
        )
        walked += len(found)
        broken += [
            (url, code, came_from)
            for url, (code, came_from) in found.items()
            if came_from and code not in (200, 302, 405)
        ]
    assert not broken, "\n".join(map(str, broken))
    assert walked > 120


def walk(user, starts):
    """{address: (status, where its link stood)}, breadth first; of addresses that differ in their question only, three."""
    found, waiting, alike = {}, deque((start, "") for start in starts), {}
    while waiting and len(found) < MOST:
        url, came_from = waiting.popleft()
        path = url.partition("?")[0]
        shape = re.sub(r"\d+|[0-9a-f]{8}-[0-9a-f-]+", "N", path)
        alike[shape] = alike.get(shape, 0) + 1
        if url in found or alike[shape] > 3:
            continue
        code, page = asked(user, url)
        found[url] = code, came_from
        for link in LINK.findall(page):
            there = urldefrag(urljoin(url, link)).url
            if not there.startswith(OUTSIDE) and not MAKES_FILES.search(there):
                waiting.append((there, url))
    return found

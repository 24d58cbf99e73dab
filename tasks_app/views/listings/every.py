"""Which lists can be taken out as a file?"""

from tasks_app.views.listings import desk, people, roster, waiting

LISTINGS = {
    listing.code: listing
    for room in (waiting, desk, people, roster)
    for listing in room.LISTINGS
}  # fmt: skip

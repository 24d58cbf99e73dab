"""How does a person in Chromium do one act of a story? Each on his own device: a cadre's phone, the desk's screen.

A page is opened by its address, its fields are filled in where they are seen, its button is pressed; script and all.
"""

from collections import Counter
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import resolve
from playwright.sync_api import expect

from cadres.models import Office
from tests.browser.devices import as_in_vietnam, overheard
from tests.journeys.days import without_script

THRICE = 3
PATIENCE = 60_000  # ms; nothing is waited for by time, this only ends what would never come
FIELDS = """(form, names) => names.map(name => [...form.elements].filter(e => e.name === name && !e.disabled).map(e => ({
    kind: e.type, value: e.value, checked: e.checked, picks: e.matches('.pickwidget'),
    chosen: [...(e.selectedOptions || [])].map(o => o.value), folded: Boolean(e.closest('details:not([open])'))})))"""


class Hands:
    """Does the acts of `Days`; `complaints` are errors of the pages and of the CSP, and answers that are none.

    What many do on one day on the same page, three do here; the others do it without script, by the test client.
    """

    def __init__(self, site, thread, browser):
        self.site, self.thread, self.browser = site, thread, browser
        self.complaints, self.devices, self.done = [], {}, Counter()

    def __call__(self, days, user, url, typed, **options):
        page = resolve(urlsplit(url).path).view_name, days.on
        self.done[page] += 1
        if self.done[page] > THRICE:
            return without_script(days, user, url, typed, **options)
        session = days.client(user).cookies[settings.SESSION_COOKIE_NAME].value
        width = 1440 if Office.objects.filter(user=user).exists() else 390
        with self.site.at_work():
            return self.thread.submit(self.act, user.pk, width, session, url, typed, **options).result()

    def act(self, who, width, session, url, typed, *, first=(), button=None, containing=None, files=()):
        page = self.page_of(who, width, session)
        answer = page.goto(self.site.url + url)
        assert answer.status == 200, (url, answer.status)
        for words, pressed in first:
            form = form_of(page, next(iter(words), pressed[0]))
            fill_in(page, form, words)
            with page.expect_response(lambda r: r.request.method == "POST"):
                button_of(form, pressed).click()
            settled(page)
        form = form_of(page, containing or next(iter(typed), None) or (button and button[0]))
        fill_in(page, form, typed)
        for name, file in dict(files).items():
            choose(page, form, name, file)
        with page.expect_navigation() as leading_on:
            button_of(form, button).click()
        answer = leading_on.value
        taken = answer.request.redirected_from and answer.status == 200
        assert taken, (url, answer.status, page.locator("main").inner_text()[:2000])
        expect(page.locator("#bao-noi .bao-noi").first).to_be_visible(timeout=PATIENCE)
        return page.locator("body").inner_text()

    def page_of(self, who, width, session):
        """The page of his device; signed in anew when his session has ended."""
        if who not in self.devices:
            context = self.browser.new_context(**as_in_vietnam(width))
            page = overheard(context, self.site.url, self.complaints)
            page.set_default_timeout(PATIENCE)
            page.on("response", self.hears)
            self.devices[who] = (page, None)
        page, signed_in = self.devices[who]
        if signed_in != session:
            page.context.clear_cookies()
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.site.url}
            page.context.add_cookies([cookie])
            self.devices[who] = (page, session)
        return page

    def hears(self, response):
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")


def form_of(page, name):
    return page.locator("form[method=post]", has=page.locator(f'[name="{name}"]')).first


def button_of(form, button):
    """The button so named, or the one that sends the form; whoever sees the page sees only one of it."""
    if button:
        return form.locator(f'button[name="{button[0]}"][value="{button[1]}"]:not(.visually-hidden)')
    return form.locator("button.btn-chinh, button.btn-canh-bao")


def settled(page):
    expect(page.locator(".htmx-request")).to_have_count(0, timeout=PATIENCE)


def fill_in(page, form, typed):
    """Each field that does not stand as wanted; what nobody sees can't be filled in."""
    found = form.evaluate(FIELDS, list(typed))
    for (name, wanted), fields in zip(typed.items(), found, strict=True):
        seen = [field for field in fields if field["kind"] not in ("hidden", "submit")]
        if not seen:
            values = [field["value"] for field in fields]
            assert wanted in ("", []) or str(wanted) in values, f"nobody can fill in {name}: {values}"
            continue
        for field in seen:
            if _stands(field, wanted):
                continue
            box = form.locator(f'[name="{name}"]:not([type=hidden])')
            if field["kind"] in ("checkbox", "radio"):
                box = form.locator(f'[name="{name}"][value="{field["value"]}"]')
            if field["folded"]:
                page.locator("details:not([open])", has=box).locator("summary").first.click()
            _put(page, box, field, wanted)
            settled(page)


def _wanted(wanted):
    return [str(one) for one in (wanted if isinstance(wanted, list | tuple) else [wanted])]


def _stands(field, wanted):
    if field["kind"] in ("checkbox", "radio"):
        return field["checked"] == (field["value"] in _wanted(wanted))
    if field["kind"].startswith("select"):
        return field["chosen"] == _wanted(wanted)
    return field["value"] == str(wanted) and not (field["picks"] and wanted)


def _put(page, box, field, wanted):
    if field["kind"] == "checkbox":
        box.set_checked(field["value"] in _wanted(wanted))
    elif field["kind"] == "radio":
        if field["value"] in _wanted(wanted):
            box.check()
    elif field["kind"].startswith("select"):
        box.select_option(_wanted(wanted))
    else:
        box.fill(str(wanted))
        if field["picks"]:
            page.locator(".goi-y button", has_text=str(wanted)).first.click()


def choose(page, form, name, file):
    """By the wide label that a person presses; it is sent along at once."""
    label = form.locator(f'label[for="{form.locator(f"[name={name}]").get_attribute("id")}"]')
    with page.expect_file_chooser() as chooser:
        label.click()
    chooser.value.set_files({"name": file.name, "mimeType": file.content_type, "buffer": file.read()})
    expect(page.get_by_role("link", name=file.name)).to_be_visible(timeout=PATIENCE)

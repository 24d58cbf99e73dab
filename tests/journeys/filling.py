"""Fill in a page's form as a browser without JavaScript would: what stands in it is sent along, what one types wins."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []
        self._select = self._area = self._button = None
        self._in_form = False

    def handle_starttag(self, tag, pairs):
        attrs = dict(pairs)
        if tag == "form":
            # A browser drops a form inside a form, and the inner end closes the outer one.
            assert not self._in_form, f"a form in a form: {attrs.get('action')}"
            self._in_form = True
            self.forms.append(
                {
                    "method": attrs.get("method", "get"),
                    "action": attrs.get("action"),
                    "fields": {},
                    "buttons": [],
                    "texts": [],
                }
            )
        if not self.forms or "disabled" in attrs:
            return
        name = attrs.get("name")
        fields = self.forms[-1]["fields"]
        if tag == "button" and name:
            self.forms[-1]["buttons"].append((name, attrs.get("value", "")))
        elif tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in attrs:
                    fields.setdefault(name, []).append(attrs.get("value", "on"))
            elif kind not in ("submit", "button", "file"):
                fields.setdefault(name, []).append(attrs.get("value") or "")
                if kind == "text" and attrs.get("inputmode") != "numeric":
                    self.forms[-1]["texts"].append(name)
        elif tag == "select" and name:
            self._select = [name, None, None]
        elif tag == "option" and self._select:
            value = attrs.get("value", "")
            if self._select[1] is None:
                self._select[1] = value
            if "selected" in attrs:
                fields.setdefault(self._select[0], []).append(value)
                self._select[2] = True
        elif tag == "textarea" and name:
            self._area = name
            fields[name] = [""]
            self.forms[-1]["texts"].append(name)

    def handle_data(self, data):
        if self._area:
            self.forms[-1]["fields"][self._area][0] += data

    def handle_endtag(self, tag):
        if tag == "select" and self._select:
            name, first, chosen = self._select
            if not chosen and first is not None:
                self.forms[-1]["fields"].setdefault(name, []).append(first)
            self._select = None
        if tag == "textarea":
            self._area = None
        if tag == "form":
            self._in_form = False


def forms_of(html):
    reader = _Forms()
    reader.feed(html)
    return [form for form in reader.forms if form["method"].lower() == "post"]


def fill(client, url, values=(), *, first=(), button=None, containing=None, follow=True, files=()):
    """GET the page, take its POST form (the one that has the field or button `containing`), type `values` and send it.

    `first`: (values, button) of small buttons pressed before, each of which draws the page anew.
    """
    page = client.get(url, follow=True)
    assert page.status_code == 200, (url, page.status_code)
    here, asked = page.request["PATH_INFO"], page.request.get("QUERY_STRING", "")
    here = f"{here}?{asked}" if asked else here
    for typed, pressed in first:
        page = client.post(*_sent(page.text, here, dict(typed), pressed, None))
        assert page.status_code == 200, (url, pressed, page.status_code)
    action, data = _sent(page.text, here, dict(values), button, containing)
    return client.post(action, data | dict(files), follow=follow)


def _sent(html, here, values, button, containing):
    """Where the form goes, and what a browser would send of it."""
    wanted = containing or next(iter(values), None) or (button and button[0])
    candidates = [
        form for form in forms_of(html)
        if wanted is None or wanted in form["fields"] or wanted in dict(form["buttons"])
    ]  # fmt: skip
    candidates = [form for form in candidates if "dang-xuat" not in (form["action"] or "")]
    assert candidates, f"{here} has no form with {wanted}"
    form = candidates[0]
    data = {name: list(old) for name, old in form["fields"].items()} | values
    if button:
        data[button[0]] = button[1]
    return form["action"] or here, data

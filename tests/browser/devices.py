"""What does a browser test look through: which Chromium, whose screen, and which complaints of a page fail the test?"""

from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM

# The browser's own buttons are pages too since 2026, one process and two seconds of a core for each window. A list given here
# replaces Playwright's: what matters of it stands first.
OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,OptimizationHints,NetworkTimeServiceQuerying,"
    "InitialWebUI,PreloadTopChromeWebUI,PreloadTopChromeWebUILessNavigations,WebUIToolbar,WebUIReloadButton,"
    "WebUILocationBar,WebUIHomeButton,WebUIBackForwardButton,WebUISplitTabsButton,WebUIAvatarButton,WebUIOmniboxPopup,"
    "WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
)


@contextmanager
def launched():
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                f"--disable-features={OFF}",
            ],
        )
        yield browser
        browser.close()


def as_in_vietnam(width):
    """Options of a context: a desk's screen or a phone's."""
    return {
        "viewport": {"width": width, "height": 900 if width > 800 else 844},
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
    }


def overheard(context, origin, complaints, *, loses_signal=False):
    """A new page; errors of it and of the CSP, and what it asks of another origin, are added to the complaints."""
    page = context.new_page()
    page.set_default_timeout(15000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    usual = ("htmx:sendAbort", "htmx:afterRequest", *(["htmx:sendError"] if loses_signal else []))
    page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line, usual) else None)
    page.on(
        "request",
        lambda r: complaints.append(r.url) if not r.url.startswith((origin, "data:", "blob:")) else None,
    )
    return page


def _is_complaint(line, usual):
    # htmx calls it an error when a later request takes the place of one on its way (a search while one types).
    usual = "Failed to load resource" in line.text or line.text.startswith(usual)
    return "Content Security Policy" in line.text or (line.type == "error" and not usual)

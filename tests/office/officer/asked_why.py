"""Whoever has no part in a case says why before they open it."""

SAID = "Pemohon menelepon dan menanyakan keadaannya."


def say_why(browser, path, *, reason="asked", words=SAID, **other):
    """Send a reason for a page of a case and assert that it was taken; returns the browser."""
    answer = browser.post(path, {"act": "say-why", "reason": reason, "words": words, **other})
    assert (answer.status_code, answer["Location"]) == (302, path), answer.content.decode()
    return browser

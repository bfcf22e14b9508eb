"""Draws docs/images/spacy.html, the example of docs/spacy.md, and a picture of it.

The picture needs Chromium and Playwright; without them only the page is written.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import spacy
from spacy import displacy

from compliance_checker import spacy_component
from compliance_checker.report import words

PAGE = Path(__file__).resolve().parent.parent / "docs" / "images" / "spacy.html"
SENTENCES = (
    "再不还，我就打给你们单位领导，把你的事发到业主群。",
    "我们不会联系您的家人，有困难您可以申请分期。",
    "你妈手机号幺三九，零零幺三，九零零零，没错吧？",
)
COLOURS = ("#f7c6c0", "#cfe3f7", "#f7e3b0", "#d9cff2", "#cdebd0")


def page() -> str:
    """The sentences as displaCy shows them, labels with their Chinese names."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe(spacy_component.NAME, config={"call": {"callee": "debtor"}})
    docs = list(nlp.pipe(SENTENCES))
    labels = sorted(
        {span.label_ for doc in docs for span in doc.spans[spacy_component.NAME]}
    )
    options = {
        "spans_key": spacy_component.NAME,
        "colors": dict(zip(labels, COLOURS * len(labels), strict=False)),
    }
    drawn = displacy.render(
        docs, style="span", options=options, page=True, jupyter=False
    )
    legend = "，".join(f"{one} {words.CATEGORIES[one]}" for one in labels)
    return drawn.replace("</body>", f"<p>{legend}</p>\n</body>")


def picture(html: str) -> bytes | None:
    """The page as PNG; nothing where there is no browser."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if browser_path is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--no-proxy-server"]
        )
        sheet = browser.new_page(viewport={"width": 980, "height": 100})
        sheet.set_content(html)
        drawn: bytes = sheet.screenshot(full_page=True)
        browser.close()
    return drawn


def main() -> None:
    html = page()
    PAGE.write_text(html, encoding="utf-8")
    drawn = picture(html)
    if drawn is None:
        print("no browser: only the page was written", file=sys.stderr)
    else:
        PAGE.with_suffix(".png").write_bytes(drawn)


if __name__ == "__main__":
    main()

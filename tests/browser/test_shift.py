"""A shift from its list to its hand-over, and what a desk changes meanwhile: worked off by hand, as the people of a county do it."""

from __future__ import annotations

import re

from core.i18n import t
from tests.browser.visit import raw_keys, save

LATER = "Pacific/Kiritimati"  # six hours ahead of the county: a night goes by
LISTED = ".gc-alert"
CHOSEN = f"{LISTED} [aria-current]"
PHONE = {"width": 390, "height": 844}


def test_a_shift_is_worked_off_by_keys_handed_over_and_what_nobody_took_goes_up(own, visit, pictures):
    with own as desk:
        officer = visit(desk, login="command")
        page = officer.open("anomalies")
        names = page.locator(f"{LISTED} b").all_inner_texts()
        first = page.locator(CHOSEN).inner_text()
        page.keyboard.press("a")
        page.locator(f"{LISTED}.gc-acted").wait_for()
        assert t("zh", "alert_status.acknowledged") in page.locator(f"{LISTED}.gc-acted").inner_text()
        page.keyboard.press("n")
        _write(officer, "已电话核实，明早复查", "note_words")
        page.get_by_text(t("zh", "alerts.promise")).last.click()
        _send(officer)
        officer.wait_for_text("已电话核实")
        page.keyboard.press("e")
        _write(officer, "村干部已到场处置", "why_resolve")
        _send(officer)
        officer.wait_for_text(t("zh", "alert_status.resolved"))
        page.keyboard.press("j")
        page.wait_for_function("before => document.querySelector('.gc-alert [aria-current]')?.innerText !== before", arg=first)  # fmt: skip
        officer.wait()
        second = page.locator(f"{CHOSEN} b").inner_text()
        assert second in names
        save(officer, pictures, "shift-list")
        asked = page.locator(".st-key-alert_detail").inner_text()

        officer.open("handover")
        page.get_by_role("button", name=t("zh", "handover.new"), exact=False).first.click()
        page.get_by_role("button", name=t("zh", "handover.make")).click()
        officer.wait_for_text(t("zh", "handover.sheet", number=1))
        officer.wait()
        text = officer.text()
        assert "已电话核实，明早复查" in text and "村干部已到场处置" in text
        assert page.get_by_role("button", name=re.compile("签字接班")).count() == 0  # not by who goes
        next_one = visit(desk, login="admin", lang="en")
        next_one.open("handover")
        next_one.page.get_by_role("button", name=t("en", "handover.sign", name="admin")).click()
        next_one.wait_for_text("taken over by admin")
        next_one.wait()
        assert not raw_keys(next_one.text())
        paper = next_one.page.pdf(prefer_css_page_size=True)
        assert len(paper) > 10_000 and re.search(rb"/Type\s*/Page[^s]", paper)
        next_one.page.emulate_media(media="print")
        save(next_one, pictures, "shift-handover-print")
        assert officer.troubles == next_one.troubles == []

    own.zone = LATER
    with own as desk:
        assert desk.command("nightly")["alerts_escalated"] > 0
        morning = visit(desk, login="command", **PHONE)
        morning.open("anomalies?whose=free&lang=en")
        assert morning.overflow() <= 0 and not raw_keys(morning.text())
        save(morning, pictures, "shift-phone")
        morning = visit(desk, login="command")
        page = morning.open("anomalies")
        page.locator(f"{LISTED} a").filter(has_text=second).first.click()
        page.locator(".st-key-alert_detail h5").filter(has_text=second).wait_for()
        morning.wait()
        now = page.locator(".st-key-alert_detail").inner_text()
        assert t("zh", "alert_act.escalated") in now and t("zh", "alert_act.escalated") not in asked
        save(morning, pictures, "shift-gone-up")
        assert morning.troubles == []


def test_work_goes_to_another_villages_become_one_and_a_department_gets_its_share(own, visit, pictures):
    with own as desk:
        made = desk.command("nightly", "--as-of", "2026-03-08T08:00")["made"]
        assert made > 0
        chief = visit(desk, login="command")
        page = chief.open("chain?view=rota")
        _pick(chief, "away_post", "责任人")
        page.locator(".st-key-away_do button").click()
        told = page.get_by_test_id("stAlert").filter(has_text="已转交")
        told.wait_for()
        chief.wait()
        assert page.locator("ol.gc-tasks li").count() == 1
        save(chief, pictures, "shift-rota")

        before = _trend(chief)
        page = chief.open("grids?lang=en")
        one, two = _choose_villages(chief)
        page.get_by_role("button", name="Look first").or_(page.locator(".st-key-change_preview button")).first.click()
        page.locator(".st-key-change_would").wait_for()
        chief.wait()
        save(chief, pictures, "shift-merge")
        page.locator(".st-key-change_do button").click()
        page.get_by_test_id("stAlert").filter(has_text="went into").wait_for()
        chief.wait()
        assert not raw_keys(chief.text()), raw_keys(chief.text())
        save(chief, pictures, "shift-merged")
        print(one, two, before)

        page = chief.open("shares?lang=zh")
        page.get_by_text(t("zh", "share.new")).first.click()
        for field, words in (("name", "返乡人员名单"), ("purpose", "核酸检测安排"), ("ground", "县指挥部令第3号")):
            page.locator(f".st-key-share_{field} input").fill(words)
        department = page.locator(".st-key-share_department input")
        department.fill("卫生健康局")
        department.press("Enter")
        _pick(chief, "share_grids", "")
        page.locator(".st-key-share_make button").click()
        page.locator(".st-key-share_token_box").wait_for()
        chief.wait()
        save(chief, pictures, "shift-share")
        token = page.locator(".st-key-share_token_box code").inner_text().strip()
        got = _asked(desk, token)
        assert got["rows"]
        page.get_by_role("button", name=t("zh", "share.revoke")).first.click()
        page.locator("[class*='st-key-share_revoke_'] button").click()
        page.get_by_test_id("stAlert").filter(has_text="已撤销").wait_for()
        with pytest.raises(urllib.error.HTTPError, match="40"):
            _asked(desk, token)
        assert [w for w in chief.troubles] == []


def _trend(visitor) -> str:
    return ""


def _choose_villages(visitor) -> tuple[str, str]:
    page, names = visitor.page, []
    field = page.locator(".st-key-change_sources input")
    for nth in (0, 1):
        field.click()
        option = page.locator('[role="option"]').nth(3 + nth)
        names.append(option.inner_text())
        option.click()
        visitor.wait()
    page.keyboard.press("Escape")
    return tuple(names)


def _pick(visitor, key: str, words: str) -> None:
    visitor.page.locator(f".st-key-{key} input").first.click()
    visitor.page.locator('[role="option"]').filter(has_text=words).first.click()
    visitor.wait()


def _asked(desk, token: str) -> dict:
    asked = urllib.request.Request(desk.address + "/api/shares/data.json", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(asked) as answer:
        return json.load(answer)


def _write(visitor, words: str, key: str) -> None:
    """The popover that a key opened has the caret in it."""
    field = visitor.page.locator(f"[class*='st-key-{key}'] textarea").last
    field.wait_for()
    visitor.page.wait_for_function("() => document.activeElement?.tagName === 'TEXTAREA'")
    visitor.page.keyboard.type(words)


def _send(visitor) -> None:
    visitor.page.locator('[data-testid="stPopoverBody"] textarea').first.press("Control+Enter")
    visitor.page.locator('[data-testid="stPopoverBody"]').wait_for(state="detached")
    visitor.wait()

"""A shift from its list to its hand-over, and what a desk changes meanwhile: worked off by hand, as the people of a county do it."""

from __future__ import annotations

import re

from core.i18n import t
from tests.browser.visit import choose, open_list, raw_keys, save

LATER = "Pacific/Kiritimati"  # six hours ahead of the county: a night goes by
LISTED = ".gc-alert"
CHOSEN = f"{LISTED} [aria-current]"
PHONE = {"width": 390, "height": 844}


def test_a_shift_is_worked_off_by_keys_handed_over_and_what_nobody_took_goes_up(own, visit, pictures):
    with own as desk:
        officer = visit(desk, login="command")
        page = officer.open("anomalies")
        names = page.locator(f"{LISTED} b").all_inner_texts()
        first = page.locator(f"{CHOSEN} b").inner_text()
        page.keyboard.press("a")
        page.locator(f"{LISTED}.gc-acted").wait_for()
        assert t("zh", "alert_status.acknowledged") in page.locator(f"{LISTED}.gc-acted").inner_text()
        page.keyboard.press("n")
        _write(officer, "已电话核实，明早复查", "note_words")
        page.get_by_text(t("zh", "alerts.promise")).last.click()
        _send(officer)
        officer.wait_for_text("已电话核实")
        page.keyboard.press("e")
        _write(officer, "村干部已到场处置", "why_close")
        _send(officer)
        officer.wait_for_text(t("zh", "alert_status.resolved"))
        page.keyboard.press("j")
        page.locator(f"{CHOSEN} b").filter(has_not_text=first).wait_for()
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
        # On a busy machine half an hour may have gone by before, and with it the first of them.
        assert now.count(t("zh", "alert_act.escalated")) > asked.count(t("zh", "alert_act.escalated"))
        save(morning, pictures, "shift-gone-up")
        assert morning.troubles == []


def test_work_goes_to_another_villages_become_one_and_a_department_gets_its_share(own, visit, pictures):
    with own as desk:
        assert desk.command("nightly")["made"] > 0
        task = next(row for row in desk.command("tasks") if row["owner_role"] == "responsible" and row["owner_name"])
        chief = visit(desk, login="command")
        page = chief.open("chain?view=rota")
        _pick(chief, "away_post", task["owner_name"])
        page.locator(".st-key-away_do button").click()
        told = page.get_by_test_id("stAlert").filter(has_text="已转交")
        told.wait_for()
        assert int(re.search(r"(\d+) 项", told.inner_text())[1]) > 0
        gone = {row["task_id"]: (row["owner_grid_id"], row["owner_role"]) for row in desk.command("tasks")}
        assert gone[task["task_id"]] != (task["owner_grid_id"], "responsible")
        save(chief, pictures, "shift-rota")

        page = chief.open("grids?lang=en")
        into = _choose_villages(chief)
        page.locator(".st-key-change_day [role=spinbutton]").first.click()
        page.keyboard.type("20260305")
        page.keyboard.press("Escape")
        chief.wait()
        page.locator(".st-key-change_preview button").click()
        page.locator(".st-key-change_would").wait_for()
        save(chief, pictures, "shift-merge")
        page.locator(".st-key-change_do button").click()
        page.get_by_test_id("stAlert").filter(has_text="went into").wait_for()
        chief.wait()
        assert not raw_keys(chief.text()), raw_keys(chief.text())
        page = chief.open(f"trends?grid={into}&lang=zh")
        chief.wait_for_text(t("zh", "mark.grids", detail=t("zh", "grid_change.act.merge"), name=""))
        save(chief, pictures, "shift-merged-trend")
        page = chief.open("grids?lang=zh")
        page.locator(".st-key-change_undo button").click()
        page.get_by_test_id("stAlert").filter(has_text="撤回").wait_for()

        page = chief.open("shares")
        page.get_by_text(t("zh", "share.new")).first.click()
        for field, words in (("name", "返乡人员名单"), ("purpose", "核酸检测安排"), ("ground", "县指挥部令第3号")):
            page.locator(f".st-key-share_{field} input").fill(words)
        department = page.locator(".st-key-share_department input")
        department.fill("卫生健康局")
        department.press("Enter")
        _pick(chief, "share_grids", "")
        _twice(page, ".st-key-share_make button")
        token = page.locator(".st-key-share_token_box code").inner_text().strip()
        status, got = _asked(chief, token)
        assert status == 200 and got["rows"]
        assert len(desk.command("shares", "list")) == 1
        people = visit(desk, login=None, **PHONE)  # of the department, who have a token and no account
        people.page.goto(f"{desk.address}/shared")
        people.page.locator("input").first.fill(token)
        people.page.keyboard.press("Enter")
        people.page.get_by_text("核酸检测安排").wait_for()
        save(people, pictures, "shift-shared")
        assert people.overflow() <= 0
        chief.open("shares")
        page.get_by_role("button", name=t("zh", "share.revoke")).first.click()
        page.locator("[class*='st-key-share_revoke_'] button").click()
        page.get_by_test_id("stAlert").filter(has_text="已撤销").wait_for()
        assert _asked(chief, token)[0] in (401, 403, 404, 410)
        assert chief.troubles == people.troubles == []


def test_a_town_clears_its_day_answers_a_drill_and_a_department_helps_and_nothing_is_done_twice(own, visit, pictures):
    with own as desk:
        assert desk.command("nightly")["made"] > 0
        drill = desk.command("drill", "start", "--levels", "township")
        town = visit(desk, login="officer", lang="en")
        page = town.open("chain")
        _twice(page, "[class*='st-key-drill_yes_'] button")
        page.locator("[class*='st-key-drill_yes_']").wait_for(state="detached")
        assert desk.command("drill", "show", str(drill["drill"]))["answered"] == 1

        page = town.open("exits?state=waiting")
        town.wait_for_text("wait")
        page.locator(".st-key-exits_every label").click()
        town.wait()
        page.locator("[class*='st-key-exits_reason_'] input").fill("Checked by telephone")
        _twice(page, ".st-key-exits_approved button")
        page.get_by_test_id("stAlert").filter(has_text="approved").wait_for()
        town.wait()
        assert page.get_by_test_id("stAlert").count() == 1, "said once, and no trouble after it"
        save(town, pictures, "shift-exits")

        page = town.open("tasks")
        listed = page.locator(".gc-tasks .gc-do:not(.gc-undo)")
        _twice(page, ".gc-tasks .gc-do:not(.gc-undo)")
        page.locator(".gc-tasks .gc-undo").wait_for()
        town.wait()
        assert page.locator(".gc-tasks .gc-undo").count() == 1 and listed.count() > 0
        page.get_by_text(t("en", "handed.give")).first.click()
        _pick(town, "handed_tasks", "")
        page.keyboard.press("Escape")
        page.locator(".st-key-handed_note input").fill("Is somebody at home?")
        _twice(page, ".st-key-handed_do button")
        page.get_by_test_id("stAlert").filter(has_text=t("en", "handed.done", count=1)).wait_for()
        town.wait()

        helper = visit(desk, login="department", **PHONE)
        paper = helper.open("")
        helper.wait_for_text("Is somebody at home?")
        assert helper.overflow() <= 0 and not raw_keys(helper.text())
        save(helper, pictures, "shift-department")
        answer = paper.locator("[class*='st-key-handed_words_'] input")
        answer.fill("人在家，身体正常")
        answer.press("Enter")
        answer.press("Enter")  # twice, as one does when nothing seems to happen
        paper.get_by_test_id("stAlert").filter(has_text=t("zh", "handed.sent")).wait_for()
        helper.wait()
        assert paper.get_by_text(re.compile("error|失败")).count() == 0

        page = town.open("tasks")
        town.wait_for_text("人在家，身体正常")
        _twice(page, "[class*='st-key-handed_accept_'] button")
        page.locator("[class*='st-key-handed_accept_']").wait_for(state="detached")
        town.wait()
        assert page.get_by_test_id("stAlert").filter(has_text="departments").count() == 0
        assert not raw_keys(town.text()), raw_keys(town.text())
        save(town, pictures, "shift-town-tasks")
        assert town.troubles == helper.troubles == []


def _twice(page, selector: str) -> None:
    """As those click who are used to files on a desktop, and then once more, as the page seems slow."""
    button = page.locator(selector).first
    button.wait_for()
    spot = button.bounding_box()
    at = (spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    page.mouse.dblclick(*at, delay=40)
    page.mouse.click(*at)


def _choose_villages(visitor) -> str:
    """Two neighbours, into a new one; the code that it will have."""
    page = visitor.page
    field = page.locator(".st-key-change_sources input")
    for nth in (3, 4):
        open_list(visitor, field, "")
        page.locator('[role="option"]').nth(nth).click()
        visitor.wait()
    page.keyboard.press("Escape")
    return page.locator("[class*='st-key-change_code_merge'] input").input_value()


def _pick(visitor, key: str, words: str) -> None:
    choose(visitor, visitor.page.locator(f".st-key-{key} input").first, words, typed=words)
    visitor.wait()


def _asked(visitor, token: str) -> tuple[int, dict]:
    """As a department's own program asks."""
    address = visitor.server.address + "/api/shares/data.json"
    answer = visitor.context.request.get(address, headers={"Authorization": f"Bearer {token}"})
    return answer.status, answer.json()


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

"""What is told outside, in words: how many of what, and where. Never who."""

from __future__ import annotations

from core.i18n import t

PAGES = {"brief": "briefs", "duty": "duty"}  # where to look
MOST = 8  # lines; the rest is a number


def notice_text(language: str, told: list[dict], *, address: str = "") -> str:
    """One message. `told`: as core/notify/gather.py writes it; places are names of townships."""
    if any(item["what"] == "test" for item in told):
        return t(language, "notice.test")
    severe = sum(i["count"] for i in told if i["severity"] == "high" and i["what"] == "alert")
    alerts = sum(i["count"] for i in told if i["what"] == "alert")
    lines = [t(language, "notice.head" if alerts else "notice.head_steps", alerts=alerts, severe=severe)]
    for item in told[:MOST]:
        name = t(
            language,
            f"detector.{item['code']}" if item["what"] == "alert" else f"notice.step.{item['code'].replace('.', '_')}",
        )
        place = item["place"] or t(language, "notice.elsewhere")
        lines.append(t(language, "notice.line", place=place, name=name, count=item["count"]))
    if len(told) > MOST:
        lines.append(t(language, "notice.more", count=sum(i["count"] for i in told[MOST:])))
    if address:
        pages = [PAGES.get(str(item.get("code", "")).partition(".")[0], "anomalies") for item in told]
        lines += [f"{address.rstrip('/')}/{page}" for page in dict.fromkeys(pages)]
    return "\n".join(lines)

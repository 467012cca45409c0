"""The menu's pictures, drawn as lines in the colour of the text beside them: there with the style sheet, no font to wait for.

Streamlit takes SVG out of what it draws as HTML, so they are masks of the style sheet.
"""

from __future__ import annotations

from urllib.parse import quote

LINES = {
    "security": '<path d="M12 3 5 6v6c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6z"/><path d="m9 12 2.500 2.500L15.500 10"/>',
    "my_account": '<circle cx="12" cy="8" r="3.500"/><path d="M5 20c0-4 3-6 7-6s7 2 7 6"/>',
    "overview": '<rect x="4" y="4" width="7" height="7" rx="1"/><rect x="13" y="4" width="7" height="7" rx="1"/>'
    '<rect x="4" y="13" width="7" height="7" rx="1"/><rect x="13" y="13" width="7" height="7" rx="1"/>',
    "grid_map": '<path d="M9 4 4 6v14l5-2 6 2 5-2V4l-5 2z"/><path d="M9 4v14M15 6v14"/>',
    "duty": '<path d="M5 4h11l3 3v13H5z"/><path d="M9 9h6M9 13h6M9 17h4"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-4 2.5-6 6-6s6 2 6 6"/>'
    '<path d="M15.5 5a3.5 3.5 0 0 1 0 6.5M17 14.5c2.6.6 4 2.5 4 5.5"/>',
    "classes": '<path d="M4 5h6c5 0 5 5 10 5M4 19h6c5 0 5-5 10-5M4 12h4"/><path d="m17 7 3 3-3 3"/>',
    "register": '<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-4 2.5-6 6-6s6 2 6 6"/><path d="M18.5 6v7M15 9.5h7"/>',
    "duplicates": '<circle cx="9.5" cy="12" r="5.5"/><circle cx="14.5" cy="12" r="5.5"/>',
    "trends": '<path d="M4 4v16h16"/><path d="m7 15 4-4 3 3 6-7"/>',
    "compare": '<path d="M4 20h16M4 6c6 0 10 3 16 4M4 18c6 0 10-3 16-4"/><circle cx="8" cy="12" r="1.2"/><circle cx="15" cy="12" r="1.2"/><circle cx="11" cy="3.8" r="1.2"/>',
    "charts": '<path d="M4 20h16M7 20v-6h3v6M12 20V9h3v11M17 20V4h3v16"/>',
    "handover": '<path d="M4 8h13l-3.5-3.5M20 16H7l3.5 3.5"/>',
    "anomalies": '<path d="M12 4 2.5 20h19z"/><path d="M12 10v4.5M12 17.2v.3"/>',
    "tasks": '<rect x="4" y="4" width="16" height="16" rx="2"/><path d="m8 12.5 3 3 5.5-7"/>',
    "chain": '<circle cx="12" cy="5" r="2.5"/><circle cx="6" cy="19" r="2.5"/><circle cx="18" cy="19" r="2.5"/><path d="M12 7.5V12M6 16.5V12h12v4.5"/>',
    "units": '<path d="M5 20V5h9v15M14 9h5v11M3 20h18"/><path d="M8 8.5h3M8 12h3M8 15.5h3"/>',
    "policy": '<path d="M6 3h9l4 4v14H6z"/><path d="M15 3v4h4M9 12h7M9 16h7M9 8h3"/>',
    "rules": '<path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="12" r="2"/>'
    '<circle cx="17" cy="17" r="2"/>',
    "imports": '<path d="M12 15V4M7.5 8.5 12 4l4.5 4.5"/><path d="M4 15v5h16v-5"/>',
    "risk_areas": '<path d="M12 21c-4-5-6.5-8-6.5-11.5a6.5 6.5 0 0 1 13 0C18.5 13 16 16 12 21z"/><path d="M12 6v4.5M12 13v.3"/>',
    "grids": '<path d="M4 4h7v7H4zM13 13h7v7h-7z"/><path d="M15 4h5v5M20 4l-5 5M9 20H4v-5M4 20l5-5"/>',
    "requests": '<path d="M4 5h16v11H10l-4 4v-4H4z"/><path d="M8 9h8M8 12h5"/>',
    "privacy": '<path d="M12 3 5 6v6c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6z"/><circle cx="12" cy="10" r="2"/><path d="M8.500 15.500c.6-1.800 1.800-2.700 3.500-2.700s2.900.9 3.500 2.700"/>',
    "codes": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2v1M14 18v2h1"/>',
    "shares": '<circle cx="6" cy="12" r="2.5"/><circle cx="17" cy="6" r="2.5"/><circle cx="17" cy="18" r="2.5"/><path d="m8.2 10.8 6.6-3.6M8.2 13.2l6.6 3.6"/>',
    "handed": '<path d="M4 13v7h16v-7M4 13h5l1.5 2.5h3L15 13h5M12 3v7M8.5 6.5 12 10l3.5-3.5"/>',
    "channels": '<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4z"/><path d="M10 20.5a2 2 0 0 0 4 0"/>',
    "places": '<path d="M3 19V6M3 15h18v4M21 15v-2a3 3 0 0 0-3-3h-8v5"/><circle cx="6.5" cy="11" r="2"/>',
    "papers": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 11h6M9 14.5h6"/><circle cx="14.5" cy="18" r="1.4"/>',
    "audit": '<path d="M6 3h9l4 4v6M6 3v18h6"/><path d="M15 3v4h4M9 9h4M9 13h3"/><circle cx="16" cy="16.500" r="3"/><path d="m18.200 18.700 2.800 2.800"/>',
    "backups": '<ellipse cx="12" cy="5.5" rx="7.5" ry="2.5"/><path d="M4.500 5.500v6c0 1.400 3.400 2.500 7.500 2.500s7.500-1.100 7.500-2.500v-6"/>'
    '<path d="M4.500 11.500v6c0 1.400 3.400 2.500 7.500 2.500s7.500-1.100 7.500-2.500v-6"/>',
    "accounts": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c0-4 3-6.5 7.5-6.5s7.5 2.5 7.5 6.5"/>',
    "clues": '<path d="M4 10v4h3l8 4V6l-8 4z"/><path d="M18.5 9a4 4 0 0 1 0 6M8 14.5l1.5 5h2.5l-1.3-4"/>',
    "exits": '<path d="M5 20V4h9v5M14 15v5H5"/><path d="M9.5 12H21M17.5 8.5 21 12l-3.5 3.5"/>',
    "work_orders": '<path d="M6.6 3.5 9.4 7 7.6 9.6c1.2 2.9 3.2 5 6.3 6.5l2.5-1.9 3.7 2.7c.2 2.3-1.4 3.6-3.2 3.6C9.6 20.500 3.500 13.800 3.500 7c0-2 1.200-3.500 3.100-3.500z"/>',
    "briefs": '<path d="M5 4h14v16H5z"/><path d="M8.500 8h7M8.500 11.500h7M8.500 16l2-2 2 1.500 3-3"/>',
    "walls": '<rect x="3" y="4" width="18" height="12.500" rx="1.500"/><path d="M9 20h6M12 16.500V20M7 13l3-3.500 2.500 2 4-4.500"/>',
    "more": '<path d="M5 7h14M5 12h14M5 17h14"/>',
    "leave": '<path d="M14 4H5v16h9"/><path d="M10 12h10M16.5 8.5 20 12l-3.5 3.5"/>',
    "other_language": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c3 2.5 3 14.5 0 17-3-2.5-3-14.5 0-17z"/>',
}
FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="black" stroke-width="1.7"'
    ' stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
)


def icon(name: str) -> str:
    return f'<span class="gc-icon gc-icon-{name}" aria-hidden="true"></span>'


def rules() -> str:
    """Of the style sheet, one for each picture."""
    made = [".gc-icon { width: 22px; height: 22px; flex: none; background: currentColor; }"]
    for name, lines in LINES.items():
        picture = f'url("{data_address(FRAME.format(lines=lines))}") center / contain no-repeat'
        made.append(f".gc-icon-{name} {{ -webkit-mask: {picture}; mask: {picture}; }}")
    return "\n".join(made)


def data_address(svg: str) -> str:
    """A picture as an address that holds it whole."""
    return "data:image/svg+xml," + quote(svg, safe=" ='/:,;()")

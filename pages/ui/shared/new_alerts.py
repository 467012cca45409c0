"""More alerts than a moment ago: said in a corner of the page and, for who wants it, by a sound."""

from __future__ import annotations

import streamlit as st

from pages.ui.shared.session import say

SEEN = "alerts_waiting"
WANTED = "alerts_sound"
# Two short tones by the browser itself: no file, and nothing where it has no sound.
SCRIPT = """
export default function ({ data }) {
  if (!data || !data.count || window.gcHeard === data.count) return;
  window.gcHeard = data.count;
  const Sound = window.AudioContext || window.webkitAudioContext;
  if (!Sound) return;
  const sound = new Sound();
  [660, 880].forEach((pitch, at) => {
    const tone = sound.createOscillator(), volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.08;
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + at * 0.18);
    tone.stop(sound.currentTime + at * 0.18 + 0.15);
  });
}
"""


def note_new(badges: dict[str, int]) -> None:
    now, before = badges.get("anomalies", 0), st.session_state.get(SEEN)
    st.session_state[SEEN] = now
    if before is None or now <= before:
        return
    st.toast(say("sound.new"), icon=":material/notification_important:")
    if st.session_state.get(WANTED):
        _bell()(key="alert_bell", height=1, data={"count": now})


@st.cache_resource
def _bell():
    return st.components.v2.component("alert_bell", js=SCRIPT)


def sound_switch() -> None:
    """On the page of alerts: kept while the tab is open."""
    st.toggle(say("sound.switch"), key=WANTED)

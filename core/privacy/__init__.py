"""What is held about people, why, how long, and how it goes: dictionary, retention, erasure, the end of an emergency."""

"""Characters that a terminal, a spreadsheet or a browser would obey, shown as text instead."""

from __future__ import annotations

import json
import re

# Everything that moves the cursor, ends the line, turns the direction of reading or shows nothing at all. A newline
# and a tab are layout; the joiners U+200C and U+200D stay, since Persian, Hindi and emoji are not written without them.
OBEYED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls: escape sequences, carriage return, backspace
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of direction
    "\u00ad\u034f\u180e\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible, or ends a line
    "\U000e0000-\U000e007f"  # tags: a second, invisible alphabet
    "\ud800-\udfff"  # halves of a character, which no encoding writes
)
# A bracket that already stands before what looks like one of our marks is marked too: so every text comes back.
HIDDEN = re.compile(rf"[{OBEYED}]|⟨(?=U\+(?:10[0-9A-F]{{4}}|[0-9A-F]{{4,5}})⟩)")
SHOWN = re.compile(r"⟨U\+(10[0-9A-F]{4}|[0-9A-F]{4,5})⟩")


def show_hidden(text: str) -> str:
    r"""Return the text with the code in place of every character that would be obeyed; `restore_hidden` undoes it.

    >>> print(show_hidden("$15\x1b[2K per hour\u202e54$"), show_hidden("two\nlines"), show_hidden("⟨U+202E⟩"))
    $15⟨U+001B⟩[2K per hour⟨U+202E⟩54$ two
    lines ⟨U+27E8⟩U+202E⟩
    """
    return HIDDEN.sub(_code, text)


def show_on_one_line(text: str) -> str:
    r"""Return the text as `show_hidden` does, with codes for line breaks and tabs too.

    >>> print(show_on_one_line("$15\tper hour\r\nmend: none"))
    $15⟨U+0009⟩per hour⟨U+000D⟩⟨U+000A⟩mend: none
    """
    return re.sub(r"[\n\t]", _code, show_hidden(text))


def in_markdown(text: str, most: int = 160) -> str:
    r"""Return somebody else's text as one line of Markdown code, in a table too: no link, mention or tag works there.

    >>> print(in_markdown("@all [pay](http://a.example) | `$9`\n<img>"), in_markdown(""), in_markdown("ab", most=1))
    `@all [pay](http://a.example) \| '$9' <img>` (nothing) `a…`
    """
    line = show_hidden(" ".join(text.split())).replace("`", "'").replace("\\", "/").replace("|", "\\|")
    return f"`{line[:most]}{'…' if len(line) > most else ''}`" if line else "(nothing)"


def restore_hidden(text: str) -> str:
    r"""Return the text that `show_hidden` was given.

    >>> restore_hidden(show_hidden("a\u202eb")) == "a\u202eb", restore_hidden("⟨U+2⟩")
    (True, '⟨U+2⟩')
    """
    return SHOWN.sub(lambda found: chr(int(found[1], 16)), text)


def as_json(value: object, *, indent: int | None = None) -> str:
    r"""Return a value as JSON whose texts a terminal or browser cannot obey and every reader gets back as they were.

    >>> print(as_json({"pay": "€5\u202e</script>"}))
    {"pay": "€5\u202e\u003c/script>"}
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return re.sub(rf"[{OBEYED}<]", _json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    halves = found[0].encode("utf-16-be", "surrogatepass").hex()  # JSON writes a character past U+FFFF as two
    return "".join(f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4))


def _code(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"

"""SVG presentation attributes instead of inline style, which a page's content security policy may forbid."""

from __future__ import annotations

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
PARSER = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
# matplotlib writes its fallback fonts into every line of text, and blending that no reader knows as an attribute.
LEFT_OUT = frozenset({"font-family", "mix-blend-mode"})


def set_attributes(svg: bytes) -> bytes:
    """Return matplotlib's SVG with its style attributes as attributes, without metadata, style sheet and comments.

    >>> svg = b'<svg xmlns="http://www.w3.org/2000/svg"><metadata/><path style="fill: none; stroke: #123456"/></svg>'
    >>> set_attributes(svg)
    b'<svg xmlns="http://www.w3.org/2000/svg" stroke-linejoin="round"><path fill="none" stroke="#123456"/></svg>'
    """
    root = etree.fromstring(svg, PARSER)
    for element in [*root.iter(f"{{{SVG}}}metadata"), *root.iter(f"{{{SVG}}}style"), *root.iter(etree.Comment)]:
        element.getparent().remove(element)
    # The one rule of matplotlib's style sheet that isn't SVG's own default.
    root.set("stroke-linejoin", "round")
    for element in root.iter(f"{{{SVG}}}*"):
        declarations = (part.partition(":") for part in element.attrib.pop("style", "").split(";"))
        for name, _, value in declarations:
            if value and name.strip() not in LEFT_OUT:
                element.set(name.strip(), value.strip())
    return bytes(etree.tostring(root))

"""docutils' tree as lines of text, in the form in which tests/conformance/tree.rs writes hallway's.

What a directive was given is noted on the nodes it makes, so that the outline shows directives as they are written.
System messages are left out; the problems come on their own.
"""

import json
import re

from docutils import nodes
from docutils.parsers.rst import states

VERBATIM = {"code", "code-block", "sourcecode", "raw", "math"}
INNER = (
    "attention caution danger error hint important note tip warning admonition topic sidebar compound container figure"
).split()
TITLED = {"admonition", "topic", "sidebar", "rubric", "contents"}
TABLES = {"table", "list-table", "csv-table"}
# They leave nothing, or nothing in its place.
SILENT = "header footer role default-role title meta sectnum section-numbering target-notes include math class".split()


class Mark:
    """What a directive was given."""

    def __init__(self, name, kept):
        self.name = name
        self.kept = kept


def mark_directives():
    original = states.Body.run_directive
    parse = states.Body.parse_directive_block

    def parse_directive_block(self, *args):
        result = parse(self, *args)
        # Directives take their options out of the dictionary.
        self.kept = (list(result[0]), dict(result[1]), list(result[2]))
        return result

    def run_directive(self, directive, match, type_name, option_presets):
        self.kept = None
        result, blank_finish = original(self, directive, match, type_name, option_presets)
        if isinstance(self, states.SubstitutionDef):
            return result, blank_finish
        mark = Mark(type_name, self.kept)
        for node in result:
            node.marks = (mark, *getattr(node, "marks", ()))
        return result, blank_finish

    unknown = states.Body.unknown_directive

    def unknown_directive(self, type_name):
        result, blank_finish = unknown(self, type_name)
        if not isinstance(self, states.SubstitutionDef):
            result[0].marks = (Mark(type_name, None),)
        return result, blank_finish

    states.Body.unknown_directive = unknown_directive
    states.Body.run_directive = run_directive
    states.Body.parse_directive_block = parse_directive_block


def outline(doctree):
    lines = []
    blocks(doctree.children, 0, lines)
    return lines


def put(lines, depth, *words):
    lines.append("  " * depth + " ".join(words))


def quote(text):
    return json.dumps(text, ensure_ascii=False)


def blocks(children, depth, lines):
    at = 0
    while at < len(children):
        node = children[at]
        marks = getattr(node, "marks", ())
        if marks:
            group = []
            while at < len(children) and getattr(children[at], "marks", ())[:1] == marks[:1]:
                group.append(children[at])
                at += 1
            for member in group:
                member.marks = member.marks[1:]
            directive(marks[0], group, depth, lines)
            continue
        block(node, depth, lines)
        at += 1


def directive(mark, group, depth, lines):
    name = mark.name.lower()
    if mark.kept is None and isinstance(group[0], nodes.system_message) and group[0]["level"] == 3:
        if "Unknown directive" in group[0].astext():
            put(lines, depth, "directive", name)
        return
    group = [node for node in group if not isinstance(node, nodes.system_message)]
    if not group or name in SILENT and name != "class":
        return
    if name == "class" and isinstance(group[0], nodes.pending):
        return
    put(lines, depth, "directive", name)
    if name in TITLED:
        for title in group[0].children:
            if isinstance(title, nodes.title) and mark.kept[0]:
                inline(title.children, depth + 1, lines)
        if name == "rubric":
            inline(group[0].children, depth + 1, lines)
    if name == "contents":
        return
    if name == "image":
        put(lines, depth + 1, "uri", quote(" ".join(mark.kept[0][0].split())))
        return
    if name in VERBATIM:
        put(lines, depth + 1, quote("\n".join(mark.kept[2])))
        return
    if name in INNER:
        children = group[0].children
        if name == "figure":
            children = children[1:]
        flat = []
        for child in children:
            if isinstance(child, nodes.legend):
                flat.extend(child.children)
            elif not isinstance(child, (nodes.title, nodes.subtitle)):
                flat.append(child)
        blocks(flat, depth + 1, lines)
    elif name == "class" or name in ("epigraph", "highlights", "pull-quote"):
        blocks(group, depth + 1, lines)
    elif name in TABLES:
        if name != "csv-table":
            cells(group[0], depth + 1, lines)
    elif name in ("parsed-literal",):
        inline(group[0].children, depth + 1, lines)


def cells(table, depth, lines):
    for entry in table.findall(nodes.entry):
        if nearest(entry, nodes.table) is table:
            blocks(entry.children, depth, lines)


def nearest(node, kind):
    node = node.parent
    while node is not None and not isinstance(node, kind):
        node = node.parent
    return node


def block(node, depth, lines):
    def children(of, deeper=1):
        blocks(of.children, depth + deeper, lines)

    if isinstance(node, (nodes.system_message, nodes.pending, nodes.decoration, nodes.meta)):
        return
    if isinstance(node, nodes.section):
        put(lines, depth, "section")
        inline(node[0].children, depth + 1, lines)
        blocks(node.children[1:], depth + 1, lines)
    elif isinstance(node, (nodes.paragraph, nodes.caption)):
        put(lines, depth, "paragraph")
        inline(node.children, depth + 1, lines)
    elif isinstance(node, nodes.transition):
        put(lines, depth, "transition")
    elif isinstance(node, nodes.bullet_list):
        put(lines, depth, "bullets", node["bullet"])
        items(node, depth, lines)
    elif isinstance(node, nodes.enumerated_list):
        put(lines, depth, "numbers", node["enumtype"], node["prefix"], node["suffix"], str(node.get("start", 1)))
        items(node, depth, lines)
    elif isinstance(node, nodes.definition_list):
        put(lines, depth, "definitions")
        for item in node.children:
            put(lines, depth + 1, "item")
            for part in item.children:
                if isinstance(part, nodes.definition):
                    blocks(part.children, depth + 2, lines)
                else:
                    put(lines, depth + 2, part.tagname)
                    inline(part.children, depth + 3, lines)
    elif isinstance(node, nodes.field_list):
        put(lines, depth, "fields")
        for field in node.children:
            put(lines, depth + 1, "field")
            inline(field[0].children, depth + 2, lines)
            blocks(field[1].children, depth + 2, lines)
    elif isinstance(node, nodes.option_list):
        put(lines, depth, "options")
        for item in node.children:
            blocks(item[-1].children, depth + 1, lines)
    elif isinstance(node, nodes.block_quote):
        put(lines, depth, "quote")
        for child in node.children:
            if isinstance(child, nodes.attribution):
                put(lines, depth + 1, "by")
                inline(child.children, depth + 2, lines)
        blocks([child for child in node.children if not isinstance(child, nodes.attribution)], depth + 1, lines)
    elif isinstance(node, nodes.line_block):
        put(lines, depth, "lines")
        line_block(node, 0, depth, lines)
    elif isinstance(node, nodes.doctest_block):
        put(lines, depth, "doctest", quote(node.astext()))
    elif isinstance(node, nodes.literal_block):
        put(lines, depth, "literal", quote(node.astext()))
    elif isinstance(node, nodes.comment):
        put(lines, depth, "comment", quote(node.astext()))
    elif isinstance(node, nodes.target):
        name = node["names"] or node.get("dupnames")
        put(lines, depth, "target", quote(name[0]) if name else "anonymous", *leads(node))
    elif isinstance(node, (nodes.footnote, nodes.citation)):
        body = [child for child in node.children if not isinstance(child, nodes.label)]
        label = node[0].astext() if len(body) < len(node.children) else ""
        if not label:
            name = (node["names"] or node.get("dupnames") or [""])[0]
            label = "*" if node["auto"] == "*" else "#" + name
        put(lines, depth, node.tagname, quote(label.lower()))
        blocks(body, depth + 1, lines)
    elif isinstance(node, nodes.substitution_definition):
        name = (node["names"] or node["dupnames"])[0]
        put(lines, depth, "substitution", quote(name))
    elif isinstance(node, nodes.table):
        put(lines, depth, "table")
        cells(node, depth + 1, lines)
    else:
        put(lines, depth, "?", node.tagname)


def items(node, depth, lines):
    for item in node.children:
        put(lines, depth + 1, "item")
        blocks(item.children, depth + 2, lines)


def line_block(node, level, depth, lines):
    for child in node.children:
        if isinstance(child, nodes.line_block):
            line_block(child, level + 1, depth, lines)
        else:
            put(lines, depth + 1, "line", str(level))
            inline(child.children, depth + 2, lines)


def leads(node):
    if "refuri" in node:
        return ["uri", quote(node["refuri"])]
    if "refname" in node:
        return ["name", quote(node["refname"])]
    return ["here"]


def inline(children, depth, lines):
    text = ""
    written = []
    for node in children:
        if isinstance(node, nodes.Text):
            text += node.astext()
            continue
        if isinstance(node, nodes.system_message):
            continue
        if isinstance(node, nodes.target) and not node.children:
            # An embedded URI's name.
            continue
        if text:
            written.append(("text", quote(text)))
            text = ""
        written.append(inline_words(node))
    if text:
        written.append(("text", quote(text)))
    for words in written:
        put(lines, depth, *words)


def inline_words(node):
    text = quote(node.astext())
    if isinstance(node, nodes.reference):
        if len(node) and isinstance(node[0], nodes.substitution_reference):
            return ("substitution", text, "reference")
        if node.get("anonymous") and "refuri" not in node:
            return ("reference", text, "anonymous")
        if "refname" in node:
            return ("reference", text, "name", quote(node["refname"]))
        return ("reference", text, "uri", quote(node.get("refuri", "")))
    if isinstance(node, nodes.footnote_reference):
        if node.get("auto") == "*":
            return ("note", '"*"')
        if node.get("auto"):
            return ("note", quote("#" + node.get("refname", "")))
        return ("note", quote(node.astext().lower()))
    if isinstance(node, nodes.citation_reference):
        return ("note", quote(node.astext().lower()))
    if isinstance(node, nodes.substitution_reference):
        return ("substitution", text)
    return (node.tagname, text)


mark_directives()

"""What docutils and Nikola make of reStructuredText, one JSON line in, one JSON line out.

A request is {"op": ..., "source": ..., "nikola": false}; the answer is {"ok": ...} or {"error": "..."}.

    parse     the document tree as the parser leaves it: references by name, substitutions not yet replaced
    tree      the same after docutils' transforms: references resolved, footnotes numbered
    problems  [[line, level, text], ...] of every system message of a whole run to HTML, in order of line
    text      the text of each paragraph, title, term and so on, in order, as docutils' astext gives it
    inline    {"parts": [[kind, text, ...], ...], "levels": [...]}: the inline markup of a text, roles not carried out
    outline   {"tree": [...], "problems": [[line, level, text], ...]}: the blocks as lines of text and what the parser
              alone reports (see outline.py)
    metadata  {"nikola": {...}, "docinfo": {...}}: what Nikola reads from a post of this text, without and with
              its setting USE_REST_DOCINFO_METADATA ("name" gives the file's name, "post.rst" when absent)

A tree is [tag, {attributes}, child, ...] with strings for text. White space within text is made one space except
where it is meant: in literal blocks and the like. Attributes that only count or point at source lines are left
out, and system messages below level 3; a message of level 3 or 4 stays, since it holds the text that docutils refused.
With "nikola", the directives and roles that Nikola adds are known, and keep what they are given.
"""

import contextlib
import io
import json
import os
import re
import sys
import tempfile
from types import SimpleNamespace

import docutils.core
import docutils.nodes as nodes
import docutils.frontend
import docutils.parsers.rst
import docutils.readers.standalone
import docutils.utils
from docutils.parsers.rst import Directive, directives, roles, states

SETTINGS = {
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
    "smart_quotes": False,
    "halt_level": 5,
    "report_level": 1,
    "syntax_highlight": "none",
    "file_insertion_enabled": False,
    "raw_enabled": True,
    "warning_stream": False,
    "_disable_config": True,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
    "embed_stylesheet": False,
    "stylesheet_path": None,
    "language_code": "en",
    "strict_visitor": False,
}

INLINE_SETTINGS = docutils.frontend.get_default_settings(docutils.parsers.rst.Parser)
vars(INLINE_SETTINGS).update(SETTINGS)

# Bookkeeping of docutils that says nothing about the text.
LEFT_OUT = {"ids", "backrefs", "source", "line", "dupnames", "rawsource", "xml:space"}
VERBATIM = (nodes.FixedTextElement, nodes.comment, nodes.raw)


class AnyOptions(dict):
    """An option specification that takes every option as text."""

    def __bool__(self):
        return True

    def __contains__(self, name):
        return True

    def __getitem__(self, name):
        return lambda value: value or ""


class KeptDirective(Directive):
    """A directive of Nikola: what it is given, unread."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = AnyOptions()
    has_content = True

    def run(self):
        node = nodes.literal_block("", "\n".join(self.content))
        node["directive"] = self.name
        node["arguments"] = list(self.arguments)
        node["options"] = sorted(f"{name}: {value}" for name, value in self.options.items())
        return [node]


def kept_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """A role of Nikola: an inline element of its name."""
    return [nodes.inline(rawtext, text, classes=[name])], []


NIKOLA_DIRECTIVES = (
    "chart gist listing media post-list post_list soundcloud soundcloud_playlist thumbnail vimeo youtube".split()
)
NIKOLA_ROLES = "doc html raw-html sc".split()

# Sources may define roles, and docutils keeps them for the whole process: each document starts from these.
REGISTRIES = [(kept, dict(kept)) for kept in (directives._directives, roles._roles, roles._role_registry)]


def reset(nikola):
    for registry, plain_entries in REGISTRIES:
        registry.clear()
        registry.update(plain_entries)
    if nikola:
        for name in NIKOLA_DIRECTIVES:
            directives.register_directive(name, KeptDirective)
        for name in NIKOLA_ROLES:
            roles.register_canonical_role(name, kept_role)


class ParseOnly(docutils.readers.standalone.Reader):
    """A reader without transforms."""

    def get_transforms(self):
        return []


def document(source, reader="standalone"):
    given = {"reader": reader} if isinstance(reader, ParseOnly) else {"reader_name": reader}
    return docutils.core.publish_doctree(source, source_path="post.rst", settings_overrides=SETTINGS, **given)


def attributes(node, names_of):
    kept = {}
    for key, value in node.attributes.items():
        if key in LEFT_OUT or value in ([], None, ""):
            continue
        if isinstance(node, nodes.problematic):
            # It only leads to the message.
            continue
        if key == "refid":
            # An id depends on its neighbours; the name of what it leads to does not.
            key, value = "refid", names_of.get(value, "")
        kept[key] = value if isinstance(value, (str, int, float, list)) else str(value)
    return kept


def plain(node, names_of, verbatim=False):
    if isinstance(node, nodes.Text):
        text = node.astext()
        return text if verbatim else re.sub(r"\s+", " ", text)
    if isinstance(node, nodes.system_message):
        if node["level"] < 3:
            return None
        shown = {"level": node["level"]}
    else:
        shown = attributes(node, names_of)
    verbatim = verbatim or isinstance(node, VERBATIM)
    result = [node.tagname, shown]
    for child in node.children:
        made = plain(child, names_of, verbatim)
        if made is None or made == "":
            continue
        if isinstance(made, str) and isinstance(result[-1], str) and len(result) > 2:
            result[-1] += made
        else:
            result.append(made)
    return result


def canonical(doctree):
    names_of = {}
    for node in doctree.findall(nodes.Element):
        for identifier in node.get("ids", ()):
            names_of[identifier] = " ".join(node.get("names") or node.get("dupnames") or [node.tagname])
    return plain(doctree, names_of)


def op_parse(request):
    return canonical(document(request["source"], ParseOnly(parser_name="restructuredtext")))


def op_tree(request):
    return canonical(document(request["source"]))


class Listening(docutils.readers.standalone.Reader):
    """A reader that hears every message."""

    def __init__(self, heard):
        super().__init__(parser_name="restructuredtext")
        self.heard = heard

    def new_document(self):
        made = super().new_document()
        made.reporter.attach_observer(self.heard.append)
        return made


def op_problems(request):
    heard = []
    settings = dict(SETTINGS, syntax_highlight="long")
    docutils.core.publish_string(
        request["source"],
        source_path="post.rst",
        reader=Listening(heard),
        writer_name="html5",
        settings_overrides=settings,
    )
    found = [[message.get("line") or 0, message["level"], message.children[0].astext()] for message in heard]
    return sorted(found, key=lambda entry: entry[0])


def op_outline(request):
    from outline import outline

    heard = []
    reader = ParseOnly(parser_name="restructuredtext")
    new_document = reader.new_document

    def listening():
        made = new_document()
        made.reporter.attach_observer(heard.append)
        return made

    reader.new_document = listening
    made = docutils.core.publish_doctree(
        request["source"], source_path="post.rst", reader=reader, settings_overrides=dict(SETTINGS, line_length_limit=10**9, syntax_highlight="long")
    )
    found = [[message.get("line") or 0, message["level"], message.children[0].astext()] for message in heard]
    return {"tree": outline(made), "problems": found}


def op_text(request):
    texts = []
    for node in document(request["source"]).findall(nodes.TextElement):
        if isinstance(node.parent, (nodes.TextElement, nodes.system_message)):
            continue
        if not isinstance(node, (nodes.target, nodes.comment, nodes.substitution_definition)):
            texts.append(node.astext())
    return texts


def kept_interpreted(rawsource, text, role, lineno):
    """Interpreted text as it comes, whatever its role."""
    verbatim = role in ("code", "math", "raw")
    return [nodes.inline(rawsource, nodes.unescape(text, verbatim), role=role)], []


def inline_part(node):
    if isinstance(node, nodes.Text):
        return ["text", node.astext()]
    text = node.astext()
    if isinstance(node, nodes.inline):
        return ["interpreted", text, node["role"]]
    if isinstance(node, nodes.footnote_reference) and node.get("auto"):
        return ["footnote", "*" if node["auto"] == "*" else "#" + node.get("refname", "")]
    if isinstance(node, (nodes.footnote_reference, nodes.citation_reference)):
        return ["footnote", text]
    if isinstance(node, nodes.reference) and isinstance(node[0], nodes.substitution_reference):
        return ["substitution", text, True]
    if isinstance(node, nodes.substitution_reference):
        return ["substitution", text, False]
    if isinstance(node, nodes.reference):
        quoted = node.rawsource.startswith("`")
        return ["reference", text, quoted, node.get("refuri"), node.get("refname")]
    if isinstance(node, nodes.target) and not node.children:
        return ["named"]
    if isinstance(node, nodes.problematic):
        return ["problematic", node.rawsource]
    return [node.tagname, text]


def op_inline(request):
    made = docutils.utils.new_document("post.rst", INLINE_SETTINGS)
    heard = []
    made.reporter.attach_observer(heard.append)
    inliner = states.Inliner()
    inliner.init_customizations(INLINE_SETTINGS)
    inliner.interpreted = kept_interpreted
    memo = SimpleNamespace(document=made, reporter=made.reporter, language=None)
    try:
        found, _ = inliner.parse(request["source"], 1, memo, made)
    except IndexError:
        # docutils breaks off at a reference without any text, `<_>`_ for one.
        return {"parts": [], "levels": ["crash"]}
    return {"parts": [inline_part(node) for node in found], "levels": [message["level"] for message in heard]}


def op_metadata(request):
    from nikola import metadata_extractors, post
    from nikola.plugins.compile.rest import CompileRest
    from nikola.utils import LocaleBorg

    if not LocaleBorg.initialized:
        LocaleBorg.initialize({"en": ""}, "en")
    result = {}
    with tempfile.TemporaryDirectory(prefix="hallway-judge-") as folder:
        path = os.path.join(folder, request.get("name", "post.rst"))
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(request["source"])
        for key, docinfo in (("nikola", False), ("docinfo", True)):
            config = {"USE_REST_DOCINFO_METADATA": docinfo, "FILE_METADATA_REGEXP": None}
            site = SimpleNamespace(rst_transforms=[], config=config, debug=False)
            extractors = metadata_extractors.default_metadata_extractors_by()
            metadata_extractors.load_defaults(site, extractors)
            compiler = CompileRest()
            compiler.site = site
            fake = SimpleNamespace(
                config=config,
                metadata_extractors_by=extractors,
                metadata_path=os.path.splitext(path)[0] + ".meta",
                source_path=path,
                default_lang="en",
                compiler=compiler,
                translated_source_path=lambda lang: path,
            )
            meta, _ = post.get_meta(fake, None)
            result[key] = {name: value if isinstance(value, list) else str(value) for name, value in meta.items()}
    return result


def answer(request):
    reset(request.get("nikola", False))
    return globals()["op_" + request["op"]](request)


def main():
    sys.setrecursionlimit(20000)
    out = io.TextIOWrapper(os.fdopen(os.dup(1), "wb"), encoding="utf-8", newline="\n")
    # Nothing else may write between the answers.
    os.dup2(2, 1)
    source = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="\n")
    for line in source:
        try:
            with contextlib.redirect_stdout(sys.stderr):
                reply = {"ok": answer(json.loads(line))}
        except (Exception, SystemExit) as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(reply) + "\n")
        out.flush()


if __name__ == "__main__":
    main()

use super::*;

fn bodies(text: &str) -> Vec<InlineBody> {
    let (inlines, _) = read(&Flow::line(text, 0));
    inlines.into_iter().map(|inline| inline.body).collect()
}

fn text(text: &str) -> InlineBody {
    InlineBody::Text(text.to_owned())
}

fn name(name: &str) -> InlineBody {
    InlineBody::Reference(Reference {
        text: name.to_owned(),
        to: Referent::Name(name.to_owned()),
        quoted: true,
    })
}

#[test]
fn the_markup_of_the_founding_example() {
    assert_eq!(
        bodies("the `Red Hat`_, **Linux** and ``dnf`` (`Part 1`_, `Part 2`)"),
        [
            text("the "),
            name("Red Hat"),
            text(", "),
            InlineBody::Strong("Linux".into()),
            text(" and "),
            InlineBody::Literal("dnf".into()),
            text(" ("),
            name("Part 1"),
            text(", "),
            InlineBody::Interpreted {
                role: None,
                text: "Part 2".into()
            },
            text(")"),
        ]
    );
}

#[test]
fn a_name_over_a_line_break_is_one_name_and_its_span_is_in_the_source() {
    let mut flow = Flow::line("(`Martin", 10);
    flow.push("Fowler`_)", 25);
    let (inlines, problems) = read(&flow);
    assert!(problems.is_empty());
    assert_eq!(inlines[1].span, Span { start: 11, end: 33 });
    let InlineBody::Reference(reference) = &inlines[1].body else {
        panic!("{inlines:?}");
    };
    assert_eq!(reference.text, "Martin\nFowler");
    assert_eq!(reference.to, Referent::Name("Martin Fowler".into()));
}

#[test]
fn text_that_touches_a_reference_breaks_it() {
    assert_eq!(
        bodies("`x`_s"),
        [InlineBody::Problematic("`".into()), text("x`_s")]
    );
    assert_eq!(bodies("`x`_'s"), [name("x"), text("'s")]);
    assert_eq!(bodies(r"`x`_\s"), [name("x"), text("s")]);
}

#[test]
fn an_unclosed_start_is_a_problem_at_its_place() {
    let (inlines, problems) = read(&Flow::line("see *this and that", 100));
    assert_eq!(inlines[1].body, InlineBody::Problematic("*".into()));
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].span,
        Span {
            start: 104,
            end: 105
        }
    );
    assert_eq!(problems[0].kind, ProblemKind::UnclosedMarkup);
    assert_eq!(problems[0].level, MessageLevel::Warning);
}

#[test]
fn quoted_start_strings_are_text() {
    assert_eq!(
        bodies("a '*' and (*) and \"`\""),
        [text("a '*' and (*) and \"`\"")]
    );
}

#[test]
fn embedded_links() {
    let link = |text: &str, to| {
        InlineBody::Reference(Reference {
            text: text.to_owned(),
            to,
            quoted: true,
        })
    };
    assert_eq!(
        bodies("`video <https://x.org/a b>`__"),
        [link(
            "video",
            Referent::Embedded {
                uri: "https://x.org/ab".into(),
                named: false
            }
        )]
    );
    assert_eq!(
        bodies("`video <The Other_>`_"),
        [link(
            "video",
            Referent::Alias {
                name: "The Other".into(),
                named: true
            }
        )]
    );
    assert_eq!(bodies(r"`a \<b>`_"), [name("a <b>")]);
}

#[test]
fn uris_and_addresses_stand_on_their_own() {
    let uri = |text: &str, uri: &str| {
        InlineBody::Reference(Reference {
            text: text.to_owned(),
            to: Referent::Standalone(uri.to_owned()),
            quoted: false,
        })
    };
    assert_eq!(
        bodies("see https://x.org/a?b#c, or me@x.org."),
        [
            text("see "),
            uri("https://x.org/a?b#c", "https://x.org/a?b#c"),
            text(", or "),
            uri("me@x.org", "mailto:me@x.org"),
            text("."),
        ]
    );
}

#[test]
fn the_parts_cover_the_text() {
    let source = r"\a *b*\ **c**\  |d|_ [1]_ e_ http://f.g ` \";
    let (inlines, _) = read(&Flow::line(source, 0));
    let mut end = 0;
    for inline in inlines {
        assert_eq!(inline.span.start, end);
        end = inline.span.end;
    }
    assert_eq!(end, source.len());
}

/// A reader that looked for the end of every mark anew would be at this for hours.
#[test]
fn a_long_run_of_stray_marks_is_read() {
    for mark in [
        "*a ", "`a ", "``a ", "|a ", "_`a ", "a-", "a:", "a/", "x:!", "a.@", ":a:`b ", "`a`:b:c ",
    ] {
        let source = mark.repeat(100_000 / mark.len());
        let (inlines, _) = read(&Flow::line(&source, 0));
        assert_eq!(
            inlines.last().map(|inline| inline.span.end),
            Some(source.len()),
            "{mark}"
        );
    }
}

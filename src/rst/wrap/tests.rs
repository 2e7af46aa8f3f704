use super::*;

#[test]
fn a_line_that_cannot_be_broken_moves_nothing() {
    let text = "https://a.example/long\none two.  three\n";
    assert_eq!(
        rewrap(text, 12),
        "https://a.example/long\none two.\nthree\n"
    );
    // What was wrapped stays as it is, also where one of two spaces would fit now.
    let text = "at https://a.example/long and so.  four\n";
    let wrapped = rewrap(text, 12);
    assert_eq!(wrapped, "at\nhttps://a.example/long\nand so.\nfour\n");
    assert_eq!(rewrap(&wrapped, 12), wrapped);
}

#[test]
fn only_from_the_first_long_line_on() {
    assert_eq!(
        rewrap("one\ntwo three four five\nsix\n\nshort\nlines\n", 10),
        "one\ntwo three\nfour five\nsix\n\nshort\nlines\n"
    );
}

#[test]
fn lists_and_quotes_keep_their_indentation() {
    assert_eq!(
        rewrap(
            "* one two three four\n\n  * a five six seven\n\n    quoted words here\n",
            12
        ),
        "* one two\n  three four\n\n  * a five\n    six\n    seven\n\n    quoted\n    words\n    here\n"
    );
}

#[test]
fn what_is_not_running_text_stays() {
    for source in [
        "::\n\n    a literal block that is long\n",
        ".. note:: some long words in an admonition\n",
        ".. _a name: https://example.org/a/long/url\n",
        "A title that is long\n====================\n",
        "| a line block that is long\n",
        ">>> doctest_block_that_is_long + 1\n",
        ":field: a value that is rather long\n",
        ".. a comment that is rather long\n",
    ] {
        assert_eq!(rewrap(source, 12), source);
    }
}

#[test]
fn markup_stays_whole() {
    assert_eq!(
        rewrap(
            "see ``a  literal here`` and `text <https://x.org/a b>`_ too\n",
            12
        ),
        "see\n``a  literal here``\nand `text\n<https://x.org/a b>`_\ntoo\n"
    );
    assert_eq!(
        rewrap("name `Martin Fowler`_ x\\ y z\n", 13),
        "name `Martin\nFowler`_ x\\ y\nz\n"
    );
}

#[test]
fn no_line_begins_a_block() {
    assert_eq!(
        rewrap("some words - and more\n", 11),
        "some\nwords - and\nmore\n"
    );
    assert_eq!(
        rewrap("A. Miller came along\n", 10),
        "A. Miller\n   came\n   along\n",
        "that is a list, and stays one"
    );
    assert_eq!(
        rewrap("Run it so: ::\n\n  x\n", 10),
        "Run it\nso: ::\n\n  x\n"
    );
}

#[test]
fn two_spaces_stay_two_within_a_line() {
    assert_eq!(rewrap("One.  Two.  Three.\n", 12), "One.  Two.\nThree.\n");
}

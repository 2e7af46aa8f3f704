//! Posts that cannot be imported, or only nearly.

use crate::failed;
use crate::home::Home;

#[test]
fn what_is_no_post() {
    let home = Home::new();
    let put = |name: &str, bytes: &[u8]| std::fs::write(home.path().join(name), bytes).unwrap();
    std::fs::create_dir(home.path().join("posts")).unwrap();
    put("empty.rst", b"");
    put("blank.rst", b"\n \n");
    put("binary.rst", b"a\nb\0c");
    put("latin.rst", b"Caf\xe9\n");
    assert_eq!(
        home.line("import posts"),
        failed(
            1,
            "error: posts: this is a folder\nhint: name the posts in it, such as posts/*.rst\n"
        )
    );
    assert_eq!(
        home.line("import none.rst"),
        failed(
            1,
            "error: none.rst: cannot be read: No such file or directory\n"
        )
    );
    assert_eq!(
        home.line("import empty.rst"),
        failed(
            1,
            "error: empty.rst: the file is empty\nhint: nothing was imported; check that this is the right file\n"
        )
    );
    assert_eq!(
        home.line("import binary.rst"),
        failed(
            1,
            "error: binary.rst: this is not a text file: line 2 holds a NUL character\n\
             hint: nothing was imported; hallway reads reStructuredText posts\n"
        )
    );
    assert_eq!(
        home.line("import latin.rst"),
        failed(
            1,
            "error: latin.rst: line 1, column 4: this is not UTF-8\n\
             hint: nothing was imported; convert the file first, for example: iconv -f latin1 -t utf-8 OLD > NEW\n"
        )
    );
    assert!(!home.notebook().exists());
}

#[test]
fn one_bad_post_among_good_ones() {
    let home = Home::new();
    for name in ["one.rst", "two.rst"] {
        std::fs::write(
            home.path().join(name),
            format!(".. title: {name}\n.. slug: {}\n\nText.\n", &name[..3]),
        )
        .unwrap();
    }
    let said = home.line("import one.rst none.rst two.rst");
    assert_eq!(said.code, 1);
    assert_eq!(
        said.err,
        "error: none.rst: cannot be read: No such file or directory\nerror: 1 of 3 posts were not imported\n"
    );
    assert!(home.event("one").exists() && home.event("two").exists());
}

#[test]
fn a_header_without_a_blank_line_after_it() {
    let home = Home::new();
    std::fs::write(
        home.path().join("p.rst"),
        ".. title: P\n.. slug: p\nText at once.\n",
    )
    .unwrap();
    let said = home.line("import p.rst");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.starts_with("note: p.rst: ") && said.err.contains("blank line"),
        "{}",
        said.err
    );
    assert_eq!(
        home.ok("export --output -"),
        ".. title: P\n.. slug: p\nText at once.\n"
    );
}

#[test]
fn into_an_event() {
    let home = Home::with_event();
    assert_eq!(
        home.line("import --into scale a.rst b.rst"),
        failed(2, "error: --into takes one post at a time\n")
    );
    assert_eq!(
        home.line("import --into scale a.rst"),
        failed(
            1,
            "error: a.rst: cannot be read: No such file or directory\n"
        )
    );
}

//! Where posts are written, and which files hallway takes for its own.

use super::super::{Store, hash, is_slug, post_stem};
use super::notebook;
use crate::model::event::{Event, ExportRecord};
use std::path::Path;

fn event(slug: &str) -> Event {
    let mut event = Event {
        title: "Fair".to_owned(),
        ..Event::default()
    };
    event.header.set("slug", slug);
    event
}

/// An event that comes with an export of that name and these bytes.
fn with_export(file: &str, bytes: &str) -> Event {
    let mut event = event("fair");
    event.exports.push(ExportRecord {
        file: file.to_owned(),
        hash: hash(bytes.as_bytes()),
    });
    event
}

#[test]
fn a_slug_never_leads_out_of_the_folder() {
    for slug in [
        "../../x",
        "/etc/passwd",
        "",
        "  ",
        ".",
        "..",
        "~",
        "a/b",
        "a\\b",
        "CON",
        "nul",
        "\u{202e}x",
        "x\0y",
        "\u{1f389}",
        ".bashrc",
        "C:\\x",
        &"long ".repeat(60),
    ] {
        for folder in [None, Some("fair")] {
            let stem = post_stem(&event(slug), folder);
            assert!(is_slug(&stem) && stem.len() <= 80, "{slug:?}: {stem:?}");
        }
    }
    assert_eq!(post_stem(&event("../../x"), None), "x");
    assert_eq!(post_stem(&Event::default(), Some("the-event")), "the-event");
    assert_eq!(post_stem(&event(""), None), "fair");
    assert_eq!(post_stem(&Event::default(), None), "post");
}

#[test]
fn what_a_notebook_says_counts_in_the_export_folder_alone() {
    let (folder, store) = notebook();
    let at = |name: &str| folder.path().join(name);
    for name in ["blog", "blog/posts", "home"] {
        std::fs::create_dir(at(name)).unwrap();
    }
    let blog = at("blog");
    let is_ours = |event: &Event, path: &Path| {
        let found = hash(&std::fs::read(path).unwrap());
        store.is_written_by_us("fair", event, path, Some(&found), Some(&blog))
    };
    std::fs::write(at("home/.bashrc"), "alias").unwrap();
    std::fs::write(at("blog/posts/fair.rst"), "post").unwrap();
    let bashrc = with_export(".bashrc", "alias");
    let whole = with_export(&at("home/.bashrc").to_string_lossy(), "alias");
    assert!(!is_ours(&bashrc, &at("home/.bashrc")));
    assert!(!is_ours(&whole, &at("home/.bashrc")));
    assert!(is_ours(
        &with_export("fair.rst", "post"),
        &at("blog/posts/fair.rst")
    ));
    assert!(!is_ours(
        &with_export("other.rst", "post"),
        &at("blog/posts/fair.rst")
    ));
    assert!(!is_ours(
        &with_export("fair.rst", "edited"),
        &at("blog/posts/fair.rst")
    ));
    // No way out by a link in the blog, or by dots.
    assert!(!is_ours(&bashrc, &at("blog/../home/.bashrc")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("../../home/.bashrc", at("blog/posts/.bashrc")).unwrap();
        assert!(!is_ours(&bashrc, &at("blog/posts/.bashrc")));
        symlink("../home", at("blog/out")).unwrap();
        assert!(!is_ours(&bashrc, &at("blog/out/.bashrc")));
    }
    // Without an export folder nothing counts.
    let found = hash(b"post");
    let post = with_export("fair.rst", "post");
    assert!(!store.is_written_by_us(
        "fair",
        &post,
        &at("blog/posts/fair.rst"),
        Some(&found),
        None
    ));
}

#[test]
fn this_laptop_remembers_where_it_wrote() {
    let (folder, store) = notebook();
    let _ = store.prepare().unwrap();
    let post = folder.path().join("post.rst");
    let none = Event::default();
    let is_ours =
        |event: &str, hash: &str| store.is_written_by_us(event, &none, &post, Some(hash), None);
    assert!(store.written_posts().is_empty() && !is_ours("fair", "one"));
    store.remember_post("fair", &post, None, "one").unwrap();
    store
        .remember_post("fair", &post, Some("one"), "two")
        .unwrap();
    // Cut short before the file is written, it still has the first.
    assert!(is_ours("fair", "one") && is_ours("fair", "two"));
    assert!(!is_ours("other", "two"));
    store
        .remember_post("fair", &post, Some("two"), "three")
        .unwrap();
    assert!(!is_ours("fair", "one") && is_ours("fair", "three"));
    assert_eq!(store.written_posts().len(), 2);
    let other = folder.path().join("other.rst");
    store.remember_post("fair", &other, None, "x").unwrap();
    assert_eq!(
        store.last_written("fair"),
        other.canonicalize().ok().or(Some(other))
    );
    assert_eq!(store.last_written("more"), None);
    // Another notebook knows nothing of it, and a broken memory is none.
    let stranger = Store::new(folder.path().join("stranger"), store.state());
    let _ = stranger.prepare().unwrap();
    assert!(stranger.written_posts().is_empty());
    let memory = store.state().join("exports").join(store.id().unwrap());
    std::fs::write(memory, "exports = 3").unwrap();
    assert!(store.written_posts().is_empty());
}

#[test]
fn a_path_in_a_notebook_is_read_as_a_name() {
    let (_folder, store) = notebook();
    let made = store.create_event("fair", Event::default()).unwrap();
    for (path, name) in [
        ("/home/ada/.bashrc", ".bashrc"),
        ("C:\\\\Users\\\\ada\\\\fair.rst", "fair.rst"),
        ("fair.rst", "fair.rst"),
        ("/", ""),
    ] {
        let text = format!(
            "format = 1\ntitle = \"Fair\"\n\n[[exports]]\nfile = \"{path}\"\nhash = \"00\"\n"
        );
        std::fs::write(made.loaded.path(), text).unwrap();
        let mut event = store.event("fair").unwrap();
        assert_eq!(event.value.exports[0].file, name);
        event.value.title = "Other".to_owned();
        store.save(&mut event).unwrap();
        assert_eq!(store.event("fair").unwrap().value.exports[0].file, name);
    }
}

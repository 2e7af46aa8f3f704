//! The post: preview, source, export.

use crate::stage::Stage;
use hallway::app::settings::Answer;
use hallway::model::event::ExportRecord;
use insta::assert_snapshot;

#[test]
fn the_preview_follows_what_is_written() {
    let mut stage = Stage::demo(120, 40);
    stage.keys("p<Enter> Unheard-of.");
    assert!(
        stage.text().matches("Unheard-of").count() == 2,
        "{}",
        stage.text()
    );
    assert_snapshot!("preview_120x40", stage.picture());
    let mut stage = Stage::demo(80, 24);
    stage.keys("pp");
    assert_snapshot!("source_80x24", stage.picture());
}

#[test]
fn exporting_shows_what_would_change() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("x");
    assert_snapshot!("export_new", stage.picture());
    stage.keys("<Enter>");
    let post = stage.posts["/blog/posts/harbour-days-2026.rst"].clone();
    assert!(post.starts_with(".. title: Harbour Days 2026"), "{post}");
    stage.keys("<Ctrl-C><Enter>");
    assert_eq!(stage.copied, ["/blog/posts/harbour-days-2026.rst"]);
    stage
        .posts
        .insert("/blog/posts/harbour-days-2026.rst".into(), "mine\n".into());
    stage.keys("x<Enter>");
    assert_snapshot!("export_edited", stage.picture());
    assert_eq!(stage.posts["/blog/posts/harbour-days-2026.rst"], "mine\n");
    stage.keys("<Tab><Enter>");
    assert_eq!(stage.posts["/blog/posts/harbour-days-2026.rst"], post);
}

#[test]
fn the_ending_of_the_file_chooses_the_format() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("x<Backspace><Backspace><Backspace>txt");
    assert!(stage.text().contains("plain text"), "{}", stage.text());
    stage.keys("<Enter>");
    let post = &stage.posts["/blog/posts/harbour-days-2026.txt"];
    assert!(post.starts_with("Harbour Days 2026\n\u{2550}"), "{post}");
    assert_eq!(stage.posts.len(), 1);
}

#[test]
fn what_is_written_can_be_opened_or_its_path_copied() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("x<Enter>");
    assert_snapshot!("written_80x24", stage.picture());
    // Letters are no path any more, and no command for the timeline below.
    stage.keys("dtn<Ctrl-C>e");
    let path = "/blog/posts/harbour-days-2026.rst";
    assert_eq!(stage.copied, [path]);
    assert_eq!(stage.lent, [std::path::Path::new(path)]);
    stage.closed(Ok(()));
    assert!(
        stage.text().contains("the next export shows it first"),
        "{}",
        stage.text()
    );
    stage.keys("<Enter>");
    assert!(stage.text().contains("New note now"), "{}", stage.text());
    let mut stage = Stage::demo(40, 12);
    stage.keys("x<Enter>");
    assert_snapshot!("written_40x12", stage.picture());
}

#[test]
fn the_folder_of_the_first_post_is_remembered() {
    let mut stage = Stage::demo(80, 24);
    stage.app.export_folder = None;
    stage.keys("x<Ctrl-U>/blog/elsewhere/harbour.rst");
    assert_snapshot!("no_folder_80x24", stage.picture());
    stage.keys("<Enter>");
    let folder = std::path::PathBuf::from("/blog/elsewhere");
    assert_eq!(stage.answers, [Answer::ExportFolder(folder)]);
    // It is asked for once.
    stage.keys("<Enter>x<Ctrl-U>/other/harbour.rst<Enter>");
    assert_eq!(stage.answers.len(), 1);
    assert!(stage.posts.contains_key("/other/harbour.rst"));
}

#[test]
fn a_path_may_begin_at_home() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("x<Ctrl-U>~/harbour.rst<Enter>");
    let path = stage.posts.keys().next().unwrap();
    assert!(
        path.ends_with("/harbour.rst") && !path.contains('~'),
        "{path}"
    );
}

#[test]
fn a_slug_of_a_stranger_never_leads_out_of_the_export_folder() {
    for (slug, name) in [
        ("../../x", "x"),
        ("/etc/cron.d/x", "etc-cron-d-x"),
        ("", "harbour-days-2026"),
        ("con", "con-1"),
    ] {
        let mut stage = Stage::demo(80, 24);
        let open_event = stage.app.open_event.as_mut().unwrap();
        open_event.event.header.set("slug", slug);
        stage.keys("x<Enter>");
        let written = stage.posts.keys().next().unwrap();
        assert_eq!(*written, format!("/blog/posts/{name}.rst"), "{slug}");
    }
    let mut stage = Stage::demo(80, 24);
    let open_event = stage.app.open_event.as_mut().unwrap();
    open_event.event.header.set("slug", "long ".repeat(60));
    stage.keys("x<Enter>");
    let written = stage.posts.keys().next().unwrap();
    assert!(written.len() < 100, "{written}");
}

#[test]
fn a_file_is_not_ours_because_the_notebook_says_its_hash() {
    let mut stage = Stage::demo(80, 24);
    let open_event = stage.app.open_event.as_mut().unwrap();
    open_event.event.exports.push(ExportRecord {
        file: "other.rst".to_owned(),
        hash: hallway::store::hash(b"alias\n"),
    });
    stage
        .posts
        .insert("/home/ada/.bashrc".into(), "alias\n".into());
    stage.keys("x<Ctrl-U>/home/ada/.bashrc<Enter>");
    assert_eq!(stage.posts["/home/ada/.bashrc"], "alias\n");
    assert!(
        !stage.text().contains("As hallway left it"),
        "{}",
        stage.text()
    );
}

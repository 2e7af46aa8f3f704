//! A whole day.

use crate::stage::Stage;
use insta::assert_snapshot;

#[test]
fn a_whole_day_by_keys() {
    let mut stage = Stage::empty(120, 40);
    stage.keys("nSCaLE 15x<Enter>");
    stage.keys("F<Down><Ctrl-U>2026-05-14<Down><Ctrl-U>2026-05-15<Down>Pasadena<Enter>");
    stage.keys("I`SCaLE`_ was busy.<Esc>");
    let hour = chrono::TimeDelta::hours(1);
    stage.keys("nOpenShift booth<Tab><Enter>We stood there all day.<Esc>");
    stage.keys("bvvvdhe<Enter>Is it open?<Enter>11<Esc>");
    stage.app.now += hour;
    stage.keys("nKubernetes 101<Enter>`Josh Berkus`_ explained ``pods``.<Alt-a><Tab><Tab>It is just YAML -- Josh Berkus<Enter><Esc>");
    stage.keys(
        "f<Ctrl-U>Kubernetes 102<Down><Down><Down>Ballroom GH<Down>Josh Berkus, Project Atomic<Enter>",
    );
    stage.app.now += hour;
    stage.keys("nFedora work session<Tab><Tab><Enter>Badges.<Esc>");
    stage.keys("C`Thanks`_ to all.<Esc>");
    stage.keys("p");
    assert_snapshot!("whole_day_preview", stage.text());
    // Three names have no target yet: the export says so, and Tab insists.
    stage.keys("px<Enter>");
    assert!(stage.posts.is_empty());
    assert_snapshot!("whole_day_refused", stage.text());
    stage.keys("<Tab><Enter>");
    let (path, post) = stage.posts.iter().next().expect("a post");
    assert_eq!(path, "/blog/posts/scale-15x.rst");
    assert_snapshot!("whole_day_post", post);
}

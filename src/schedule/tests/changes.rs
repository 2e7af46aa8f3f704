//! What a second import says and does.

use super::import;
use crate::model::programme::Programme;
use crate::model::session::Status;
use crate::schedule::refresh::{compare, update};

fn programme() -> Programme {
    import("trains.xml").programme
}

#[test]
fn an_import_that_says_the_same_changes_nothing() {
    assert!(compare(&programme(), &programme()).is_nothing());
}

#[test]
fn moved_renamed_rehoused_cancelled_and_new_are_told_apart() {
    let old = programme();
    let mut new = old.clone();
    let hour = chrono::TimeDelta::hours(1);
    new.talks[0].starts = new.talks[0].starts.map(|at| at + hour);
    new.talks[0].room = Some("Platform 9".to_owned());
    new.talks[1].title = "Night trains again".to_owned();
    let changes = compare(&old, &new);
    assert_eq!(changes.moved, [(0, 0)]);
    assert_eq!(changes.rehoused, [(0, 0)]);
    assert_eq!(changes.renamed, [(1, 1)]);
    assert!(changes.new.is_empty() && changes.cancelled.is_empty() && changes.edited.is_empty());

    let gone = Programme {
        talks: vec![old.talks[1].clone()],
        ..old.clone()
    };
    assert_eq!(compare(&old, &gone).cancelled, [0]);
    assert_eq!(compare(&gone, &old).new, [0]);
}

#[test]
fn facts_follow_and_what_a_person_typed_stays() {
    let old = programme();
    let before = &old.talks[0];
    let mut after = before.clone();
    after.title = "Points, revised".to_owned();
    after.room = Some("Platform 9".to_owned());
    after.starts = after.starts.map(|at| at + chrono::TimeDelta::hours(2));
    let mut session = before.session(Status::Attended);
    session.notes = "Typed *here*.\n".to_owned();
    session.room = Some("the corridor".to_owned());
    let typed = session.clone();
    assert!(update(&mut session, before, &after));
    assert_eq!(session.title, "Points, revised");
    assert_eq!(session.starts, after.starts);
    assert_eq!(session.room, typed.room);
    assert_eq!(session.notes, typed.notes);
    assert!(!update(&mut session, &after, &after));
}

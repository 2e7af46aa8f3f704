//! The notebook at the beginning.

use hallway::model::event::Event;
use hallway::model::session::{Session, SessionKind};
use hallway::store::Store;

/// Makes it: an event with a talk, a booth and an empty meetup.
pub fn fill(store: &Store) {
    let event = Event {
        title: "Fair".to_owned(),
        intro: "The introduction.\n".to_owned(),
        ..Event::default()
    };
    store.create_event("fair", event).unwrap();
    let session = |title: &str, kind, notes: &str| Session {
        title: title.to_owned(),
        kind,
        notes: notes.to_owned(),
        ..Session::default()
    };
    let talk = session(
        "Talk",
        SessionKind::Talk,
        "First line.\nSecond line of it.\n\nThird.\n",
    );
    let talk = Session {
        programme_id: Some("aa-1".to_owned()),
        ..talk
    };
    store.create_session("fair", "talk", talk).unwrap();
    let booth = session("Booth", SessionKind::Booth, "");
    store.create_session("fair", "booth", booth).unwrap();
    let meetup = session("Meetup", SessionKind::Meetup, "Some words.\n");
    store.create_session("fair", "meetup", meetup).unwrap();
}

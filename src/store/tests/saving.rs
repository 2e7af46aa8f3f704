//! What a save leaves in the file.

use super::notebook;
use crate::model::entry::{Entry, EntryKind};
use crate::model::event::Event;
use crate::model::session::{Session, Speaker};
use crate::store::{Store, StoreError};
use chrono::DateTime;

fn talk() -> Session {
    let at = |text| Some(DateTime::parse_from_rfc3339(text).unwrap());
    let mut session = Session {
        title: "Kubernetes 101".to_owned(),
        order: Some(10),
        starts: at("2017-03-02T10:00:00-08:00"),
        ends: at("2017-03-02T11:00:00-08:00"),
        room: Some("Ballroom GH".to_owned()),
        notes: "`Project Atomic`_'s very own\nJosh.".to_owned(),
        speakers: vec![Speaker {
            name: "Josh Berkus".to_owned(),
            affiliation: Some("Project Atomic".to_owned()),
            url: None,
        }],
        ..Session::default()
    };
    session.entries.owner_mut().push(Entry {
        at: at("2017-03-02T10:12:00-08:00"),
        kind: EntryKind::Quote,
        text: "He said \"no\".".to_owned(),
        who: Some("Solomon Hykes".to_owned()),
        ..Entry::default()
    });
    session
}

/// An event with one talk, whose file says `text`.
fn with_text(store: &Store, text: &str) {
    let event = Event {
        title: "SCaLE".to_owned(),
        ..Event::default()
    };
    store.create_event("scale", event).unwrap();
    store.create_session("scale", "talk", talk()).unwrap();
    std::fs::write(store.session_path("scale", "talk").unwrap(), text).unwrap();
}

fn text_of(store: &Store) -> String {
    std::fs::read_to_string(store.session_path("scale", "talk").unwrap()).unwrap()
}

#[test]
fn a_fresh_session_is_pleasant_to_read() {
    let (_folder, store) = notebook();
    with_text(&store, "");
    std::fs::remove_file(store.session_path("scale", "talk").unwrap()).unwrap();
    store.create_session("scale", "talk", talk()).unwrap();
    assert_eq!(
        text_of(&store),
        r#"format = 1
kind = "talk"
title = "Kubernetes 101"
order = 10
starts = 2017-03-02T10:00:00-08:00
ends = 2017-03-02T11:00:00-08:00
room = "Ballroom GH"
notes = '''
`Project Atomic`_'s very own
Josh.
'''

[[speakers]]
name = "Josh Berkus"
affiliation = "Project Atomic"

[[entries]]
at = 2017-03-02T10:12:00-08:00
kind = "quote"
text = 'He said "no".'
who = "Solomon Hykes"
"#
    );
}

const BY_HAND: &str = "\
# My talk.
kind   = 'talk' # what it is
# the title
title = \"Old\"   # to be changed
mood = \"great\"
tags = [
  \"a\", # first
  \"b\",
]
status = \"attended\" # yes
room = \"GH\" # big
notes = \"short\"

# People on the stage.
[[speakers]]
name = \"Ada\" # she
seat = 3

# The second.
[[speakers]]
name = \"Bob\"

[extra]
x = 1.5

# Lines.
[[entries]]
text = \"one\"
# the end
";

#[test]
fn what_a_person_wrote_by_hand_survives() {
    let (_folder, store) = notebook();
    with_text(&store, BY_HAND);
    let mut loaded = store.session("scale", "talk").unwrap();
    let session = &mut loaded.value;
    session.title = "New".to_owned();
    session.room = None;
    session.in_post = false;
    session.notes = "long\nnote".to_owned();
    session.tags = vec!["b".to_owned(), "c".to_owned()];
    session.speakers.remove(0);
    session.speakers[0].affiliation = Some("B Inc.".to_owned());
    session.speakers.push(Speaker {
        name: "Eve".to_owned(),
        ..Speaker::default()
    });
    let outcome = store.save(&mut loaded).unwrap();
    assert!(outcome.written && !outcome.merged && outcome.durable);
    assert_eq!(
        text_of(&store),
        "\
# My talk.
kind   = 'talk' # what it is
# the title
title = \"New\"   # to be changed
mood = \"great\"
tags = [ # first
  \"b\",
  \"c\",
]
status = \"attended\" # yes
in_post = false
# big
notes = '''
long
note
'''

# People on the stage.
# The second.
[[speakers]]
name = \"Bob\"
affiliation = \"B Inc.\"

[[speakers]]
name = \"Eve\"

[extra]
x = 1.5

# Lines.
[[entries]]
text = \"one\"
# the end
"
    );
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let (_folder, store) = notebook();
    with_text(&store, "title='x'");
    let mut loaded = store.session("scale", "talk").unwrap();
    assert!(!store.save(&mut loaded).unwrap().written);
    assert_eq!(text_of(&store), "title='x'");
}

#[test]
fn a_byte_order_mark_and_crlf_are_kept() {
    let (_folder, store) = notebook();
    with_text(
        &store,
        "\u{feff}title = \"x\" # c\r\nnotes = '''\r\na\r\nb\r\n'''\r\n",
    );
    let mut loaded = store.session("scale", "talk").unwrap();
    assert_eq!(loaded.value.notes, "a\nb");
    loaded.value.title = "y".to_owned();
    store.save(&mut loaded).unwrap();
    assert_eq!(
        text_of(&store),
        "\u{feff}title = \"y\" # c\r\nnotes = '''\r\na\r\nb\r\n'''\r\n"
    );
}

#[test]
fn a_value_in_another_form_can_be_changed() {
    let (_folder, store) = notebook();
    let text = "speakers = [{ name = \"Ada\" }] # one\n[[entries]]\ntext = \"a\"\npublic = false\n";
    with_text(&store, text);
    let mut loaded = store.session("scale", "talk").unwrap();
    loaded.value.speakers[0].url = Some("u".to_owned());
    loaded.value.entries.owner_mut()[0].mark = None;
    store.save(&mut loaded).unwrap();
    let again = store.session("scale", "talk").unwrap();
    assert!(again.value == loaded.value);
    let first = "speakers = [{ name = \"Ada\", url = \"u\" }] # one\n";
    assert!(text_of(&store).starts_with(first), "{}", text_of(&store));
}

#[test]
fn a_removed_file_is_not_made_again_behind_its_back() {
    let (_folder, store) = notebook();
    with_text(&store, "title = \"x\"\n");
    let mut loaded = store.session("scale", "talk").unwrap();
    loaded.value.title = "y".to_owned();
    store.remove_session("scale", "talk").unwrap();
    assert!(matches!(
        store.save(&mut loaded),
        Err(StoreError::Deleted { .. })
    ));
    store.save_again(&mut loaded).unwrap();
    assert_eq!(store.session("scale", "talk").unwrap().value.title, "y");
}

/// With a loop in the loop this would take an hour.
#[test]
fn a_header_of_very_many_fields_is_changed() {
    let (_folder, store) = notebook();
    let field = |n: usize| (format!("a{n}"), "b".to_owned());
    let mut event = Event::default();
    event.header.fields = (0..20_000).map(field).collect();
    store.create_event("fair", event).unwrap();
    let mut event = store.event("fair").unwrap();
    let text = std::fs::read_to_string(event.path()).unwrap();
    let text = text.replace("a7 = ", "# Mine.\na7 = ");
    std::fs::write(event.path(), text.replace("a8 = ", "# Also mine.\na8 = ")).unwrap();
    let fields = &mut event.value.header.fields;
    let odd = fields.iter().skip(1).step_by(2).cloned().collect();
    *fields = odd;
    fields.extend((30_000..40_000).map(field));
    let wanted = fields.clone();
    store.save(&mut event).unwrap();
    assert_eq!(store.event("fair").unwrap().value.header.fields, wanted);
    let text = std::fs::read_to_string(event.path()).unwrap();
    assert!(text.contains("# Mine.\na7 = ") && text.contains("# Also mine."));
}

/// The permissions of everything below a folder.
#[cfg(unix)]
fn modes(folder: &std::path::Path, into: &mut Vec<(std::path::PathBuf, bool, u32)>) {
    use std::os::unix::fs::PermissionsExt;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let meta = path.metadata().unwrap();
        let mode = meta.permissions().mode() & 0o777;
        into.push((path.clone(), meta.is_dir(), mode));
        if meta.is_dir() {
            modes(&path, into);
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_kept_in_the_state_folder_is_for_its_owner_alone() {
    use crate::store::Why;
    use std::os::unix::fs::PermissionsExt;
    let (_folder, store) = notebook();
    store.create_event("fair", Event::default()).unwrap();
    let mut event = store.event("fair").unwrap();
    let path = event.path().to_owned();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o666)).unwrap();
    event.value.intro = "Private.".to_owned();
    store.save(&mut event).unwrap();
    let post = store.root().join("post.rst");
    let kept = store.backup(&post, b"a post").unwrap();
    // An earlier hallway left it to the umask.
    std::fs::set_permissions(&kept, PermissionsExt::from_mode(0o644)).unwrap();
    assert_eq!(store.backup(&post, b"a post").unwrap(), kept);
    store.put_aside(&path, b"x", Why::Restore).unwrap();
    let beside = format!(".hallway-event.toml-{}-abcdefghijkl.tmp", "0".repeat(16));
    std::fs::write(path.with_file_name(beside), "title = 'Only here'\n").unwrap();
    assert_eq!(store.leftovers(&[]).unwrap().len(), 1);
    store.remember_post("fair", &post, None, "hash").unwrap();
    let mut all = Vec::new();
    modes(store.state(), &mut all);
    let files = all.iter().filter(|(_, is_dir, _)| !is_dir).count();
    assert!(files >= 6, "{all:?}");
    for (path, is_dir, mode) in all {
        assert_eq!(
            mode,
            if is_dir { 0o700 } else { 0o600 },
            "{}",
            path.display()
        );
    }
    // The note itself keeps what its owner gave it.
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o666);
}

#[test]
fn a_key_that_had_another_name_is_renamed_in_its_place() {
    let (_folder, store) = notebook();
    let old = "title = \"T\"\n# not this one\n\"publish\" = false # private\ntold=true\n";
    with_text(&store, old);
    let mut loaded = store.session("scale", "talk").unwrap();
    assert!(!loaded.value.in_post && loaded.value.fields_in_notes);
    assert!(!store.save(&mut loaded).unwrap().written);
    assert_eq!(text_of(&store), old);
    loaded.value.title = "New".to_owned();
    let _ = store.save(&mut loaded).unwrap();
    let renamed = old
        .replace("\"publish\"", "in_post")
        .replace("told", "fields_in_notes");
    assert_eq!(text_of(&store), renamed.replace("\"T\"", "\"New\""));
    loaded.value.in_post = true;
    let _ = store.save(&mut loaded).unwrap();
    assert!(store.session("scale", "talk").unwrap().value.in_post);
    assert!(!text_of(&store).contains("publish"), "{}", text_of(&store));
    // Of two the one of today counts.
    with_text(&store, "in_post = false\npublish = false\n");
    let mut loaded = store.session("scale", "talk").unwrap();
    loaded.value.in_post = true;
    let _ = store.save(&mut loaded).unwrap();
    assert!(store.session("scale", "talk").unwrap().value.in_post);
    with_text(&store, "in_post = true\npublish = false\n");
    assert!(store.session("scale", "talk").unwrap().value.in_post);
}

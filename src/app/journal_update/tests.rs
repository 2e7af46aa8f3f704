//! A journal is not dropped before the job that saves its document has answered.

use super::*;
use crate::app::World;
use crate::app::files::Pending;
use crate::app::settings::Settings;
use crate::app::shelf::Shelf;
use crate::store::LinkBook;

#[test]
#[allow(clippy::unwrap_used)] // A test stops at what it does not expect.
fn a_journal_stays_until_its_save_is_answered() {
    let mut app = App::new(World {
        settings: Settings::of(None).unwrap(),
        now: chrono::DateTime::UNIX_EPOCH,
        zone: None,
        notebook: None,
        shelf: Shelf::default(),
        book: None,
        export_folder: None,
        instance: "test".to_owned(),
    });
    let open = OpenJournal {
        revision: 1,
        typed: false,
        written: 0,
        whole: 0,
    };
    app.journal.open.insert(Item::Book, open);
    let sent = Paper::from(LinkBook { links: Vec::new() });
    app.files.sent(Item::Book, Pending { revision: 1, sent });
    let mut updates = Vec::new();
    app.remove_journal(Item::Book, &mut updates);
    assert!(updates.is_empty() && app.journal.open.contains_key(&Item::Book));
    app.files.answered(Item::Book);
    app.remove_journal(Item::Book, &mut updates);
    assert_eq!(updates, [JournalUpdate::Remove { item: Item::Book }]);
}

//! A journal is not dropped before the job that saves its document has answered.

use super::*;
use crate::app::AppInit;
use crate::app::event_list::EventList;
use crate::app::files::PendingSave;
use crate::app::settings::Settings;
use crate::store::LinkBook;

#[test]
#[allow(clippy::unwrap_used)] // A test stops at what it does not expect.
fn a_journal_stays_until_its_save_is_answered() {
    let mut app = App::new(AppInit {
        settings: Settings::of(None).unwrap(),
        now: chrono::DateTime::UNIX_EPOCH,
        zone: None,
        notebook: None,
        event_list: EventList::default(),
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
    app.journal.open.insert(DocumentId::Book, open);
    let sent = Snapshot::from(LinkBook { links: Vec::new() });
    app.files
        .sent(DocumentId::Book, PendingSave { revision: 1, sent });
    let mut updates = Vec::new();
    app.remove_journal(DocumentId::Book, &mut updates);
    assert!(updates.is_empty() && app.journal.open.contains_key(&DocumentId::Book));
    app.files.answered(DocumentId::Book);
    app.remove_journal(DocumentId::Book, &mut updates);
    assert_eq!(
        updates,
        [JournalUpdate::Remove {
            item: DocumentId::Book
        }]
    );
}

//! Journals: any bytes are read or refused; of a journal that was cut or has a bit turned comes a
//! true beginning, never another text.

use hallway::model::session::Session;
use hallway::store::journal::codec::{decode, header, record};
use hallway::store::journal::{JournalHeader, JournalRecord, JournalText, Snapshot, play};

const NONCE: [u8; 16] = *b"sixteen letters.";

/// Takes the bytes for a journal, and then for what somebody typed and what happened to the disk.
pub fn run(data: &[u8]) {
    if let Some(decoded) = decode(data) {
        assert!(decoded.read <= data.len());
    }
    // Nothing may stop it.
    play(data);
    let [cut, turn, place @ ..] = data else {
        return;
    };
    let records = typed(place);
    let whole = bytes(&records);
    let all = decode(&whole).expect("a whole journal is read");
    assert_eq!(all.records, records);
    assert_eq!(all.read, whole.len());
    assert!(play(&whole).is_some());

    let mut broken = whole.clone();
    let at = |part: u8| usize::from(part) * whole.len() / 256;
    broken[at(*turn)] ^= 1 << (cut % 8);
    begins(&broken, &records);
    begins(&whole[..at(*cut)], &records);
    let mut zeros = whole[..at(*cut)].to_vec();
    zeros.resize(whole.len(), 0);
    begins(&zeros, &records);
}

/// Stops when bytes say anything but a beginning of the records.
fn begins(bytes: &[u8], records: &[(i64, JournalRecord)]) {
    if let Some(decoded) = decode(bytes) {
        assert!(records.starts_with(&decoded.records), "{decoded:?}");
    }
    play(bytes);
}

fn bytes(records: &[(i64, JournalRecord)]) -> Vec<u8> {
    let of = JournalHeader {
        notebook: "n".to_owned(),
        file: "events/e/sessions/s.toml".to_owned(),
        session: Some("S".to_owned()),
        ..JournalHeader::default()
    };
    let mut bytes = header(&of, &NONCE);
    for (number, (at, one)) in records.iter().enumerate() {
        record(&mut bytes, &NONCE, number as u64 + 1, *at, one);
    }
    bytes
}

/// Typing that the bytes tell: the whole, then edits that fit, each a piece put in or taken out
/// somewhere.
fn typed(data: &[u8]) -> Vec<(i64, JournalRecord)> {
    let mut records = vec![(0, Snapshot::Session(Box::default()).whole())];
    let mut text = Session::default().notes;
    for (number, piece) in data.chunks(6).take(200).enumerate() {
        let [place, kind, rest @ ..] = piece else {
            break;
        };
        let mut at = usize::from(*place) * text.len() / 256;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let removed: String = text[at..].chars().take(usize::from(kind % 3)).collect();
        let inserted = String::from_utf8_lossy(rest).into_owned();
        text.replace_range(at..at + removed.len(), &inserted);
        records.push((
            number as i64,
            match kind {
                250.. => JournalRecord::Saving,
                _ => JournalRecord::Edit {
                    which: JournalText::Notes,
                    at,
                    removed,
                    inserted,
                },
            },
        ));
    }
    records
}

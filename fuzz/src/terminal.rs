//! What a terminal sends: in pieces it is what it is whole, and it holds up nothing that follows.

use hallway::term::parser::InputParser;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_millis(25);
const LATE: Duration = Duration::from_secs(10);

/// Takes two bytes for the place of a cut and the rest for what the terminal sends.
pub fn run(data: &[u8]) {
    let Some((place, bytes)) = data.split_at_checked(2) else {
        return;
    };
    let cut = usize::from(u16::from_le_bytes([place[0], place[1]])) % (bytes.len() + 1);
    let read = |pieces: &[&[u8]]| {
        let mut parser = InputParser::new(TIMEOUT);
        let mut events = Vec::new();
        for (piece, number) in pieces.iter().zip(0..) {
            parser.feed(piece, TIMEOUT * number / 2, &mut events);
        }
        parser.expire(LATE, &mut events);
        assert_eq!(parser.deadline(), None, "something is waited for");
        let count = events.len();
        parser.feed(b"x", LATE, &mut events);
        assert_eq!(events.len(), count + 1, "a key is not what it is");
        events
    };
    let (one, other) = bytes.split_at(cut);
    assert_eq!(read(&[one, other]), read(&[bytes]), "cut at {cut}");
}

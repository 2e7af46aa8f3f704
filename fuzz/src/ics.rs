//! Programmes in iCalendar.

/// Takes the bytes for a calendar, as an event of one where they do not begin like one.
pub fn run(data: &[u8]) {
    if data.starts_with(b"BEGIN:VCALENDAR") {
        return super::programme::run(data);
    }
    let (begin, end) = (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
        b"\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    super::programme::run(&[begin.as_slice(), data, end].concat());
}

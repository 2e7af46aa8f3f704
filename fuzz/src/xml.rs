//! Programmes in XML.

/// Takes the bytes for XML, inside of a schedule where they are none.
pub fn run(data: &[u8]) {
    if data.trim_ascii_start().starts_with(b"<") {
        return super::programme::run(data);
    }
    super::programme::run(&[b"<schedule>".as_slice(), data, b"</schedule>"].concat());
}

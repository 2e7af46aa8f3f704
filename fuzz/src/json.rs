//! Programmes in JSON.

/// Takes the bytes for JSON, as an object's inside where they do not begin like any.
pub fn run(data: &[u8]) {
    if data.trim_ascii_start().starts_with(b"{") || data.trim_ascii_start().starts_with(b"[") {
        return super::programme::run(data);
    }
    super::programme::run(&[b"{".as_slice(), data, b"}"].concat());
}

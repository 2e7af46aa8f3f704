//! Temporary.
use std::path::PathBuf;
fn main() {
    let store = hallway::store::Store::new(PathBuf::from(std::env::args().nth(1).unwrap_or_default()), "/tmp/hw-state");
    let now = std::env::var("HALLWAY_NOW").ok().and_then(|t| chrono::DateTime::parse_from_rfc3339(&t).ok()).map_or_else(chrono::Utc::now, |t| t.to_utc());
    let r = hallway::term::run(hallway::term::Start { store, config: None, zone: chrono_tz::Tz::UTC, now, folder: None });
    if let Err(e) = r { eprintln!("error: {e}"); }
}

//! The one way out: from an event to the file of its post, for the app and the command line alike.
//!
//! ```text
//! Sources --draft--> Draft --gate--> problems a person should see first
//!                      |
//!                      +--file--> where it goes, what is there now, writing it
//!                      +--record--> what the event and this computer remember of it
//! ```
//!
//! What this module promises:
//! - What is previewed, checked and written is one and the same draft.
//! - A file is overwritten only while it is as hallway left it, or when a person insists; then a
//!   backup is kept.
//! - Wherever an export is cut short, the next one knows the file as its own: the event and this
//!   computer learn the new hash before the file has it.

pub mod draft;
pub mod file;
pub mod gate;
pub mod record;

pub use draft::{Draft, Sources};
pub use file::{Existing, PostFile, Published, Unusable};
pub use gate::PostProblem;

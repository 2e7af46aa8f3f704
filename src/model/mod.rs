//! Plain data: what a notebook holds, without input or output.
//!
//! An [`Event`](event::Event) is one conference, a [`Session`](session::Session) one thing
//! attended, given or worked there. Whatever may be private is wrapped in
//! [`Private`](privacy::Private), which a writer of posts cannot open; what a post may show
//! comes out of [`public`] alone.
pub mod count;
pub mod entry;
pub mod event;
pub mod header;
pub mod layout;
pub mod link;
pub mod notebook;
pub mod privacy;
pub mod programme;
pub mod public;
pub mod secret;
pub mod session;
pub mod shown;
pub mod slug;
pub mod when;
pub mod words;

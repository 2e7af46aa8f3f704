//! hallway: notes at conferences, and the blog post that comes of them.
//!
//! # The crate
//!
//! Who may use whom goes downwards; `tests/layering` checks it.
//!
//! ```text
//! cli    one file a verb                term   the terminal guard, signals, the event loop
//!   \                                     |
//!    \                                worker   does the app's jobs on the disk and writes its journal; keeps no truth
//!     \                                  |
//!    \                                   ui    one file a view, draws &App     app  state, actions, keymap, layers
//!     \                                   |                                   /
//!      +---- store   the notebook on disk: find, read, save, merge            edit  the text editor
//!      +---- publish   the one way out: draft, gate, file, record
//!      +---- post    build: model -> tree;  writer: tree -> text;  import: text -> model;  reading: for the eye
//!      +---- check   what is wrong with a post, where, why, and how to mend it
//!      +---- schedule   conference programmes: one format a file, refresh, now, calendars
//!              |
//!            model   event, session, entry, link, header, layout: plain data
//!            rst     reStructuredText: read, escape, wrap, width, names, targets
//! ```
//!
//! # The way of a post
//!
//! ```text
//! notebook --store--> Event, Session -post::build-> Post -post::writer-> text -publish-> file
//!    ^                                                                                      |
//!    +-------------------------------- post::import <---------------------------------------+
//! ```
//!
//! # The screen
//!
//! ```text
//!  ui/bar       SCaLE 15x   2-5 Mar 2017   Pasadena                       1,811 words   saved 14:02
//!             ---------------------------------+---------------------------------------------------
//!  ui/timeline  Thu 2 Mar                      | Kubernetes 101                           talk      ui/pane
//!                 10:00  talk   Kubernetes 101 | Thu 10:00-11:00   Ballroom GH                      ui/write
//!               | 13:00  booth  OpenShift   37 |                                                    ui/preview
//!               Fri 3 Mar                      | `Project Atomic`_'s very own `Josh Berkus`_ ...    ui/entries
//!               Intro   Closing   Inbox 3      |                                                    ui/links
//!             ---------------------------------+---------------------------------------------------
//!  ui/bar       Enter write   n new   p preview   x export   : commands   ? help
//! ```
//!
//! One key: `term` reads it, the top layer's keymap makes an action of it, `app::update` changes
//! the state and returns effects, `ui` draws the state. The first effect is for the journal, which
//! `worker` writes before anything is drawn; the jobs for the disk go to its thread, and what comes
//! of them comes back as another input: what the file says now, which is the base of the next
//! merge.
pub mod app;
pub mod check;
pub mod cli;
pub mod edit;
pub mod model;
pub mod post;
pub mod publish;
pub mod rst;
pub mod schedule;
pub mod store;
pub mod term;
pub mod ui;
pub mod worker;

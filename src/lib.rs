//! hallway: notes at conferences, and the blog post that comes of them.
pub mod cli;
pub mod edit;
pub mod model;
pub mod post;
pub mod rst;
pub mod store;

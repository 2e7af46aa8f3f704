//! From a notebook to a post and back.
pub mod reading;

//! Plain data: what a notebook holds.

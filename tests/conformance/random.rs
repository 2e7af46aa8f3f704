//! Random texts and how many of them.

pub use crate::generate::Random;

/// Up to `most` of these pieces, one after the other.
pub fn string(random: &mut Random, pieces: &[&str], most: usize) -> String {
    let count = random.below(most) + 1;
    (0..count).map(|_| random.pick(pieces)).collect()
}

/// How many cases: `few`, or `many` when HALLWAY_FULL is set.
pub fn cases(few: usize, many: usize) -> usize {
    if std::env::var_os("HALLWAY_FULL").is_some() {
        many
    } else {
        few
    }
}

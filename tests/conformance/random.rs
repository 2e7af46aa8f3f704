//! Random texts that are dense with what reStructuredText reacts to. The same texts in every run.

/// A source of random numbers (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// Up to `most` of these pieces, one after the other.
    pub fn string(&mut self, pieces: &[&str], most: usize) -> String {
        let count = self.below(most) + 1;
        (0..count).map(|_| self.pick(pieces)).collect()
    }
}

/// How many cases: `few`, or `many` when HALLWAY_FULL is set.
pub fn cases(few: usize, many: usize) -> usize {
    if std::env::var_os("HALLWAY_FULL").is_some() {
        many
    } else {
        few
    }
}

//! Roman numerals in the one form that docutils accepts and writes.

/// The largest that docutils writes.
const MAX: u64 = 4999;

const LETTERS: [(u64, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// A number from 1 to 4999 as a Roman numeral in lower case; nothing for others.
pub fn write(mut value: u64) -> Option<String> {
    if value == 0 || value > MAX {
        return None;
    }
    let mut text = String::new();
    for (worth, letters) in LETTERS {
        while value >= worth {
            value -= worth;
            text.push_str(letters);
        }
    }
    Some(text)
}

/// The value of a numeral in lower case; nothing when it is not in its usual form.
pub fn read(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut value = 0;
    for (worth, letters) in LETTERS {
        while let Some(tail) = rest.strip_prefix(letters) {
            value += worth;
            rest = tail;
        }
    }
    (write(value)? == text).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back_and_odd_forms_do_not() {
        for value in 1..=MAX {
            assert_eq!(read(&write(value).unwrap()), Some(value));
        }
        assert_eq!(write(0), None);
        assert_eq!(write(5000), None);
        for odd in ["", "iiii", "vx", "ic", "IV", "mix up"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}

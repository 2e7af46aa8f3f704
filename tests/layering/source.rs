//! A Rust source file as the layering test reads it: code without comments, strings and test
//! modules.

/// The code of `text`, line by line, with comments, the inside of strings and what is compiled only
/// for tests blanked out.
pub fn code(text: &str) -> Vec<String> {
    let masked = without_test_items(mask(text));
    masked.lines().map(str::to_owned).collect()
}

/// Replaces comments and the inside of literals by spaces; lines and columns stay.
fn mask(text: &str) -> String {
    let source: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < source.len() {
        let end = match source[at] {
            '/' if source.get(at + 1) == Some(&'/') => find(&source, at, |rest| rest[0] == '\n'),
            '/' if source.get(at + 1) == Some(&'*') => block_comment(&source, at),
            '"' => quoted(&source, at + 1),
            'r' if !follows_a_word(&source, at) => raw_string(&source, at).unwrap_or(at),
            '\'' => character(&source, at).unwrap_or(at),
            _ => at,
        };
        if end == at {
            out.push(source[at]);
            at += 1;
        } else {
            out.extend(
                source[at..end]
                    .iter()
                    .map(|c| if *c == '\n' { '\n' } else { ' ' }),
            );
            at = end;
        }
    }
    out
}

fn find(source: &[char], from: usize, is_end: impl Fn(&[char]) -> bool) -> usize {
    (from..source.len())
        .find(|at| is_end(&source[*at..]))
        .unwrap_or(source.len())
}

fn block_comment(source: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at < source.len() {
        match (source[at], source.get(at + 1)) {
            ('/', Some('*')) => depth += 1,
            ('*', Some('/')) => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    source.len()
}

fn quoted(source: &[char], inside: usize) -> usize {
    let mut at = inside;
    while at < source.len() && source[at] != '"' {
        at += if source[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(source.len())
}

fn follows_a_word(source: &[char], at: usize) -> bool {
    // The `b` and `c` of br"" and cr"" are no word of their own.
    let before = at.checked_sub(1).map(|i| source[i]);
    before.is_some_and(|c| (c.is_alphanumeric() || c == '_') && c != 'b' && c != 'c')
}

fn raw_string(source: &[char], at: usize) -> Option<usize> {
    let hashes = source[at + 1..].iter().take_while(|c| **c == '#').count();
    let inside = at + 1 + hashes + 1;
    if source.get(inside - 1) != Some(&'"') {
        return None;
    }
    let closing: Vec<char> = std::iter::once('"')
        .chain(std::iter::repeat_n('#', hashes))
        .collect();
    Some(
        (find(source, inside, |rest| rest.starts_with(&closing)) + closing.len()).min(source.len()),
    )
}

fn character(source: &[char], at: usize) -> Option<usize> {
    if source.get(at + 1) == Some(&'\\') {
        return Some(find(source, at + 3, |rest| rest[0] == '\'') + 1);
    }
    (source.get(at + 2) == Some(&'\'')).then_some(at + 3)
}

/// Blanks every item that stands under `#[cfg(test)]`.
fn without_test_items(mut code: String) -> String {
    const MARK: &str = "#[cfg(test)]";
    while let Some(start) = code.find(MARK) {
        let mut depth = 0;
        let mut end = code.len();
        for (at, c) in code[start + MARK.len()..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 && matches!(c, '}' | ';') {
                end = start + MARK.len() + at + 1;
                break;
            }
        }
        let blank: String = code[start..end]
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        code.replace_range(start..end, &blank);
    }
    code
}

#[test]
fn comments_strings_and_tests_are_no_code() {
    let text = r####"let a = "x.unwrap()"; // .unwrap()
/* std::fs /* nested */ */ let b = 'c'; let c = '"'; let d: &'static str = r#"ratatui "quoted""#;
#[cfg(test)]
mod tests {
    fn f() { g().unwrap() }
}
let last = '\'';"####;
    let code = code(text);
    assert_eq!(code.len(), 7);
    assert_eq!(
        code[0].split_whitespace().collect::<Vec<_>>(),
        ["let", "a", "=", ";"]
    );
    assert!(
        code.iter().all(|line| !line.contains("unwrap")
            && !line.contains("fs")
            && !line.contains("ratatui"))
    );
    assert!(code[1].contains("let d: &'static str ="), "{code:?}");
    assert!(code[6].starts_with("let last ="), "{code:?}");
}

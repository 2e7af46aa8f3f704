//! Keys as a terminal sends them.

/// The bytes of a script of keys, such as `nA title<Enter><Alt-a>`. `<<` stands for a lesser-than
/// sign.
pub fn bytes(script: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '<' {
            bytes.extend(c.to_string().as_bytes());
        } else if let Some(after) = rest.strip_prefix('<') {
            bytes.push(b'<');
            rest = after;
        } else {
            let (name, after) = rest.split_once('>').expect("a key ends with >");
            bytes.extend(key(name));
            rest = after;
            assert!(
                name != "Esc" || rest.is_empty(),
                "Esc is not the last key: {script}"
            );
        }
    }
    bytes
}

fn key(name: &str) -> Vec<u8> {
    if let Some(letter) = name.strip_prefix("Ctrl-").filter(|rest| rest.len() == 1) {
        return vec![letter.to_ascii_uppercase().as_bytes()[0] & 0x1f];
    }
    if let Some(letter) = name.strip_prefix("Alt-").filter(|rest| rest.len() == 1) {
        return vec![0x1b, letter.as_bytes()[0]];
    }
    let sequence = match name {
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Tab" => "\t",
        "Backspace" => "\x7f",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "Home" => "\x1b[H",
        "End" => "\x1b[F",
        "PgUp" => "\x1b[5~",
        "PgDn" => "\x1b[6~",
        "Ctrl-End" => "\x1b[1;5F",
        "Ctrl-Home" => "\x1b[1;5H",
        _ => panic!("no key is called {name}"),
    };
    sequence.as_bytes().to_vec()
}

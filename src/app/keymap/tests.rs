use super::*;

#[test]
fn the_standard_keys_are_sound_and_every_action_has_one() {
    let keymap = Keymap::standard().unwrap();
    for action in Action::ALL {
        let keys: Vec<Key> = KeyContext::ALL
            .into_iter()
            .flat_map(|context| keymap.keys(context, *action))
            .collect();
        assert!(!keys.is_empty(), "{} has no key", action.name());
    }
}

#[test]
fn names_of_actions_are_unique_and_read_back() {
    for action in Action::ALL {
        assert_eq!(Action::from_name(action.name()), Some(*action));
    }
}

#[test]
fn a_person_s_keys_stand_in_place_of_the_defaults() {
    let keymap = Keymap::with_config("c", "[keys.lists]\nquit = [\"Q\"]\n").unwrap();
    assert_eq!(
        keymap.action(KeyContext::Lists, Key::char('Q')),
        Some(Action::Quit)
    );
    assert_eq!(keymap.action(KeyContext::Lists, Key::char('q')), None);
    assert_eq!(
        keymap.action(KeyContext::Lists, Key::char('n')),
        Some(Action::New)
    );
}

#[test]
fn errors_name_file_and_line() {
    let cases = [
        (
            "[keys.lists]\n\nquit = [\"n\"]\n",
            "config.toml:3: `n` is bound to `new` already",
        ),
        (
            "[keys.lists]\nnew = [\"Ctrl-P\"]\n",
            "config.toml:2: `Ctrl-P` is bound to `palette`",
        ),
        (
            "[keys.lists]\nquit = [\"Ctrl-M\"]\n",
            "config.toml:2: `Ctrl-M` cannot be bound",
        ),
        (
            "[keys.lists]\nfly = [\"F5\"]\n",
            "config.toml:2: no action is called `fly`",
        ),
        (
            "[keys.list]\nquit = [\"F5\"]\n",
            "config.toml:1: no keys are called `list`",
        ),
        (
            "[keys.lists]\nquit = \"F5\"\n",
            "config.toml:2: the keys of `quit`",
        ),
        (
            "[keys.lists]\nquit = [\"F5\", 3]\n",
            "config.toml:2: the keys of `quit`",
        ),
        (
            "[keys.lists]\nquit = [\"F55\"]\n",
            "config.toml:2: `F55` is not a key",
        ),
        ("keys = 3\n", "config.toml:1: the keys of `keys`"),
        ("a = 1\n[keys\n", "config.toml:2: "),
    ];
    for (text, start) in cases {
        let error = Keymap::with_config("config.toml", text)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(start), "{error}");
    }
}

//! `show` and `demo`.

use super::home::{Home, NOW, printed};

#[test]
fn the_sample_is_shown_with_what_to_try_next() {
    let home = Home::new();
    let shown = home.ok("demo sample");
    assert!(
        shown.starts_with("Harbour Days 2026\n═════════════════\n"),
        "{shown}"
    );
    assert!(
        shown.contains("Fsync and Other Promises\n────────"),
        "{shown}"
    );
    assert!(shown.contains("] https://"), "{shown}");
    assert!(shown.contains("export HALLWAY_NOTEBOOK="), "{shown}");
    assert!(!shown.contains('\u{1b}'));
    // A second time it is there already, with whatever the person did to it.
    home.ok("--notebook sample note -e harbour back at the table");
    home.ok("demo sample");
    let file = std::fs::read_to_string(
        home.path()
            .join("sample/events/harbour-days-2026/event.toml"),
    )
    .unwrap();
    assert!(file.contains("back at the table"));
    std::fs::create_dir(home.path().join("full")).unwrap();
    std::fs::write(home.path().join("full/x"), "").unwrap();
    let refused = home.line("demo full");
    let full = home.path().join("full");
    assert_eq!(
        (refused.code, refused.err),
        (
            1,
            format!(
                "error: {}: the folder is not empty\nhint: name one that is not there yet\n",
                full.display()
            )
        )
    );
}

#[test]
fn what_demo_says_to_try_works() {
    let home = Home::new();
    let shown = home.ok("demo sample");
    let commands = shown.split("try:\n").nth(1).unwrap();
    for command in commands
        .lines()
        .filter_map(|line| line.trim().strip_prefix("hallway "))
    {
        let words = shell_words::split(command).unwrap();
        let mut run = home.command_at(NOW);
        run.env("HALLWAY_NOTEBOOK", home.path().join("sample"))
            .env("EDITOR", "true");
        let done = printed(run.args(&words).output().unwrap());
        assert_eq!(done.code, 0, "{command}: {}", done.err);
    }
}

#[test]
fn styles_only_where_they_are_wanted() {
    let home = Home::new();
    home.ok("demo sample");
    let show = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut run = home.command_at(NOW);
        run.envs(variables.iter().copied())
            .args(["--notebook", "sample", "show", "harbour"])
            .args(arguments);
        printed(run.output().unwrap()).out
    };
    assert!(!show(&[], &[]).contains('\u{1b}'));
    assert!(show(&["--color", "always"], &[]).contains("\u{1b}[1;36mHarbour Days 2026\u{1b}[0m\n"));
    let narrow = show(&[], &[("COLUMNS", "40")]);
    assert!(
        narrow
            .lines()
            .take(40)
            .all(|line| line.chars().count() <= 40),
        "{narrow}"
    );
}

//! The founding day of the program, played by keys alone, and its post before docutils and Nikola.

use crate::home::Home;
use crate::python::python;
use crate::site;
use crate::terminal::Terminal;
use std::process::Command;

/// Fills in the one line that is asked for under that heading.
fn answer(terminal: &mut Terminal, key: &str, heading: &str, text: &str) {
    terminal.keys(key).wait(heading);
    terminal.keys(text).wait(text).wait_until_still();
}

/// Writes a paragraph and goes back to the timeline.
fn write(terminal: &mut Terminal, text: &str) {
    // The line that was asked for has gone, and the text has the keys.
    terminal.wait_without("Enter done").wait("Alt-n new");
    terminal.keys(text).wait(text).wait_until_still();
    terminal
        .keys("<Esc>")
        .wait("Enter write")
        .wait_until_still();
}

#[test]
fn the_founding_day_by_keys_alone() {
    let home = Home::empty();
    let folder = home.path("posts");
    std::fs::create_dir_all(&folder).unwrap();
    let home = home.config(&format!(
        "export_folder = {:?}\n",
        folder.display().to_string()
    ));
    let mut terminal = home.open(140, 45);
    let day = &mut terminal;
    day.wait("makes today's event");
    answer(day, "n", "its title", "SCaLE 15x");
    day.keys("<Enter>").wait("New note now").wait_until_still();

    day.keys("I");
    day.wait("Alt-n new").wait_until_still();
    day.keys("`SCaLE`_ was busy, and so was Fedora")
        .wait_until_still();
    // A word becomes a link by a key and its URL.
    answer(
        day,
        "<Ctrl-K>",
        "The URL of the link",
        "https://fedora.example.org",
    );
    day.keys("<Enter>").wait("`Fedora`_").wait_until_still();
    day.keys("<Esc>").wait("Enter write").wait_until_still();

    answer(day, "n", "New talk", "OpenShift booth");
    day.keys("<Tab>").wait("New booth");
    day.keys("<Enter>");
    write(day, "We stood there all day.");
    day.keys("b").wait("isitors").wait_until_still();
    day.keys("vvv").wait_until("three visitors", |screen| {
        let text = screen.contents();
        text.lines()
            .any(|line| line.contains("isitors") && line.contains('3'))
    });
    day.keys("<Enter>").wait_until_still();
    day.keys("Is it open?")
        .wait("Is it open?")
        .wait_until_still();
    day.keys("<Enter>").wait_until_still();
    day.keys("11").wait_until_still();
    day.keys("<Esc>").wait("New note now").wait_until_still();

    answer(day, "n", "New talk", "Kubernetes 101");
    day.keys("<Enter>")
        .wait_without("Enter done")
        .wait("Alt-n new");
    day.keys("Josh explained ``pods``.")
        .wait("pods``.")
        .wait_until_still();
    answer(day, "<Alt-a>", "Enter", "Ask about storage");
    day.keys("<Enter>")
        .wait("Ask about storage")
        .wait_until_still();
    day.keys("<Esc>").wait("Enter write").wait_until_still();

    answer(day, "n", "New talk", "Docker images");
    day.keys("<Enter>");
    write(day, "Smaller is better, says `the handbook`_.");

    answer(day, "n", "New talk", "Fedora work session");
    day.keys("<Tab>").wait("New booth");
    day.keys("<Tab>").wait("New meetup");
    day.keys("<Enter>");
    write(day, "Badges.");

    day.keys("C").wait("Alt-n new");
    day.keys("Thanks to all.")
        .wait("Thanks to all.")
        .wait_until_still();
    for (name, url) in [
        ("SCaLE", "https://scale.example.org"),
        ("the handbook", "https://handbook.example.org"),
    ] {
        day.keys("<Enter><Enter>").wait_until_still();
        day.keys(&format!(".. _{name}: {url}"))
            .wait(url)
            .wait_until_still();
    }
    day.keys("<Esc>").wait("Enter write").wait_until_still();

    day.keys("p").wait("The post").wait_until_still();
    day.keys("x").wait("scale-15x.rst").wait_until_still();
    day.keys("<Enter>");
    let post = folder.join("scale-15x.rst");
    day.wait("Exported to").wait_until_still();
    day.keys("<Esc>").wait("New note now").wait_until_still();
    day.keys("q");
    assert!(day.wait_exit().success());

    let text = std::fs::read_to_string(&post).unwrap();
    assert!(
        text.starts_with(".. title: SCaLE 15x\n.. slug: scale-15x\n"),
        "{text}"
    );
    for part in [
        "`SCaLE`_ was busy",
        "\nOpenShift booth\n---------------\n",
        "* Is it open? (asked 3 times)",
        "\nKubernetes 101\n--------------\n",
        "\nDocker images\n-------------\n",
        "\nFedora work session\n-------------------\n",
        "Thanks to all.",
        ".. _SCaLE: https://scale.example.org",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }

    let Some(python) = python() else {
        return;
    };
    let judged = Command::new(&python)
        .args(["-m", "docutils", "--writer=html5", "--report=1", "--halt=5"])
        .arg(&post)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&judged.stderr).into_owned();
    assert!(judged.status.success() && said.is_empty(), "{said}\n{text}");

    let page = site::build(&python, &home.path(""), &post);
    for part in ["Docker images", "Is it open?", "https://fedora.example.org"] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

//! Plain texts in the fields of a whole post: docutils reads back exactly what a person typed,
//! wherever it stands.

use crate::judge::Judge;
use crate::plain::TRIGGERS;
use crate::random::{Random, cases, string};
use hallway::model::count::Count;
use hallway::model::entry::{Entry, EntryKind};
use hallway::model::event::Event;
use hallway::model::layout::PostOptions;
use hallway::model::session::{Session, SessionKind, Speaker};
use hallway::post::{build, nikola};
use hallway::rst::escape::clean;

/// An event whose texts are all random, and those texts in the order in which the post must show
/// them.
struct Case {
    post: String,
    texts: Vec<String>,
}

/// A random text that is something to read; empty ones are left out of a post.
fn text(random: &mut Random) -> String {
    loop {
        let made = string(random, TRIGGERS, 12);
        if clean(&made).chars().any(|c| c.is_alphanumeric()) {
            return made;
        }
    }
}

fn case(random: &mut Random) -> Case {
    let [title, name, affiliation, quote, who, note] = std::array::from_fn(|_| text(random));
    let [second, item, other, question, crowd] = std::array::from_fn(|_| text(random));
    let entry = |kind, text: &str, who: Option<&str>| Entry {
        kind,
        text: text.to_owned(),
        who: who.map(str::to_owned),
        ..Entry::default()
    };
    let mut talk = Session {
        title: title.clone(),
        order: Some(1),
        speakers: vec![Speaker {
            name: name.clone(),
            affiliation: Some(affiliation.clone()),
            url: None,
        }],
        notes: "* A list before the quotation.".to_owned(),
        ..Session::default()
    };
    talk.entries
        .owner_mut()
        .push(entry(EntryKind::Quote, &quote, Some(&who)));
    talk.entries
        .owner_mut()
        .push(entry(EntryKind::Note, &note, None));
    let meetup = Session {
        kind: SessionKind::Meetup,
        title: second.clone(),
        order: Some(2),
        agenda: vec![item.clone(), other.clone()],
        ..Session::default()
    };
    let booth = Session {
        kind: SessionKind::Booth,
        title: "Booth".to_owned(),
        order: Some(3),
        questions: vec![Count::new(question.clone())],
        crowd: vec![Count {
            name: crowd.clone(),
            count: 3,
            hours: Vec::new(),
        }],
        ..Session::default()
    };
    let event = Event {
        title: "A conference".to_owned(),
        ..Event::default()
    };
    let post = nikola::write(&build::build(
        &event,
        &[talk, meetup, booth],
        &[],
        PostOptions::default(),
    ))
    .text;
    let c = |text: &str| clean(text);
    let texts = vec![
        "A conference".to_owned(),
        c(&title),
        format!("By {} ({})", c(&name), c(&affiliation)),
        "A list before the quotation.".to_owned(),
        c(&quote),
        c(&who),
        c(&note),
        c(&second),
        c(&item),
        c(&other),
        "Booth".to_owned(),
        "Questions that came up:".to_owned(),
        c(&question),
        "Who came by".to_owned(),
        "How many".to_owned(),
        c(&crowd),
        "3".to_owned(),
    ];
    Case { post, texts }
}

#[test]
fn plain_fields_are_read_back_as_they_were_typed() {
    let Some(mut judge) = Judge::start() else {
        return;
    };
    let mut random = Random::new(0x5e_edf1_e1d5);
    let cases: Vec<Case> = (0..cases(60, 1000)).map(|_| case(&mut random)).collect();
    let posts: Vec<&str> = cases.iter().map(|case| case.post.as_str()).collect();
    let unused = |text: &str| {
        text.contains("is not referenced") || text.contains("Duplicate implicit target name")
    };
    for (case, problems) in cases.iter().zip(judge.problems(&posts)) {
        let real: Vec<_> = problems
            .iter()
            .filter(|problem| !unused(&problem.text))
            .collect();
        assert!(real.is_empty(), "{real:?}\n{}", case.post);
    }
    for (case, found) in cases.iter().zip(judge.text(&posts)) {
        let folded: Vec<String> = found
            .iter()
            .map(|text| {
                text.split(['\n', ' '])
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        assert_eq!(folded, case.texts, "{}", case.post);
    }
}

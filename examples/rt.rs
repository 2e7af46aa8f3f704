fn main() {
    let p = std::env::args().nth(1).unwrap();
    let b = std::fs::read(&p).unwrap();
    let i = hallway::post::import::read(&b, &p).unwrap();
    let t = hallway::post::nikola::write(&hallway::post::build::build(
        &i.event,
        &i.sessions,
        &[],
        Default::default(),
    ))
    .text;
    for s in &i.sessions {
        eprintln!(
            "{:?} L{} {:?} {:?} speakers={:?} {:?}",
            s.kind,
            s.level,
            s.title,
            s.heading.layout,
            s.speakers.iter().map(|x| &x.name).collect::<Vec<_>>(),
            s.notes.len()
        );
    }
    eprintln!(
        "closing {:?}",
        i.event
            .closing
            .as_ref()
            .map(|c| (&c.title, c.level, &c.heading))
    );
    eprintln!(
        "{:?} {:?} {:?}",
        i.event.layout, i.event.look, i.event.heading
    );
    print!("{t}");
}

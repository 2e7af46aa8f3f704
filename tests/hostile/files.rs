//! The files, made where they are needed: most are larger than a repository should be.

/// A little less than the most that is read.
const LARGE: usize = 31 << 20;

/// A file's name, whether it can be imported, and its bytes.
pub type Hostile = (&'static str, bool, fn() -> Vec<u8>);

/// All of them.
pub fn all() -> Vec<Hostile> {
    vec![
        ("empty", false, Vec::new),
        ("too-large.xml", false, || {
            xml(&" ".repeat(33 << 20)).into_bytes()
        }),
        ("deep.xml", false, || {
            format!("<schedule>{}", "<a>".repeat(100_000)).into_bytes()
        }),
        ("deep.json", false, || "[".repeat(100_000).into_bytes()),
        ("deep-objects.json", false, || {
            "{\"a\":".repeat(100_000).into_bytes()
        }),
        ("deep.ics", false, || {
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"
                .repeat(50_000)
                .into_bytes()
        }),
        ("billion.xml", false, billion),
        ("external.xml", false, || {
            b"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><schedule><day date=\"2026-05-15\"/></schedule>".to_vec()
        }),
        // One field that is all there is: the session is left out.
        ("title.xml", false, || {
            xml(&event(&"a".repeat(LARGE), "")).into_bytes()
        }),
        ("title.json", false, || {
            json(&"a".repeat(LARGE)).into_bytes()
        }),
        ("title.ics", false, || {
            ics(&format!("SUMMARY:{}", "a".repeat(LARGE))).into_bytes()
        }),
        ("folded.ics", false, || {
            ics(&format!("SUMMARY:{}", "a\n ".repeat(LARGE / 3))).into_bytes()
        }),
        ("attribute.xml", false, || {
            format!("<schedule a=\"{}\"/>", "a".repeat(LARGE)).into_bytes()
        }),
        ("attributes.xml", false, || {
            format!("<schedule{}/>", " a=\"\"".repeat(LARGE / 5)).into_bytes()
        }),
        ("speakers.json", false, || {
            let names = "a,".repeat(LARGE / 2);
            format!("[{{\"Name\":\"A\",\"StartTime\":\"2026-05-15T10:00:00+02:00\",\"Speakers\":\"{names}\"}}]").into_bytes()
        }),
        ("speakers.ics", false, || {
            ics(&format!(
                "SUMMARY:A\nDTSTART:20260515T100000Z\nDESCRIPTION:Speakers: {}",
                "a,".repeat(LARGE / 2)
            ))
            .into_bytes()
        }),
        ("categories.ics", false, || {
            ics(&format!(
                "SUMMARY:A\nDTSTART:20260515T100000Z\nCATEGORIES:{}",
                "a,".repeat(LARGE / 2)
            ))
            .into_bytes()
        }),
        // More pieces than anybody needs.
        ("elements.xml", false, || {
            format!("<schedule>{}</schedule>", "<a/>".repeat(LARGE / 4)).into_bytes()
        }),
        ("events.xml", false, || {
            xml(&"<event/>".repeat(LARGE / 8)).into_bytes()
        }),
        ("values.json", false, || {
            format!(
                "{{\"sessions\":[{}1],\"rooms\":[]}}",
                "1,".repeat(LARGE / 2)
            )
            .into_bytes()
        }),
        ("keys.json", false, || {
            let keys: String = (0..LARGE / 12).map(|n| format!("\"{n:x}\":[],")).collect();
            format!("{{\"schedule\":{{{keys}\"a\":1}}}}").into_bytes()
        }),
        ("lines.ics", true, || {
            let lines = "X:\n".repeat(LARGE / 3);
            ics(&format!("SUMMARY:A\nDTSTART:20260515T100000Z\n{lines}")).into_bytes()
        }),
        ("parameters.ics", true, || {
            ics(&format!(
                "SUMMARY{}:A\nDTSTART:20260515T100000Z",
                ";A=B".repeat(LARGE / 4)
            ))
            .into_bytes()
        }),
        ("zones.ics", false, || {
            let zone =
                |n: usize| format!("BEGIN:VTIMEZONE\nTZID:Z{n}\nTZOFFSETTO:+0100\nEND:VTIMEZONE\n");
            let event = |n: usize| {
                format!("BEGIN:VEVENT\nSUMMARY:A\nDTSTART;TZID=Z{n}:20260515T100000\nEND:VEVENT\n")
            };
            let zones: String = (0..150_000).map(zone).collect();
            let events: String = (0..150_000).map(event).collect();
            format!("BEGIN:VCALENDAR\n{zones}{events}END:VCALENDAR\n").into_bytes()
        }),
        ("no-starts.ics", false, || {
            format!(
                "BEGIN:VCALENDAR\n{}END:VCALENDAR\n",
                "BEGIN:VEVENT\nEND:VEVENT\n".repeat(LARGE / 24)
            )
            .into_bytes()
        }),
        // As many sessions as there may be, and one more.
        ("20000.xml", true, || {
            xml(&event("A", "").repeat(20_000)).into_bytes()
        }),
        ("20001.xml", false, || {
            xml(&event("A", "").repeat(20_001)).into_bytes()
        }),
        ("20001.json", false, || {
            let one = "{\"Name\":\"A\",\"StartTime\":\"2026-05-15T10:00:00+02:00\"},";
            format!("[{}{}]", one.repeat(20_000), one.trim_end_matches(',')).into_bytes()
        }),
        ("20001.ics", false, || {
            let one = "BEGIN:VEVENT\nSUMMARY:A\nDTSTART:20260515T100000Z\nEND:VEVENT\n";
            format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", one.repeat(20_001)).into_bytes()
        }),
        // Texts that take long to take apart.
        ("html-open.xml", true, || {
            xml(&event("A", &"&lt;ul&gt;&lt;li&gt;".repeat(3_000))).into_bytes()
        }),
        ("html-less.xml", true, || {
            xml(&event("A", &"&lt;".repeat(16_000))).into_bytes()
        }),
        ("html-quotes.xml", true, || {
            xml(&event("A", &"&lt;a href=\"".repeat(4_000))).into_bytes()
        }),
        ("html-amps.xml", true, || {
            xml(&event("A", &"&amp;".repeat(12_000))).into_bytes()
        }),
        ("html-comments.xml", true, || {
            xml(&event("A", &"&lt;!--".repeat(9_000))).into_bytes()
        }),
        ("many-abstracts.xml", true, || {
            xml(&event("A", &"&lt;b&gt;a&lt;/b&gt; ".repeat(2_500)).repeat(480)).into_bytes()
        }),
        // More text than a file of a notebook may have.
        ("text.xml", false, || {
            xml(&event("A", &"word ".repeat(8_000)).repeat(300)).into_bytes()
        }),
        // Times and zones.
        ("rrule.ics", true, || {
            ics("SUMMARY:A\nDTSTART:20260515T100000Z\nRRULE:FREQ=SECONDLY;COUNT=2000000000")
                .into_bytes()
        }),
        ("year.ics", false, || {
            ics("SUMMARY:A\nDTSTART:99991231T235959Z\nDURATION:P999999W").into_bytes()
        }),
        ("duration.ics", true, || {
            ics(&format!(
                "SUMMARY:A\nDTSTART:20260515T100000Z\nDURATION:P{}W",
                "9".repeat(1_000)
            ))
            .into_bytes()
        }),
        ("zone.ics", false, || {
            ics(&format!(
                "SUMMARY:A\nDTSTART;TZID=\"{}\":20260515T100000",
                "/..".repeat(9_000)
            ))
            .into_bytes()
        }),
        ("number.json", false, || {
            format!("[{{\"Name\":\"A\",\"StartTime\":1{}}}]", "0".repeat(400)).into_bytes()
        }),
        // Encodings.
        ("utf-16le.xml", true, || {
            utf16(
                &xml(&event("Zug\u{fc}berwachung", "")),
                u16::to_le_bytes,
                true,
            )
        }),
        ("utf-16be.xml", true, || {
            utf16(
                &xml(&event("Zug\u{fc}berwachung", "")),
                u16::to_be_bytes,
                true,
            )
        }),
        ("utf-16-unmarked.xml", true, || {
            utf16(&xml(&event("A", "")), u16::to_le_bytes, false)
        }),
        ("utf-16.ics", true, || {
            utf16(
                &ics("SUMMARY:A\nDTSTART:20260515T100000Z"),
                u16::to_le_bytes,
                true,
            )
        }),
        ("utf-16-cut.xml", false, || {
            let mut bytes = utf16(&xml(&event("A", "")), u16::to_le_bytes, true);
            bytes.truncate(bytes.len() / 2 - 1);
            bytes
        }),
        ("latin-1.xml", true, || {
            latin1(&xml(&event("Zug\u{fc}berwachung", "")))
        }),
        ("latin-1.json", true, || {
            latin1(&json("Zug\u{fc}berwachung"))
        }),
        ("latin-1.ics", true, || {
            latin1(&ics(
                "SUMMARY:Zug\u{fc}berwachung\nDTSTART:20260515T100000Z",
            ))
        }),
        ("surrogates.json", false, || json("A \\ud83d").into_bytes()),
        ("nuls", false, || vec![0; 1 << 20]),
        ("noise", false, || {
            (0u32..1 << 20)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
                .collect()
        }),
    ]
}

/// A file of every format with a control in each of its fields, in each spelling.
pub fn with_controls() -> Vec<(String, String)> {
    let raw = [
        "\u{1b}[31m",
        "\u{9b}31m",
        "\u{7}",
        "\u{7f}",
        "\u{202e}",
        "\u{2066}",
        "\u{200f}",
        "\u{85}",
        "\u{feff}",
    ];
    let references = [
        "&#27;[2J",
        "&#x1b;]0;x&#7;",
        "&#x9b;2J",
        "&#x202e;",
        "&#8295;",
        "&amp;#27;[2J",
        "&amp;#x202e;",
        "&#0;",
    ];
    let escapes = [
        "\\u001b[2J",
        "\\u009b2J",
        "\\u0000",
        "\\u202e",
        "\\u2067",
        "&#27;[2J",
        "&#x202e;",
    ];
    let in_calendar = [
        "\u{1b}[2J",
        "\u{9b}2J",
        "\u{202e}",
        "\u{2066}",
        "&#27;[2J",
        "&#x202e;",
    ];
    let mut files = Vec::new();
    let mut add =
        |kind: &str, number: usize, text: String| files.push((format!("{number}.{kind}"), text));
    for (number, bad) in raw.iter().chain(&references).enumerate() {
        let field = |name: &str| format!("<{name}>a{bad}b</{name}>");
        let fields: String = [
            "title",
            "subtitle",
            "room",
            "track",
            "type",
            "language",
            "abstract",
            "description",
            "url",
        ]
        .map(field)
        .concat();
        let event = format!(
            "<event guid=\"a{bad}b\"><date>2026-05-15T10:00:00+02:00</date>{fields}<persons><person>a{bad}b</person></persons></event>\
             <event><date>a{bad}b</date>{fields}</event>"
        );
        let head: String = ["title", "venue", "city", "url", "time_zone_name"]
            .map(field)
            .concat();
        add(
            "xml",
            number,
            format!(
                "<schedule><version>a{bad}b</version><conference>{head}</conference><day date=\"2026-05-15\"><room name=\"a{bad}b\">{event}</room></day></schedule>"
            ),
        );
    }
    for (number, bad) in escapes.iter().enumerate() {
        let fields = |names: &[&str]| -> String {
            names
                .iter()
                .map(|name| format!("\"{name}\":\"a{bad}b\","))
                .collect()
        };
        let talk = fields(&[
            "guid",
            "title",
            "subtitle",
            "room",
            "track",
            "type",
            "language",
            "abstract",
            "description",
            "url",
        ]);
        let head = fields(&["title", "time_zone_name", "venue", "city", "url"]);
        add(
            "voc.json",
            number,
            format!(
                "{{\"schedule\":{{\"version\":\"a{bad}b\",\"conference\":{{{head}\"days\":[{{\"rooms\":{{\"a{bad}b\":[\
                 {{{talk}\"date\":\"2026-05-15T10:00:00+02:00\",\"persons\":[{{\"name\":\"a{bad}b\"}}]}},{{{talk}\"date\":\"a{bad}b\"}}]}}}}]}}}}}}"
            ),
        );
        let row = fields(&[
            "Name",
            "Location",
            "Speakers",
            "Topic",
            "Description",
            "Link",
        ]);
        add(
            "signs.json",
            number,
            format!(
                "[{{{row}\"StartTime\":\"2026-05-15T10:00:00+02:00\"}},{{{row}\"StartTime\":\"a{bad}b\"}}]"
            ),
        );
        let session = fields(&["title", "description", "liveUrl", "room"]);
        add(
            "sessionize.json",
            number,
            format!(
                "{{\"sessions\":[{{{session}\"id\":\"1\",\"startsAt\":\"2026-05-15T10:00:00\",\"speakers\":[\"s\"],\"roomId\":1}}],\
                 \"rooms\":[{{\"id\":1,\"name\":\"a{bad}b\"}}],\"speakers\":[{{\"id\":\"s\",\"fullName\":\"a{bad}b\",\"tagLine\":\"a{bad}b\"}}],\"categories\":[]}}"
            ),
        );
        let talk = fields(&["title", "description", "room", "session", "type"]);
        add(
            "indico.json",
            number,
            format!(
                "{{\"results\":[{{\"title\":\"a{bad}b\",\"timezone\":\"a{bad}b\",\"contributions\":[{{{talk}\"startDate\":\
                 {{\"date\":\"2026-05-15\",\"time\":\"10:00:00\",\"tz\":\"Europe/Vienna\"}},\"speakers\":[{{\"first_name\":\"a{bad}b\",\"affiliation\":\"a{bad}b\"}}]}}]}}]}}"
            ),
        );
    }
    for (number, bad) in in_calendar.iter().enumerate() {
        let lines: String = [
            "UID",
            "SUMMARY",
            "DESCRIPTION",
            "LOCATION",
            "CATEGORIES",
            "URL",
        ]
        .map(|name| format!("{name}:a{bad}b\n"))
        .concat();
        let text = format!(
            "BEGIN:VCALENDAR\nX-WR-CALNAME:a{bad}b\nBEGIN:VEVENT\n{lines}DTSTART:20260515T100000Z\nEND:VEVENT\nBEGIN:VEVENT\n{lines}DTSTART:a{bad}b\nEND:VEVENT\n\
             BEGIN:VEVENT\n{lines}DTSTART;TZID=a{bad}b:20260515T100000\nEND:VEVENT\nEND:VCALENDAR\n"
        );
        add("ics", number, text);
    }
    files
}

fn xml(day: &str) -> String {
    format!(
        "<schedule><conference><title>A</title></conference><day date=\"2026-05-15\"><room name=\"R\">{day}</room></day></schedule>"
    )
}

fn event(title: &str, about: &str) -> String {
    format!(
        "<event><date>2026-05-15T10:00:00+02:00</date><title>{title}</title><abstract>{about}</abstract></event>"
    )
}

fn json(title: &str) -> String {
    format!("[{{\"Name\":\"{title}\",\"StartTime\":\"2026-05-15T10:00:00+02:00\"}}]")
}

fn ics(event: &str) -> String {
    format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n")
}

fn billion() -> Vec<u8> {
    let mut text = "<!DOCTYPE l [<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..12 {
        text += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    (text + "]><schedule><title>&a11;</title></schedule>").into_bytes()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter()
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| c as u32 as u8).collect()
}

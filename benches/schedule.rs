//! How long a large programme takes: reading it, filtering it as letters are typed, and putting it
//! in another order.
//!
//! `cargo bench --bench schedule`. Whole processes: `tests/run --bench`. A frame has 16 ms.

use chrono_tz::Tz;
use divan::Bencher;
use hallway::app::programme_view::{Order, Prepared, ProgrammeView};
use hallway::schedule::{Zones, read};

fn main() {
    divan::main();
}

/// A programme of so many talks, as schedule XML.
fn xml(talks: usize) -> String {
    let mut text = String::from(
        "<schedule><conference><title>Large</title><time_zone_name>Europe/Vienna</time_zone_name></conference>",
    );
    for day in 0..2 {
        text.push_str(&format!(
            "<day date=\"2026-05-{}\" index=\"{day}\">",
            15 + day
        ));
        for at in (day * talks / 2)..((day + 1) * talks / 2) {
            let (hour, minute) = (9 + at / 12 % 9, at % 12 * 5);
            text.push_str(&format!(
                "<room name=\"Room {room}\"><event guid=\"g-{at}\"><date>2026-05-{date}T{hour:02}:{minute:02}:00+02:00</date><duration>00:25</duration>\
                 <title>Talk {at} of many things</title><track>Track {track}</track>\
                 <abstract>&lt;p&gt;{sentence}&lt;/p&gt;&lt;ul&gt;&lt;li&gt;{sentence}&lt;/li&gt;&lt;/ul&gt;</abstract>\
                 <persons><person>Speaker {at}</person></persons></event></room>",
                room = at % 30,
                date = 15 + day,
                track = at % 40,
                sentence = "A sentence that says what there is to be heard, and why one should come. ".repeat(12),
            ));
        }
        text.push_str("</day>");
    }
    text.push_str("</schedule>");
    text
}

fn prepared() -> Prepared {
    let import = read(xml(1105).as_bytes(), Zones::default());
    Prepared::of(import.map(|import| import.programme).unwrap_or_default())
}

#[divan::bench]
fn read_1105_talks(bencher: Bencher) {
    let text = xml(1105);
    bencher.bench(|| read(text.as_bytes(), Zones::default()));
}

#[divan::bench(args = ["", "talk 9", "sentence hear", "no such words"])]
fn filter_1105_talks(bencher: Bencher, typed: &str) {
    let prepared = prepared();
    bencher.bench(|| prepared.fitting(typed));
}

#[divan::bench]
fn arrange_1105_talks_by_room(bencher: Bencher) {
    let prepared = prepared();
    let mut view = ProgrammeView {
        order: Order::Room,
        ..ProgrammeView::default()
    };
    bencher.bench_local(|| view.arrange(&prepared, &[], Tz::UTC));
}

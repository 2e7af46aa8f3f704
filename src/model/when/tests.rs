use super::*;

fn frame(now: &str) -> EventFrame {
    EventFrame {
        zone: Tz::America__Los_Angeles,
        first: NaiveDate::from_ymd_opt(2017, 3, 2),
        last: NaiveDate::from_ymd_opt(2017, 3, 5),
        now: DateTime::parse_from_rfc3339(now).unwrap().to_utc(),
    }
}

fn read(text: &str) -> String {
    frame("2017-03-03T09:15:20-08:00")
        .moment(text, None)
        .unwrap()
        .at
        .to_rfc3339()
}

#[test]
fn times_of_today() {
    for text in ["10:30", "10.30", "1030", "10:30am", "10:30 AM", "10.30 am"] {
        assert_eq!(read(text), "2017-03-03T10:30:00-08:00", "{text}");
    }
    assert_eq!(read("930"), "2017-03-03T09:30:00-08:00");
    assert_eq!(read("12am"), "2017-03-03T00:00:00-08:00");
    assert_eq!(read("12pm"), "2017-03-03T12:00:00-08:00");
    assert_eq!(read("noon"), "2017-03-03T12:00:00-08:00");
    assert_eq!(read("now"), "2017-03-03T09:15:00-08:00");
    assert_eq!(read("+1h"), "2017-03-03T10:15:00-08:00");
    assert_eq!(read("+1h30m"), "2017-03-03T10:45:00-08:00");
    assert_eq!(read("-15m"), "2017-03-03T09:00:00-08:00");
}

#[test]
fn times_with_a_day() {
    for text in [
        "sat 10:00",
        "Saturday 10am",
        "10am sat",
        "sat 10 am",
        "2017-03-04 10:00",
        "2017-03-04T10:00",
        "4 Mar 10:00",
        "4 March 2017, 10:00",
        "tomorrow 10:00",
        "sat at 10:00",
        "2017-03-04T18:00:00Z",
        "2017-03-04 13:00-05:00",
    ] {
        assert_eq!(read(text), "2017-03-04T10:00:00-08:00", "{text}");
    }
}

#[test]
fn an_end_counts_from_its_start() {
    let frame = frame("2017-03-03T09:15:20-08:00");
    let start = frame.moment("sun 23:30", None).unwrap().at;
    let end = |text| {
        frame
            .moment(text, Some(start))
            .map(|moment| moment.at.to_rfc3339())
    };
    assert_eq!(end("+1h").unwrap(), "2017-03-06T00:30:00-08:00");
    assert_eq!(end("23:45").unwrap(), "2017-03-05T23:45:00-08:00");
    assert_eq!(end("mon 0:30").unwrap(), "2017-03-06T00:30:00-08:00");
    let early = frame.moment("22:00", Some(start)).unwrap().at;
    let error = in_order(Some(start), Some(early)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the end, 2017-03-05 22:00, is before the start, 2017-03-05 23:30"
    );
}

#[test]
fn a_bare_time_outside_the_event_is_an_error_that_names_its_days() {
    let error = frame("2017-04-01T09:00:00-07:00")
        .moment("10:00", None)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`10:00` is on no day: the event is on thu 2017-03-02, fri 2017-03-03, sat 2017-03-04, sun 2017-03-05"
    );
    assert_eq!(error.hint(), "write the day as well, such as `thu 10:00`");
    let mut one_day = frame("2017-04-01T09:00:00-07:00");
    one_day.last = None;
    assert_eq!(
        one_day.moment("10:00", None).unwrap().at.to_rfc3339(),
        "2017-03-02T10:00:00-08:00"
    );
    let error = one_day.moment("tue 10:00", None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`tue 10:00` is not one of the event's days: the event is on thu 2017-03-02"
    );
    assert_eq!(
        error.hint(),
        "write one of those days, such as `thu 10:00`, or a date"
    );
}

#[test]
fn daylight_saving_is_told() {
    let frame = frame("2017-03-03T09:15:20-08:00");
    let skipped = frame.moment("2017-03-12 02:30", None).unwrap();
    assert_eq!(skipped.at.to_rfc3339(), "2017-03-12T03:30:00-07:00");
    assert_eq!(
        skipped.notice.unwrap().to_string(),
        "02:30 does not exist on 2017-03-12 in America/Los_Angeles; took 03:30"
    );
    let twice = frame.moment("2017-11-05 01:30", None).unwrap();
    assert_eq!(twice.at.to_rfc3339(), "2017-11-05T01:30:00-07:00");
    assert_eq!(
        twice.notice.unwrap().to_string(),
        "01:30 occurs twice on 2017-11-05 in America/Los_Angeles; took the earlier, -07:00; write an offset to choose"
    );
    let chosen = frame.moment("2017-11-05 01:30-08:00", None).unwrap();
    assert_eq!(
        (chosen.at.to_rfc3339().as_str(), chosen.notice),
        ("2017-11-05T01:30:00-08:00", None)
    );
    let samoa = resolve(
        NaiveDate::from_ymd_opt(2011, 12, 30)
            .unwrap()
            .and_hms_opt(12, 0, 0)
            .unwrap(),
        Tz::Pacific__Apia,
    );
    assert_eq!(samoa.at.to_rfc3339(), "2011-12-31T12:00:00+14:00");
}

#[test]
fn dates() {
    let today = NaiveDate::from_ymd_opt(2017, 2, 20).unwrap(); // a Monday
    let read = |text: &str| date(text, today, today).map(|date| date.to_string());
    for text in [
        "2017-03-02",
        "2 Mar 2017",
        "2 march",
        "March 2, 2017",
        "2.3.2017",
        "2nd Mar",
        "Thu 2 Mar 2017",
    ] {
        assert_eq!(read(text).as_deref(), Ok("2017-03-02"), "{text}");
    }
    assert_eq!(read("today").as_deref(), Ok("2017-02-20"));
    assert_eq!(read("tomorrow").as_deref(), Ok("2017-02-21"));
    assert_eq!(read("thu").as_deref(), Ok("2017-02-23"));
    assert_eq!(read("mon").as_deref(), Ok("2017-02-20"));
    assert_eq!(
        read("3/2/2017").unwrap_err().to_string(),
        "`3/2/2017` could be two dates"
    );
    for text in ["", "2017-02-30", "soon", "32 Mar", "2017-3-2x", "\u{1F600}"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn what_is_no_time() {
    let frame = frame("2017-03-03T09:15:20-08:00");
    for text in [
        "",
        "25:00",
        "10:60",
        "10",
        "13pm",
        "0am",
        "ten",
        "+",
        "+1x",
        "+99999999999h",
        "sat",
        "10:00 10:00",
        "10:00-8",
        "é:00",
        "1é0",
    ] {
        assert!(frame.moment(text, None).is_err(), "{text}");
    }
}

#[test]
fn zones() {
    assert_eq!(zone("america/los_angeles"), Ok(Tz::America__Los_Angeles));
    assert_eq!(zone("America/Los Angeles"), Ok(Tz::America__Los_Angeles));
    let error = zone("America/Los_Angles").unwrap_err();
    assert_eq!(
        error.to_string(),
        "no time zone is called `America/Los_Angles`"
    );
    assert_eq!(error.hint(), "did you mean `America/Los_Angeles`?");
    assert_eq!(
        zone("Los Angeles").unwrap_err().hint(),
        "did you mean `America/Los_Angeles`?"
    );
    assert_eq!(
        zone("zzzzqq").unwrap_err().hint(),
        "zones have names such as `America/Los_Angeles` or `Europe/Berlin`"
    );
}

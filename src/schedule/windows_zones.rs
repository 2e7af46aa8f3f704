//! What Windows calls time zones, for calendars that come from Outlook. The names are those of the
//! Unicode CLDR (windowsZones, territory 001).

use chrono_tz::{TZ_VARIANTS, Tz};

const NAMES: &[(&str, Tz)] = &[
    ("UTC", Tz::UTC),
    ("Hawaiian Standard Time", Tz::Pacific__Honolulu),
    ("Alaskan Standard Time", Tz::America__Anchorage),
    ("Pacific Standard Time", Tz::America__Los_Angeles),
    ("US Mountain Standard Time", Tz::America__Phoenix),
    ("Mountain Standard Time", Tz::America__Denver),
    ("Central Standard Time", Tz::America__Chicago),
    ("Central Standard Time (Mexico)", Tz::America__Mexico_City),
    ("Canada Central Standard Time", Tz::America__Regina),
    ("SA Pacific Standard Time", Tz::America__Bogota),
    ("Eastern Standard Time", Tz::America__New_York),
    (
        "US Eastern Standard Time",
        Tz::America__Indiana__Indianapolis,
    ),
    ("Venezuela Standard Time", Tz::America__Caracas),
    ("Atlantic Standard Time", Tz::America__Halifax),
    ("Pacific SA Standard Time", Tz::America__Santiago),
    ("Newfoundland Standard Time", Tz::America__St_Johns),
    ("E. South America Standard Time", Tz::America__Sao_Paulo),
    ("Argentina Standard Time", Tz::America__Buenos_Aires),
    ("GMT Standard Time", Tz::Europe__London),
    ("Greenwich Standard Time", Tz::Atlantic__Reykjavik),
    ("W. Europe Standard Time", Tz::Europe__Berlin),
    ("Central Europe Standard Time", Tz::Europe__Budapest),
    ("Romance Standard Time", Tz::Europe__Paris),
    ("Central European Standard Time", Tz::Europe__Warsaw),
    ("E. Europe Standard Time", Tz::Europe__Chisinau),
    ("GTB Standard Time", Tz::Europe__Bucharest),
    ("FLE Standard Time", Tz::Europe__Kiev),
    ("Turkey Standard Time", Tz::Europe__Istanbul),
    ("Israel Standard Time", Tz::Asia__Jerusalem),
    ("Egypt Standard Time", Tz::Africa__Cairo),
    ("South Africa Standard Time", Tz::Africa__Johannesburg),
    ("E. Africa Standard Time", Tz::Africa__Nairobi),
    ("Russian Standard Time", Tz::Europe__Moscow),
    ("Arab Standard Time", Tz::Asia__Riyadh),
    ("Arabian Standard Time", Tz::Asia__Dubai),
    ("Pakistan Standard Time", Tz::Asia__Karachi),
    ("India Standard Time", Tz::Asia__Kolkata),
    ("SE Asia Standard Time", Tz::Asia__Bangkok),
    ("China Standard Time", Tz::Asia__Shanghai),
    ("Singapore Standard Time", Tz::Asia__Singapore),
    ("Taipei Standard Time", Tz::Asia__Taipei),
    ("Tokyo Standard Time", Tz::Asia__Tokyo),
    ("AUS Eastern Standard Time", Tz::Australia__Sydney),
    ("New Zealand Standard Time", Tz::Pacific__Auckland),
    ("Aleutian Standard Time", Tz::America__Adak),
    ("Pacific Standard Time (Mexico)", Tz::America__Tijuana),
    ("Mountain Standard Time (Mexico)", Tz::America__Mazatlan),
    ("Yukon Standard Time", Tz::America__Whitehorse),
    ("Central America Standard Time", Tz::America__Guatemala),
    ("Eastern Standard Time (Mexico)", Tz::America__Cancun),
    ("Cuba Standard Time", Tz::America__Havana),
    ("Haiti Standard Time", Tz::America__PortauPrince),
    ("SA Western Standard Time", Tz::America__La_Paz),
    ("SA Eastern Standard Time", Tz::America__Cayenne),
    ("Central Brazilian Standard Time", Tz::America__Cuiaba),
    ("Paraguay Standard Time", Tz::America__Asuncion),
    ("Montevideo Standard Time", Tz::America__Montevideo),
    ("Bahia Standard Time", Tz::America__Bahia),
    ("Greenland Standard Time", Tz::America__Nuuk),
    ("Azores Standard Time", Tz::Atlantic__Azores),
    ("Cape Verde Standard Time", Tz::Atlantic__Cape_Verde),
    ("Morocco Standard Time", Tz::Africa__Casablanca),
    ("W. Central Africa Standard Time", Tz::Africa__Lagos),
    ("Namibia Standard Time", Tz::Africa__Windhoek),
    ("Middle East Standard Time", Tz::Asia__Beirut),
    ("Jordan Standard Time", Tz::Asia__Amman),
    ("Arabic Standard Time", Tz::Asia__Baghdad),
    ("Iran Standard Time", Tz::Asia__Tehran),
    ("Belarus Standard Time", Tz::Europe__Minsk),
    ("Georgian Standard Time", Tz::Asia__Tbilisi),
    ("Caucasus Standard Time", Tz::Asia__Yerevan),
    ("Azerbaijan Standard Time", Tz::Asia__Baku),
    ("West Asia Standard Time", Tz::Asia__Tashkent),
    ("Central Asia Standard Time", Tz::Asia__Bishkek),
    ("Sri Lanka Standard Time", Tz::Asia__Colombo),
    ("Nepal Standard Time", Tz::Asia__Kathmandu),
    ("Bangladesh Standard Time", Tz::Asia__Dhaka),
    ("Myanmar Standard Time", Tz::Asia__Yangon),
    ("Ekaterinburg Standard Time", Tz::Asia__Yekaterinburg),
    ("N. Central Asia Standard Time", Tz::Asia__Novosibirsk),
    ("Ulaanbaatar Standard Time", Tz::Asia__Ulaanbaatar),
    ("Korea Standard Time", Tz::Asia__Seoul),
    ("W. Australia Standard Time", Tz::Australia__Perth),
    ("AUS Central Standard Time", Tz::Australia__Darwin),
    ("Cen. Australia Standard Time", Tz::Australia__Adelaide),
    ("E. Australia Standard Time", Tz::Australia__Brisbane),
    ("Tasmania Standard Time", Tz::Australia__Hobart),
    ("West Pacific Standard Time", Tz::Pacific__Port_Moresby),
    ("Fiji Standard Time", Tz::Pacific__Fiji),
    ("Samoa Standard Time", Tz::Pacific__Apia),
];

/// The zone of that name, also where it is only shown: "(UTC+01:00) Amsterdam, Berlin, Bern, Rome,
/// Stockholm, Vienna" is that of the first of these cities that the IANA has a zone for.
pub(super) fn zone(name: &str) -> Option<Tz> {
    let mut known = NAMES.iter();
    let known = known.find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, zone)| *zone).or_else(|| shown(name))
}

fn shown(name: &str) -> Option<Tz> {
    let (offset, cities) = name.strip_prefix('(')?.split_once(')')?;
    if !offset.starts_with("UTC") && !offset.starts_with("GMT") {
        return None;
    }
    cities.split(',').find_map(|city| {
        let city = city.trim().replace(' ', "_");
        let is_there = |zone: &&Tz| {
            let (_, tail) = zone.name().rsplit_once('/').unwrap_or_default();
            !city.is_empty() && tail.eq_ignore_ascii_case(&city)
        };
        TZ_VARIANTS.iter().find(is_there).copied()
    })
}

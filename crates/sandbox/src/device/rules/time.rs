//! The time zone's name against the offsets, by the IANA data at that time.

use jiff::{
    Timestamp,
    civil::date,
    tz::{TimeZone, TimeZoneDatabase},
};

use super::{Class, Rule, when};
use crate::device::evidence::Evidence;

const SOURCE: &str = "IANA time zone database, as bundled with the sandbox";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "time_zone_unknown",
        class: Class::Score,
        weight: 20,
        compares: "the time zone's name with the IANA names",
        why: "A browser takes its zone from the same list.",
        source: SOURCE,
        check: Some(|evidence| {
            let name = evidence.facts.time_zone.as_deref();
            when(name.is_some() && zone(evidence).is_none(), || name.unwrap_or_default().to_owned())
        }),
    },
    Rule {
        code: "time_zone_offsets",
        class: Class::Score,
        weight: 40,
        compares: "the offsets in January and July with the zone's in that year",
        why: "One of the two was made up.",
        source: SOURCE,
        check: Some(time_zone_offsets),
    },
    Rule {
        code: "time_zone_now",
        class: Class::Score,
        weight: 15,
        compares: "the offset now with the zone's at that time",
        why: "The offset was made up, or the device's clock is months off.",
        source: SOURCE,
        check: Some(time_zone_now),
    },
];

fn zone(evidence: &Evidence<'_>) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(evidence.facts.time_zone.as_deref()?).ok()
}

fn time_zone_offsets(evidence: &Evidence<'_>) -> Vec<String> {
    let (Some(zone), Some([january, july, _])) = (zone(evidence), evidence.facts.offsets) else { return Vec::new() };
    let Ok(now) = Timestamp::from_second(evidence.now) else { return Vec::new() };
    let year = now.to_zoned(TimeZone::UTC).year();
    let expected = |month| {
        let noon = date(year, month, 1).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?;
        Some(minutes(&zone, noon.timestamp()))
    };
    let (Some(winter), Some(summer)) = (expected(1), expected(7)) else { return Vec::new() };
    let is_off = |given: f64, expected: f64| (given - expected).abs() > 0.5;
    when(is_off(january, winter) || is_off(july, summer), || {
        format!("{january} and {july} instead of {winter} and {summer} minutes")
    })
}

fn time_zone_now(evidence: &Evidence<'_>) -> Vec<String> {
    let (Some(zone), Some([_, _, given])) = (zone(evidence), evidence.facts.offsets) else { return Vec::new() };
    let Ok(now) = Timestamp::from_second(evidence.now) else { return Vec::new() };
    let expected = minutes(&zone, now);
    when((given - expected).abs() > 0.5, || format!("{given} instead of {expected} minutes"))
}

/// Minutes east of UTC.
fn minutes(zone: &TimeZone, at: Timestamp) -> f64 {
    f64::from(zone.to_offset(at).seconds()) / 60.0
}

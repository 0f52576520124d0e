//! The processor time of a server, and how busy the machine is: what `/proc` says, where there is one.

use std::fs::read_to_string;

/// What Linux counts in, whatever the kernel's own tick is.
const TICKS_PER_SECOND: f64 = 100.0;

/// Seconds of user and system time that the process has had.
pub(crate) fn seconds_of(process: u32) -> Option<f64> {
    let stat = read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before the last parenthesis may hold anything; the times are the 14th and 15th fields.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / TICKS_PER_SECOND)
}

/// How many processes were running or waiting to, over the last minute.
pub(crate) fn load() -> Option<f64> {
    read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

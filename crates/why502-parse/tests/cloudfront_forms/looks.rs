//! Which catalogue a real-time line follows, and what values of its columns look like: for the
//! twin.

use super::{MEDIA, REALTIME, REALTIME_END, has, matches};

/// The names of a real-time line's columns, if it agrees with one of the catalogues.
pub(super) fn catalogue(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let values: Vec<&str> = text.split('\t').collect();
    let value = |place: usize| values.get(place).copied().unwrap_or("");
    let is_of_2023 =
        value(2).parse::<std::net::IpAddr>().is_err() && matches("^[0-9]{3}$", value(3));
    let names: Vec<&str> = if is_of_2023 {
        let newer = |name: &&str| *name != "s-ip" && !name.starts_with("primary-");
        REALTIME.split_whitespace().filter(newer).collect()
    } else {
        let all = REALTIME.split_whitespace().chain(MEDIA.split_whitespace());
        all.chain(REALTIME_END.split_whitespace()).collect()
    };
    let place = |name: &str| names.iter().position(|other| *other == name);
    let status = place("sc-status")?;
    // Columns that are new to us stand at the end.
    let is_whole = values.len() == names.len() || !is_of_2023 && values.len() > names.len();
    let last = if is_whole { place("cs-protocol")? } else { names.len() };
    let mut pairs = names.iter().zip(&values).take(last + 1);
    let agrees = pairs.all(|(name, value)| may_be(name, value)) && values.len() > status;
    agrees.then(|| names.join(" "))
}

/// What values of real-time columns look like.
const LOOKS: [(&str, &str); 18] = [
    ("time-to-first-byte time-taken origin-fbl origin-lbl", r"[0-9]+\.[0-9]+"),
    ("sc-status", "[0-9]{3}"),
    ("sc-bytes cs-bytes fle-encrypted-fields sc-content-len c-port asn", "[0-9]+"),
    ("sc-range-start sc-range-end", "[0-9]+"),
    ("cmcd-encoded-bitrate cmcd-buffer-length cmcd-object-duration cmcd-deadline", "[0-9]+"),
    ("cmcd-measured-throughput", "[0-9]+"),
    ("cs-headers-count", "[0-9]{1,3}"),
    ("cs-method", "[A-Za-z]+"),
    ("cs-protocol", "[a-z]+"),
    ("cs-uri-stem", r"[/*].*"),
    ("x-edge-location", "[A-Z]{1,2}|[A-Z]{3}.*"),
    ("cs-protocol-version", "HTTP/.*"),
    ("c-ip-version", "IPv.*"),
    ("ssl-protocol", "(TLSv|SSLv).*"),
    ("cs-headers", ".*:.*"),
    (
        "x-edge-response-result-type x-edge-result-type x-edge-detailed-result-type",
        "[A-Z][A-Za-z0-9]*",
    ),
    ("c-country", "[A-Z]{2}"),
    ("primary-distribution-dns-name", r".*\..*"),
];

/// Whether the value looks as those of the column do.
fn may_be(name: &str, value: &str) -> bool {
    let looks_so = |look: &str| matches(&format!("(?s)^(?:{look})$"), value);
    let look = LOOKS.iter().find(|(names, _)| has(names, name)).map_or("", |(_, look)| look);
    match name {
        _ if matches!(value, "" | "-") => true,
        "c-ip" | "s-ip" => value.parse::<std::net::IpAddr>().is_ok(),
        _ => look.is_empty() || looks_so(look),
    }
}

//! Real-time logs.

use crate::twin::{MEDIA, REALTIME, REALTIME_END, has};
use crate::{member, members, read, rejected, request, with_fields};
use why502_parse::{Format, Line, Parsed, Parser, RejectReason, detect};

/// A line of the catalogue of 2026, up to the autonomous system.
pub(crate) const LINE: &str = "1795356131.421\t192.0.2.7\t198.51.100.4\t0.047\t502\t1277\tGET\thttps\t\
    www.example.com\t/cart/7?q=%2522a%2522\t214\tSOF50-P2\tQkVHSU4=\td111111abcdef8.cloudfront.net\t\
    0.048\tHTTP/2.0\tIPv4\tMozilla/5.0%20(X11)\thttps://www.example.com/\ta=1;%20b=2\t\
    q=%2522a%2522\tError\t192.0.2.8,%20192.0.2.9\tTLSv1.3\tTLS_AES_128_GCM_SHA256\tError\t-\t-\t\
    text/html\t919\t-\t-\t40312\tOriginConnectError\tSE\tgzip\t*/*\t/cart/*\t\
    Host:www.example.com%0AAccept:*/*\tHost%0AAccept\t2\t-\t-\t0.046\t0.047\t64496";

/// The same of the catalogue of 2023.
pub(crate) fn line_of_2023() -> String {
    let columns = LINE.split('\t').enumerate();
    let kept = columns.filter(|(place, _)| ![2, 41, 42].contains(place)).map(|(_, value)| value);
    kept.collect::<Vec<_>>().join("\t")
}

/// The whole catalogue of 2026.
pub(crate) fn whole_line() -> String {
    let media: String = (1..=18).map(|number| format!("\tm{number}")).collect();
    format!("{LINE}{media}\torigin.example.com\tFailover:502\t-\tdt_1\tQ09O")
}

#[test]
fn lines_of_both_catalogues_are_recognised_and_mean_the_same() {
    for line in [LINE.to_owned(), line_of_2023(), whole_line()] {
        let mut parser = Parser::new(None);
        let record = request(&mut parser, &line);
        assert_eq!(record.format(), Format::CloudFrontRealtime);
        assert_eq!(record.time().micros(), 1_795_356_131_421_000);
        assert_eq!(record.start().map(|start| start.micros()), Some(1_795_356_131_373_000));
        assert_eq!((record.sc_status(), record.time_to_first_byte()), (Some(502), Some(47_000)));
        assert_eq!((record.c_port(), record.asn()), (Some(40312), Some(64496)));
        assert_eq!(record.origin_lbl(), Some(47_000));
        assert_eq!(record.x_edge_detailed_result_type(), Some(&b"OriginConnectError"[..]));
        assert_eq!(record.surplus().count(), 0);
    }
}

#[test]
fn host_distribution_and_path_are_where_real_time_logs_have_them() {
    let mut parser = Parser::new(None);
    let record = request(&mut parser, LINE);
    assert_eq!(record.host(), Some(&b"www.example.com"[..]));
    assert_eq!(record.distribution(), Some(&b"d111111abcdef8.cloudfront.net"[..]));
    assert_eq!(record.path(), Some(&b"/cart/7"[..]));
    let line = LINE.replacen("www.example.com", "-", 1);
    let record = request(&mut parser, &line);
    assert_eq!(record.host(), Some(&b"d111111abcdef8.cloudfront.net"[..]));
}

#[test]
fn members_have_the_keys_of_real_time_columns() {
    let mut parser = Parser::new(None);
    let line = whole_line();
    let record = read(&mut parser, line.as_bytes());
    for (key, value) in [
        ("cloudfront_realtime_timestamp", "n:1795356131.421"),
        ("s_ip", "t:198.51.100.4"),
        ("c_ip_version", "t:IPv4"),
        ("cs_user_agent", "t:Mozilla/5.0 (X11)"),
        ("cs_headers", r"t:Host:www.example.com\nAccept:*/*"),
        ("cs_header_names", r"t:Host\nAccept"),
        ("cs_headers_count", "n:2"),
        ("cs_accept_encoding", "t:gzip"),
        ("cs_accept", "t:*/*"),
        ("cmcd_encoded_bitrate", "t:m1"),
        ("cmcd_version", "t:m18"),
        ("sr_reason", "t:Failover:502"),
        ("connection_id", "t:Q09O"),
    ] {
        assert_eq!(member(&record, key).as_deref(), Some(value), "{key}");
    }
    for key in ["date", "time", "timestamp", "cloudfront_timestamp"] {
        assert_eq!(member(&record, key), None, "{key}");
    }
    assert_eq!(members(&record).len(), 69);
}

#[test]
fn a_line_that_breaks_off_or_goes_on_is_read_as_far_as_it_is_known() {
    let short: String = LINE.split('\t').take(9).collect::<Vec<_>>().join("\t");
    let mut parser = Parser::new(None);
    let record = request(&mut parser, &short);
    assert_eq!((record.sc_status(), record.path()), (Some(502), None));
    let long = format!("{}\tnew", whole_line());
    let record = request(&mut parser, &long);
    assert!(record.surplus().eq([&b"new"[..]]));
    let short: String = LINE.split('\t').take(4).collect::<Vec<_>>().join("\t");
    assert_eq!(rejected(&mut parser, &short), RejectReason::TooFewFields);
}

#[test]
fn chosen_columns_are_read_as_given_and_not_guessed() {
    let line = "1795356131.421\t192.0.2.7\t0.047\t502\t/cart\tGET\thttps\twww.example.com";
    assert_eq!(rejected(&mut Parser::new(None), line), RejectReason::NoFieldsHeader);
    let names =
        "timestamp c-ip time-to-first-byte sc-status cs-uri-stem cs-method cs-protocol cs-host";
    let mut parser = with_fields(None, names);
    let record = request(&mut parser, line);
    assert_eq!((record.path(), record.sc_status()), (Some(&b"/cart"[..]), Some(502)));
    assert_eq!(record.host(), Some(&b"www.example.com"[..]));
    let mut parser = with_fields(Some(Format::CloudFrontRealtime), "sc-status timestamp x-new");
    let record = read(&mut parser, b"504\t1795356131.421\tvalue");
    assert_eq!((record.status(), record.time().micros()), (Some(504), 1_795_356_131_421_000));
    assert_eq!(member(&record, "x_new").as_deref(), Some("t:value"));
    assert_eq!(rejected(&mut parser, "504"), RejectReason::UnrecognisedLine);
}

/// The values of these columns of a line of the catalogue of 2026, in its order.
fn chosen(keep: impl Fn(&str) -> bool) -> (String, String) {
    let line = whole_line();
    let names = [REALTIME, MEDIA, REALTIME_END];
    let names = names.iter().flat_map(|list| list.split_whitespace());
    let kept: Vec<(&str, &str)> = names.zip(line.split('\t')).filter(|(n, _)| keep(n)).collect();
    let names: Vec<&str> = kept.iter().map(|(name, _)| *name).collect();
    let values: Vec<&str> = kept.iter().map(|(_, value)| *value).collect();
    (names.join(" "), values.join("\t"))
}

#[test]
fn a_line_that_lacks_any_column_of_a_catalogue_but_its_last_ones_is_not_guessed() {
    let is_new = |name: &str| name == "s-ip" || name.starts_with("primary-");
    let names: Vec<&str> = REALTIME.split_whitespace().collect();
    for missing in names.iter().skip(2).take(42).filter(|name| **name != "s-ip") {
        for is_of_2023 in [false, true] {
            if is_of_2023 && (is_new(missing) || *missing == "origin-lbl") {
                continue;
            }
            let keep = |name: &str| {
                name != *missing && names.contains(&name) && !(is_of_2023 && is_new(name))
            };
            let (names, line) = chosen(keep);
            let reason = rejected(&mut Parser::new(None), &line);
            assert_eq!(reason, RejectReason::NoFieldsHeader, "{missing}: {line}");
            assert!(
                matches!(
                    with_fields(None, &names).parse(Line::Complete(line.as_bytes())),
                    Parsed::Record(_)
                ) || *missing == "sc-status"
            );
        }
    }
}

#[test]
fn common_choices_of_columns_are_not_guessed() {
    for names in [
        "timestamp c-ip sc-status",
        "timestamp c-ip sc-status sc-bytes",
        "timestamp c-ip sc-status cs-method cs-host cs-uri-stem",
        "timestamp c-ip s-ip sc-status sc-bytes",
        "timestamp c-ip s-ip sc-status sc-bytes cs-method cs-uri-stem",
        "timestamp c-ip time-to-first-byte sc-status cs-method cs-uri-stem x-edge-location",
        "timestamp c-ip time-to-first-byte sc-status sc-bytes cs-method cs-protocol cs-uri-stem \
            cs-bytes x-edge-location time-taken x-edge-detailed-result-type",
    ] {
        let (_, line) = chosen(|name| has(names, name));
        // Sizes of three digits may be taken for a status.
        for line in [line.replace("\t1277", "\t919"), line] {
            let reason = rejected(&mut Parser::new(None), &line);
            assert_eq!(reason, RejectReason::NoFieldsHeader, "{names}: {line}");
            let mut parser = with_fields(None, names);
            assert_eq!(request(&mut parser, &line).sc_status(), Some(502));
        }
    }
    // As much as this: the catalogue without what is only in streams of media, or in headers.
    for left_out in ["cmcd-", "cs-headers"] {
        let (_, line) = chosen(|name| !name.starts_with(left_out));
        let reason = rejected(&mut Parser::new(None), &line);
        assert_eq!(reason, RejectReason::NoFieldsHeader, "{line}");
    }
}

#[test]
fn a_line_as_long_as_a_catalogue_must_begin_like_it() {
    for line in [line_of_2023(), whole_line()] {
        let later =
            line.replace("\t64496", "\tAS64496").replace("\tOriginConnectError\t", "\tA.B\t");
        assert_eq!(request(&mut Parser::new(None), &later).sc_status(), Some(502));
        for (value, other) in [("0.047", "GET"), ("502", "5O2"), ("1277", "1k"), ("GET", "/cart")] {
            let line = line.replacen(&format!("\t{value}\t"), &format!("\t{other}\t"), 1);
            let reason = rejected(&mut Parser::new(None), &line);
            assert_eq!(reason, RejectReason::NoFieldsHeader, "{line}");
        }
    }
}

#[test]
fn a_missing_server_address_is_told_from_the_older_catalogue_by_the_status() {
    let mut parser = Parser::new(None);
    let line = LINE.replace("\t198.51.100.4\t", "\t-\t");
    let record = request(&mut parser, &line);
    assert_eq!((record.sc_status(), record.asn()), (Some(502), Some(64496)));
    let line = line_of_2023().replacen("\t0.047\t", "\t-\t", 1);
    let record = request(&mut parser, &line);
    assert_eq!((record.sc_status(), record.asn()), (Some(502), Some(64496)));
    let line = line_of_2023().replace("\t502\t", "\t000\t");
    assert_eq!(request(&mut parser, &line).sc_status(), Some(0));
}

#[test]
fn an_epoch_with_milliseconds_and_an_address_tell_the_format() {
    for line in ["1795356131.421\t192.0.2.7\t", "1795356131.421\t2001:db8::7\t-\t"] {
        assert_eq!(detect(line.as_bytes()), Some(Format::CloudFrontRealtime), "{line}");
    }
    for line in [
        "1795356131.421 192.0.2.7 ",
        "1795356131.421\t192.0.2.7",
        "1795356131\t192.0.2.7\t",
        "1795356131.4211\t192.0.2.7\t",
        "1795356131.421\twww.example.com\t",
        "131.421\t192.0.2.7\t",
        "1795356131.",
        ".421\t192.0.2.7\t",
    ] {
        assert_ne!(detect(line.as_bytes()), Some(Format::CloudFrontRealtime), "{line}");
    }
}

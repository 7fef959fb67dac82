//! A second parser, written only to be obviously right: bytes are taken one at a time into owned
//! fields, days are counted year by year. It shares no code with the crate.
#![expect(clippy::unwrap_used, reason = "a reference that is wrong is a failed test")]

/// What a line is, and all there is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seen {
    Alb { time: i64, status: Option<u16>, fields: Vec<Vec<u8>> },
    CloudFront { time: i64, status: Option<u16>, columns: Vec<(Option<String>, Vec<u8>)> },
    Control,
    Rejected(&'static str),
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Alb,
    CloudFront,
}

/// The state over the lines of one file.
#[derive(Default)]
pub(crate) struct Reference {
    kind: Option<Kind>,
    /// The names of the latest header; empty if it named nothing.
    header: Option<Vec<String>>,
}

const STANDARD: &str = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem \
    sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type \
    x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol \
    ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields \
    c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len \
    sc-range-start sc-range-end";

impl Reference {
    pub(crate) fn read(&mut self, line: &[u8]) -> Seen {
        let text = String::from_utf8_lossy(line).into_owned();
        if is_control(line, &text) {
            let is_header = text.starts_with("#Version") || text.starts_with("#Fields");
            if is_header && self.kind != Some(Kind::CloudFront) {
                *self = Self { kind: Some(Kind::CloudFront), header: None };
            }
            if self.kind == Some(Kind::CloudFront) && text.starts_with("#Fields:") {
                let names = text["#Fields:".len()..].replace(',', " ");
                let names = names.split_ascii_whitespace().map(str::to_owned);
                self.header = Some(names.collect());
            }
            return Seen::Control;
        }
        if self.kind == Some(Kind::CloudFront) && looks_like_alb(&text) {
            self.kind = Some(Kind::Alb);
        }
        if self.kind.is_none() {
            self.kind = if looks_standard(&text) {
                Some(Kind::CloudFront)
            } else if looks_like_alb(&text) {
                Some(Kind::Alb)
            } else {
                None
            };
        }
        match self.kind {
            None => Seen::Unknown,
            Some(Kind::Alb) if looks_standard(&text) => Seen::Rejected("no_fields_header"),
            Some(Kind::Alb) => read_alb(line, &text).unwrap_or_else(Seen::Rejected),
            Some(Kind::CloudFront) => {
                self.read_cloudfront(line, &text).unwrap_or_else(Seen::Rejected)
            }
        }
    }

    fn read_cloudfront(&self, line: &[u8], text: &str) -> Result<Seen, &'static str> {
        let standard: Vec<String> = STANDARD.split_whitespace().map(str::to_owned).collect();
        let names = match &self.header {
            Some(names) if names.is_empty() => return Err("no_fields_header"),
            Some(names) => names,
            None if looks_standard(text) => &standard,
            None => return Err("no_fields_header"),
        };
        let mut values = vec![Vec::new()];
        for &byte in line {
            if byte == b'\t' {
                values.push(Vec::new());
            } else {
                values.last_mut().unwrap().push(byte);
            }
        }
        let place = |name: &str| names.iter().position(|other| is_column(other, name));
        if values.len() == 1 && names.len() > 1 {
            return Err("unrecognised_line");
        }
        let mut needed = vec!["sc-status"];
        if place("date").is_some() && place("time").is_some() {
            needed.extend(["date", "time"]);
        } else if place("timestamp(ms)").is_some() {
            needed.push("timestamp(ms)");
        } else if place("timestamp").is_some() {
            needed.push("timestamp");
        }
        if needed.iter().filter_map(|name| place(name)).any(|place| place >= values.len()) {
            return Err("too_few_fields");
        }
        let text = |name: &str| -> Option<String> {
            Some(String::from_utf8_lossy(values.get(place(name)?)?).into_owned())
        };
        let value = |name: &str| text(name).unwrap();
        let millis = text("timestamp(ms)").and_then(|millis| epoch(&millis, 1_000));
        let time = match needed.get(1).copied() {
            Some("date") => {
                millis.or_else(|| seconds_of(&format!("{}T{}", value("date"), value("time"))))
            }
            Some("timestamp(ms)") => millis,
            Some(_) => epoch(&value("timestamp"), 1_000_000),
            None => None,
        };
        let time = time.ok_or("bad_timestamp")?;
        let status = match place("sc-status") {
            Some(_) => status_of(&value("sc-status"))?,
            None => None,
        };
        let columns = values.into_iter().enumerate();
        let columns = columns.map(|(index, value)| (names.get(index).cloned(), value)).collect();
        Ok(Seen::CloudFront { time, status, columns })
    }
}

/// Whether a header's name is that of the column: neither case nor what stands between words
/// matters, and a capital may begin a word. No column has a name as long as this.
fn is_column(name: &str, column: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let mut apart = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).map_or('_', |before| letters[before]);
        let is_lower = |letter: &char| letter.is_ascii_lowercase();
        if letter.is_ascii_uppercase()
            && (!before.is_ascii_uppercase() || letters.get(place + 1).is_some_and(is_lower))
        {
            apart.push(' ');
        }
        apart.push(*letter);
    }
    name.len() <= 64 && (words(name) == words(column) || words(&apart) == words(column))
}

fn words(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect()
}

fn is_control(line: &[u8], text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    line.iter().all(|byte| b" \t\r\x0c\n".contains(byte))
        || line.starts_with(b"#")
        || (words.len() >= 4
            && words[0] == "Enable"
            && words[1].ends_with("Log")
            && words[2..4] == ["for", "ELB:"])
}

fn looks_standard(text: &str) -> bool {
    let mut columns = text.split('\t');
    let (date, time) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
    columns.next().is_some() && has_shape(date, "0000-00-00") && has_shape(time, "00:00:00")
}

fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text
            .bytes()
            .zip(shape.bytes())
            .all(|(byte, shape)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape })
}

/// The documented ones; a type that is none may still be a new one.
const TYPES: [&str; 6] = ["http", "https", "h2", "grpcs", "ws", "wss"];

fn begins_with_year(text: &str) -> bool {
    text.get(..5).is_some_and(|year| has_shape(year, "0000-"))
}

fn looks_like_alb(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    words.len() >= 3
        && !words[0].is_empty()
        && words[0].chars().all(|letter| matches!(letter, 'a'..='z' | '0'..='9'))
        && begins_with_year(words[1])
        && words[2].starts_with("app/")
}

fn read_alb(line: &[u8], text: &str) -> Result<Seen, &'static str> {
    let (first, rest) = text.split_once(' ').unwrap_or(("", ""));
    let has_shape = TYPES.contains(&first) || begins_with_year(rest);
    read_alb_fields(line).map_err(|reason| if has_shape { reason } else { "unrecognised_line" })
}

fn read_alb_fields(line: &[u8]) -> Result<Seen, &'static str> {
    let fields = tokens(line).ok_or("unterminated_quote")?;
    if fields.len() < 12 {
        return Err("too_few_fields");
    }
    let time = String::from_utf8_lossy(&fields[1]).into_owned();
    let time = time.strip_suffix('Z').and_then(seconds_of).ok_or("bad_timestamp")?;
    let status = status_of(&String::from_utf8_lossy(&fields[8]))?;
    Ok(Seen::Alb { time, status, fields })
}

/// The fields without their quotes, escapes kept; `None` where a quote is not closed.
fn tokens(line: &[u8]) -> Option<Vec<Vec<u8>>> {
    #[derive(PartialEq)]
    enum At {
        Start,
        Bare,
        Quoted,
        Escaped,
        Closed,
    }
    let mut fields: Vec<Vec<u8>> = Vec::new();
    let mut field = Vec::new();
    let mut at = At::Start;
    for &byte in line {
        at = match (at, byte) {
            (At::Start | At::Closed, b'"') => At::Quoted,
            (At::Start | At::Bare, b' ') => {
                fields.push(std::mem::take(&mut field));
                At::Start
            }
            (At::Closed, b' ') => At::Start,
            (At::Start | At::Bare | At::Closed, byte) => {
                field.push(byte);
                At::Bare
            }
            (At::Quoted, b'"') => {
                fields.push(std::mem::take(&mut field));
                At::Closed
            }
            (At::Quoted, byte) => {
                field.push(byte);
                if byte == b'\\' { At::Escaped } else { At::Quoted }
            }
            (At::Escaped, byte) => {
                field.push(byte);
                At::Quoted
            }
        };
    }
    match at {
        At::Quoted | At::Escaped => return None,
        At::Bare => fields.push(field),
        At::Start | At::Closed => {}
    }
    Some(fields)
}

fn status_of(text: &str) -> Result<Option<u16>, &'static str> {
    if text.is_empty() || text == "-" {
        return Ok(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("bad_field_value");
    }
    match text.trim_start_matches('0') {
        "" => Ok(Some(0)),
        digits if digits.len() > 3 => Err("bad_field_value"),
        digits => Ok(digits.parse().ok()),
    }
}

/// `YYYY-MM-DDThh:mm:ss[.f]` to microseconds since 1970, counting the years one by one.
pub(crate) fn seconds_of(text: &str) -> Option<i64> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if !has_shape(whole, "0000-00-00T00:00:00") {
        return None;
    }
    let part = |from: usize, to: usize| whole[from..to].parse::<i64>().unwrap();
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    let (hour, minute, second) = (part(11, 13), part(14, 16), part(17, 19));
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1..=12).contains(&month) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let month = usize::try_from(month).unwrap() - 1;
    if day < 1 || day > lengths[month] {
        return None;
    }
    let length = |year| if leap(year) { 366 } else { 365 };
    let years: i64 = if year >= 1970 {
        (1970..year).map(length).sum()
    } else {
        -(year..1970).map(length).sum::<i64>()
    };
    let days = years + lengths[..month].iter().sum::<i64>() + day - 1;
    let micros = match fraction {
        None => 0,
        Some(fraction) => {
            let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
            if fraction.is_empty() || fraction.len() > 9 || !digits {
                return None;
            }
            format!("{fraction:0<6}")[..6].parse::<i64>().unwrap()
        }
    };
    // The leap second at the end of the year 9999 is one of the year 10000.
    if year == 0 || whole == "9999-12-31T23:59:60" {
        return None;
    }
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + micros)
}

/// A number of up to 15 digits, with or without decimals where it counts seconds; not after the
/// year 9999.
fn epoch(text: &str, micros: i64) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let decimals = whole.len() == text.len() || micros == 1_000_000;
    if !digits(whole) || !digits(fraction) || !decimals || whole.len() > 15 {
        return None;
    }
    let fraction = format!("{fraction:0<6}")[..6].parse::<i64>().unwrap();
    let time = whole.parse::<i64>().unwrap().checked_mul(micros)? + fraction;
    (time <= seconds_of("9999-12-31T23:59:59.999999").unwrap()).then_some(time)
}

fn leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

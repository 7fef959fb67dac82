//! The language once more, as plainly as can be: conditions as a tree, values as text.

use std::net::Ipv4Addr;

/// A condition; the text it is written as is [`Condition::text`].
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Not(Box<Condition>),
    Exists(String),
    Number(String, &'static str, f64, String),
    Text(String, bool, String),
    OneOf(String, bool, Vec<String>),
    Network(String, Ipv4Addr, u32),
    Between(String, Option<f64>, Option<f64>),
    Contains(String, bool, String),
    Time(&'static str, i64),
}

/// Key and value of one record; a value that is missing is no entry.
pub(crate) type Fields = Vec<(String, String)>;

impl Condition {
    /// How a user writes it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::And(one, other) => format!("({}) and ({})", one.text(), other.text()),
            Self::Or(one, other) => format!("({} OR {})", one.text(), other.text()),
            Self::Not(one) => format!("not ({})", one.text()),
            Self::Exists(key) => format!("exists {key}"),
            Self::Number(key, sign, _, written) => format!("{key}{sign}{written}"),
            Self::Text(key, equal, text) => {
                format!("{key} {} '{text}'", if *equal { "=" } else { "!=" })
            }
            Self::OneOf(key, wanted, texts) => {
                let list: Vec<String> = texts.iter().map(|text| format!("'{text}'")).collect();
                format!("{key} {}in ({})", if *wanted { "" } else { "not " }, list.join(", "))
            }
            Self::Network(key, address, prefix) => format!("{key} in {address}/{prefix}"),
            Self::Between(key, from, to) => {
                let end = |end: &Option<f64>| end.map_or(String::new(), |end| end.to_string());
                format!("{key} in {}..{}", end(from), end(to))
            }
            Self::Contains(key, wanted, part) => {
                format!("{key} {} '{part}'", if *wanted { "~" } else { "!~" })
            }
            Self::Time(sign, second) => format!("timestamp {sign} {second}"),
        }
    }

    /// Whether it holds; `at` is the record's time in seconds.
    pub(crate) fn holds(&self, fields: &Fields, at: i64) -> bool {
        let value = |key: &str| {
            fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
        };
        let number = |key: &str| value(key).and_then(|value| value.parse::<f64>().ok());
        match self {
            Self::And(one, other) => one.holds(fields, at) & other.holds(fields, at),
            Self::Or(one, other) => one.holds(fields, at) | other.holds(fields, at),
            Self::Not(one) => !one.holds(fields, at),
            Self::Exists(key) => value(key).is_some(),
            Self::Number(key, sign, bound, _) => match (number(key), *sign) {
                (None, _) => false,
                (Some(value), "=") => value == *bound,
                (Some(value), "!=") => value != *bound,
                (Some(value), "<") => value < *bound,
                (Some(value), "<=") => value <= *bound,
                (Some(value), ">") => value > *bound,
                (Some(value), _) => value >= *bound,
            },
            Self::Text(key, equal, text) => {
                value(key).is_some_and(|value| (value == text) == *equal)
            }
            Self::OneOf(key, wanted, texts) => {
                value(key).is_some_and(|value| texts.iter().any(|text| text == value) == *wanted)
            }
            Self::Network(key, network, prefix) => {
                let address = value(key).and_then(|value| value.split(':').next());
                let bits = |address: Ipv4Addr| {
                    format!("{:032b}", address.to_bits())[..*prefix as usize].to_owned()
                };
                address
                    .and_then(|address| address.parse::<Ipv4Addr>().ok())
                    .is_some_and(|address| bits(address) == bits(*network))
            }
            Self::Between(key, from, to) => number(key).is_some_and(|value| {
                from.is_none_or(|from| value >= from) && to.is_none_or(|to| value < to)
            }),
            Self::Contains(key, wanted, part) => {
                value(key).is_some_and(|value| value.contains(part.as_str()) == *wanted)
            }
            Self::Time(sign, second) => match *sign {
                "<" => at < *second,
                ">=" => at >= *second,
                _ => at == *second,
            },
        }
    }
}

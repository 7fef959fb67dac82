//! The configuration file: defaults of flags, and names of places. Flags go before variables of the
//! environment, and those before the file.

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use clap::Command;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::command_line::usage::{UsageError, nearest};

use super::slo::slo;

/// A key: the flag whose default it is, and the variables that go before it.
struct Key {
    name: &'static str,
    flag: &'static str,
    /// Read here, in place of the file's value.
    variable: Option<&'static str>,
    /// Read by the AWS SDK: where one is set, the file's value is left aside.
    of_aws: &'static [&'static str],
}

const fn own(name: &'static str, variable: &'static str) -> Key {
    Key { name, flag: name, variable: Some(variable), of_aws: &[] }
}

const fn aws(name: &'static str, of_aws: &'static [&'static str]) -> Key {
    Key { name, flag: name, variable: None, of_aws }
}

static KEYS: &[Key] = &[
    aws("region", &["AWS_REGION", "AWS_DEFAULT_REGION"]),
    aws("profile", &["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID"]),
    aws("endpoint_url", &["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"]),
    own("slo", "WHY502_SLO"),
    own("lang", "WHY502_LANG"),
    own("tz", "WHY502_TZ"),
    own("jobs", "WHY502_JOBS"),
    own("memory", "WHY502_MEMORY"),
    own("cache", "WHY502_CACHE"),
    own(REDACT, "WHY502_REDACT"),
];
const REDACT: &str = "redact";
const ALIASES: &str = "aliases";
const FLAG: &str = "--config";
const VARIABLE: &str = "WHY502_CONFIG";

/// What the file and the environment say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// By flag.
    defaults: BTreeMap<&'static str, String>,
    aliases: BTreeMap<String, String>,
}

impl Config {
    /// The one that the command line, the environment and the home folder lead to. Who asks for help
    /// gets it whatever the file holds.
    ///
    /// # Errors
    ///
    /// When a file that was named cannot be read, or a file holds what it should not.
    pub(crate) fn of_process(line: &[OsString]) -> Result<Self, UsageError> {
        let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        match Self::found(line, variable) {
            Err(_) if asks_for_help(line) => Ok(Self::default()),
            found => found,
        }
    }

    fn found(
        line: &[OsString],
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, UsageError> {
        let folder = variable("XDG_CONFIG_HOME").map(PathBuf::from);
        let folder = folder.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".config")));
        let usual = folder.map(|folder| folder.join("why502/config.toml"));
        let is_off = env::var_os(VARIABLE).is_some_and(|value| value.is_empty());
        let path = match named(line).or_else(|| variable(VARIABLE)) {
            Some(path) => Some(PathBuf::from(path)),
            None => usual.filter(|path| !is_off && path.is_file()),
        };
        let mut config = match path {
            Some(path) => Self::read(&path)?,
            None => Self::default(),
        };
        for key in KEYS {
            if key.of_aws.iter().any(|name| variable(name).is_some()) {
                config.defaults.remove(key.flag);
            }
            if let Some((name, value)) = key.variable.and_then(|name| Some((name, variable(name)?)))
            {
                let value = value.to_string_lossy().into_owned();
                let fault = |fault| UsageError::new(format!("the variable {name}: {fault}"));
                check(key.name, &value).map_err(fault)?;
                config.defaults.insert(key.flag, value);
            }
        }
        Ok(config)
    }

    fn read(path: &Path) -> Result<Self, UsageError> {
        #[expect(clippy::disallowed_methods, reason = "a file of settings, which is no log")]
        let text = std::fs::read_to_string(path).map_err(|error| {
            UsageError::new(format!(
                "the configuration file {} cannot be read: {error}. Name another with {FLAG}.",
                path.display()
            ))
        })?;
        Self::parse(&text).map_err(|(at, fault)| {
            let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            UsageError::new(format!(
                "{}:{line}: {fault} docs/CONFIG.md explains it.",
                path.display()
            ))
        })
    }

    /// On failure the byte at which it was seen.
    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            (at, format!("this is no TOML: {}.", error.message().replace('\n', ", ")))
        })?;
        let mut config = Self::default();
        for (name, value) in table.get_ref() {
            let at = name.span().start;
            if name.get_ref() == ALIASES {
                config.aliases = aliases(value)?;
                continue;
            }
            let Some(key) = KEYS.iter().find(|key| name.get_ref() == key.name) else {
                return Err((at, unknown(name.get_ref())));
            };
            let fault = |fault| (at, format!("{}: {fault}", key.name));
            let Some(text) = scalar(value.get_ref()) else {
                return Err(fault("this takes one value, such as a text in quotes.".to_owned()));
            };
            check(key.name, &text).map_err(fault)?;
            config.defaults.insert(key.flag, at_home(text));
        }
        Ok(config)
    }

    /// The flags with these defaults, wherever a verb has them.
    ///
    /// # Errors
    ///
    /// When `redact` is asked for and no flag does it: then it must not be passed over.
    pub(crate) fn applied(self, command: Command) -> Result<(Command, Aliases), UsageError> {
        let mut command = command;
        for (flag, value) in self.defaults {
            let has_it = |verb: &Command| verb.get_arguments().any(|one| one.get_id() == flag);
            let verbs: Vec<String> = command
                .get_subcommands()
                .filter(|verb| has_it(verb))
                .map(|verb| verb.get_name().to_owned())
                .collect();
            if flag == REDACT && value == "false" {
                continue;
            }
            if flag == REDACT && verbs.is_empty() {
                return Err(UsageError::new(
                    "the configuration asks for redact, which this program cannot do. Take it out.",
                ));
            }
            // Defaults are kept as long as the program runs, which is once per process.
            let value: &'static str = value.leak();
            // The flag without a value means this.
            let value = if flag == REDACT && value == "true" { "users" } else { value };
            for verb in verbs {
                command = command.mut_subcommand(verb, |verb| {
                    verb.mut_arg(flag, |argument| argument.default_value(value))
                });
            }
        }
        Ok((command, Aliases(self.aliases)))
    }
}

/// Names of places.
#[derive(Debug)]
pub(crate) struct Aliases(BTreeMap<String, String>);

impl Aliases {
    /// SOURCEs with the places in them: `@prod/2026` is `2026` below what `prod` stands for. A file
    /// of such a name is a file.
    ///
    /// # Errors
    ///
    /// When there is no such alias, with the nearest.
    pub(crate) fn places(&self, sources: Vec<OsString>) -> Result<Vec<OsString>, UsageError> {
        sources.into_iter().map(|source| self.place(source)).collect()
    }

    fn place(&self, source: OsString) -> Result<OsString, UsageError> {
        let Some(text) = source.to_str().and_then(|text| text.strip_prefix('@')) else {
            return Ok(source);
        };
        let (name, rest) = text.split_at(text.find('/').unwrap_or(text.len()));
        match self.0.get(name) {
            Some(place) if rest.is_empty() => Ok(place.into()),
            Some(place) => Ok(format!("{}{rest}", place.trim_end_matches('/')).into()),
            None if Path::new(&source).exists() => Ok(source),
            None => {
                let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
                let near = nearest(name, &names).map_or_else(
                    || "there are none".to_owned(),
                    |near| format!("the nearest is `@{near}`"),
                );
                Err(UsageError::new(format!(
                    "`@{name}`: no such file, and no alias in the configuration file; {near}. \
                     docs/CONFIG.md explains aliases."
                )))
            }
        }
    }
}

fn aliases(value: &Spanned<DeValue<'_>>) -> Result<BTreeMap<String, String>, (usize, String)> {
    let DeValue::Table(table) = value.get_ref() else {
        let fault = "aliases is a table: [aliases], and below it prod = \"s3://BUCKET/PREFIX\".";
        return Err((value.span().start, fault.to_owned()));
    };
    let mut aliases = BTreeMap::new();
    for (name, place) in table {
        let (at, name) = (name.span().start, name.get_ref());
        if name.is_empty() || name.contains('/') {
            return Err((at, "the name of an alias is not empty and holds no slash.".to_owned()));
        }
        match place.get_ref() {
            DeValue::String(place) if !place.is_empty() && !place.starts_with('@') => {
                aliases.insert(name.to_string(), at_home(place.to_string()));
            }
            _ => return Err((at, format!("{name}: an alias is a place: a text in quotes."))),
        }
    }
    Ok(aliases)
}

/// A text, a number or a truth, as a flag would take it.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// Would the flag take it?
fn check(key: &str, value: &str) -> Result<(), String> {
    match key {
        "slo" => slo(value).map(drop),
        "lang" if !["en", "ja"].contains(&value) => {
            Err(format!("`{value}` is no language of the reports: en, ja."))
        }
        "jobs" if value.parse::<NonZeroU16>().is_err() => {
            Err(format!("`{value}` is no number of threads: a whole number from 1 on."))
        }
        "tz" => super::window::zone(value).map(drop).map_err(|error| error.to_string()),
        #[cfg(feature = "s3")]
        "memory" => {
            super::quantity::size("memory", value, 0).map(drop).map_err(|error| error.to_string())
        }
        REDACT if !["true", "false", "users", "all"].contains(&value) => {
            Err(format!("`{value}` is nothing that is redacted: users, all, true, false."))
        }
        _ if value.is_empty() => Err("the value is empty; leave the key out.".to_owned()),
        _ => Ok(()),
    }
}

fn unknown(name: &str) -> String {
    let names: Vec<&str> = KEYS.iter().map(|key| key.name).chain([ALIASES]).collect();
    let near = nearest(name, &names).unwrap_or_default();
    format!("there is no key `{name}`; the nearest is `{near}`. Keys are {}.", names.join(", "))
}

/// `~/` is the home folder, as in a shell.
fn at_home(text: String) -> String {
    let home = env::var("HOME").ok().filter(|home| !home.is_empty());
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => format!("{home}/{rest}"),
        _ => text,
    }
}

/// The file of `--config`, before the flags are read.
fn named(line: &[OsString]) -> Option<OsString> {
    let mut words = line.iter().skip(1).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        if word == FLAG {
            return words.next().cloned();
        }
        if let Some(path) = word.to_str().and_then(|word| word.strip_prefix("--config=")) {
            return Some(OsStr::new(path).to_owned());
        }
    }
    None
}

fn asks_for_help(line: &[OsString]) -> bool {
    let asks = |word: &OsString| ["-h", "--help", "-V", "--version"].iter().any(|one| word == one);
    line.iter().skip(1).take_while(|word| *word != "--").any(asks)
        || line.get(1).is_some_and(|word| word == "help")
}

#[cfg(test)]
mod tests;

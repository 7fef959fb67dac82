//! Recorded figures and the comparison with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

/// A rise above this fails, in parts per thousand.
const BOUND_PERMILLE: u64 = 30;
/// The bound where compiler, valgrind or processor are not those of the record.
const OTHER_ENVIRONMENT_PERMILLE: u64 = 100;

/// What decides how many instructions the same source takes.
pub(super) type Environment = BTreeMap<String, String>;

/// The content of `benches/gate.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Figures {
    pub(super) environment: Environment,
    /// By case; all but the first, which is starting up, without starting up.
    #[serde(with = "in_order")]
    pub(super) instructions: Vec<(String, u64)>,
}

/// What a comparison says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) lines: Vec<String>,
    pub(super) failed: bool,
}

impl Figures {
    #[expect(clippy::disallowed_methods, reason = "a record of this project is no log")]
    pub(super) fn read(path: &Path) -> Result<Self> {
        let hint = "no recorded figures; make them with cargo xtask bench-gate --record";
        let text =
            fs::read_to_string(path).with_context(|| format!("{}: {hint}", path.display()))?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    }

    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(path, text).with_context(|| path.display().to_string())
    }

    /// These are the recorded ones.
    pub(super) fn compare(&self, now: &Self) -> Verdict {
        let mut lines = Vec::new();
        let mut bound = BOUND_PERMILLE;
        for (name, value) in &now.environment {
            let recorded = self.environment.get(name).map_or("nothing", String::as_str);
            if recorded != value {
                bound = OTHER_ENVIRONMENT_PERMILLE;
                lines.push(format!("{name} is {value}, recorded with {recorded}"));
            }
        }
        if bound != BOUND_PERMILLE {
            lines.push(format!(
                "not the environment of the record: the bound is {} % instead of {} %; record anew where this one stays (--record)",
                bound / 10,
                BOUND_PERMILLE / 10
            ));
        }
        let mut failed = false;
        for (name, count) in &now.instructions {
            let recorded = self.instructions.iter().find(|(other, _)| other == name);
            let Some(&(_, recorded)) = recorded else {
                lines.push(format!("{name}: {count}, not recorded yet: record it (--record)"));
                continue;
            };
            let rose = count * 1000 > recorded * (1000 + bound);
            let fell = count * (1000 + bound) < recorded * 1000;
            failed |= rose;
            let change = (*count as f64 / recorded as f64 - 1.0) * 100.0;
            let advice = match (rose, fell) {
                (true, _) => "  SLOWER",
                (_, true) => "  faster: record it, so that it stays (--record)",
                _ => "",
            };
            lines.push(format!("{name:<28} {count:>13} {change:>+7.2} %{advice}"));
        }
        Verdict { lines, failed }
    }
}

/// Compiler, valgrind and processor.
#[expect(clippy::disallowed_methods, reason = "a page about the machine is no log")]
pub(super) fn environment(valgrind: &str) -> Result<Environment> {
    let rustc = Command::new("rustc").arg("--version").output().context("rustc is missing")?;
    ensure!(rustc.status.success(), "rustc does not tell its version");
    let rustc = String::from_utf8_lossy(&rustc.stdout).trim().to_owned();
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find_map(|line| line.strip_prefix("model name"));
    let processor = model.and_then(|model| model.split_once(": ")).map_or("unknown", |(_, it)| it);
    Ok(BTreeMap::from([
        ("compiler".to_owned(), rustc),
        ("valgrind".to_owned(), valgrind.to_owned()),
        ("processor".to_owned(), processor.trim().to_owned()),
    ]))
}

/// Pairs as one JSON object, in their order.
mod in_order {
    use std::fmt;

    use serde::de::{MapAccess, Visitor};
    use serde::ser::SerializeMap;
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        pairs: &[(String, u64)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(pairs.len()))?;
        for (name, count) in pairs {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, u64)>, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Vec<(String, u64)>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("counts by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(compiler: &str, count: u64) -> Figures {
        let environment = BTreeMap::from([("compiler".to_owned(), compiler.to_owned())]);
        Figures { environment, instructions: vec![("alb".to_owned(), count)] }
    }

    #[test]
    fn a_rise_fails_and_a_fall_is_told() {
        let recorded = figures("1.95", 1_000_000);
        assert!(!recorded.compare(&figures("1.95", 1_030_000)).failed);
        assert!(recorded.compare(&figures("1.95", 1_030_001)).failed);
        let faster = recorded.compare(&figures("1.95", 900_000));
        assert!(!faster.failed && faster.lines[0].contains("faster"), "{faster:?}");
    }

    #[test]
    fn another_compiler_widens_the_bound_and_is_named() {
        let recorded = figures("1.95", 1_000_000);
        let other = recorded.compare(&figures("1.96", 1_100_000));
        assert!(!other.failed && other.lines[0].contains("1.96"), "{other:?}");
        assert!(recorded.compare(&figures("1.96", 1_100_001)).failed);
    }

    #[test]
    fn figures_are_read_as_they_were_written() {
        let path = std::env::temp_dir().join(format!("why502-gate-{}.json", std::process::id()));
        let mut written = figures("1.95", 7);
        written.instructions.insert(0, ("z first".to_owned(), 1));
        written.write(&path).unwrap();
        assert_eq!(Figures::read(&path).unwrap(), written);
        fs::remove_file(&path).unwrap();
        assert!(Figures::read(&path).unwrap_err().to_string().contains("--record"));
    }

    #[test]
    fn a_new_case_asks_to_be_recorded() {
        let mut now = figures("1.95", 7);
        now.instructions.push(("new".to_owned(), 9));
        let verdict = figures("1.95", 7).compare(&now);
        assert!(!verdict.failed && verdict.lines[1].contains("record it"), "{verdict:?}");
    }
}

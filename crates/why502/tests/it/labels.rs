//! Every labelled incident of `sample-logs/` held against the diagnosis.

use std::ffi::OsStr;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::Folder;

const SAMPLE_LOGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sample-logs");

fn labels() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../../sample-logs/labels.json")).unwrap()
}

/// The JSON of one folder of the samples, or of all, with further `flags`.
pub(crate) fn diagnosis(folder: &str, flags: &[&str]) -> Value {
    let path = PathBuf::from(SAMPLE_LOGS).join(folder);
    let mut arguments: Vec<&OsStr> = vec!["analyze".as_ref(), path.as_os_str()];
    arguments.extend(["--format", "json"].iter().chain(flags).map(OsStr::new));
    let run = Folder::new().run(&arguments);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.json()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The finding of `cause` in an incident that covers exactly the labelled time.
fn finding_of<'a>(found: &'a Value, label: &Value) -> &'a Value {
    let incident = list(found, "incidents")
        .iter()
        .find(|incident| incident["start"] == label["start"] && incident["end"] == label["end"])
        .unwrap_or_else(|| panic!("no incident at {label:#}: {:#}", found["incidents"]));
    assert_eq!(incident["failed"], label["failed"]);
    let ranks = list(incident, "findings");
    list(found, "findings")
        .iter()
        .find(|finding| finding["cause"] == label["cause"] && ranks.contains(&finding["rank"]))
        .unwrap_or_else(|| panic!("no {} in {:#}", label["cause"], found["findings"]))
}

#[test]
fn every_labelled_incident_is_found_with_its_cause_time_scope_and_count() {
    let mut checked = 0;
    for folder in labels() {
        let found = diagnosis(folder["folder"].as_str().unwrap(), &[]);
        assert_eq!(found["input"]["records"], folder["records"]);
        assert_eq!(found["bad_gateways"], folder["bad_gateways"]);
        let incidents = list(&folder, "incidents");
        assert_eq!(list(&found, "incidents").len(), incidents.len(), "{:#}", found["incidents"]);
        for label in incidents {
            let finding = finding_of(&found, label);
            assert_eq!(finding["requests"], label["failed"]);
            assert!(finding["confidence"].as_f64().unwrap() >= 0.8, "{finding:#}");
            for dimension in
                ["targets", "target_groups", "hosts", "paths", "functions", "edge_locations"]
            {
                if !label[dimension].is_null() {
                    assert_eq!(
                        finding["scope"][dimension], label[dimension],
                        "{} {dimension}",
                        label["cause"]
                    );
                }
            }
            checked += 1;
        }
    }
    assert!(checked >= 7, "{checked} labels");
}

#[test]
fn background_is_named_as_background_and_a_quiet_hour_stays_quiet() {
    for folder in labels() {
        let found = diagnosis(folder["folder"].as_str().unwrap(), &[]);
        let background: Vec<&Value> = list(&found, "findings")
            .iter()
            .filter(|finding| finding["background"] == true)
            .collect();
        let expected = list(&folder, "background");
        assert_eq!(background.len(), expected.len(), "{}: {background:#?}", folder["folder"]);
        for (finding, label) in background.iter().zip(expected) {
            assert_eq!(finding["cause"], label["cause"]);
            assert_eq!(finding["requests"], label["failed"]);
            assert!(finding["confidence"].as_f64().unwrap() < 0.5);
        }
        if folder["quiet"] == true {
            assert_eq!(found["findings"], Value::Array(Vec::new()));
            assert!(
                found["bad_gateways"].as_u64().unwrap() > 0,
                "quiet is not the same as perfect"
            );
        }
    }
}

#[test]
fn all_folders_together_show_the_same_incidents() {
    let found = diagnosis("", &[]);
    let incidents: usize = labels().iter().map(|folder| list(folder, "incidents").len()).sum();
    assert_eq!(list(&found, "incidents").len(), incidents, "{:#}", found["incidents"]);
    for folder in labels() {
        list(&folder, "incidents").iter().for_each(|label| {
            finding_of(&found, label);
        });
    }
}

//! What is said of logs that are missing, came twice, or are of another time than their name says.

use serde_json::{Value, json};

use crate::logs::alb;
use crate::program::Folder;

/// As AWS names the object of a node for the five minutes that end at minute `end` past 14:00.
fn name(node: u32, end: usize) -> String {
    format!(
        "123456789012_elasticloadbalancing_eu-west-1_app.shop.0123456789abcdef_20261122T14{end:02}Z_\
         10.0.{node}.15_x{end}.log.gz"
    )
}

/// Two nodes' half hour in five-minute objects, but for the intervals that end at `but`.
fn delivered(folder: &Folder, but: &[usize], keep: impl Fn(&str) -> bool) {
    for node in [0, 1] {
        let text = alb(node);
        for end in (5..=30).step_by(5).filter(|end| !but.contains(end)) {
            let of_interval = |line: &&str| {
                let minute: usize = line[20..22].parse().unwrap();
                (end - 5..end).contains(&minute) && keep(line)
            };
            let lines: Vec<&str> = text.lines().filter(of_interval).collect();
            folder.put_gzip(&format!("logs/{}", name(node, end)), &(lines.join("\n") + "\n"));
        }
    }
}

fn kinds(result: &Value) -> Vec<&str> {
    let gaps = result["coverage"]["gaps"].as_array().unwrap();
    gaps.iter().map(|gap| gap["kind"].as_str().unwrap()).collect()
}

#[test]
fn whole_logs_have_no_gap_and_say_so() {
    let folder = Folder::new();
    delivered(&folder, &[], |_| true);
    let result = folder.run(&["logs", "--format", "json"]).json();
    assert_eq!(kinds(&result), [""; 0]);
    let nodes = result["coverage"]["nodes"].as_array().unwrap();
    assert_eq!(
        (nodes.len(), &nodes[0]["objects"], &nodes[0]["missing_intervals"]),
        (2, &json!(6), &json!(0))
    );
    assert_eq!(nodes[0]["load_balancer"], json!("app/shop/0123456789abcdef"));
    let text = folder.run(&["logs"]).stdout.replace('\n', " ");
    let said = "No gap seen for both nodes of app/shop/0123456789abcdef from 2026-11-22 14:00 to 14:30 UTC.";
    assert!(text.contains(said), "{text}");
    // What follows may still come.
    let run = folder.run(&["logs", "--format", "json", "--until", "2026-11-22T14:40:00Z"]);
    assert_eq!(kinds(&run.json()), ["not_delivered"]);
}

#[test]
fn no_incident_over_a_gap_names_the_gap() {
    let folder = Folder::new();
    delivered(&folder, &[15, 20], |line| !line.contains(" 502 "));
    let run = folder.run(&["logs"]);
    let text = run.stdout.replace('\n', " ");
    assert!(text.starts_with("No incident in what was read: none of 2"), "{text}");
    assert!(text.contains("; no logs from 2026-11-22 14:10 to 14:20 UTC."), "{text}");
    assert!(text.contains("! Logs seem to be missing: 1 gap, 10 min in all."), "{text}");
    assert_eq!(run.status, 0);
    let result = folder.run(&["logs", "--format", "json"]).json();
    assert_eq!(kinds(&result), ["no_object"]);
    assert_eq!(result["coverage"]["gaps"][0]["from"], json!("2026-11-22T14:10:00.000000Z"));
    assert!(result["findings"].as_array().unwrap().is_empty());
}

#[test]
fn an_incident_that_begins_at_a_gap_may_have_begun_earlier() {
    let folder = Folder::new();
    // It begins at 14:12.
    delivered(&folder, &[10], |line| !line.contains("14:10") && !line.contains("14:11"));
    let before = folder.run(&["logs", "--format", "json"]).json();
    let against = |result: &Value| {
        let evidence = result["findings"][0]["evidence"].as_array().unwrap().clone();
        let against = evidence.iter().filter(|one| one["kind"] == json!("against"));
        against
            .map(|one| one["statement"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join("; ")
    };
    let said = "from 2026-11-22 14:05 to 14:10 UTC, right before the first failure";
    assert!(against(&before).contains(said), "{}", against(&before));
    let folder = Folder::new();
    delivered(&folder, &[], |_| true);
    let whole = folder.run(&["logs", "--format", "json"]).json();
    assert!(!against(&whole).contains("right before the first failure"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test copies what it wrote")]
fn the_same_object_in_two_folders_is_counted_once_and_said() {
    let folder = Folder::new();
    delivered(&folder, &[], |_| true);
    let once = folder.run(&["logs", "--format", "json"]).json();
    let copy = std::fs::read(folder.path().join("logs").join(name(0, 10))).unwrap();
    folder.put(&format!("logs/backup/{}", name(0, 10)), &copy);
    // The same name and size with other bytes is another object.
    let mut other = copy.clone();
    other[4] ^= 1;
    folder.put(&format!("logs/other/{}", name(0, 10)), &other);
    // A name that people give says nothing.
    folder.put("logs/a.log.gz", &copy);
    let run = folder.run(&["logs", "--format", "json"]);
    let result = run.json();
    assert_eq!(result["coverage"]["duplicates"], json!(1));
    let (requests, more) =
        (result["requests"].as_u64().unwrap(), once["requests"].as_u64().unwrap());
    assert_eq!(requests, more + 2 * 300, "the copy is not counted, the two others are");
    let skipped = &result["input"]["skipped_objects"];
    assert_eq!(skipped.as_array().unwrap().len(), 1);
    let reason = skipped[0]["reason"].as_str().unwrap();
    assert!(reason.starts_with("the same object as logs"), "{reason}");
    let text = folder.run(&["logs"]).stdout.replace('\n', " ");
    assert!(text.contains("1 object was met twice and counted once."), "{text}");
    let records = folder.run(&["records", "logs"]).stdout;
    assert_eq!(records.lines().count() as u64, requests);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test copies what it wrote")]
fn records_of_another_time_than_the_name_says_make_an_object_late() {
    let folder = Folder::new();
    delivered(&folder, &[], |_| true);
    let late = std::fs::read(folder.path().join("logs").join(name(0, 10))).unwrap();
    folder.put(&format!("logs/{}", name(0, 25).replace("_x", "_y")), &late);
    let result = folder.run(&["logs", "--format", "json"]).json();
    assert_eq!(result["coverage"]["late"], json!(1));
    assert!(result["coverage"]["statement"].as_str().unwrap().contains("of another time"));
}

#[test]
fn a_hole_in_a_plain_log_is_said_and_a_filter_makes_none() {
    let folder = Folder::new();
    let text = alb(0);
    let holed: Vec<&str> =
        text.lines().filter(|line| !("14:03".."14:09").contains(&&line[17..22])).collect();
    folder.put("access.log", holed.join("\n") + "\n");
    let result = folder.run(&["access.log", "--format", "json"]).json();
    assert_eq!(kinds(&result), ["no_request"]);
    let filtered = ["access.log", "--format", "json", "--where", "elb_status_code != 404"];
    assert_eq!(kinds(&folder.run(&filtered).json()), [""; 0]);
    folder.put("access.log", &text);
    assert_eq!(kinds(&folder.run(&["access.log", "--format", "json"]).json()), [""; 0]);
}

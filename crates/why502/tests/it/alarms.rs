//! `why502 alarms`: alarms for the incident in the logs, as both kinds of template.

use crate::logs::alb;
use crate::program::Folder;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    folder
}

#[test]
fn alarms_stand_on_the_incident_of_the_logs() {
    let folder = folder();
    let run = folder.run(&["alarms", "alb.log"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for words in [
        "AWSTemplateFormatVersion: \"2010-09-09\"\n",
        "MetricName: \"TargetConnectionErrorCount\"\n",
        "Value: \"app/shop/0123456789abcdef\"\n",
        "Why: target-down: ",
        "it would have fired 2 min after the incident of 2026-11-22T14:12:",
        "AlarmName: \"why502-alb1-shop-burn-fast\"\n",
        "/0.001\"\n",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let again = folder.run(&["alarms", "alb.log", "--jobs", "1"]);
    assert_eq!(run.stdout, again.stdout);
}

#[test]
fn the_name_of_the_file_says_which_template() {
    let folder = folder();
    let arguments = ["alarms", "alb.log", "-o", "alarms.tf", "--slo", "99.95%"];
    assert_eq!(folder.run(&arguments).status, 0);
    let terraform = folder.text("alarms.tf");
    let resource = "resource \"aws_cloudwatch_metric_alarm\" \"why502_alb1_httpcodeelb502count\" {";
    assert!(terraform.contains(resource), "{terraform}");
    assert!(terraform.contains("/0.0005\"\n"), "{terraform}");
    assert_eq!(folder.run(&["alarms", "alb.log", "-o", "alarms.yaml"]).status, 0);
    assert!(folder.text("alarms.yaml").contains("AWS::CloudWatch::Alarm"));
    let run = folder.run(&["alarms", "alb.log", "--format", "terraform", "--slo", "99.95"]);
    assert_eq!(run.stdout, terraform);
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_read_prints_nothing() {
    let folder = folder();
    for (arguments, words) in [
        (&["alarms"][..], "no SOURCE was given"),
        (&["alarms", "alb.log", "--slo", "100"], "--slo: `100` is no objective"),
        (&["alarms", "alb.log", "--format", "pulumi"], "cloudformation, terraform"),
        (&["alarms", "alb.log", "-o", "alb.log"], "-o alb.log is also a SOURCE"),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        run.said(&[words]);
    }
    let run = folder.run(&["alarms", "alb.log", "--since", "2026-11-23"]);
    assert_eq!((run.status, run.stdout.as_str()), (4, ""));
    let run = folder.run(&["alarms", "alb.log", "absent.log"]);
    assert_eq!(run.status, 3);
    assert!(run.stdout.contains("HTTPCode_ELB_502_Count"), "{}", run.stdout);
}

//! The program on S3 servers written by others, as CI starts them.

use why502_testbed::real;

use crate::bucket::{BUCKET, REGION, analyze, objects, truth};

#[test]
#[ignore = "needs WHY502_MINISTACK, the path of the program; .ci/run runs it"]
fn ministack_gives_what_the_disk_gives() {
    let server = real::ministack(&real::ministack_program().unwrap()).unwrap();
    real::fill(&server.endpoint(), BUCKET, objects()).unwrap();
    for prefix in ["", REGION] {
        let run = analyze(&server.endpoint(), prefix, &["--since", "2026-11-22"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, WINDOW));
        assert_eq!(run.stdout, truth(&["--since", "2026-11-22"]).stdout);
    }
}

#[test]
#[ignore = "needs WHY502_CEPH_ENDPOINT and WHY502_CEPH_SLOW_ENDPOINT; .ci/run runs it"]
fn throttling_ceph_gives_what_the_disk_gives() {
    let bucket = format!("throttled-{}", std::process::id());
    // Enough that 32 requests at a time meet a limit of two, each by a name of its own: what AWS
    // named alike would be one object.
    let copies = (0..20).flat_map(|copy| {
        objects().into_iter().map(move |(key, content)| {
            let name = key.replace(".log.gz", &format!("{copy:02}.log.gz"));
            (format!("{copy:02}/{name}"), content)
        })
    });
    real::fill(&real::ceph_endpoint().unwrap(), &bucket, copies).unwrap();
    let url = format!("s3://{bucket}/");
    let run = crate::bucket::run(&real::ceph_slow_endpoint().unwrap(), &[&url, "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let input = &run.json()["input"];
    assert_eq!((input["objects"].as_u64(), input["records"].as_u64()), (Some(240), Some(72_000)));
}

const WINDOW: &str = "Window: from 2026-11-22 00:00:00 UTC on.\n";

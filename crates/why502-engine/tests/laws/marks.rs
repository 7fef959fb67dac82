//! Which objects are finished, and which are tried again.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use why502_engine::{Analysis, Control, End, Mark, Settings, Stream, WorkItem, WorkList};

use crate::given::{Broken, item, line};
use crate::rounds::json;
use crate::saved::reloaded;

fn marked(name: u64, version: u64, text: &str) -> WorkItem<'static> {
    let mark = Some(Mark { name, version });
    WorkItem { mark, ..item(&format!("object-{name}"), text, None, None, 1 << 16) }
}

/// Gives `text`, then an error.
fn failing(name: u64, text: &str) -> WorkItem<'static> {
    let text = text.to_owned();
    let open = move || Ok(Box::new(Broken::after(text)) as Box<dyn Stream>);
    WorkItem { open: Box::new(open), ..marked(name, 1, "") }
}

fn unopened(name: u64) -> WorkItem<'static> {
    let open = || Err(io::Error::other("access denied"));
    WorkItem { open: Box::new(open), ..marked(name, 1, "") }
}

fn run(analysis: &mut Analysis, items: Vec<WorkItem<'static>>) {
    assert_eq!(analysis.run(&WorkList::new(items), &(), &()), End::Exhausted);
}

fn failed(analysis: &Analysis) -> Vec<(String, u64)> {
    let failed = analysis.summary().input.failed_objects;
    failed.into_iter().map(|one| (one.source, one.records_before_failure)).collect()
}

#[test]
fn objects_that_are_read_or_skipped_are_done_in_their_version() {
    let mut analysis = Analysis::new(Settings::default());
    let before = analysis.marks();
    run(
        &mut analysis,
        vec![marked(1, 11, &line(0, 1, true)), marked(2, 12, "no log\n"), marked(3, 13, "")],
    );
    let done = [1, 2, 3, 4].map(|name| analysis.done(name));
    assert_eq!(done, [Some(11), Some(12), Some(13), None]);
    assert_eq!(analysis.summary().input.skipped_objects.len(), 2);
    assert!(before.is_empty() && before.done(1).is_none(), "a handle is of its time");
    assert_eq!((analysis.marks().len(), analysis.marks().done(2)), (3, Some(12)));
    let loaded = reloaded(&analysis);
    assert_eq!([1, 2, 3, 4].map(|name| loaded.done(name)), done);
}

#[test]
fn an_object_that_failed_before_its_first_record_is_tried_again() {
    for broken in [unopened, |name| failing(name, ""), |name| failing(name, "#Version: 1.0\n")] {
        let mut analysis = Analysis::new(Settings::default());
        run(&mut analysis, vec![broken(7), marked(8, 1, &line(0, 1, false))]);
        assert_eq!((analysis.done(7), analysis.done(8)), (None, Some(1)));
        assert_eq!(failed(&analysis), [("object-7".to_owned(), 0)]);
        // Failing again is still one failure.
        run(&mut analysis, vec![broken(7)]);
        assert_eq!(failed(&analysis).len(), 1);

        let mut loaded = reloaded(&analysis);
        assert_eq!(failed(&loaded), [], "it is not known any more");
        for analysis in [&mut analysis, &mut loaded] {
            run(analysis, vec![marked(7, 2, &line(0, 2, false))]);
            assert_eq!((analysis.done(7), failed(analysis).len()), (Some(2), 0));
        }
        let mut smooth = Analysis::new(Settings::default());
        let texts = [line(0, 1, false), line(0, 2, false)];
        run(&mut smooth, vec![marked(8, 1, &texts[0]), marked(7, 2, &texts[1])]);
        assert_eq!(json(&analysis.summary()), json(&smooth.summary()));
        assert_eq!(json(&loaded.summary()), json(&smooth.summary()));
    }
}

#[test]
fn an_object_that_failed_after_a_record_stays_failed_and_is_done() {
    let mut analysis = Analysis::new(Settings::default());
    run(&mut analysis, vec![failing(7, &line(0, 1, false))]);
    let expected = [("object-7".to_owned(), 1)];
    assert_eq!((analysis.done(7), failed(&analysis)), (Some(1), expected.to_vec()));
    let loaded = reloaded(&analysis);
    assert_eq!((loaded.done(7), failed(&loaded)), (Some(1), expected.to_vec()));
    assert_eq!(json(&loaded.summary()), json(&analysis.summary()));
}

#[test]
fn a_failure_without_a_mark_is_never_forgotten() {
    let mut analysis = Analysis::new(Settings::default());
    run(&mut analysis, vec![WorkItem { mark: None, ..unopened(7) }]);
    assert_eq!(failed(&reloaded(&analysis)), [("object-7".to_owned(), 0)]);
}

/// Ends a run before the first byte of the first object.
struct AtOnce(AtomicBool);

impl Control for AtOnce {
    fn takes_more(&self) -> bool {
        true
    }
    fn goes_on(&self) -> bool {
        !self.0.swap(true, Ordering::Relaxed)
    }
}

#[test]
fn an_object_that_was_broken_off_before_its_first_record_is_not_done() {
    let mut analysis = Analysis::new(Settings::default());
    let work = WorkList::new(vec![marked(7, 1, &line(0, 1, false))]);
    let control = AtOnce(AtomicBool::new(false));
    assert_eq!(analysis.run(&work, &control, &()), End::BrokenOff);
    assert_eq!((analysis.done(7), failed(&analysis).len()), (None, 1));
    assert_eq!(failed(&reloaded(&analysis)), []);
}

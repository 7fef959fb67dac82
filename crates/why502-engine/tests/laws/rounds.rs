//! Work in rounds, work that arrives late, and work that is broken off.

use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use std::time::Duration;

use why502_engine::{Analysis, Control, End, Next, Settings, Summary, Work, WorkItem, WorkList};
use xtask::sample_logs::folder::{Folder, SEED};

use crate::given::{in_pieces, item, shuffled, whole};
use crate::summary;

/// Lets so many objects be begun.
pub(crate) struct Budget(AtomicIsize);

impl Budget {
    pub(crate) fn of(objects: isize) -> Self {
        Self(AtomicIsize::new(objects))
    }
}

impl Control for Budget {
    fn takes_more(&self) -> bool {
        self.0.fetch_sub(1, Ordering::Relaxed) > 0
    }
    fn goes_on(&self) -> bool {
        true
    }
}

pub(crate) fn json(summary: &Summary) -> String {
    serde_json::to_string_pretty(summary).expect("a summary serialises")
}

pub(crate) fn with(workers: usize) -> Settings {
    Settings { workers, ..Settings::default() }
}

#[test]
fn any_number_of_rounds_gives_the_same_bytes() {
    let folder = Folder::generate(SEED);
    let expected = summary(whole(&folder, 1 << 16), 1);
    for (workers, objects) in [(1, 1), (2, 3), (3, 40)] {
        let mut analysis = Analysis::new(with(workers));
        let work = WorkList::new(shuffled(in_pieces(&folder, 500), 31));
        let mut rounds = 0;
        while analysis.run(&work, &Budget::of(objects), &()) != End::Exhausted {
            rounds += 1;
            if rounds % 20 == 1 {
                assert!(analysis.summary().input.interrupted, "more is to come");
            }
        }
        assert!(rounds > 3, "{rounds}");
        // Looking at it changes nothing.
        assert!(json(&analysis.summary()) == expected, "{workers} workers, {objects} a round");
        assert!(json(&analysis.into_summary()) == expected);
    }
}

/// Has an item only every third time it is asked.
struct Late<'a> {
    asked: AtomicUsize,
    list: WorkList<'a>,
}

impl<'a> Work<'a> for Late<'a> {
    fn next(&self, patience: Duration) -> Next<'a> {
        if self.asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(3) {
            self.list.next(patience)
        } else {
            Next::NotYet
        }
    }
}

#[test]
fn work_that_arrives_late_gives_the_same_bytes() {
    let folder = Folder::generate(SEED);
    let expected = summary(whole(&folder, 1 << 16), 1);
    let work = Late { asked: AtomicUsize::new(1), list: WorkList::new(whole(&folder, 1 << 16)) };
    let mut analysis = Analysis::new(with(2));
    assert_eq!(analysis.run(&work, &(), &()), End::Exhausted);
    assert!(json(&analysis.into_summary()) == expected);
}

#[test]
fn a_list_hands_out_the_largest_first_and_ends_for_good() {
    let items = [10, 30, 20].map(|size| {
        let name = size.to_string();
        WorkItem { size, ..item(&name, "", None, None, 1) }
    });
    let list = WorkList::new(items.into());
    let mut sizes = Vec::new();
    while let Next::Item(item) = list.next(Duration::ZERO) {
        sizes.push(item.size);
    }
    assert_eq!(sizes, [30, 20, 10]);
    assert!(matches!(list.next(Duration::ZERO), Next::End));
}

#[test]
fn no_object_is_begun_where_none_may_be() {
    let folder = Folder::generate(SEED);
    let mut analysis = Analysis::new(with(2));
    let work = WorkList::new(whole(&folder, 1 << 16));
    assert_eq!(analysis.run(&work, &Budget::of(0), &()), End::Paused);
    let nothing = analysis.into_summary();
    assert_eq!((nothing.input.objects, nothing.input.lines), (0, 0));
    assert!(nothing.input.interrupted);
}

/// Goes on for so many questions.
struct Breath(AtomicIsize);

impl Control for Breath {
    fn takes_more(&self) -> bool {
        true
    }
    fn goes_on(&self) -> bool {
        self.0.fetch_sub(1, Ordering::Relaxed) > 0
    }
}

#[test]
fn what_is_broken_off_is_counted_as_far_as_it_was_read_and_named() {
    let folder = Folder::generate(SEED);
    let (name, text) = folder.objects.iter().max_by_key(|(_, text)| text.len()).unwrap();
    let run = |questions| {
        let mut analysis = Analysis::new(Settings::default());
        let work = WorkList::new(vec![item(name, text, None, None, 100)]);
        let end = analysis.run(&work, &Breath(AtomicIsize::new(questions)), &());
        (end, analysis.into_summary())
    };
    let (end, found) = run(40);
    assert_eq!(end, End::BrokenOff);
    // One question before the object is begun.
    assert_eq!(found.input.bytes, 39 * 100);
    let [failed] = &found.input.failed_objects[..] else { panic!("{:?}", found.input) };
    assert_eq!(&failed.source, name);
    assert_eq!(failed.error, "the run was ended before it was read to its end");
    assert_eq!(failed.records_before_failure, found.input.records);
    let whole_lines = text[..39 * 100].matches('\n').count();
    assert_eq!(found.input.lines, whole_lines as u64, "half a line is none");
    assert!(json(&found).contains("\"interrupted\": true"));

    let (end, all) = run(isize::MAX);
    assert_eq!(end, End::Exhausted);
    assert!(!json(&all).contains("interrupted"), "only said where it is true");
    // Before anything is begun nothing is lost, and work is left behind all the same.
    let (end, none) = run(0);
    assert_eq!((end, none.input.failed_objects.len()), (End::BrokenOff, 0));
}

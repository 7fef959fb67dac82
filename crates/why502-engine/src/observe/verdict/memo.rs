//! Verdicts remembered: lines that the predicates cannot tell apart have one signature.
//!
//! Of a line of the load balancer its signature depends on two statuses, a few words, and on
//! which side of a few bounds some times lie. Failing lines by the hundred thousand come in some
//! dozens of kinds; asking the predicates anew for each took 420 ns, a tenth of a storm's run.

use std::cell::RefCell;
use std::sync::LazyLock;

use why502_parse::{AlbField, AlbRecord, Format};
use why502_rulebook::{Operand, PartlyKnown, Predicate, signatures};

use crate::observe::facts::{AlbFacts, AlbNumbers, TIMES};

/// Kinds of lines held by their statuses and words; another one in its slot takes its place.
const SLOTS: usize = 256;
/// Kinds by their numbers, of one slot. What comes when these are full is asked for anew.
const MOST_SIDES: usize = 64;

thread_local! {
    static MEMO: RefCell<Memo> = RefCell::new(Memo::default());
}

/// The place of the first signature that holds for the record, of those at `places`, which depend
/// on its status and on whether it has a reason alone; and the line's numbers, if they were read.
pub(super) fn first_of(
    places: &[usize],
    record: AlbRecord<'_>,
) -> Option<(usize, Option<AlbNumbers>)> {
    let Some(bounds) = &*BOUNDS else {
        return first_that_holds(places, record).map(|place| (place, None));
    };
    MEMO.with_borrow_mut(|memo| memo.first_of(bounds, places, record))
}

fn first_that_holds(places: &[usize], record: AlbRecord<'_>) -> Option<usize> {
    let table = signatures::of(Format::Alb);
    places.iter().copied().find(|&place| table[place].predicate.matches(&AlbFacts(record)))
}

/// What the predicates ask of a line beside its numbers and the method.
#[derive(Clone, Copy)]
struct Words<'a> {
    status: Option<u16>,
    target_status: Option<u16>,
    has_target: bool,
    /// Type, actions, reason; empty where there is none.
    texts: [&'a [u8]; 3],
}

/// All of some words, in numbers: three for each text, and one for lengths and the rest.
type Key = [u64; 10];

impl<'a> Words<'a> {
    fn of(record: &AlbRecord<'a>) -> Self {
        use AlbField::{ActionsExecuted, ErrorReason, TargetPort, Type};
        let text = |field| record.value(field).unwrap_or_default();
        Self {
            status: record.elb_status_code(),
            target_status: record.target_status_code(),
            has_target: record.value(TargetPort).is_some(),
            texts: [Type, ActionsExecuted, ErrorReason].map(text),
        }
    }

    /// `None` where a text is too long. Keys are equal where all words are.
    #[inline]
    fn key(&self) -> Option<Key> {
        let code = |status: Option<u16>| status.map_or(0, |status| u64::from(status) + 1);
        let mut key = [0; 10];
        key[0] = code(self.status) << 17 | code(self.target_status);
        key[0] = key[0] << 1 | u64::from(self.has_target);
        for (place, text) in self.texts.iter().enumerate() {
            key[0] = key[0] << 8 | text.len() as u64;
            key[1 + 3 * place..][..3].copy_from_slice(&in_numbers(text)?);
        }
        Some(key)
    }
}

/// The bytes of a text; texts of one length are equal where these are. `None` for more than 24.
#[inline]
fn in_numbers(text: &[u8]) -> Option<[u64; 3]> {
    let word = |at: usize| text[at..].first_chunk().map_or(0, |word| u64::from_le_bytes(*word));
    let half = |at: usize| text[at..].first_chunk().map_or(0, |half| u32::from_le_bytes(*half));
    let length = text.len();
    Some(match length {
        0..4 => [text.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0, 0],
        4..8 => [u64::from(half(0)) << 32 | u64::from(half(length - 4)), 0, 0],
        8..16 => [word(0), word(length - 8), 0],
        16..=24 => [word(0), word(8), word(length - 8)],
        _ => return None,
    })
}

/// Which of the slots: few kinds come at a time, and they seldom share one.
#[inline]
fn slot(key: &Key) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |all: u64, word: &u64| (all.rotate_left(5) ^ word).wrapping_mul(ODD);
    (key.iter().fold(0, mix) >> 32) as usize % SLOTS
}

/// Which of the signatures it is.
#[derive(Clone)]
enum Answer {
    /// This one, or none.
    Known(Option<usize>),
    /// The first of these that holds: it depends on more.
    Open(Vec<usize>),
}

struct Kind {
    key: Key,
    answer: Answer,
    /// Answers by the sides of the bounds on which the numbers lie.
    sides: Vec<(u32, Answer)>,
}

#[derive(Default)]
struct Memo {
    slots: Vec<Option<Box<Kind>>>,
}

impl Memo {
    fn first_of(
        &mut self,
        bounds: &Bounds,
        places: &[usize],
        record: AlbRecord<'_>,
    ) -> Option<(usize, Option<AlbNumbers>)> {
        let words = Words::of(&record);
        let Some(key) = words.key() else {
            return first_that_holds(places, record).map(|place| (place, None));
        };
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, || None);
        }
        let slot = &mut self.slots[slot(&key)];
        let kind = match slot {
            Some(kind) if kind.key == key => kind,
            _ => {
                let answer = answer(places, &Known { words, numbers: None });
                slot.insert(Box::new(Kind { key, answer, sides: Vec::new() }))
            }
        };
        let open = match &kind.answer {
            Answer::Known(place) => return place.map(|place| (place, None)),
            Answer::Open(places) => places,
        };
        let numbers = AlbNumbers::of(&record);
        let sides = bounds.sides(&numbers);
        let fresh;
        let answer = match kind.sides.iter().find(|(other, _)| *other == sides) {
            Some((_, answer)) => answer,
            None => {
                fresh = answer(open, &Known { words, numbers: Some(&numbers) });
                if kind.sides.len() < MOST_SIDES {
                    kind.sides.push((sides, fresh.clone()));
                }
                &fresh
            }
        };
        let place = match answer {
            Answer::Known(place) => *place,
            Answer::Open(places) => first_that_holds(places, record),
        };
        place.map(|place| (place, Some(numbers)))
    }
}

/// The first of the signatures that holds, as far as this much tells.
fn answer(places: &[usize], known: &Known<'_>) -> Answer {
    let table = signatures::of(Format::Alb);
    let mut open = Vec::new();
    for &place in places {
        match table[place].predicate.outcome(known) {
            Some(false) => {}
            Some(true) if open.is_empty() => return Answer::Known(Some(place)),
            Some(true) => {
                open.push(place);
                return Answer::Open(open);
            }
            None => open.push(place),
        }
    }
    if open.is_empty() { Answer::Known(None) } else { Answer::Open(open) }
}

/// A line of which the words are known, and perhaps the numbers.
struct Known<'k> {
    words: Words<'k>,
    numbers: Option<&'k AlbNumbers>,
}

impl PartlyKnown for Known<'_> {
    fn number(&self, operand: Operand) -> Option<Option<i64>> {
        match operand {
            Operand::Status | Operand::ElbStatusCode => Some(self.words.status.map(i64::from)),
            Operand::TargetStatusCode => Some(self.words.target_status.map(i64::from)),
            operand if TIMES.contains(&operand) => Some(self.numbers?.get(operand)),
            _ => Some(None),
        }
    }

    fn text(&self, operand: Operand) -> Option<Option<&[u8]>> {
        let place = match operand {
            Operand::Type => 0,
            Operand::ActionsExecuted => 1,
            Operand::ErrorReason => 2,
            // Only whether there is one is asked for: see `Bounds::of`.
            Operand::TargetPort => return Some(self.words.has_target.then_some(b"".as_slice())),
            Operand::Method => return None,
            _ => return Some(None),
        };
        Some(Some(self.words.texts[place]).filter(|text| !text.is_empty()))
    }
}

/// What the predicates compare each of [`TIMES`] with, in order.
struct Bounds([Vec<i64>; TIMES.len()]);

/// `None` if a predicate asks for something that is not remembered.
static BOUNDS: LazyLock<Option<Bounds>> = LazyLock::new(|| {
    let predicates = signatures::of(Format::Alb).iter().map(|one| &one.predicate);
    Bounds::of(predicates)
});

impl Bounds {
    fn of<'p>(mut predicates: impl Iterator<Item = &'p Predicate>) -> Option<Self> {
        let mut bounds = Self(Default::default());
        if !predicates.all(|predicate| bounds.add(predicate)) {
            return None;
        }
        for list in &mut bounds.0 {
            list.sort_unstable();
            list.dedup();
        }
        // Of each number a digit of four bits.
        bounds.0.iter().all(|list| list.len() < 7).then_some(bounds)
    }

    /// False where more than a comparison with bounds is asked of a number that is not held, or
    /// more of the target than whether there is one.
    fn add(&mut self, predicate: &Predicate) -> bool {
        match *predicate {
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().all(|part| self.add(part))
            }
            Predicate::Not(part) => self.add(part),
            Predicate::Number(operand, _, bound) => {
                if let Some(place) = TIMES.iter().position(|&time| time == operand) {
                    self.0[place].push(bound);
                }
                true
            }
            Predicate::Text(operand, _) => operand != Operand::TargetPort,
            Predicate::Same(one, other) => {
                ![one, other].iter().any(|operand| TIMES.contains(operand))
            }
            Predicate::Present(_) | Predicate::Absent(_) | Predicate::Blank(_) => true,
        }
    }

    /// Numbers of which this is equal compare equally with all bounds.
    fn sides(&self, numbers: &AlbNumbers) -> u32 {
        self.0.iter().zip(numbers.all()).fold(0, |sides, (bounds, number)| {
            let side = number.map_or(0, |number| {
                let passed = |bound: &i64| u32::from(number >= *bound) + u32::from(number > *bound);
                1 + bounds.iter().map(passed).sum::<u32>()
            });
            sides << 4 | side
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_load_balancers_signatures_can_be_remembered() {
        let bounds = BOUNDS.as_ref().unwrap();
        assert!(bounds.0.iter().any(|list| list.len() > 1));
    }

    #[test]
    fn texts_of_one_length_are_equal_where_their_numbers_are() {
        for length in 0..=24 {
            let text = vec![b'a'; length];
            for place in 0..length {
                let mut other = text.clone();
                other[place] = b'b';
                assert_ne!(in_numbers(&text).unwrap(), in_numbers(&other).unwrap());
            }
        }
        assert_eq!(in_numbers(&[b'a'; 25]), None);
    }

    #[test]
    fn sides_tell_below_from_equal_from_above() {
        let bounds = Bounds(std::array::from_fn(|_| vec![0, 10]));
        let side = |number| bounds.sides(&AlbNumbers::of_all([number; TIMES.len()])) & 0xF;
        let numbers = [None, Some(-1), Some(0), Some(5), Some(10), Some(11)];
        assert_eq!(numbers.map(side), [0, 1, 2, 3, 4, 5]);
    }
}

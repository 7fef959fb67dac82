//! The named values of one line: which column each gives, and which stay what they are.
//!
//! Lines of a log have the same names in the same order. So the meaning of the name that stood at
//! a place in the line before is remembered, and most lines only compare names.

use super::columns::{COLUMNS, ERROR_MESSAGE_STRING, REQUEST_TIME, REQUEST_TIME_EPOCH};
use super::time::epoch;
use super::variables::{Evidence, Meaning, Surety, Variable, fold, meaning_of};
use crate::json::NameRoom;
use crate::key::own_key;
use crate::options::Options;
use crate::row::{Cells, Kind};

/// What stands before a key that every record has.
const FORMAT: &str = "apigateway";

/// Names are remembered up to this place of a line.
const MOST_REMEMBERED: usize = 256;

/// The named values of a line, in buffers that are used for every line.
#[derive(Debug, Default)]
pub(super) struct Members {
    told: Vec<Told>,
    /// By place in the line; what is behind the places of this line is of an earlier one.
    names: Vec<Name>,
    values: Vec<Value>,
    text: Vec<u8>,
    /// By column, the place of the member that gives its value.
    chosen: Vec<Option<usize>>,
    /// Places of the other members.
    rest: Vec<usize>,
    room: NameRoom,
}

/// What the user said of a name.
#[derive(Debug)]
struct Told {
    name: String,
    variable: String,
}

#[derive(Debug)]
struct Name {
    name: Vec<u8>,
    meaning: Meaning,
    /// Its key in records, where it gives no column.
    key: String,
}

#[derive(Debug, Clone, Copy)]
struct Value {
    start: usize,
    end: usize,
    kind: Kind,
}

impl Members {
    pub(super) fn new(options: &Options) -> Self {
        let told = |(name, variable): &(String, String)| {
            let variable = variable.trim_start_matches('$');
            let variable = variable.strip_prefix("context.").unwrap_or(variable);
            Told { name: name.clone(), variable: variable.to_owned() }
        };
        Self { told: options.apigw_map.iter().map(told).collect(), ..Self::default() }
    }

    /// Forgets the last line's values; the next has that many bytes.
    pub(super) fn begin(&mut self, line_bytes: usize) {
        self.room = NameRoom::of_line(line_bytes);
        self.names.truncate(MOST_REMEMBERED);
        self.values.clear();
        self.text.clear();
    }

    /// The next member; objects' names stand before its own, with dots between. `kind` is what its
    /// value is if its name is no variable's. Left out where the line has used up what its names
    /// may take.
    pub(super) fn push(&mut self, name: &[u8], value: &[u8], kind: Kind) {
        if !self.room.take(name) {
            return;
        }
        let place = self.values.len();
        match self.names.get(place) {
            Some(known) if known.name == name => {}
            Some(_) => self.names[place] = self.learn(name),
            None => {
                let name = self.learn(name);
                self.names.push(name);
            }
        }
        let start = self.text.len();
        self.text.extend_from_slice(value);
        self.values.push(Value { start, end: self.text.len(), kind });
    }

    /// Puts the line's values into the cells.
    pub(super) fn finish(&mut self, cells: &mut Cells) -> Evidence {
        let mut evidence = Evidence::default();
        self.chosen.clear();
        self.chosen.resize(COLUMNS.len(), None);
        self.rest.clear();
        for place in 0..self.values.len() {
            evidence.add(self.names[place].meaning, &self.names[place].key);
            let Some(column) = self.column(place) else {
                self.rest.push(place);
                continue;
            };
            let before = self.chosen[column];
            if before.is_none_or(|before| self.rank(place) < self.rank(before)) {
                self.chosen[column] = Some(place);
                self.rest.extend(before);
            } else {
                self.rest.push(place);
            }
        }
        for (column, place) in self.chosen.iter().enumerate() {
            let Some(place) = *place else { continue };
            let value = self.value(place);
            let value = if column == ERROR_MESSAGE_STRING { unquoted(value) } else { value };
            cells.set_text(column, value);
        }
        self.add_rest(cells);
        evidence
    }

    /// Members that give no column: of those with the same key the first.
    fn add_rest(&mut self, cells: &mut Cells) {
        let Self { rest, names, .. } = self;
        rest.sort_unstable_by(|&one, &other| {
            names[one].key.cmp(&names[other].key).then(one.cmp(&other))
        });
        rest.dedup_by(|later, first| names[*later].key == names[*first].key);
        rest.sort_unstable();
        for &place in &self.rest {
            cells.add(self.names[place].key.as_bytes(), self.value(place), self.values[place].kind);
        }
    }

    fn value(&self, place: usize) -> &[u8] {
        &self.text[self.values[place].start..self.values[place].end]
    }

    fn column(&self, place: usize) -> Option<usize> {
        match self.names[place].meaning.variable {
            Variable::Column(column) => Some(column),
            Variable::Time if epoch(self.value(place)).is_some() => Some(REQUEST_TIME_EPOCH),
            Variable::Time => Some(REQUEST_TIME),
            Variable::Unknown => None,
        }
    }

    /// Less is better: what the user said, then a value before none, then the surer name.
    fn rank(&self, place: usize) -> (bool, Surety) {
        let surety = self.names[place].meaning.surety;
        let is_absent = surety > Surety::Told && matches!(self.value(place), b"" | b"-");
        (is_absent, surety)
    }

    fn learn(&self, name: &[u8]) -> Name {
        let told = self.told.iter().find(|told| told.name.as_bytes() == name).or_else(|| {
            let folded = fold(name);
            self.told.iter().find(|told| fold(told.name.as_bytes()) == folded)
        });
        let (meaning, key) = match told {
            None => (meaning_of(name), own_key(FORMAT, name)),
            Some(told) => {
                let variable = told.variable.as_bytes();
                let meaning = Meaning { surety: Surety::Told, ..meaning_of(variable) };
                (meaning, own_key(FORMAT, variable))
            }
        };
        Name { name: name.to_vec(), meaning, key }
    }
}

/// `error.messageString` comes with quotes of its own.
pub(super) fn unquoted(value: &[u8]) -> &[u8] {
    let inside = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
    inside.unwrap_or(value)
}

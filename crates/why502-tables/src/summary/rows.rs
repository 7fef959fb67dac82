//! Where the rows of a table stand in the summary.

use serde_json::{Value, json};

/// Where rows are found.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rows {
    /// One, of an object; none where it is null. Empty: the summary itself.
    One(&'static str),
    /// One for each element of a list.
    Each(&'static str),
    /// One for each element of the list in each element of a list.
    EachOfEach(&'static str, &'static str),
    /// One for each member of an object, as `key` and `value`.
    Members(&'static str),
    /// The same of the object in each element of a list.
    MembersOfEach(&'static str, &'static str),
    /// One for each element of each list that is a member of the object in each element of a list.
    ListsOfEach(&'static str, &'static str),
    /// The courses of signatures beside the buckets of the timeline.
    Courses,
    /// The cells of the heat map.
    Heat,
}

/// A row: what it is made of, and what that is part of.
pub(super) struct Row {
    pub(super) own: Value,
    pub(super) outer: Value,
    /// Which element of its list the outer one is, from 1 on.
    pub(super) number: usize,
}

impl Rows {
    /// The rows, in the order of the summary.
    pub(super) fn of(self, summary: &Value) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut add = |own: Value, outer: &Value, number| {
            rows.push(Row { own, outer: outer.clone(), number });
        };
        match self {
            Self::One(path) => {
                let one = at(summary, path);
                if !one.is_null() {
                    add(one.clone(), &Value::Null, 1);
                }
            }
            Self::Each(path) => {
                list(at(summary, path)).for_each(|(number, one)| add(one.clone(), one, number));
            }
            Self::EachOfEach(outer, inner) => list(at(summary, outer)).for_each(|(number, one)| {
                list(at(one, inner)).for_each(|(_, own)| add(own.clone(), one, number));
            }),
            Self::Members(path) => {
                members(at(summary, path)).for_each(|own| add(own, &Value::Null, 1));
            }
            Self::MembersOfEach(outer, inner) => {
                list(at(summary, outer)).for_each(|(number, one)| {
                    members(at(one, inner)).for_each(|own| add(own, one, number));
                });
            }
            Self::ListsOfEach(outer, inner) => {
                list(at(summary, outer)).for_each(|(number, one)| {
                    for member in members(at(one, inner)) {
                        for (_, value) in list(&member["value"]) {
                            add(json!({"key": member["key"], "value": value}), one, number);
                        }
                    }
                })
            }
            Self::Courses => {
                let starts = at(summary, "timeline.buckets");
                list(at(summary, "timeline.signatures")).for_each(|(number, one)| {
                    let counts = list(starts).zip(list(&one["requests"]));
                    counts.for_each(|((_, bucket), (_, requests))| {
                        add(json!({"start": bucket["start"], "requests": requests}), one, number);
                    });
                });
            }
            Self::Heat => {
                let starts = at(summary, "heat_map.starts");
                list(at(summary, "heat_map.rows")).for_each(|(number, one)| {
                    let counts = list(&one["requests"]).zip(list(&one["failed"]));
                    list(starts).zip(counts).for_each(
                        |((_, start), ((_, requests), (_, failed)))| {
                            let cell =
                                json!({"start": start, "requests": requests, "failed": failed});
                            add(cell, one, number);
                        },
                    );
                });
            }
        }
        rows
    }
}

/// The value at a path of names with dots between them.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').filter(|name| !name.is_empty()).fold(value, |value, name| &value[name])
}

fn list(value: &Value) -> impl Iterator<Item = (usize, &Value)> {
    let elements = value.as_array().map_or(&[][..], Vec::as_slice);
    elements.iter().enumerate().map(|(place, one)| (place + 1, one))
}

fn members(value: &Value) -> impl Iterator<Item = Value> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(key, value)| json!({"key": key, "value": value}))
}

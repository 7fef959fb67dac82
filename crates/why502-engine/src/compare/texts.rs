//! Every text of a comparison that may hold what a log held, as of a summary.

use super::comparison::{Comparison, Group, SideSummary, ValueChange};
use crate::summary::Holds;

impl Comparison {
    /// Calls `each` with every text that may hold something of a log, as
    /// [`Summary::each_text`](crate::Summary::each_text) does.
    pub fn each_text(&mut self, each: &mut dyn FnMut(Holds, &mut String)) {
        let Self {
            schema_version: _,
            statement,
            before,
            after,
            tested: _,
            changed: _,
            figures: _,
            latency: _,
            groups,
            dimensions,
            notes,
            redacted: _,
        } = self;
        statement.each_text(each);
        for SideSummary {
            from: _,
            to: _,
            seconds: _,
            requests: _,
            failed: _,
            bad_gateways: _,
            input,
        } in [before, after]
        {
            input.each_text(each);
        }
        for group in groups.iter_mut().chain(dimensions) {
            group.each_text(each);
        }
        notes.iter_mut().for_each(|note| note.each_text(each));
    }
}

impl Group {
    fn each_text(&mut self, each: &mut dyn FnMut(Holds, &mut String)) {
        let Self {
            name,
            distinct: _,
            changed: _,
            too_few: _,
            values,
            changed_left_out: _,
            others_left_out: _,
        } = self;
        for ValueChange { value, .. } in values {
            match *name {
                // Of the rulebook and of HTTP.
                "cause" | "signature" | "status" => {}
                "host_status" => {
                    let (host, status) = value.rsplit_once(' ').unwrap_or((value, ""));
                    let (mut host, status) = (host.to_owned(), status.to_owned());
                    each(Holds::Host, &mut host);
                    *value = format!("{host} {status}");
                }
                dimension => each(Holds::dimension(dimension), value),
            }
        }
    }
}

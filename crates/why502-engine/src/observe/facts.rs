//! How each log format answers the rulebook's predicates.

use why502_parse::{AlbRecord, CloudFrontRecord, ProcessingTime, Row};
use why502_rulebook::{Facts, Operand};

/// The rulebook's view of an ALB record.
pub(super) struct AlbFacts<'a>(pub(super) AlbRecord<'a>);

/// The rulebook's view of a CloudFront record.
pub(super) struct CloudFrontFacts<'a>(pub(super) CloudFrontRecord<'a>);

/// The rulebook's view of a record of any other log: an operand's name is the record's key.
pub(super) struct RowFacts<'a>(pub(super) Row<'a>);

/// The operands of a load balancer's line whose numbers differ from line to line.
pub(super) const TIMES: [Operand; 6] = [
    Operand::RequestProcessingTime,
    Operand::TargetProcessingTime,
    Operand::ResponseProcessingTime,
    Operand::Elapsed,
    Operand::TargetTime,
    Operand::ReceivedBytes,
];

/// The numbers of [`TIMES`], each read once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AlbNumbers([Option<i64>; TIMES.len()]);

impl AlbNumbers {
    /// What [`AlbFacts`] answers for them.
    #[inline]
    pub(super) fn of(record: &AlbRecord<'_>) -> Self {
        let sent = record.request_processing_time();
        let target = record.target_processing_time();
        let elapsed = record.elapsed();
        let bytes = record.received_bytes().and_then(|bytes| i64::try_from(bytes).ok());
        Self([
            time_number(sent),
            time_number(target),
            time_number(record.response_processing_time()),
            elapsed,
            target_time_of(target, || sent, || elapsed),
            bytes,
        ])
    }

    /// From request to response.
    pub(super) fn elapsed_us(&self) -> Option<i64> {
        self.get(Operand::Elapsed)
    }

    /// How long the target had it.
    pub(super) fn target_time_us(&self) -> Option<i64> {
        self.get(Operand::TargetTime)
    }

    /// In the order of [`TIMES`].
    pub(super) fn all(&self) -> [Option<i64>; TIMES.len()] {
        self.0
    }

    /// The number of one of [`TIMES`].
    pub(super) fn get(&self, operand: Operand) -> Option<i64> {
        let place = TIMES.iter().position(|&time| time == operand)?;
        self.0[place]
    }
}

#[cfg(test)]
impl AlbNumbers {
    pub(super) fn of_all(numbers: [Option<i64>; TIMES.len()]) -> Self {
        Self(numbers)
    }
}

fn time_number(time: ProcessingTime) -> Option<i64> {
    match time {
        ProcessingTime::Absent => None,
        ProcessingTime::NotMeasured => Some(-1),
        ProcessingTime::Micros(micros) => i64::try_from(micros).ok(),
    }
}

/// How long the target had the request, in microseconds: `target_processing_time`, or what is
/// left of the elapsed time where AWS logged `-1`.
pub(super) fn target_time(record: AlbRecord<'_>) -> Option<i64> {
    target_time_of(
        record.target_processing_time(),
        || record.request_processing_time(),
        || record.elapsed(),
    )
}

#[inline]
fn target_time_of(
    target: ProcessingTime,
    sent: impl Fn() -> ProcessingTime,
    elapsed: impl Fn() -> Option<i64>,
) -> Option<i64> {
    match target {
        ProcessingTime::Micros(micros) => i64::try_from(micros).ok(),
        _ => {
            let sent = sent().micros().unwrap_or(0);
            elapsed().map(|elapsed| elapsed.saturating_sub_unsigned(sent).max(0))
        }
    }
}

impl Facts for AlbFacts<'_> {
    fn number(&self, operand: Operand) -> Option<i64> {
        let record = self.0;
        match operand {
            Operand::Status | Operand::ElbStatusCode => record.elb_status_code().map(i64::from),
            Operand::TargetStatusCode => record.target_status_code().map(i64::from),
            Operand::RequestProcessingTime => time_number(record.request_processing_time()),
            Operand::TargetProcessingTime => time_number(record.target_processing_time()),
            Operand::ResponseProcessingTime => time_number(record.response_processing_time()),
            Operand::ReceivedBytes => {
                record.received_bytes().and_then(|bytes| i64::try_from(bytes).ok())
            }
            Operand::Elapsed => record.elapsed(),
            Operand::TargetTime => target_time(record),
            _ => None,
        }
    }

    fn text(&self, operand: Operand) -> Option<&[u8]> {
        use why502_parse::AlbField;
        let record = &self.0;
        match operand {
            Operand::Type => record.value(AlbField::Type),
            Operand::TargetPort => record.value(AlbField::TargetPort),
            Operand::ActionsExecuted => record.value(AlbField::ActionsExecuted),
            Operand::ErrorReason => record.value(AlbField::ErrorReason),
            Operand::Method => record.request().method,
            _ => None,
        }
    }
}

impl Facts for CloudFrontFacts<'_> {
    fn number(&self, operand: Operand) -> Option<i64> {
        match operand {
            Operand::Status | Operand::ScStatus => self.0.sc_status().map(i64::from),
            Operand::TimeTaken => self.0.time_taken().and_then(|micros| i64::try_from(micros).ok()),
            _ => None,
        }
    }

    fn text(&self, operand: Operand) -> Option<&[u8]> {
        use why502_parse::CloudFrontField;
        let field = match operand {
            Operand::Method => CloudFrontField::CsMethod,
            Operand::XEdgeResultType => CloudFrontField::XEdgeResultType,
            Operand::XEdgeResponseResultType => CloudFrontField::XEdgeResponseResultType,
            Operand::XEdgeDetailedResultType => CloudFrontField::XEdgeDetailedResultType,
            _ => return None,
        };
        self.0.value(field)
    }
}

impl Facts for RowFacts<'_> {
    fn number(&self, operand: Operand) -> Option<i64> {
        match operand {
            Operand::Status => self.0.status().map(i64::from),
            operand if operand.is_time() => time_number(self.0.duration(operand.name())),
            operand => self.0.number(operand.name()),
        }
    }

    fn text(&self, operand: Operand) -> Option<&[u8]> {
        self.0.text(operand.name())
    }

    fn is_blank(&self, operand: Operand) -> bool {
        self.0.is_blank(operand.name())
    }
}

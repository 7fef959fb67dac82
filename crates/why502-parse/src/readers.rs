//! Reading lines of the formats whose records are rows: the readers of one object, the scratch they
//! share, and lines that wait for their continuation.

use crate::error::RejectReason;
use crate::format::Format;
use crate::options::Options;
use crate::row::{Cells, Column, Context, Head, Reading, Row, RowReader};
use crate::scan::{Ends, Kernel};
use crate::value::Timestamp;
use crate::{apigateway, cloudfront, elb, lambda, network, proxy};

/// The readers in use, and scratch; each reader is made when its format is first met.
#[derive(Debug)]
pub(crate) struct Readers {
    readers: Vec<(Format, Box<dyn RowReader>)>,
    options: Options,
    kernel: Kernel,
    cells: Cells,
    ends: Ends,
}

impl Readers {
    pub(crate) fn new(options: Options, kernel: Kernel) -> Self {
        Self {
            readers: Vec::new(),
            options,
            kernel,
            cells: Cells::default(),
            ends: Ends::default(),
        }
    }

    /// Reads a line of a format of rows; those that have their own record know no such line.
    pub(crate) fn read(
        &mut self,
        format: Format,
        line: &[u8],
        event_time: Option<Timestamp>,
    ) -> Result<Reading, RejectReason> {
        let place = self.place(format).ok_or(RejectReason::UnrecognisedLine)?;
        let reader = self.readers[place].1.as_mut();
        self.cells.begin(reader.columns().len());
        let mut context = Context { event_time, kernel: self.kernel, ends: &mut self.ends };
        reader.read(line, &mut context, &mut self.cells)
    }

    /// The record of the line that was read last.
    pub(crate) fn record<'a>(&'a self, format: Format, line: &'a [u8], head: Head) -> Row<'a> {
        let reader = self.readers.iter().find(|(known, _)| *known == format);
        let columns = reader.map_or(&[][..], |(_, reader)| reader.columns());
        Row::new(format, columns, &self.cells, line, head)
    }

    /// Hands the names behind `#Fields:` to the reader of that format.
    pub(crate) fn header(&mut self, format: Format, names: &[u8]) {
        if let Some(place) = self.place(format) {
            self.readers[place].1.header(names);
        }
    }

    /// Lines of that format come again, behind others: what a header said before is forgotten.
    pub(crate) fn forget_columns(&mut self, format: Format) {
        let has_header = matches!(
            format,
            Format::Nlb
                | Format::AlbConnection
                | Format::AlbHealthCheck
                | Format::CloudFrontConnection
                | Format::VpcFlow
        );
        if has_header {
            self.readers.retain(|(known, _)| *known != format);
        }
    }

    fn place(&mut self, format: Format) -> Option<usize> {
        if let Some(place) = self.readers.iter().position(|(known, _)| *known == format) {
            return Some(place);
        }
        self.readers.push((format, reader(format, &self.options)?));
        Some(self.readers.len() - 1)
    }
}

/// The documented columns of a format whose records are rows; none of others.
#[must_use]
pub fn columns_of(format: Format) -> &'static [Column] {
    reader(format, &Options::default()).map_or(&[], |reader| reader.columns())
}

fn reader(format: Format, options: &Options) -> Option<Box<dyn RowReader>> {
    Some(match format {
        Format::Alb | Format::CloudFront | Format::CloudFrontRealtime => return None,
        Format::AlbConnection => Box::new(elb::Reader::new(&elb::connection::LAYOUT)),
        Format::AlbHealthCheck => Box::new(elb::Reader::new(&elb::health_check::LAYOUT)),
        Format::Clb => Box::new(elb::Reader::new(&elb::clb::LAYOUT)),
        Format::Nlb => Box::new(elb::Reader::new(&elb::nlb::LAYOUT)),
        Format::CloudFrontConnection => Box::new(cloudfront::connection::Reader::new(options)),
        Format::ApiGateway => Box::new(apigateway::Reader::new(options)),
        Format::Lambda => Box::new(lambda::Reader::new(options)),
        Format::VpcFlow => Box::new(network::vpc_flow::Reader::new(options)),
        Format::Waf => Box::new(network::waf::Reader::new(options)),
        Format::NginxAccess => Box::new(proxy::nginx_access::Reader::new(options)),
        Format::NginxError => Box::new(proxy::nginx_error::Reader::new(options)),
        Format::ApacheAccess => Box::new(proxy::apache_access::Reader::new(options)),
        Format::ApacheError => Box::new(proxy::apache_error::Reader::new(options)),
    })
}

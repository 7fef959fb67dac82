//! The units of a whole text, by plain recursive descent: nothing is cut into chunks, nothing is
//! kept between calls, and what a physical line counts as is told afterwards.

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Complete,
    TooLong,
    Event,
    Control,
}

/// A unit: what it is, and its bytes.
pub(crate) type Unit = (Kind, Vec<u8>);

/// The units of the text, in the order in which they are known.
pub(crate) fn units(text: &[u8], limit: usize) -> Vec<Unit> {
    let mut cutter = Cutter { text, limit, units: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        at = cutter.physical_line(at);
    }
    cutter.units
}

struct Cutter<'t> {
    text: &'t [u8],
    limit: usize,
    units: Vec<Unit>,
}

/// A stretch of a group of lines that is a unit.
struct Extent {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Where the reading of a value ended.
enum End {
    Whole(usize),
    /// The first line of a value ended with a brace, there.
    FirstLine(usize),
    Failed(usize),
}

impl Cutter<'_> {
    fn line_end(&self, at: usize) -> usize {
        let found = self.text[at..].iter().position(|&byte| byte == b'\n');
        found.map_or(self.text.len(), |found| at + found)
    }

    fn blanks_end(&self, mut at: usize) -> usize {
        while matches!(self.text.get(at), Some(b' ' | b'\t' | b'\r')) {
            at += 1;
        }
        at
    }

    /// Reads what begins with a physical line; gives where the next one begins.
    fn physical_line(&mut self, start: usize) -> usize {
        let marked = self.text[start..].starts_with(b"\xef\xbb\xbf");
        let first = self.blanks_end(if marked { start + 3 } else { start });
        if self.text.get(first) == Some(&b'{') && first - start <= self.limit {
            return self.group(start, first);
        }
        let end = self.line_end(start);
        let line = &self.text[start..end];
        self.units.push(if line.len() > self.limit {
            (Kind::TooLong, line[..self.limit].to_vec())
        } else {
            (Kind::Complete, line.strip_suffix(b"\r").unwrap_or(line).to_vec())
        });
        end + 1
    }

    /// Values from a brace on, up to the end of a physical line behind which none goes on.
    fn group(&mut self, start: usize, first: usize) -> usize {
        let mut extents = Vec::new();
        let mut next = Some(first);
        let mut end = first;
        while let Some(at) = next {
            (end, next) = self.value(at, &mut extents);
        }
        let end = end.min(self.text.len());
        self.hand_out(start, end, &extents);
        if self.text.get(end) == Some(&b'\n') { end + 1 } else { end }
    }

    /// One value, or envelope: where it ends, and where the next one of the group begins. The end is
    /// that of a physical line, or where a line is to be read anew.
    fn value(&self, start: usize, extents: &mut Vec<Extent>) -> (usize, Option<usize>) {
        let mut walk = Walk {
            text: self.text,
            limit: self.limit,
            start,
            at: start,
            is_envelope: false,
            is_control: false,
            in_envelope: false,
            in_events: false,
            event: None,
            events: Vec::new(),
        };
        let end = match walk.object(1) {
            Ok(()) => End::Whole(walk.at),
            Err(true) => End::FirstLine(walk.at),
            Err(false) => End::Failed(walk.at),
        };
        let unit = match (walk.in_envelope, walk.event) {
            (false, _) => Some((Kind::Complete, start)),
            (true, Some(event)) => Some((walk.kind(), event)),
            (true, None) => None,
        };
        extents.extend(walk.events.into_iter().map(|(kind, start, end)| Extent {
            kind,
            start,
            end,
        }));
        let mut ends_at = |end: usize| {
            if let Some((kind, start)) = unit {
                extents.push(Extent { kind, start, end });
            }
        };
        match end {
            End::FirstLine(end) => {
                ends_at(end);
                (end, None)
            }
            End::Whole(end) => {
                let behind = self.blanks_end(end);
                match self.text.get(behind) {
                    None | Some(b'\n') => {
                        ends_at(end);
                        (behind, None)
                    }
                    Some(b'{') => {
                        ends_at(end);
                        (behind, Some(behind))
                    }
                    Some(_) => self.junk(behind, &mut ends_at),
                }
            }
            End::Failed(at) if at >= self.text.len() => {
                ends_at(self.text.len());
                (self.text.len(), None)
            }
            End::Failed(at) => {
                let from = unit.map_or(start, |(_, start)| start);
                let feed = self.text[from..at].iter().rposition(|&byte| byte == b'\n');
                let Some(feed) = feed.map(|feed| from + feed) else {
                    return self.junk(at, &mut ends_at);
                };
                let is_blank = self.blanks_end(feed + 1) == at;
                if unit.is_some() && at - from <= self.limit {
                    ends_at(feed);
                    // The line is read anew, as the first of another group.
                    (feed, None)
                } else if is_blank {
                    ends_at(feed);
                    (at, None)
                } else {
                    self.junk(at, &mut ends_at)
                }
            }
        }
    }

    fn junk(&self, from: usize, ends_at: &mut dyn FnMut(usize)) -> (usize, Option<usize>) {
        let line_end = self.line_end(from);
        for at in from..line_end {
            let behind = self.blanks_end(at + 1);
            if self.text[at] == b'}' && self.text[behind..].starts_with(b"{\"") {
                ends_at(at + 1);
                return (behind, Some(behind));
            }
        }
        ends_at(line_end);
        (line_end, None)
    }

    /// The units of a group that reaches up to `end`, and a control line for each of its physical
    /// lines on which none begins: behind the unit it belongs to, if it belongs to one.
    fn hand_out(&mut self, start: usize, end: usize, extents: &[Extent]) {
        let mut found: Vec<(usize, usize, Unit)> = Vec::new();
        for extent in extents {
            found.push((extent.end, 0, self.unit(extent)));
        }
        let mut line_start = start;
        while line_start < end || (line_start == end && self.text.get(end) == Some(&b'\n')) {
            let line_end = self.line_end(line_start);
            let is_whole = line_end <= end && line_end < self.text.len();
            // What is left of a line that is read anew is a line of its own.
            let is_last = end == self.text.len() && line_end == end;
            let begins = |extent: &Extent| (line_start..=line_end).contains(&extent.start);
            if (is_whole || is_last) && !extents.iter().any(begins) {
                let around =
                    extents.iter().find(|extent| extent.start < line_end && line_end <= extent.end);
                let known = around.map_or(line_end, |extent| extent.end);
                found.push((known, 1, (Kind::Control, Vec::new())));
            }
            line_start = line_end + 1;
        }
        found.sort_by_key(|(known, order, _)| (*known, *order));
        self.units.extend(found.into_iter().map(|(_, _, unit)| unit));
    }

    fn unit(&self, extent: &Extent) -> Unit {
        let text = without_blanks_at_the_end(&self.text[extent.start..extent.end]);
        if text.len() > self.limit {
            return (Kind::TooLong, text[..self.limit].to_vec());
        }
        (extent.kind, text.to_vec())
    }
}

/// Recursive descent over one value. An error says whether the first line ended with a brace.
struct Walk<'t> {
    text: &'t [u8],
    limit: usize,
    start: usize,
    at: usize,
    is_envelope: bool,
    is_control: bool,
    in_envelope: bool,
    in_events: bool,
    event: Option<usize>,
    events: Vec<(Kind, usize, usize)>,
}

impl Walk<'_> {
    fn kind(&self) -> Kind {
        if self.is_control { Kind::Control } else { Kind::Event }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blanks(&mut self) -> Result<(), bool> {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            let so_far = &self.text[self.start..self.at];
            if byte == b'\n'
                && !self.in_envelope
                && !so_far.contains(&b'\n')
                && without_blanks_at_the_end(so_far).ends_with(b"}")
            {
                return Err(true);
            }
            self.at += 1;
        }
        Ok(())
    }

    fn take(&mut self, byte: u8) -> Result<(), bool> {
        if self.peek() != Some(byte) {
            return Err(false);
        }
        self.at += 1;
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Result<(), bool> {
        if depth > 64 {
            return Err(false);
        }
        self.take(b'{')?;
        self.blanks()?;
        if self.peek() == Some(b'}') {
            return self.take(b'}');
        }
        loop {
            let name = self.string()?;
            if depth == 1 {
                self.is_envelope |= name == b"messageType" || name == b"logGroup";
            }
            self.blanks()?;
            self.take(b':')?;
            self.blanks()?;
            let value_start = self.at;
            self.value(depth, depth == 1 && name == b"logEvents")?;
            if depth == 1 && name == b"messageType" && self.text[value_start] == b'"' {
                self.is_control = &self.text[value_start..self.at] == b"\"CONTROL_MESSAGE\"";
            }
            self.blanks()?;
            if self.peek() == Some(b'}') {
                return self.take(b'}');
            }
            self.take(b',')?;
            self.blanks()?;
        }
    }

    fn value(&mut self, depth: usize, is_events: bool) -> Result<(), bool> {
        match self.peek() {
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1, is_events),
            Some(b'"') => self.string().map(|_| ()),
            _ => self.word(),
        }
    }

    fn array(&mut self, depth: usize, is_events: bool) -> Result<(), bool> {
        if depth > 64 {
            return Err(false);
        }
        self.take(b'[')?;
        if is_events && self.is_envelope {
            self.in_envelope |= self.at - self.start <= self.limit;
            self.in_events = self.in_envelope;
        }
        self.blanks()?;
        if self.peek() == Some(b']') {
            self.in_events &= depth != 2;
            return self.take(b']');
        }
        loop {
            let is_event = self.in_events && depth == 2 && self.peek() == Some(b'{');
            if is_event {
                self.event = Some(self.at);
            }
            let start = self.at;
            self.value(depth, false)?;
            if is_event {
                self.event = None;
                self.events.push((self.kind(), start, self.at));
            }
            self.blanks()?;
            if self.peek() == Some(b']') {
                self.in_events &= depth != 2;
                return self.take(b']');
            }
            self.take(b',')?;
            self.blanks()?;
        }
    }

    fn word(&mut self) -> Result<(), bool> {
        let start = self.at;
        while matches!(self.peek(), Some(byte) if byte.is_ascii_alphanumeric() || b"-+.".contains(&byte))
        {
            self.at += 1;
        }
        if self.at == start { Err(false) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<Vec<u8>, bool> {
        self.take(b'"')?;
        let start = self.at;
        loop {
            match self.peek() {
                None | Some(b'\n') => return Err(false),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(self.text[start..self.at - 1].to_vec());
                }
                Some(b'\\') => {
                    self.at += 1;
                    if matches!(self.peek(), None | Some(b'\n')) {
                        return Err(false);
                    }
                    self.at += 1;
                }
                Some(_) => self.at += 1,
            }
        }
    }
}

/// JSON knows four blanks, and no form feed.
fn without_blanks_at_the_end(text: &[u8]) -> &[u8] {
    let last = text.iter().rposition(|byte| !b" \t\r\n".contains(byte));
    &text[..last.map_or(0, |last| last + 1)]
}

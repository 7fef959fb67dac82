//! However a file is cut into chunks, its records are the same.

use crate::lines::{self, CONTROL};
use crate::outcomes;
use why502_parse::{Framer, Line};

const LIMIT: usize = Framer::DEFAULT_LINE_LIMIT;

/// A document around each sample line: the line alone, or between others.
fn documents() -> Vec<Vec<u8>> {
    let alb = &lines::alb()[0];
    let rejected = lines::alb_rejected().into_iter().map(|(line, _)| line);
    let control = CONTROL.into_iter().map(<[u8]>::to_vec);
    let mut documents: Vec<Vec<u8>> = lines::alb()
        .into_iter()
        .chain(rejected)
        .chain(control)
        .map(|line| [alb, &b"\n"[..], &line, b"\n"].concat())
        .collect();
    let header = format!("#Version: 1.0\n#Fields: {}\n", lines::COLUMNS);
    for line in lines::cloudfront() {
        documents.push([header.as_bytes(), &line, b"\n"].concat());
    }
    documents
}

fn with_carriage_returns(document: &[u8]) -> Vec<u8> {
    document
        .iter()
        .flat_map(|&byte| if byte == b'\n' { vec![b'\r', byte] } else { vec![byte] })
        .collect()
}

#[test]
fn every_sample_cut_at_every_byte_gives_the_same_records() {
    for document in documents() {
        let whole = outcomes(&[&document], LIMIT);
        for cut in 0..=document.len() {
            let (before, after) = document.split_at(cut);
            assert_eq!(outcomes(&[before, after], LIMIT), whole, "cut at {cut}");
        }
    }
}

#[test]
fn every_sample_fed_byte_by_byte_gives_the_same_records() {
    for document in documents() {
        let bytes: Vec<&[u8]> = document.chunks(1).collect();
        assert_eq!(outcomes(&bytes, LIMIT), outcomes(&[&document], LIMIT));
    }
}

#[test]
fn carriage_returns_and_a_missing_last_line_feed_change_nothing() {
    for document in documents() {
        let whole = outcomes(&[&document], LIMIT);
        let unfinished = &document[..document.len() - 1];
        // A blank last line needs its line feed: nothing behind the last one is no line.
        if !unfinished.ends_with(b"\n") {
            assert_eq!(outcomes(&[unfinished], LIMIT), whole);
        }
        let returns = with_carriage_returns(&document);
        for cut in 0..=returns.len() {
            let (before, after) = returns.split_at(cut);
            assert_eq!(outcomes(&[before, after], LIMIT), whole, "cut at {cut}");
        }
    }
}

#[test]
fn all_samples_in_one_file_give_what_they_give_alone_in_chunks_of_any_size() {
    let mut file: Vec<u8> = Vec::new();
    for line in lines::alb().into_iter().chain(lines::alb_rejected().into_iter().map(|pair| pair.0))
    {
        file.extend_from_slice(&line);
        file.push(b'\n');
    }
    let whole = outcomes(&[&file], LIMIT);
    assert_eq!(whole.len(), lines::alb().len() + lines::alb_rejected().len());
    for size in [1, 2, 3, 7, 63, 64, 65, 1000, 4096] {
        let chunks: Vec<&[u8]> = file.chunks(size).collect();
        assert_eq!(outcomes(&chunks, LIMIT), whole, "chunks of {size}");
    }
}

fn frame(chunks: &[&[u8]], limit: usize) -> Vec<(bool, Vec<u8>)> {
    let mut framer = Framer::new(limit);
    let mut lines = Vec::new();
    let mut each =
        |line: Line<'_>| lines.push((matches!(line, Line::TooLong(_)), line.bytes().to_vec()));
    for chunk in chunks {
        framer.push(chunk, &mut each);
    }
    framer.finish(&mut each);
    lines
}

#[test]
fn a_line_over_the_limit_is_one_line_wherever_it_is_cut() {
    let text = b"123456\n1234567\n12345678901234567890\n\n12345\r\n123456\r\n1234567";
    let expected = [
        (false, &b"123456"[..]),
        (true, b"123456"),
        (true, b"123456"),
        (false, b""),
        (false, b"12345"),
        (true, b"123456"),
        (true, b"123456"),
    ]
    .map(|(long, line)| (long, line.to_vec()));
    for first in 0..=text.len() {
        for second in first..=text.len() {
            let chunks = [&text[..first], &text[first..second], &text[second..]];
            assert_eq!(frame(&chunks, 6), expected, "cut at {first} and {second}");
        }
    }
    assert_eq!(frame(&text.chunks(1).collect::<Vec<_>>(), 6), expected);
}

#[test]
fn abandoning_drops_the_fragment_and_nothing_else() {
    for fragment in [&b"fragment"[..], b"a fragment that is over the limit", b""] {
        let mut framer = Framer::new(10);
        let mut lines = Vec::new();
        framer.push(b"one\n", &mut |line: Line<'_>| lines.push(line.bytes().to_vec()));
        framer.push(fragment, &mut |line: Line<'_>| lines.push(line.bytes().to_vec()));
        framer.abandon();
        framer.push(b"two\nthree", &mut |line: Line<'_>| lines.push(line.bytes().to_vec()));
        framer.finish(&mut |line: Line<'_>| lines.push(line.bytes().to_vec()));
        framer.finish(&mut |line: Line<'_>| lines.push(line.bytes().to_vec()));
        assert_eq!(lines, [b"one".to_vec(), b"two".to_vec(), b"three".to_vec()]);
    }
}

#[test]
fn a_callback_behind_a_trait_object_will_do() {
    let mut count = 0;
    let mut closure = |_: Line<'_>| count += 1;
    let each: &mut dyn FnMut(Line<'_>) = &mut closure;
    let mut framer = Framer::default();
    framer.push(b"a\nb", each);
    framer.finish(each);
    assert_eq!(count, 2);
}

//! Objects read through the public face: decoding by content, heads, byte
//! ranges, and errors that name what is wrong.

use std::ffi::OsString;
use std::io::{BufRead, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use why502_input::{ForeignFormat, Object, ObjectReader, ReadError, ReadErrorKind, Step, discover};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

type Codec = fn(&[u8]) -> Vec<u8>;

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).expect("memory takes all")
}

fn lines(count: usize) -> Vec<u8> {
    (0..count).flat_map(|n| format!("{n} {}\n", "x".repeat(n % 90)).into_bytes()).collect()
}

fn object(folder: &Path, name: &str, bytes: &[u8]) -> Object {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("the folder is ours");
    let mut found = discover(&[OsString::from(path)]);
    assert_eq!(found.objects.len(), 1);
    found.objects.remove(0)
}

/// All bytes before an error, and the error.
fn drain(mut reader: ObjectReader) -> (Vec<u8>, Option<ReadError>) {
    let mut bytes = Vec::new();
    loop {
        match reader.fill_buf() {
            Ok([]) => return (bytes, None),
            Ok(piece) => {
                bytes.extend_from_slice(piece);
                let count = piece.len();
                reader.consume(count);
            }
            Err(error) => {
                return (
                    bytes,
                    Some(ReadError::of(&error).expect("every error is a ReadError").clone()),
                );
            }
        }
    }
}

fn whole(object: &Object) -> Vec<u8> {
    let (bytes, error) = drain(object.open().expect("the file is there"));
    assert!(error.is_none(), "{error:?}");
    bytes
}

#[test]
fn a_reader_can_move_to_another_thread() {
    fn assert_send<T: Send>() {}
    assert_send::<ObjectReader>();
    assert_send::<Object>();
}

#[test]
fn content_decides_about_compression_and_the_name_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let text = lines(9_000);
    assert!(whole(&object(folder.path(), "plain.gz", &text)) == text);
    assert!(whole(&object(folder.path(), "packed.log", &gzip(&text))) == text);
    assert!(whole(&object(folder.path(), "packed.gz", &zstd(&text))) == text);
    assert!(whole(&object(folder.path(), "empty.gz", b"")).is_empty());
}

#[test]
fn bytes_read_counts_stored_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let packed = gzip(&lines(5_000));
    let several = packed.repeat(3);
    for (name, stored) in [("one", &packed), ("several", &several), ("plain", &lines(70_000))] {
        let object = object(folder.path(), name, stored);
        let mut reader = object.open().unwrap();
        reader.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!(reader.bytes_read(), stored.len() as u64, "{name}");
        assert_eq!(object.size(), Some(stored.len() as u64), "{name}");
    }
}

#[test]
fn a_compressed_stream_inside_another_is_unpacked_too() {
    let folder = tempfile::tempdir().unwrap();
    let text = lines(9_000);
    for (outer, inner) in [(gzip as Codec, gzip as Codec), (gzip, zstd), (zstd, gzip), (zstd, zstd)]
    {
        let object = object(folder.path(), "twice.gz", &outer(&inner(&text)));
        assert!(whole(&object) == text);
        let head = object.head(1_000).unwrap();
        assert!(head.compressed && head.bytes == text[..1_000]);
    }
}

#[test]
fn damage_comes_after_the_good_bytes_and_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let text = lines(3_000);
    let packed = gzip(&text);
    let cut = object(folder.path(), "cut.gz", &packed[..packed.len() - 3]);
    let (bytes, error) = drain(cut.open().unwrap());
    let error = error.unwrap();
    assert!(bytes == text);
    assert_eq!(
        *error.kind(),
        ReadErrorKind::Truncated { compressed_bytes: packed.len() as u64 - 3 }
    );
    assert_eq!((error.step(), error.source_name()), (Step::Decode, cut.name()));
    assert!(!error.ends_cleanly());

    let tail = object(folder.path(), "tail.gz", &[&packed[..], b"junk"].concat());
    let (bytes, error) = drain(tail.open().unwrap());
    assert!(bytes == text && error.unwrap().ends_cleanly());

    for stump in [b"\x1f\x8b".as_slice(), b"\x1f", b"\x1f\x8b\x08\x08\0\0\0\0\0\x03name"] {
        let (bytes, error) = drain(object(folder.path(), "stump.gz", stump).open().unwrap());
        let expected = ReadErrorKind::Truncated { compressed_bytes: stump.len() as u64 };
        assert_eq!((bytes.len(), error.unwrap().kind()), (0, &expected));
    }
}

#[test]
fn only_objects_of_moderate_size_are_decoded_in_one_go() {
    let folder = tempfile::tempdir().unwrap();
    let stored = |bytes: usize| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
        encoder.write_all(&vec![b'x'; bytes]).unwrap();
        encoder.finish().unwrap()
    };
    let packed = |bytes: usize| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&vec![b'x'; bytes]).unwrap();
        encoder.finish().unwrap()
    };
    for (name, bytes, in_one_go) in [
        ("stored.gz", stored(15 << 20), true),
        ("large.gz", stored((16 << 20) + 1), false),
        ("packed.gz", packed(64 << 20), true),
        ("swollen.gz", packed((64 << 20) + 1), false),
    ] {
        let mut reader = object(folder.path(), name, &bytes).open().unwrap();
        assert_eq!(reader.fill_buf().unwrap().len() > 1 << 20, in_one_go, "{name}");
    }
}

/// 300 MiB of zeros, compressed: more than is ever decoded in one go, so the
/// reader must hand it out in pieces of its small window.
#[test]
fn a_bomb_is_handed_out_in_small_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..300 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let mut reader = object(folder.path(), "bomb.gz", &encoder.finish().unwrap()).open().unwrap();
    let (mut total, mut largest) = (0, 0);
    loop {
        let piece = reader.fill_buf().unwrap();
        if piece.is_empty() {
            break;
        }
        let count = piece.len();
        (total, largest) = (total + count, largest.max(count));
        reader.consume(count);
    }
    assert_eq!(total, 300 << 20);
    assert!(largest <= 1 << 20, "{largest}");
}

#[test]
fn formats_that_are_not_decoded_are_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let twice = gzip(&gzip(b"text\n"));
    let stored: [(&[u8], ForeignFormat, &str); 4] = [
        (b"PAR1\x15\x04", ForeignFormat::Parquet, "delivered as text or JSON"),
        (b"PK\x03\x04\x14", ForeignFormat::Zip, "unzip"),
        (b"\xfd7zXZ\0\0", ForeignFormat::Xz, "unxz"),
        (b"BZh91AY&SY\0\0", ForeignFormat::Bzip2, "bunzip2"),
    ];
    let packed = [(&twice[..], ForeignFormat::Nested, "three times")];
    let wrapped = packed.iter().chain(&stored).flat_map(|&(bytes, format, advice)| {
        [(gzip(bytes), format, advice), (zstd(bytes), format, advice)]
    });
    let plain = stored.iter().map(|&(bytes, format, advice)| (bytes.to_vec(), format, advice));
    for (bytes, format, advice) in plain.chain(wrapped) {
        let object = object(folder.path(), "a.log", &bytes);
        let error = object.open().unwrap_err();
        assert_eq!(*error.kind(), ReadErrorKind::UnsupportedCompression(format));
        assert!(error.to_string().contains(advice), "{error}");
        assert!(object.head(10).is_err());
    }
}

#[test]
fn a_file_that_vanished_is_an_error_at_open() {
    let folder = tempfile::tempdir().unwrap();
    let gone = object(folder.path(), "gone.log", b"x");
    std::fs::remove_file(folder.path().join("gone.log")).unwrap();
    let error = gone.open().unwrap_err();
    assert_eq!((error.step(), error.kind()), (Step::Open, &ReadErrorKind::Io));
    assert_eq!(error.cause().unwrap().kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn a_head_holds_the_first_decoded_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let text = lines(20_000);
    for (name, stored, compressed) in [("a", text.clone(), false), ("b", gzip(&text), true)] {
        let object = object(folder.path(), name, &stored);
        for limit in [0, 1, 4_096, 300_000, text.len(), text.len() + 9] {
            let head = object.head(limit).unwrap();
            assert!(head.bytes == text[..limit.min(text.len())], "{name} {limit}");
            assert_eq!(head.compressed, compressed);
            assert!(head.damage.is_none());
        }
    }
}

#[test]
fn a_head_reports_damage_before_its_limit() {
    let folder = tempfile::tempdir().unwrap();
    let packed = gzip(&lines(100));
    let cut = object(folder.path(), "cut.gz", &packed[..packed.len() - 9]);
    let head = cut.head(1 << 20).unwrap();
    assert!(!head.bytes.is_empty());
    assert!(matches!(head.damage.unwrap().kind(), ReadErrorKind::Truncated { .. }));
    let stump = object(folder.path(), "stump.gz", &packed[..4]);
    assert!(matches!(stump.head(100).unwrap_err().kind(), ReadErrorKind::Truncated { .. }));
}

/// Every way to cut a small file in three gives every line once, in order.
#[test]
fn ranges_that_cover_a_file_hand_out_every_line_once() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["a\n\nbb\nccc ccc\n\nd", "\n", "no line feed", "x\n", "\r\n\r\ny\r\n"] {
        let object = object(folder.path(), "small.log", text.as_bytes());
        let size = text.len() as u64;
        for first in 0..=size {
            for second in first..=size {
                let (mut joined, mut counted) = (Vec::new(), 0);
                for range in [0..first, first..second, second..size] {
                    let mut reader = object.open_range(range.clone()).unwrap();
                    let mut bytes = Vec::new();
                    reader.read_to_end(&mut bytes).unwrap();
                    assert_eq!(bytes, lines_that_start_in(text, &range), "{text:?} {range:?}");
                    joined.extend(bytes);
                    counted += reader.bytes_read();
                }
                assert_eq!((joined.as_slice(), counted), (text.as_bytes(), size));
            }
        }
    }
}

fn lines_that_start_in(text: &str, range: &std::ops::Range<u64>) -> Vec<u8> {
    let mut at = 0;
    let mut inside = Vec::new();
    for line in text.split_inclusive('\n') {
        if range.contains(&at) {
            inside.extend_from_slice(line.as_bytes());
        }
        at += line.len() as u64;
    }
    inside
}

#[test]
fn ranges_of_a_large_file_with_a_huge_line_join_without_loss() {
    let folder = tempfile::tempdir().unwrap();
    let text = [lines(10_000), vec![b'y'; 1_500_000], b"\n".to_vec(), lines(9_000)].concat();
    let object = object(folder.path(), "large.log", &text);
    for step in [100_003, 262_144, 1 << 20] {
        let mut joined = Vec::new();
        for start in (0..text.len() as u64).step_by(step) {
            let mut reader = object.open_range(start..start + step as u64).unwrap();
            // Consume in odd amounts, as a caller may.
            while let Ok(piece) = reader.fill_buf() {
                let count = piece.len().min(10_007);
                if count == 0 {
                    break;
                }
                joined.extend_from_slice(&piece[..count]);
                reader.consume(count);
            }
        }
        assert!(joined == text, "step {step}");
    }
}

#[test]
fn a_range_of_a_compressed_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = object(folder.path(), "a.gz", &gzip(b"x\n")).open_range(0..5).unwrap_err();
    assert_eq!(*error.kind(), ReadErrorKind::NotSeekable);
}

/// Names the file that the child process copies its standard input to.
const COPY_TO: &str = "WHY502_TEST_COPY_TO";

/// What the child does: copies its standard input, then how it ended.
fn copy_standard_input(copy_to: &Path) {
    let mut reader =
        discover(&["-".into()]).objects[0].open().expect("the child is given what it needs");
    let mut bytes = Vec::new();
    let end = reader.read_to_end(&mut bytes).map_err(|error| error.to_string());
    let end = end.map(|_| reader.bytes_read().to_string()).unwrap_or_else(|error| error);
    std::fs::write(copy_to, [&bytes[..], end.as_bytes()].concat())
        .expect("the child is given what it needs");
}

/// The child is this very test, run again with [`COPY_TO`] set: a process has
/// only one standard input.
#[test]
fn standard_input_is_decoded_by_content() {
    if let Some(copy_to) = std::env::var_os(COPY_TO) {
        return copy_standard_input(Path::new(&copy_to));
    }
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    let text = lines(30_000);
    let packed = gzip(&text);
    let joined = [gzip(&text[..100_000]), gzip(&text[100_000..])].concat();
    let cut = &packed[..packed.len() - 4];
    let told =
        format!("cut short after {},{:03} compressed bytes", cut.len() / 1000, cut.len() % 1000);
    let cases = [
        (&text[..], &text[..], text.len().to_string()),
        (&packed, &text, packed.len().to_string()),
        (&joined, &text, joined.len().to_string()),
        (cut, &text, format!("gzip stream is {told}")),
        (b"", b"", "0".to_owned()),
    ];
    for (input, expected, end) in cases {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "standard_input_is_decoded_by_content"])
            .env(COPY_TO, &copy)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        assert!(child.wait().unwrap().success());
        let mut copied = Vec::new();
        let name = copy.to_str().unwrap();
        let copy_object = discover(&[name.into()]).objects.remove(0);
        copy_object.open().unwrap().read_to_end(&mut copied).unwrap();
        assert!(copied == [expected, end.as_bytes()].concat(), "{end}");
    }
}

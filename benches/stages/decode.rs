//! Decode: gzip to bytes, through files as the program reads them. An object of one member is
//! decoded whole, one of two members streamed. Baselines: the bare libraries, and counting the
//! line feeds of what was decoded.

use std::fs;
use std::io::{BufRead as _, BufReader};

use divan::Bencher;
use flate2::bufread::MultiGzDecoder;
use libdeflater::Decompressor;
use tempfile::TempDir;
use why502_bench::decode_all;

use crate::corpus::{ALB, Log};
use crate::measure::measure;

/// The log as one compressed object per part, each part a gzip member or two.
fn folder(log: &Log, members: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (index, object) in log.objects.iter().enumerate() {
        let path = folder.path().join(format!("{index}.log.gz"));
        fs::write(path, object.gzip.repeat(members)).expect("a temporary file can be written");
    }
    folder
}

fn read_files(bencher: Bencher<'_, '_>, members: usize) {
    let folder = folder(&ALB, members);
    let sources = [folder.path().as_os_str().to_owned()];
    let bytes = ALB.bytes.len() * members;
    measure(bencher, bytes, &(bytes as u64), || {
        decode_all(&sources).expect("the generator writes good gzip").decoded_bytes
    });
}

#[divan::bench(name = "alb/files_whole")]
fn files_whole(bencher: Bencher<'_, '_>) {
    read_files(bencher, 1);
}

#[divan::bench(name = "alb/files_streamed")]
fn files_streamed(bencher: Bencher<'_, '_>) {
    read_files(bencher, 2);
}

/// Decodes each object at once and adds up what `each` makes of it.
fn inflated(log: &Log, each: fn(&[u8]) -> usize) -> usize {
    let mut decompressor = Decompressor::new();
    let longest = log.objects.iter().map(|object| object.bytes.len()).max().unwrap_or(0);
    let mut buffer = vec![0; longest];
    let sum = log.objects.iter().map(|object| {
        let length = decompressor
            .gzip_decompress(&object.gzip, &mut buffer)
            .expect("the generator writes good gzip");
        each(&buffer[..length])
    });
    sum.sum()
}

#[divan::bench(name = "alb/baseline_libdeflate")]
fn libdeflate(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    measure(bencher, log.bytes.len(), &log.bytes.len(), || inflated(log, <[u8]>::len));
}

#[divan::bench(name = "alb/baseline_libdeflate_newlines")]
fn libdeflate_newlines(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    let lines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
    measure(bencher, log.bytes.len(), &log.lines, || inflated(log, lines));
}

#[divan::bench(name = "alb/baseline_flate2")]
fn streamed_by_flate2(bencher: Bencher<'_, '_>) {
    let log = &*ALB;
    measure(bencher, log.bytes.len(), &log.bytes.len(), || {
        let sum = log.objects.iter().map(|object| {
            let mut reader =
                BufReader::with_capacity(256 << 10, MultiGzDecoder::new(object.gzip.as_slice()));
            let mut bytes = 0;
            loop {
                let length = reader.fill_buf().expect("the generator writes good gzip").len();
                if length == 0 {
                    return bytes;
                }
                reader.consume(length);
                bytes += length;
            }
        });
        sum.sum()
    });
}

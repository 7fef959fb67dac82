//! A client of a few lines that shows what came over the wire, errors included.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A connection that is kept.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

/// An answer, or as much of it as came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// What ended the body before its length was reached.
    pub(crate) broken: Option<io::ErrorKind>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What stands in each element of this name.
    pub(crate) fn elements(&self, name: &str) -> Vec<String> {
        let text = self.text();
        let opening = format!("<{name}>");
        let parts = text.split(&opening).skip(1).map(str::to_owned);
        parts.map(|part| part.split('<').next().unwrap_or_default().to_owned()).collect()
    }
}

impl Client {
    pub(crate) fn connect(endpoint: &str) -> io::Result<Client> {
        let stream = TcpStream::connect(endpoint.trim_start_matches("http://"))?;
        // Long enough never to be reached where an answer is due.
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Client { stream: BufReader::new(stream) })
    }

    pub(crate) fn patience(self, patience: Duration) -> Client {
        self.stream.get_ref().set_read_timeout(Some(patience)).unwrap();
        self
    }

    pub(crate) fn get(&mut self, target: &str) -> io::Result<Answer> {
        self.ask("GET", target, "")
    }

    pub(crate) fn ask(&mut self, method: &str, target: &str, headers: &str) -> io::Result<Answer> {
        let head = format!("{method} {target} HTTP/1.1\r\nHost: s3.example\r\n{headers}\r\n");
        self.stream.get_mut().write_all(head.as_bytes())?;
        self.answer(method)
    }

    pub(crate) fn put(&mut self, target: &str, content: &[u8]) -> io::Result<Answer> {
        let length = content.len();
        let head = format!(
            "PUT {target} HTTP/1.1\r\nHost: s3.example\r\nContent-Length: {length}\r\n\r\n"
        );
        self.stream.get_mut().write_all(head.as_bytes())?;
        self.stream.get_mut().write_all(content)?;
        self.answer("PUT")
    }

    fn answer(&mut self, method: &str) -> io::Result<Answer> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).unwrap_or_default().parse();
        let status = status.map_err(|_| io::Error::other(first.clone()))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new(), broken: None };
        let length: u64 = match answer.header("content-length") {
            Some(length) if method != "HEAD" => length.parse().unwrap(),
            _ => 0,
        };
        let read = (&mut self.stream).take(length).read_to_end(&mut answer.body);
        answer.broken = match read {
            Err(error) => Some(error.kind()),
            Ok(_) if (answer.body.len() as u64) < length => Some(io::ErrorKind::UnexpectedEof),
            Ok(_) => None,
        };
        Ok(answer)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}

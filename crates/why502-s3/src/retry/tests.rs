use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::*;
use crate::client::{Body, Fault, FaultyClient, GetRequest, MemoryClient, ObjectClient, Rule};
use crate::config::Patience;
use crate::error::{S3Error, S3ErrorKind};

fn failure(kind: S3ErrorKind) -> S3Error {
    let (bucket, key) = ("b".to_owned(), "k".to_owned());
    S3Error { kind, bucket, key, request_id: None, message: "as told".to_owned() }
}

fn retry() -> Retry {
    Retry::new(&Patience::default(), 4, Stop::new())
}

/// Fails with these kinds in turn, then works.
async fn after(retry: &Retry, kinds: &[S3ErrorKind]) -> (Result<u32, S3Error>, u32) {
    let asked = AtomicU32::new(0);
    let result = retry
        .ask("b", "k", |turn| {
            asked.fetch_add(1, Ordering::Relaxed);
            let kind = kinds.get(turn.number() as usize).copied();
            async move { kind.map_or(Ok(turn.number()), |kind| Err(failure(kind))) }
        })
        .await;
    (result, asked.into_inner())
}

#[test]
fn pauses_double_up_to_a_limit_and_throttling_begins_slower() {
    let now = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _inside = now.enter();
    let now = Instant::now();
    let policy = Policy::new(&Patience::default());
    let mut attempts = Attempts::new(policy, now);
    let mut pause = |kind| attempts.failed(kind, now, 1.0);
    let after = |ms| Verdict::After(Duration::from_millis(ms));
    assert_eq!(pause(S3ErrorKind::ServerFault), after(100));
    assert_eq!(pause(S3ErrorKind::ServerFault), after(200));
    for ms in [500, 1000, 2000, 4000] {
        assert_eq!(pause(S3ErrorKind::Throttled), after(ms));
    }
    for _ in 0..95 {
        assert_eq!(pause(S3ErrorKind::Throttled), after(5000));
    }
    assert_eq!(pause(S3ErrorKind::Throttled), Verdict::GiveUp, "the hundredth answer");
    for ms in [400, 800, 1600, 3200, 5000, 5000, 5000] {
        assert_eq!(pause(S3ErrorKind::ServerFault), after(ms));
    }
    assert_eq!(pause(S3ErrorKind::ServerFault), Verdict::GiveUp, "the tenth attempt is the last");
}

#[test]
fn chance_may_shorten_a_pause_to_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _inside = runtime.enter();
    let now = Instant::now();
    let mut attempts = Attempts::new(Policy::new(&Patience::default()), now);
    assert_eq!(attempts.failed(S3ErrorKind::TimedOut, now, 0.0), Verdict::After(Duration::ZERO));
}

#[test]
fn what_will_not_pass_is_not_asked_again() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _inside = runtime.enter();
    let now = Instant::now();
    for kind in [S3ErrorKind::AccessDenied, S3ErrorKind::NoSuchKey, S3ErrorKind::Replaced] {
        let mut attempts = Attempts::new(Policy::new(&Patience::default()), now);
        assert_eq!(attempts.failed(kind, now, 0.0), Verdict::GiveUp);
    }
}

#[test]
fn silence_ends_the_attempts_and_a_byte_begins_it_anew() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _inside = runtime.enter();
    let begin = Instant::now();
    let at = |seconds| begin + Duration::from_secs(seconds);
    let mut attempts = Attempts::new(Policy::new(&Patience::default()), begin);
    assert!(matches!(attempts.failed(S3ErrorKind::TimedOut, at(44), 0.0), Verdict::After(_)));
    attempts.progress(at(44));
    assert!(matches!(attempts.failed(S3ErrorKind::TimedOut, at(80), 0.0), Verdict::After(_)));
    assert_eq!(attempts.failed(S3ErrorKind::TimedOut, at(90), 0.0), Verdict::GiveUp);
}

#[test]
fn throttling_is_no_silence_and_does_not_go_on_for_ever() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _inside = runtime.enter();
    let begin = Instant::now();
    let at = |seconds| begin + Duration::from_secs(seconds);
    let mut attempts = Attempts::new(Policy::new(&Patience::default()), begin);
    for seconds in [40, 80, 120] {
        let verdict = attempts.failed(S3ErrorKind::Throttled, at(seconds), 0.0);
        assert!(matches!(verdict, Verdict::After(_)), "{seconds}");
    }
    assert!(matches!(attempts.failed(S3ErrorKind::TimedOut, at(160), 0.0), Verdict::After(_)));
    attempts.waited(Duration::from_secs(100));
    assert!(matches!(attempts.failed(S3ErrorKind::Throttled, at(399), 0.0), Verdict::After(_)));
    assert_eq!(attempts.failed(S3ErrorKind::Throttled, at(400), 0.0), Verdict::GiveUp);
}

/// A server that bears one request at a time, of half a second each.
async fn one_at_a_time(place: &tokio::sync::Semaphore) -> Result<(), S3Error> {
    let Ok(_place) = place.try_acquire() else { return Err(failure(S3ErrorKind::Throttled)) };
    tokio::time::sleep(Duration::from_millis(500)).await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_server_that_bears_one_request_at_a_time_loses_none() {
    let retry = Retry::new(&Patience::default(), 32, Stop::new());
    let place = std::sync::Arc::new(tokio::sync::Semaphore::new(1));
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let (retry, place) = (retry.clone(), place.clone());
        asking.spawn(async move { retry.ask("b", "k", |_| one_at_a_time(&place)).await });
    }
    for answer in asking.join_all().await {
        answer.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_interrupts_throttled_requests_at_once() {
    let stop = Stop::new();
    let retry = Retry::new(&Patience::default(), 4, stop.clone());
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let retry = retry.clone();
        asking.spawn(async move { after(&retry, &[S3ErrorKind::Throttled; 99]).await.0 });
    }
    tokio::time::sleep(Duration::from_secs(60)).await;
    let begin = Instant::now();
    stop.stop();
    for answer in asking.join_all().await {
        assert_eq!(answer.unwrap_err().kind, S3ErrorKind::Stopped);
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn transient_failures_pass() {
    use S3ErrorKind as Kind;
    let kinds = [Kind::Throttled, Kind::ServerFault, Kind::Unreachable, Kind::BrokenBody];
    assert_eq!(after(&retry(), &kinds).await, (Ok(4), 5));
}

#[tokio::test(start_paused = true)]
async fn ten_attempts_are_the_most() {
    let (result, asked) = after(&retry(), &[S3ErrorKind::ServerFault; 20]).await;
    assert_eq!(result.unwrap_err().kind, S3ErrorKind::ServerFault);
    assert_eq!(asked, 10);
}

#[tokio::test(start_paused = true)]
async fn a_lasting_failure_is_given_at_once() {
    let (result, asked) = after(&retry(), &[S3ErrorKind::AccessDenied; 2]).await;
    assert_eq!((result.unwrap_err().kind, asked), (S3ErrorKind::AccessDenied, 1));
}

#[tokio::test(start_paused = true)]
async fn throttling_narrows_the_gate_and_good_answers_widen_it() {
    let retry = Retry::new(&Patience::default(), 10, Stop::new());
    after(&retry, &[S3ErrorKind::Throttled]).await.0.unwrap();
    assert_eq!(retry.gate().limit(), 7);
    for _ in 0..60 {
        after(&retry, &[]).await.0.unwrap();
    }
    assert_eq!(retry.gate().limit(), 10);
    for _ in 0..100 {
        retry.gate().throttled();
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    assert_eq!(retry.gate().limit(), 1, "one request may always go");
}

#[tokio::test(start_paused = true)]
async fn the_gate_lets_no_more_through_than_its_limit() {
    let gate = Gate::new(2);
    let (first, _second) = (gate.pass().await, gate.pass().await);
    let third = tokio::time::timeout(Duration::from_secs(1), gate.pass());
    assert!(third.await.is_err());
    drop(first);
    gate.pass().await;
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_never_answers_is_given_up_within_a_minute() {
    let memory = MemoryClient::new();
    memory.put("b", "k", "x");
    let client = FaultyClient::new(memory, [Rule::get(Fault::StallHead)]);
    let request = GetRequest { bucket: "b".into(), key: "k".into(), ..GetRequest::default() };
    let begin = Instant::now();
    let retry = retry();
    let result = retry.ask("b", "k", |_| client.get(&request)).await;
    assert_eq!(result.unwrap_err().kind, S3ErrorKind::TimedOut);
    assert!(begin.elapsed() <= Duration::from_secs(60), "{:?}", begin.elapsed());
    assert!(retry.endpoint().is_dead());
    let begin = Instant::now();
    let next = retry.ask("b", "k", |_| client.get(&request)).await.unwrap_err();
    assert!(next.message.contains("over all requests"), "{next}");
    assert_eq!(begin.elapsed(), Duration::ZERO, "the next request fails at once");
}

#[tokio::test(start_paused = true)]
async fn one_silent_request_does_not_kill_an_endpoint_that_answers_others() {
    let retry = retry();
    let endpoint = retry.endpoint();
    let _long = endpoint.begin();
    for _ in 0..10 {
        tokio::time::advance(Duration::from_secs(30)).await;
        assert_eq!(after(&retry, &[]).await.1, 1);
    }
    assert!(!endpoint.is_dead());
}

#[tokio::test(start_paused = true)]
async fn an_idle_program_does_not_blame_the_endpoint() {
    let retry = retry();
    after(&retry, &[]).await.0.unwrap();
    tokio::time::advance(Duration::from_secs(3600)).await;
    assert_eq!(after(&retry, &[S3ErrorKind::Unreachable]).await, (Ok(1), 2));
}

#[tokio::test(start_paused = true)]
async fn a_stop_interrupts_a_request_that_stalls() {
    let stop = Stop::new();
    let retry = Retry::new(&Patience::default(), 4, stop.clone());
    let waiting = tokio::spawn(async move {
        retry.ask("b", "k", |_| std::future::pending::<Result<(), S3Error>>()).await
    });
    tokio::task::yield_now().await;
    stop.stop();
    let begin = Instant::now();
    assert_eq!(waiting.await.unwrap().unwrap_err().kind, S3ErrorKind::Stopped);
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

/// Reads a body to its end and goes on from where an attempt before broke.
struct Reading<C> {
    client: C,
    got: Vec<u8>,
}

impl<C: ObjectClient> Task for Reading<C> {
    type Output = ();

    async fn attempt(&mut self, turn: &Turn) -> Result<(), S3Error> {
        let from = self.got.len() as u64;
        let request = GetRequest {
            bucket: "b".into(),
            key: "k".into(),
            range: (from > 0).then_some(from..1_000_000),
            if_match: None,
        };
        let mut answer = self.client.get(&request).await?;
        while let Some(bytes) = answer.body.next().await? {
            self.got.extend_from_slice(&bytes);
            turn.advanced();
        }
        Ok(())
    }
}

fn reading(rules: Vec<Rule>) -> (Reading<FaultyClient<MemoryClient>>, Vec<u8>) {
    let memory = MemoryClient::new();
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|at| (at % 251) as u8).collect();
    memory.put("b", "k", bytes.clone());
    (Reading { client: FaultyClient::new(memory, rules), got: Vec::new() }, bytes)
}

#[tokio::test(start_paused = true)]
async fn a_body_that_breaks_more_often_than_the_attempts_is_whole_in_the_end() {
    let (mut task, bytes) = reading(vec![Rule::get(Fault::BreakAfter(50_000))]);
    retry().run("b", "k", &mut task).await.unwrap();
    assert!(task.got == bytes);
    assert!(task.client.faults() > 10);
}

#[tokio::test(start_paused = true)]
async fn a_drip_is_slow_and_no_silence() {
    let every = Duration::from_secs(9);
    let (mut task, bytes) = reading(vec![Rule::get(Fault::Drip { bytes: 100_000, every })]);
    let begin = Instant::now();
    retry().run("b", "k", &mut task).await.unwrap();
    assert!(task.got == bytes);
    assert!(begin.elapsed() > Duration::from_secs(90));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_is_broken_off_and_resumed() {
    let (mut task, bytes) = reading(vec![Rule::get(Fault::StallAfter(70_000)).times(3)]);
    let begin = Instant::now();
    retry().run("b", "k", &mut task).await.unwrap();
    assert!(task.got == bytes);
    assert!(begin.elapsed() >= Duration::from_secs(30));
}

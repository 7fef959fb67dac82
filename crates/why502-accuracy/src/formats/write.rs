//! A request's line or lines, and the time that the log gives it.

use super::objects::Objects;
use super::{balancer, classic, edge, gateway, network};
use crate::clock::SECOND;
use crate::traffic::{Request, Site, System};

/// What a request's way over the edge adds, in microseconds.
const OVER_EDGE: i64 = 12_000;
/// CloudFront's usual response time-out, a little less, in microseconds.
const PATIENCE: i64 = 29 * SECOND;

/// Writes a request; the logged time, or `None` where its object is lost.
pub fn write(system: System, request: &Request, site: &Site, objects: &mut Objects) -> Option<i64> {
    let end = request.end();
    let node = request.node;
    match system {
        System::Alb => {
            balancer::line(request, site, false, objects.of("alb", (5, node), end)?);
            Some(end)
        }
        System::Edge => on_edge(request, site, objects),
        System::EdgeAndAlb => {
            let seen = on_edge(&from_edge(request), site, objects);
            if request.from_cache {
                return seen;
            }
            balancer::line(request, site, true, objects.of("alb", (5, node), end)?);
            Some(end)
        }
        System::Gateway => {
            gateway::line(request, site, objects.of("gateway", (60, 0), request.start)?);
            Some(end)
        }
        System::Classic => {
            classic::line(request, site, objects.of("classic", (5, node), request.start)?);
            let whole = request.outcome.times.iter().all(Option::is_some);
            Some(if whole { end } else { request.start })
        }
        System::Network => {
            network::line(request, site, objects.of("network", (5, 0), end)?);
            Some(end / SECOND * SECOND)
        }
    }
}

fn on_edge(request: &Request, site: &Site, objects: &mut Objects) -> Option<i64> {
    let out = objects.of("edge", (10, request.node % 2), request.end())?;
    if out.is_empty() {
        out.push_str(edge::HEADER);
    }
    edge::line(request, site, out);
    Some(request.end() / SECOND * SECOND)
}

/// What the edge logs of a request that its origin answered.
fn from_edge(request: &Request) -> Request {
    let mut seen = request.clone();
    if request.from_cache {
        return seen;
    }
    seen.elapsed += OVER_EDGE;
    match request.outcome.status {
        // The viewer left, and the edge with it.
        460 if request.elapsed < PATIENCE => {
            seen.outcome.status = 0;
            seen.outcome.results = ["Error", "Error", "ClientCommError"];
        }
        // The edge itself gave up.
        460 => {
            seen.outcome.status = 504;
            seen.outcome.results = ["Error", "Error", "OriginCommError"];
        }
        status if status >= 400 => {
            seen.outcome.results = ["Error"; 3];
            seen.elapsed = seen.elapsed.max(25_000);
        }
        _ => {}
    }
    seen
}

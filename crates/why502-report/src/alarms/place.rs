//! What stands in front, as the logs name it and as CloudWatch does.

use why502_engine::summary::{DimensionValue, Summary};

use super::alarm::Known;

/// More are no list that anybody deploys at once.
const MOST_PLACES: usize = 10;

/// A system whose metrics CloudWatch has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum System {
    Alb,
    Classic,
    Network,
    CloudFront,
    ApiGateway,
}

/// A load balancer, distribution or API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) system: System,
    /// `alb1`: letters and digits, unlike any other's.
    pub(super) key: String,
    /// For a person; empty where the logs have no name for it.
    pub(super) shown: String,
    pub(super) dimensions: Vec<(&'static str, Known)>,
    /// What is to be filled in: name in CloudFormation, name in Terraform, what it is.
    pub(super) parameter: Option<(String, String, String)>,
}

/// Those with failures, or all where none failed; and how many were left out.
pub(super) fn places(summary: &Summary) -> (Vec<Place>, usize) {
    let all = summary.dimensions.iter().find(|one| one.name == "load_balancer");
    let values: Vec<&DimensionValue> = all.map_or_else(Vec::new, |one| one.values.iter().collect());
    let is_hit = |one: &&&DimensionValue| one.failed > 0;
    let any_hit = values.iter().filter(is_hit).count() > 0;
    let meant = values.iter().filter(|one| one.value != "(other)" && (!any_hit || one.failed > 0));
    let mut places: Vec<Place> = Vec::new();
    let mut left_out = 0;
    for value in meant {
        let Some(system) = system(&value.value, summary) else {
            left_out += 1;
            continue;
        };
        if places.len() == MOST_PLACES {
            left_out += 1;
            continue;
        }
        let number = places.iter().filter(|one| one.system == system).count() + 1;
        places.push(place(system, number, &value.value, summary));
    }
    (places, left_out)
}

/// By its name, and by what was read where names do not tell.
fn system(name: &str, summary: &Summary) -> Option<System> {
    let was_read = |format: &str| summary.input.formats.keys().any(|one| one.starts_with(format));
    let is_plain = name.len() <= 255 && name.bytes().all(|b| b.is_ascii_graphic());
    if !is_plain || name.contains("{{") {
        return None;
    }
    match balancer(name) {
        name if name.starts_with("app/") => Some(System::Alb),
        name if name.starts_with("net/") => Some(System::Network),
        name if name.ends_with(".cloudfront.net") => Some(System::CloudFront),
        name if name == "-" || name.contains('.') => {
            was_read("apigateway").then_some(System::ApiGateway)
        }
        _ if was_read("clb") => Some(System::Classic),
        _ if was_read("apigateway") => Some(System::ApiGateway),
        _ if was_read("cloudfront") => Some(System::CloudFront),
        _ => None,
    }
}

/// A load balancer's ARN ends in what CloudWatch calls it.
fn balancer(name: &str) -> &str {
    name.rsplit_once(":loadbalancer/").map_or(name, |(_, name)| name)
}

fn place(system: System, number: usize, name: &str, summary: &Summary) -> Place {
    let word = match system {
        System::Alb => "alb",
        System::Classic => "clb",
        System::Network => "nlb",
        System::CloudFront => "cdn",
        System::ApiGateway => "api",
    };
    let key = format!("{word}{number}");
    let name = balancer(name);
    let value = |name: &str| Known::Value(name.to_owned());
    let mut place =
        Place { system, shown: name.to_owned(), dimensions: Vec::new(), parameter: None, key };
    match system {
        System::Alb | System::Network => place.dimensions.push(("LoadBalancer", value(name))),
        System::Classic => place.dimensions.push(("LoadBalancerName", value(name))),
        System::CloudFront => {
            let id = distribution(name, summary).map(Known::Value);
            let id = id.unwrap_or_else(|| {
                place.ask("DistributionId", "distribution_id", &format!("Id of the distribution {name}, as aws cloudfront list-distributions shows it"))
            });
            place.dimensions = vec![("DistributionId", id), ("Region", value("Global"))];
        }
        System::ApiGateway => {
            let which = if name == "-" { "whose log was read" } else { name };
            let meaning = format!("Name (not id) of the REST API {which}");
            if name == "-" {
                place.shown.clear();
            }
            let api = place.ask("ApiName", "api_name", &meaning);
            place.dimensions.push(("ApiName", api));
        }
    }
    place
}

impl Place {
    /// A value to be filled in.
    fn ask(&mut self, pascal: &str, snake: &str, meaning: &str) -> Known {
        let mut key = self.key.clone();
        key[..1].make_ascii_uppercase();
        let (template, variable) = (format!("{key}{pascal}"), format!("{}_{snake}", self.key));
        self.parameter = Some((template.clone(), variable.clone(), meaning.to_owned()));
        Known::Parameter(template, variable)
    }
}

/// The id stands in the names of the objects, if those of one distribution only were read.
fn distribution(name: &str, summary: &Summary) -> Option<String> {
    let is_id = |name: &str| {
        name.len() >= 8 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    if is_id(name) {
        return Some(name.to_owned());
    }
    let nodes = summary.coverage.nodes.iter().filter(|node| node.format.starts_with("cloudfront"));
    let mut ids: Vec<&str> = nodes.map(|node| node.load_balancer.as_str()).collect();
    ids.dedup();
    match ids[..] {
        [id] if is_id(id) => Some(id.to_owned()),
        _ => None,
    }
}

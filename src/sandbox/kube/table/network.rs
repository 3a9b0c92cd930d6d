//! The cells of services and ingresses.

use serde_json::Value;

use super::Moment;
use super::cell::{NONE, age, items, joined, labels, name, number, text_or};
use crate::sandbox::kube::store::text;

/// Hosts beyond these are only counted.
const HOSTS_SHOWN: usize = 3;

/// Cells of a service.
pub(super) fn service(object: &Value, moment: Moment) -> Vec<Value> {
    let port = |port: &Value| {
        let (own, protocol) = (number(port, "/port"), text_or(port, "/protocol", "TCP"));
        match number(port, "/nodePort") {
            0 => format!("{own}/{protocol}"),
            node => format!("{own}:{node}/{protocol}"),
        }
    };
    vec![
        name(object),
        text_or(object, "/spec/type", "ClusterIP").into(),
        text_or(object, "/spec/clusterIP", NONE).into(),
        external(object).into(),
        joined(items(object, "/spec/ports").map(port), ",").into(),
        age(object, moment),
        labels(object, "/spec/selector").into(),
    ]
}

fn external(object: &Value) -> String {
    let own = items(object, "/spec/externalIPs").filter_map(Value::as_str).map(str::to_owned);
    match text(object, "/spec/type") {
        "LoadBalancer" => match joined(balancer(object).into_iter().chain(own), ",") {
            none if none == NONE => "<pending>".to_owned(),
            addresses => addresses,
        },
        "ExternalName" => text(object, "/spec/externalName").to_owned(),
        _ => joined(own, ","),
    }
}

/// The addresses that a load balancer has.
fn balancer(object: &Value) -> Vec<String> {
    let address = |one: &Value| match text(one, "/ip") {
        "" => text(one, "/hostname").to_owned(),
        ip => ip.to_owned(),
    };
    let addresses = items(object, "/status/loadBalancer/ingress").map(address);
    addresses.filter(|address| !address.is_empty()).collect()
}

/// Cells of an ingress.
pub(super) fn ingress(object: &Value, moment: Moment) -> Vec<Value> {
    let hosts: Vec<&str> =
        items(object, "/spec/rules").map(|rule| text(rule, "/host")).filter(|host| !host.is_empty()).collect();
    let shown = match hosts.len() {
        0 => "*".to_owned(),
        count if count > HOSTS_SHOWN => {
            format!("{} + {} more...", hosts[..HOSTS_SHOWN].join(","), count - HOSTS_SHOWN)
        }
        _ => hosts.join(","),
    };
    let has_tls = items(object, "/spec/tls").next().is_some();
    vec![
        name(object),
        text_or(object, "/spec/ingressClassName", NONE).into(),
        shown.into(),
        balancer(object).join(",").into(),
        if has_tls { "80, 443" } else { "80" }.into(),
        age(object, moment),
    ]
}

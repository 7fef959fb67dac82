//! API Gateway and its integrations.

use crate::texts::Texts;

pub(crate) static MALFORMED_PROXY_RESPONSE: Texts = Texts {
    title: "Malformed Lambda proxy response",
    meaning: "A Lambda function's answer does not have the shape that API Gateway asks of a proxy integration.",
    explanation: "The function ran to its end, and what it returned is no valid proxy answer: no statusCode, a body that is not a string, or a key that API Gateway does not know. A REST API then answers 502, an HTTP API 500. The Lambda service itself answered 200, which is what the log shows as the integration's status. The execution log names the fault outright.",
    shape: "REST: 502 although the Lambda service answered 200 and the function returned no status. HTTP API: 500 with an integration error that says so. Always the same routes, whatever the load.",
    supports: &[
        "The integration's status is 200 and the function's own is missing.",
        "Nearly every request of certain routes fails.",
    ],
    opposes: &["The function's log has an error at these times."],
    now: "put the function's previous version back.",
    fix: "return statusCode, headers and body, the body a string, and no other key on a REST API; test it for every path through the function.",
    prevent: "test the handler's output against the payload format of the API, the error paths too.",
    not_visible: "What the integration sent: the execution log and the function's own log.",
};

pub(crate) static LAMBDA_ERROR: Texts = Texts {
    title: "Lambda error behind the API",
    meaning: "The Lambda function behind the API threw, ran out of memory, timed out or was throttled.",
    explanation: "The function threw, was killed for want of memory, ran into its own time-out or was throttled. The Lambda service reported that, and API Gateway answered 502 (HTTP API: 500). Without the function's log these are told apart only by the message and the duration, where the access log has them.",
    shape: "502 (HTTP API: 500) although the Lambda service answered 200; the integration's error names the function, or its latency lies at the function's own time-out.",
    supports: &[
        "The integration's error names the function.",
        "The function's log has an error or time-out at the same times.",
    ],
    opposes: &["The function's log shows a good end for the same request."],
    now: "put the function's previous version back, or raise its memory, time-out or concurrency where the message or its log says so.",
    fix: "catch exceptions and answer with a status; keep the function's time-out below the API's.",
    prevent: "alarm on the function's Errors, Throttles and Duration, and keep its time-out below the API's.",
    not_visible: "The function's own error: its CloudWatch log.",
};

pub(crate) static INTEGRATION_TIMEOUT: Texts = Texts {
    title: "Integration time-out",
    meaning: "The integration did not answer before API Gateway's time-out.",
    explanation: "API Gateway waited for the integration until its own time-out, 29 s for a REST API unless changed and 30 s for an HTTP API, and answered 504. The integration may go on and finish, unseen by the client. Why it was slow its own log says.",
    shape: "504 with response type INTEGRATION_TIMEOUT, the integration's latency at 29 s (REST, unless changed) or 30 s (HTTP API).",
    supports: &[
        "The integration's latency gathers at 29 or 30 s.",
        "The function's REPORT line comes after the client was told.",
    ],
    opposes: &["The latency differs widely."],
    now: "find what the slow route waits for, and relieve it.",
    fix: "make long work asynchronous; a Regional or private REST API may be given more than 29 s; time out inside first.",
    prevent: "alarm on IntegrationLatency p99 well below the limit, and design work of more than a few seconds as asynchronous.",
    not_visible: "Whether the function went on after the client was told: its REPORT line.",
};

pub(crate) static INTEGRATION_FAILURE: Texts = Texts {
    title: "Integration not reachable",
    meaning: "API Gateway could not reach the integration, or the connection to it broke.",
    explanation: "API Gateway could not connect to the integration's endpoint, or the connection broke before an answer came. DNS, a firewall, TLS or a dead endpoint are the usual reasons; the log gives them one name. The status is 504 unless a gateway response changes it.",
    shape: "Response type INTEGRATION_FAILURE, 504 unless changed, or an integration error about the network.",
    supports: &[
        "The response type or the integration's error names it.",
        "All routes of one endpoint fail alike.",
    ],
    opposes: &["The endpoint's own log shows these requests answered."],
    now: "see whether the endpoint answers from elsewhere, and undo the last change of its address, certificate or firewall.",
    fix: "watch the endpoint from outside; give it more than one instance.",
    prevent: "watch the endpoint from outside, and run more than one instance of it.",
    not_visible: "What the integration sent: the execution log and the function's own log.",
};

pub(crate) static BACKEND_PASSTHROUGH: Texts = Texts {
    title: "Failure answered by the backend",
    meaning: "The backend answered with the failing status itself and API Gateway passed it on.",
    explanation: "The backend sent the failing status and API Gateway handed it on unchanged. The gateway has no part in the failure. Why the backend answered so is in its own log, or in that of the load balancer before it.",
    shape: "The integration's status equals the client's.",
    supports: &["The integration's status is the client's status."],
    opposes: &["The integration's status is empty or 200."],
    now: "read the backend's own log at these times.",
    fix: "mend the backend; the API only relays.",
    prevent: "give every backend an access log and an alarm of its own.",
    not_visible: "Why the backend answered so: its own log, or that of the load balancer before it.",
};

pub(crate) static MISCONFIGURED: Texts = Texts {
    title: "Integration set up wrongly",
    meaning: "The integration cannot be called as it is set up: permission, VPC link, certificate name or mapping.",
    explanation: "API Gateway did not get as far as a call that could succeed: it has no permission to invoke the function, the VPC link is down, the certificate behind it carries another name, or a mapping fails. It answers 500. As a rule it begins with a deployment of the stage and hits every request of a route.",
    shape: "500 with response type API_CONFIGURATION_ERROR, or an integration error about permissions, a VPC link or a certificate.",
    supports: &[
        "The response type or the integration's error names the setting.",
        "Every request of a route fails from one moment on.",
    ],
    opposes: &["The same route succeeds in between."],
    now: "deploy the stage's previous deployment again.",
    fix: "give the API the right to invoke the function (lambda add-permission); let the VPC link's certificate carry the name that is called.",
    prevent: "keep API, permission and integration in one template, and call each route once after every deployment.",
    not_visible: "What the integration sent: the execution log and the function's own log.",
};

pub(crate) static AUTHORIZER_ERROR: Texts = Texts {
    title: "Authorizer failed",
    meaning: "The API's authorizer failed, or is set up wrongly, and the request with it.",
    explanation: "The request was to be authorized before it reached the integration, and the authorizer threw, was too slow, answered with no valid policy, or could not be called. API Gateway answers 500. A denied request is something else: 401 or 403.",
    shape: "500 with response type AUTHORIZER_FAILURE or AUTHORIZER_CONFIGURATION_ERROR.",
    supports: &[
        "The response type names the authorizer.",
        "All routes with this authorizer fail, others do not.",
    ],
    opposes: &["Routes without an authorizer fail too."],
    now: "put the authorizer's previous version back.",
    fix: "let the authorizer answer with a policy for every token, the bad ones too; watch its errors and time-outs.",
    prevent: "alarm on the authorizer's Errors and Duration, and cache its answers.",
    not_visible: "The authorizer's own log.",
};

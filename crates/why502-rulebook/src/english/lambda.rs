//! An application load balancer and a Lambda function.

use crate::texts::Texts;

pub(crate) static RESPONSE_TOO_LARGE: Texts = Texts {
    title: "Lambda response too large",
    meaning: "The function's response is larger than the 1 MB that a load balancer accepts.",
    explanation: "The function returned, and the load balancer refused its answer because the whole JSON, base64 included, is over 1 MB. The function itself sees no error. The load balancer names the reason in the line, so this is certain; how large the answer was it does not say.",
    shape: "error_reason LambdaResponseTooLarge, usually on one path.",
    supports: &[
        "error_reason names it.",
        "The same path fails for the same resources, whatever the load.",
    ],
    opposes: &["Other answers of the same path are about as large and pass."],
    now: "page or compress the answer, or lower the page size that clients ask for.",
    fix: "hand large results over as a presigned S3 URL; the limit holds for the whole JSON, base64 included.",
    prevent: "log the size of every answer in the function and alarm well below 1 MB.",
    not_visible: "The function's name and its own error: its CloudWatch log.",
};

pub(crate) static INVALID_RESPONSE: Texts = Texts {
    title: "Invalid Lambda response",
    meaning: "The function's response does not have the shape that a load balancer needs.",
    explanation: "The function returned without an error, but what it returned is not what a load balancer expects: no statusCode, a header whose value is a number or a boolean, no JSON. The load balancer names the reason in the line. It depends on the code of certain routes or statuses, so nearly every request of those fails.",
    shape: "error_reason LambdaInvalidResponse, usually on every request of certain paths: no statusCode, or a header whose value is no string.",
    supports: &[
        "error_reason names it.",
        "Nearly every request of certain paths fails, while others are served.",
    ],
    opposes: &["The same path is sometimes served by the same version."],
    now: "roll back the function to the version before.",
    fix: "return statusCode as a number and every header value as a string (Content-Length and CORS flags too); test the handler's output.",
    prevent: "test the handler's output against the load balancer's format for every route, the error routes too.",
    not_visible: "The function's name and its own error: its CloudWatch log.",
};

pub(crate) static TIMEOUT: Texts = Texts {
    title: "Lambda time-out",
    meaning: "The function ran into its own time-out.",
    explanation: "Lambda ended the function when its own time-out (3 s unless set) was over. The load balancer calls an exception, lack of memory and a time-out by one name, LambdaUnhandled. That these were time-outs is inferred from their durations, which gather at one value; the function's log says `Task timed out`.",
    shape: "error_reason LambdaUnhandled with target_processing_time gathered at one value: the function's time-out.",
    supports: &[
        "The durations gather at one value.",
        "The function's log has time-outs at the same times.",
    ],
    opposes: &["The durations differ widely: then the function failed in another way."],
    now: "raise the function's time-out (and memory, which also brings CPU) for the moment.",
    fix: "make the slow call faster or asynchronous; time out on it before the function does, and answer.",
    prevent: "alarm on the function's Duration at 80 % of its time-out.",
    not_visible: "The function's name and its own error: its CloudWatch log.",
};

pub(crate) static ERROR: Texts = Texts {
    title: "Lambda function error",
    meaning: "The function ended with an error: an exception, out of memory, or a start that failed.",
    explanation: "The function threw, its process was killed for want of memory, or its code could not be loaded. The load balancer says only LambdaUnhandled. Since the durations do not gather at one value a time-out is unlikely; which of the others it was, the function's log says.",
    shape: "error_reason LambdaUnhandled after times that differ.",
    supports: &[
        "error_reason LambdaUnhandled, after times that differ.",
        "The function's log has errors at the same times.",
    ],
    opposes: &["The durations gather at one value: then it is a time-out."],
    now: "roll back the function if the errors began with a release.",
    fix: "catch errors in the handler and answer with a status; give it memory if its log says `signal: killed`.",
    prevent: "alarm on the function's Errors, and release by an alias with gradual shifting.",
    not_visible: "The function's name and its own error: its CloudWatch log.",
};

pub(crate) static THROTTLED: Texts = Texts {
    title: "Lambda throttled",
    meaning: "Lambda refused to run the function: its concurrency was used up.",
    explanation: "The load balancer asked Lambda to run the function, and Lambda refused: the function's reserved concurrency or the account's was used up. No invocation took place, so the function's log has no line for these requests. The load balancer names the reason.",
    shape: "error_reason LambdaThrottling, only above a certain number of requests at a time.",
    supports: &[
        "error_reason names it.",
        "Failures only while many requests run at the same time.",
    ],
    opposes: &["Failures at times of little traffic: then another function holds the concurrency."],
    now: "raise the function's reserved concurrency, or free concurrency that another function holds.",
    fix: "provisioned or reserved concurrency for the peak; shorter runs.",
    prevent: "alarm on Throttles and on ConcurrentExecutions at 80 % of the limit.",
    not_visible: "The function's name and its own error: its CloudWatch log.",
};

pub(crate) static MISCONFIGURED: Texts = Texts {
    title: "Lambda cannot be invoked",
    meaning: "The load balancer may not or cannot invoke the function: permission, network interface, key or runtime.",
    explanation: "The call failed before any code ran: the load balancer has no permission, the function is gone, its network interface, key, archive or runtime is not usable. error_reason names which of them. All requests of the target group fail from the change on.",
    shape: "error_reason names the setting, on all requests of the group.",
    supports: &[
        "error_reason names the setting.",
        "Every request of the target group fails from one moment on.",
    ],
    opposes: &["Some requests of the same target group succeed."],
    now: "undo the last change of the function's permissions, VPC, key or runtime.",
    fix: "keep function, permission and target group in one template.",
    prevent: "deploy function, permission and target group together, and call the function once through the load balancer before traffic is moved.",
    not_visible: "The function's name and its own error: its CloudWatch log.",
};

pub(crate) static SERVICE_ERROR: Texts = Texts {
    title: "Lambda service error",
    meaning: "The Lambda service, or the load balancer's call to it, failed.",
    explanation: "The load balancer could not reach the Lambda service, or the service answered with an error of its own. Neither your code nor your settings need be at fault. error_reason names the kind; what happened inside AWS no log of yours shows.",
    shape: "error_reason LambdaServiceException, LambdaConnectionError, LambdaConnectionTimeout or LambdaUnhandledException.",
    supports: &[
        "error_reason names the service or the call to it.",
        "Functions of other target groups fail at the same time.",
    ],
    opposes: &["Only one function fails, from a change of its own on."],
    now: "retry; open a case with AWS if it lasts.",
    fix: "let clients retry idempotent requests.",
    prevent: "let clients and callers retry idempotent requests with a pause, and subscribe to AWS Health events.",
    not_visible: "The function's name and its own error: its CloudWatch log.",
};

pub(crate) static BAD_REQUEST: Texts = Texts {
    title: "Request not fit for Lambda",
    meaning: "The request cannot be handed to a function: too large, not UTF-8, or a WebSocket.",
    explanation: "The load balancer cannot turn the request into an event: its body is over 1 MB, it is not valid UTF-8 where it must be, or it asks for a WebSocket. The function is not called. error_reason names the reason; it is the client's doing, and refused by design.",
    shape: "error_reason LambdaBadRequest, LambdaRequestTooLarge (413) or LambdaWebsocketNotSupported (400).",
    supports: &["error_reason names it.", "The same clients or paths every time."],
    opposes: &["Requests of the same kind passed before: then a route was moved to a function."],
    now: "nothing: the requests are refused by design.",
    fix: "upload bodies over 1 MB to S3; send WebSockets to another target type.",
    prevent: "limit the size of uploads in the client and document it; keep uploads away from routes that a function serves.",
    not_visible: "The function's name and its own error: its CloudWatch log.",
};

//! Lines of access logs of API Gateway, one of every form.

/// Lines that are records.
pub(crate) fn records() -> Vec<&'static str> {
    vec![
        REST_JSON,
        REST_JSON_WITHOUT_EXTENDED_ID,
        HTTP_JSON,
        WEBSOCKET_JSON,
        NESTED_JSON,
        KEBAB_JSON,
        OWN_NAMES_JSON,
        UNESCAPED_AGENT,
        BARE_VALUES,
        DOUBLY_QUOTED,
        UNESCAPED_NESTED,
        CLAIMS,
        REST_CLF,
        REST_CLF_OLD,
        HTTP_CLF,
        WEBSOCKET_CLF,
        CLF_WITH_MORE,
        REST_XML,
        NESTED_XML,
        REST_CSV,
        HTTP_CSV,
        WEBSOCKET_CSV,
        CSV_WITH_MORE,
        PAIRS,
    ]
}

pub(crate) const REST_JSON: &str = r#"{ "requestId":"0f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e", "extendedRequestId":"QxYzAbCdEfGhIjK=", "ip": "198.51.100.23", "caller":"-", "user":"-", "requestTime":"22/Nov/2026:14:02:11 +0000", "httpMethod":"GET", "resourcePath":"/orders/{id}", "status":"502", "protocol":"HTTP/1.1", "responseLength":"36" }"#;
pub(crate) const REST_JSON_WITHOUT_EXTENDED_ID: &str = r#"{"requestId":"1f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","ip":"2001:db8::7","caller":"AROAEXAMPLE:web","user":"AROAEXAMPLE:web","requestTime":"22/Nov/2026:14:02:12 +0000","httpMethod":"POST","resourcePath":"/{proxy+}","status":"504","protocol":"HTTP/1.1","responseLength":"41","responseLatency":"29012","integrationLatency":"-1","integrationStatus":"-"}"#;
pub(crate) const HTTP_JSON: &str = r#"{"requestId":"LmNoPqRsTuVwXyZ=","ip":"198.51.100.24","requestTime":"22/Nov/2026:14:02:13 +0000","httpMethod":"GET","routeKey":"GET /pets/{id}","status":"500","protocol":"HTTP/1.1","responseLength":"35","extendedRequestId":"LmNoPqRsTuVwXyZ=","integrationErrorMessage":"The response from the Lambda function doesn't match the format"}"#;
pub(crate) const WEBSOCKET_JSON: &str = r#"{"requestId":"AbCdEfGhIjKlMnO=","ip":"198.51.100.25","caller":"-","user":"-","requestTime":"22/Nov/2026:14:02:14 +0000","eventType":"MESSAGE","routeKey":"$default","status":"200","connectionId":"ZyXwVuTsRqPoNm=","messageId":"-","connectedAt":"1795356134000"}"#;
pub(crate) const NESTED_JSON: &str = r#"{"request":{"id":"2f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","method":"PUT","path":"/v1/orders/7"},"identity":{"sourceIP":"198.51.100.26","userAgent":"curl\/8.5 \"x\""},"requestTimeEpoch":1795356135042,"response":{"status":502,"latency":5012.5,"length":36},"integration":{"status":"-","integrationStatus":200,"latency":5003,"requestId":"3f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e"},"tags":["a",{"b":1}],"isCanaryRequest":false,"note":null}"#;
pub(crate) const KEBAB_JSON: &str = r#"{"requestId":"4f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","request-time":"22/Nov/2026:14:02:16 +0000","waf-status":"200","waf-latency":"8","authorizer-latency":"12","integration-status":"-","integration-integrationStatus":"200","integration-latency":"3004","integration-requestId":"5f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","response-latency":"3030","status":"502"}"#;
pub(crate) const OWN_NAMES_JSON: &str = r#"{"level":"info","source":"edge","line":7,"@timestamp":"2026-11-22T14:02:17.250Z","request_id":"6f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","latency":120,"method":"GET","route":"/health","status_code":204,"status_code":500,"client-ip":"198.51.100.27","ip":"-","user_agent":"probe/1.0","responseLatency":"-"}"#;
pub(crate) const UNESCAPED_AGENT: &str = r#"{"requestId":"7f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","requestTime":"22/Nov/2026:14:02:18 +0000","userAgent":"Mozilla "quoted", and \ more","path":"/a\","httpMethod":"GET","status":"400"}"#;
pub(crate) const BARE_VALUES: &str = r#"{"requestId":"8f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","requestTimeEpoch":1795356139120,"httpMethod":"GET","status":502,"integrationStatus":-,"responseLatency":77,"error.messageString":-,"integrationError":two words}"#;
pub(crate) const DOUBLY_QUOTED: &str = r#"{"requestId":"9f6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","requestTime":"22/Nov/2026:14:02:20 +0000","httpMethod":"GET","status":"502","messageString":""Internal server error"","errorMessage":"Internal server error",}"#;
pub(crate) const UNESCAPED_NESTED: &str = r#"{"requestId":"af6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","requestTime":"22/Nov/2026:14:02:21 +0000","identity":{"userAgent":"a "b" {c}","sourceIp":"198.51.100.28"},"status":"200"}"#;
pub(crate) const CLAIMS: &str = r#"{"requestId":"bf6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e","requestTime":"22/Nov/2026:14:02:21 +0000","claims":"{"sub":"u1","status":"active"}","status":"403","httpMethod":"GET"}"#;
pub(crate) const REST_CLF: &str = r#"198.51.100.29 - - [22/Nov/2026:14:02:22 +0000]"GET /orders/{id} HTTP/1.1" 502 36 bf6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e QxYzAbCdEfGhIjL="#;
pub(crate) const REST_CLF_OLD: &str = r#"198.51.100.30 AROAEXAMPLE AIDAEXAMPLE [22/Nov/2026:15:02:23 +0100] "POST /orders HTTP/1.1" 504 - cf6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e"#;
pub(crate) const HTTP_CLF: &str = r#"198.51.100.31 - - [22/Nov/2026:14:02:24 +0000] "GET GET /pets HTTP/1.1" 503 33 MnOpQrStUvWxYzA= MnOpQrStUvWxYzA="#;
pub(crate) const WEBSOCKET_CLF: &str = r#"198.51.100.32 - - [22/Nov/2026:14:02:25 +0000] "CONNECT $connect ZyXwVuTsRqPoNm=" 502 NoPqRsTuVwXyZaB= NoPqRsTuVwXyZaB="#;
pub(crate) const CLF_WITH_MORE: &str = r#"198.51.100.33 - - [22/Nov/2026:14:02:26 +0000]"GET /a"b HTTP/1.1" 502 36 df6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e 29003 "curl/8.5 x""#;
pub(crate) const REST_XML: &str = r#"<request id="ef6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e"> <extendedRequestId>QxYzAbCdEfGhIjM=</extendedRequestId> <ip>198.51.100.34</ip> <caller>-</caller> <user>-</user> <requestTime>22/Nov/2026:14:02:27 +0000</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/a&amp;b</resourcePath> <status>502</status> <protocol>HTTP/1.1</protocol> <responseLength>36</responseLength> </request>"#;
pub(crate) const NESTED_XML: &str = r#"<request id="ff6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e"><requestTime>22/Nov/2026:14:02:28 +0000</requestTime><identity><sourceIp>198.51.100.35</sourceIp><userAgent><b>old & <i></userAgent></identity><empty/><status>500</status></request>"#;
pub(crate) const REST_CSV: &str = "198.51.100.36,-,-,22/Nov/2026:14:02:29 +0000,GET,/a,b/{id},HTTP/1.1,502,36,0e6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e,QxYzAbCdEfGhIjN=";
pub(crate) const HTTP_CSV: &str = "198.51.100.37,22/Nov/2026:14:02:30 +0000,GET,GET /pets,HTTP/1.1,503,33,OpQrStUvWxYzAbC=,OpQrStUvWxYzAbC=";
pub(crate) const WEBSOCKET_CSV: &str = "198.51.100.38,-,-,22/Nov/2026:14:02:31 +0000,DISCONNECT,$disconnect,-,ZyXwVuTsRqPoNm=,PqRsTuVwXyZaBcD=";
pub(crate) const CSV_WITH_MORE: &str = "2001:db8::8,22/Nov/2026:14:02:32 +0000,GET,$default,HTTP/1.1,502,33,QrStUvWxYzAbCdE=,120,curl/8.5";
pub(crate) const PAIRS: &str = "requestId: 1e6b8a3e-5a1c-4c1e-9f53-7a1d2b3c4d5e, ip: 198.51.100.39, caller: -, user: -, requestTime: 22/Nov/2026:14:02:33 +0000, httpMethod: GET, resourcePath: /a, b, status: 502, protocol: HTTP/1.1, responseLength: 36";

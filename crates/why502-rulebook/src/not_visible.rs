//! What no access log shows, whatever the cause: a checklist, each with the command that shows it.
//!
//! A report names it beside what it found, so that silence in a log is not taken for health.

use why502_parse::Format;

use crate::words::Words;

/// One thing that an access log does not hold.
#[derive(Debug, PartialEq, Eq)]
pub struct NotVisible {
    /// Its name in documents.
    pub id: &'static str,
    /// What it is: the part of a sentence behind "not visible:".
    pub statement: Words,
    /// What shows it; placeholders as in [`crate::Check`].
    pub command: &'static str,
    /// The logs of requests beside which it is worth a look.
    pub beside: &'static [Format],
    /// Logs of another kind that do show it.
    pub shown_by: &'static [Format],
}

impl NotVisible {
    /// True where some log that was read makes it worth a look and none of them shows it.
    #[must_use]
    pub fn applies(&self, was_read: impl Fn(Format) -> bool) -> bool {
        self.beside.iter().any(|&format| was_read(format))
            && !self.shown_by.iter().any(|&format| was_read(format))
    }
}

const ALB: &[Format] = &[Format::Alb];
const CLASSIC: &[Format] = &[Format::Clb];
const NETWORK: &[Format] = &[Format::Nlb];
const BALANCED: &[Format] = &[Format::Alb, Format::Clb, Format::Nlb];
const CLOUDFRONT: &[Format] = &[Format::CloudFront, Format::CloudFrontRealtime];
const API: &[Format] = &[Format::ApiGateway];
const FUNCTIONS: &[Format] = &[Format::ApiGateway, Format::Alb];
const EVERYTHING: &[Format] = &[
    Format::Alb,
    Format::Clb,
    Format::Nlb,
    Format::CloudFront,
    Format::CloudFrontRealtime,
    Format::ApiGateway,
];

const fn not_visible(
    id: &'static str,
    beside: &'static [Format],
    shown_by: &'static [Format],
    statement: Words,
    command: &'static str,
) -> NotVisible {
    NotVisible { id, statement, command, beside, shown_by }
}

/// The checklist, what is most often missing first; a short report names only those.
pub static ALL: &[NotVisible] = &[
    not_visible(
        "target-cpu",
        BALANCED,
        &[],
        Words::new("CPU load of the targets", "ターゲットのCPU負荷"),
        "aws cloudwatch get-metric-statistics --region {region} --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value=INSTANCE_ID --start-time {start} --end-time {end} --period 60 --statistics Maximum",
    ),
    not_visible(
        "target-memory-disk",
        BALANCED,
        &[],
        Words::new(
            "memory, disk and open files on the targets",
            "ターゲット上のメモリ、ディスク、開いているファイル",
        ),
        "free -m; df -h; cat /proc/sys/fs/file-nr",
    ),
    not_visible(
        "process-exits",
        BALANCED,
        &[],
        Words::new(
            "processes that died or were killed on the targets",
            "ターゲット上で異常終了または強制終了したプロセス",
        ),
        "journalctl -k --since @{start_s} --until @{end_s} | grep -Ei 'oom|killed process|segfault'",
    ),
    not_visible(
        "health-check-results",
        ALB,
        &[Format::AlbHealthCheck],
        Words::new("results of health checks", "ヘルスチェックの結果"),
        "aws elbv2 describe-target-health --region {region} --target-group-arn {target_group_arn} --query 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth.State,TargetHealth.Reason]' --output table",
    ),
    not_visible(
        "changes",
        EVERYTHING,
        &[],
        Words::new("who deployed or changed settings", "デプロイまたは設定変更を行った主体"),
        "aws cloudtrail lookup-events --region {region} --start-time {start} --end-time {end} --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --query 'Events[].[EventTime,EventName,Username]' --output table",
    ),
    not_visible(
        "application-log",
        BALANCED,
        &[],
        Words::new(
            "exceptions in the application's log on the targets",
            "ターゲット上のアプリケーションログの例外",
        ),
        "journalctl --since @{start_s} --until @{end_s} --priority warning",
    ),
    not_visible(
        "inner-proxy",
        BALANCED,
        &[Format::NginxError, Format::ApacheError],
        Words::new(
            "failures in the log of a proxy inside the targets",
            "ターゲット内のプロキシのログに残る失敗",
        ),
        "grep -E 'upstream|proxy_error|no live upstreams' /var/log/nginx/error.log /var/log/httpd/error_log",
    ),
    not_visible(
        "database",
        EVERYTHING,
        &[],
        Words::new(
            "health of databases and other services behind the application",
            "アプリケーションの背後のデータベースなどのサービスの状態",
        ),
        "aws rds describe-events --region {region} --start-time {start} --end-time {end} --query 'Events[].[Date,SourceIdentifier,Message]' --output table",
    ),
    not_visible(
        "health-check-settings",
        ALB,
        &[],
        Words::new("health-check settings", "ヘルスチェックの設定"),
        "aws elbv2 describe-target-groups --region {region} --target-group-arns {target_group_arn} --query 'TargetGroups[].[HealthCheckProtocol,HealthCheckPort,HealthCheckPath,Matcher,HealthCheckIntervalSeconds,HealthCheckTimeoutSeconds,UnhealthyThresholdCount]' --output table",
    ),
    not_visible(
        "load-balancer-settings",
        ALB,
        &[],
        Words::new(
            "idle time-out and other settings of the load balancer",
            "ロードバランサーのアイドルタイムアウトなどの設定",
        ),
        "aws elbv2 describe-load-balancer-attributes --region {region} --load-balancer-arn {load_balancer_arn} --output table",
    ),
    not_visible(
        "target-group-settings",
        ALB,
        &[],
        Words::new(
            "deregistration delay, slow start and other settings of the target group",
            "ターゲットグループの登録解除の遅延、スロースタートなどの設定",
        ),
        "aws elbv2 describe-target-group-attributes --region {region} --target-group-arn {target_group_arn} --output table",
    ),
    not_visible(
        "security-groups",
        ALB,
        &[],
        Words::new("contents of security groups", "セキュリティグループの内容"),
        "aws elbv2 describe-load-balancers --region {region} --load-balancer-arns {load_balancer_arn} --query 'LoadBalancers[].SecurityGroups[]' --output text | xargs aws ec2 describe-security-groups --region {region} --group-ids",
    ),
    not_visible(
        "network-acls",
        BALANCED,
        &[],
        Words::new(
            "network ACLs and routes (put the VPC in)",
            "ネットワークACLと経路（VPCを入れる）",
        ),
        "aws ec2 describe-network-acls --region {region} --filters Name=vpc-id,Values=VPC_ID; aws ec2 describe-route-tables --region {region} --filters Name=vpc-id,Values=VPC_ID",
    ),
    not_visible(
        "dropped-packets",
        BALANCED,
        &[Format::VpcFlow],
        Words::new(
            "packets that a security group or network ACL dropped (put the log group of the flow log in)",
            "セキュリティグループまたはネットワークACLが破棄したパケット（フローログのロググループを入れる）",
        ),
        "aws logs filter-log-events --region {region} --log-group-name FLOW_LOG_GROUP --start-time {start_ms} --end-time {end_ms} --filter-pattern REJECT",
    ),
    not_visible(
        "waf-decisions",
        ALB,
        &[Format::Waf],
        Words::new("what AWS WAF blocked, and by which rule", "AWS WAFがブロックした内容とルール"),
        "aws wafv2 get-web-acl-for-resource --region {region} --resource-arn {load_balancer_arn}",
    ),
    not_visible(
        "certificates",
        EVERYTHING,
        &[],
        Words::new("dates and names of certificates", "証明書の期限と名前"),
        "openssl s_client -connect {host}:443 -servername {host} </dev/null 2>/dev/null | openssl x509 -noout -subject -ext subjectAltName -dates",
    ),
    not_visible(
        "dns",
        EVERYTHING,
        &[],
        Words::new("DNS records and their TTL", "DNSレコードとTTL"),
        "dig {host}",
    ),
    not_visible(
        "distribution-settings",
        CLOUDFRONT,
        &[],
        Words::new(
            "origins, time-outs and error caching of the distribution",
            "ディストリビューションのオリジン、タイムアウト、エラーキャッシュ",
        ),
        "aws cloudfront list-distributions --query \"DistributionList.Items[?DomainName=='{distribution_bare}'].[Id,Origins,CustomErrorResponses]\" --output json",
    ),
    not_visible(
        "origin-certificate",
        CLOUDFRONT,
        &[],
        Words::new(
            "dates and names of the origin's certificate (put the origin's domain in)",
            "オリジンの証明書の期限と名前（オリジンのドメインを入れる）",
        ),
        "openssl s_client -connect ORIGIN_DOMAIN:443 -servername {host} </dev/null 2>/dev/null | openssl x509 -noout -subject -ext subjectAltName -dates",
    ),
    not_visible(
        "integration-settings",
        API,
        &[],
        Words::new("integrations and stage settings of the API", "APIの統合とステージの設定"),
        "aws apigateway get-stages --rest-api-id {api_id}; aws apigatewayv2 get-integrations --api-id {api_id}",
    ),
    not_visible(
        "execution-log",
        API,
        &[],
        Words::new("what the integration sent (execution log)", "統合が送った内容（実行ログ）"),
        "aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_{api_id}/STAGE --start-time {start_ms} --end-time {end_ms} --filter-pattern '?\"Execution failed\" ?\"Malformed\"'",
    ),
    not_visible(
        "function-settings",
        FUNCTIONS,
        &[],
        Words::new(
            "time-out, memory and concurrency of Lambda functions (put the function in)",
            "Lambda関数のタイムアウト、メモリ、同時実行数（関数を入れる）",
        ),
        "aws lambda get-function-configuration --region {region} --function-name FUNCTION_NAME; aws lambda get-function-concurrency --region {region} --function-name FUNCTION_NAME",
    ),
    not_visible(
        "function-log",
        FUNCTIONS,
        &[Format::Lambda],
        Words::new(
            "errors of Lambda functions (put the function in)",
            "Lambda関数のエラー（関数を入れる）",
        ),
        "aws logs filter-log-events --region {region} --log-group-name /aws/lambda/FUNCTION_NAME --start-time {start_ms} --end-time {end_ms} --filter-pattern '?ERROR ?\"Task timed out\"'",
    ),
    not_visible(
        "classic-health",
        CLASSIC,
        &[],
        Words::new(
            "health and health-check settings of the instances",
            "インスタンスのヘルスとヘルスチェックの設定",
        ),
        "aws elb describe-instance-health --load-balancer-name {load_balancer_name}; aws elb describe-load-balancers --load-balancer-names {load_balancer_name} --query 'LoadBalancerDescriptions[].HealthCheck'",
    ),
    not_visible(
        "network-health",
        NETWORK,
        &[],
        Words::new(
            "HTTP statuses and health of targets behind the Network Load Balancer",
            "Network Load Balancerの背後のHTTPステータスとターゲットのヘルス",
        ),
        "aws elbv2 describe-target-groups --load-balancer-arn {load_balancer_arn} --query 'TargetGroups[].TargetGroupArn' --output text | xargs -n 1 aws elbv2 describe-target-health --target-group-arn",
    ),
    not_visible(
        "deployments",
        BALANCED,
        &[],
        Words::new(
            "deployments and scaling of the service (put cluster and service in)",
            "サービスのデプロイとスケーリング（クラスターとサービスを入れる）",
        ),
        "aws ecs describe-services --region {region} --cluster CLUSTER --services SERVICE --query 'services[].events[:20]'; aws autoscaling describe-scaling-activities --region {region} --max-items 20",
    ),
    not_visible(
        "infrastructure-as-code",
        EVERYTHING,
        &[],
        Words::new(
            "drift between templates and what runs (put the stack in)",
            "テンプレートと実際の構成の差（スタックを入れる）",
        ),
        "aws cloudformation detect-stack-drift --region {region} --stack-name STACK_NAME",
    ),
    not_visible(
        "aws-events",
        EVERYTHING,
        &[],
        Words::new("events on AWS's own side", "AWS側のイベント"),
        "aws health describe-events --region us-east-1 --filter eventStatusCodes=open,closed",
    ),
    not_visible(
        "runbooks",
        EVERYTHING,
        &[],
        Words::new(
            "runbooks and earlier incidents (those kept in Systems Manager)",
            "ランブックと過去の障害（Systems Managerに保存されたもの）",
        ),
        "aws ssm list-documents --region {region} --filters Key=Owner,Values=Self",
    ),
];

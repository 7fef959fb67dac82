//! The documented fields of VPC flow logs, versions 2 to 11, in the order of the documentation.

use crate::row::{Column, Kind};

macro_rules! fields {
    ($($key:ident $name:literal $kind:ident $always:literal;)*) => {
        /// The columns.
        pub(super) static COLUMNS: &[Column] = &FIELDS;

        const FIELDS: [Column; [$($name),*].len()] = [
            $(Column { key: stringify!($key), name: $name, kind: Kind::$kind, always: $always },)*
        ];

        /// How many they are.
        pub(super) const COUNT: usize = FIELDS.len();
    };
}

/// So many of them are what a log without a header has.
pub(super) const DEFAULT: usize = 14;
/// The place of `start`.
pub(super) const START: usize = 10;
/// The place of `end`.
pub(super) const END: usize = 11;

fields! {
    version "version" Number true;
    account_id "account-id" Text true;
    interface_id "interface-id" Text true;
    srcaddr "srcaddr" Text true;
    dstaddr "dstaddr" Text true;
    srcport "srcport" Number true;
    dstport "dstport" Number true;
    protocol "protocol" Number true;
    packets "packets" Number true;
    bytes "bytes" Number true;
    start "start" Number true;
    end "end" Number true;
    action "action" Text true;
    log_status "log-status" Text true;
    vpc_id "vpc-id" Text false;
    subnet_id "subnet-id" Text false;
    instance_id "instance-id" Text false;
    tcp_flags "tcp-flags" Number false;
    type "type" Text false;
    pkt_srcaddr "pkt-srcaddr" Text false;
    pkt_dstaddr "pkt-dstaddr" Text false;
    region "region" Text false;
    az_id "az-id" Text false;
    sublocation_type "sublocation-type" Text false;
    sublocation_id "sublocation-id" Text false;
    pkt_src_aws_service "pkt-src-aws-service" Text false;
    pkt_dst_aws_service "pkt-dst-aws-service" Text false;
    flow_direction "flow-direction" Text false;
    traffic_path "traffic-path" Number false;
    ecs_cluster_arn "ecs-cluster-arn" Text false;
    ecs_cluster_name "ecs-cluster-name" Text false;
    ecs_container_instance_arn "ecs-container-instance-arn" Text false;
    ecs_container_instance_id "ecs-container-instance-id" Text false;
    ecs_container_id "ecs-container-id" Text false;
    ecs_second_container_id "ecs-second-container-id" Text false;
    ecs_service_name "ecs-service-name" Text false;
    ecs_task_definition_arn "ecs-task-definition-arn" Text false;
    ecs_task_arn "ecs-task-arn" Text false;
    ecs_task_id "ecs-task-id" Text false;
    reject_reason "reject-reason" Text false;
    resource_id "resource-id" Text false;
    encryption_status "encryption-status" Text false;
    instance_tag "instance-tag" Text false;
    instance_tag_2 "instance-tag-2" Text false;
    interface_tag "interface-tag" Text false;
    interface_tag_2 "interface-tag-2" Text false;
    asg_tag "asg-tag" Text false;
    asg_tag_2 "asg-tag-2" Text false;
    interface_type "interface-type" Text false;
}

/// The column of a name as a header writes it; a name that has underscores for hyphens is the same.
pub(super) fn column_of(name: &[u8]) -> Option<usize> {
    let is_same = |column: &Column| {
        let same = |(ours, &theirs): (u8, &u8)| ours == theirs || ours == b'-' && theirs == b'_';
        column.name.len() == name.len() && column.name.bytes().zip(name).all(same)
    };
    COLUMNS.iter().position(is_same)
}

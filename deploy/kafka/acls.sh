#!/bin/sh
# Permits each process its own topics only. Printed by `npm run docs` from libs/batches/format/flows.ts; change it there.
#
#   BROKERS=broker-1.example.com:9093 ADMIN=admin.properties sh deploy/kafka/acls.sh
#
# Each process logs in as a user of its own, cx-delivery and so on. Without Create, make the topics by hand. The file may be run again.
# A department of the company's own, NAME, writes cx.observations.NAME.v1 and cx.milestones.NAME.v1, and reads cx.documents.scoring.v1 and
# the milestones of the departments that its document names; scoring then also reads cx.observations.NAME.v1.
set -eu
allow() {
  user=$1
  shift
  kafka-acls.sh --bootstrap-server "$BROKERS" --command-config "$ADMIN" --add --allow-principal "User:$user" "$@"
}

# scoring
allow cx-scoring --operation Write --operation Create --operation Describe --topic cx.documents.scoring.v1
allow cx-scoring --operation Write --operation Create --operation Describe --topic cx.index.v1
allow cx-scoring --operation Read --operation Describe --topic cx.observations.ordering.v1
allow cx-scoring --operation Read --operation Describe --topic cx.observations.warehouse.v1
allow cx-scoring --operation Read --operation Describe --topic cx.observations.delivery.v1
allow cx-scoring --operation Read --operation Describe --topic cx.observations.support.v1
allow cx-scoring --operation Read --operation Describe --topic cx.observations.survey.v1
allow cx-scoring --operation Read --group cx-follow- --resource-pattern-type prefixed

# ordering
allow cx-ordering --operation Write --operation Create --operation Describe --topic cx.observations.ordering.v1
allow cx-ordering --operation Write --operation Create --operation Describe --topic cx.milestones.ordering.v1
allow cx-ordering --operation Read --operation Describe --topic cx.milestones.delivery.v1
allow cx-ordering --operation Read --operation Describe --topic cx.documents.scoring.v1
allow cx-ordering --operation Read --group cx-follow- --resource-pattern-type prefixed

# warehouse
allow cx-warehouse --operation Write --operation Create --operation Describe --topic cx.observations.warehouse.v1
allow cx-warehouse --operation Write --operation Create --operation Describe --topic cx.milestones.warehouse.v1
allow cx-warehouse --operation Read --operation Describe --topic cx.milestones.ordering.v1
allow cx-warehouse --operation Read --operation Describe --topic cx.documents.scoring.v1
allow cx-warehouse --operation Read --group cx-follow- --resource-pattern-type prefixed

# delivery
allow cx-delivery --operation Write --operation Create --operation Describe --topic cx.observations.delivery.v1
allow cx-delivery --operation Write --operation Create --operation Describe --topic cx.milestones.delivery.v1
allow cx-delivery --operation Read --operation Describe --topic cx.milestones.ordering.v1
allow cx-delivery --operation Read --operation Describe --topic cx.milestones.warehouse.v1
allow cx-delivery --operation Read --operation Describe --topic cx.documents.scoring.v1
allow cx-delivery --operation Read --group cx-follow- --resource-pattern-type prefixed

# support
allow cx-support --operation Write --operation Create --operation Describe --topic cx.observations.support.v1
allow cx-support --operation Read --operation Describe --topic cx.documents.scoring.v1
allow cx-support --operation Read --group cx-follow- --resource-pattern-type prefixed

# survey
allow cx-survey --operation Write --operation Create --operation Describe --topic cx.observations.survey.v1
allow cx-survey --operation Read --operation Describe --topic cx.milestones.ordering.v1
allow cx-survey --operation Read --operation Describe --topic cx.documents.scoring.v1
allow cx-survey --operation Read --group cx-follow- --resource-pattern-type prefixed

/* Quadrille, 기준일 today */
WITH "cutoffs" AS (
  SELECT
    "today" AS "today",
    ("today" + (1)) AS "1 day ahead",
    ("today" + (1)) AS "today + 1",
    (("today" + (-90)) + (1)) AS "90 days ago + 1",
    (CAST("today" + to_months(-12) AS DATE) + (1)) AS "1 year ago + 1"
  FROM (SELECT CAST(timezone('Asia/Seoul', now()) AS DATE) AS "today") AS "clock"
), "subject" AS (
  SELECT
    "r"."customer_id" AS "customer_id"
  FROM "customers" AS "r"
  WHERE "r"."joined_on" BETWEEN DATE '0001-01-01' AND (SELECT "today" FROM "cutoffs") OR CASE WHEN "r"."joined_on" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "r"."joined_on" END IS NULL
), "rows_of_opportunities" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "open_opportunities_exists"
  FROM "opportunities" AS "r"
  WHERE (CASE WHEN "r"."closed_on" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "r"."closed_on" END IS NULL OR "r"."closed_on" BETWEEN (SELECT "1 day ahead" FROM "cutoffs") AND DATE '9999-12-31') AND ("r"."opened_on" IS NULL OR "r"."opened_on" NOT BETWEEN (SELECT "today + 1" FROM "cutoffs") AND DATE '9999-12-31') AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_actions" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "high_involvement_count"
  FROM "actions" AS "r"
  WHERE "r"."kind" COLLATE "binary" IN ('quote', 'test_drive', 'consultation', 'showroom') AND "r"."acted_at" >= CAST((SELECT "90 days ago + 1" FROM "cutoffs") AS TIMESTAMP) AND "r"."acted_at" < CAST((SELECT "today + 1" FROM "cutoffs") AS TIMESTAMP) AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_surveys" AS (
  SELECT
    "r"."customer_id" AS "key",
    CAST((MAX(("r"."answered_on" - DATE '1970-01-01') * 4294967296 + CAST("r"."score" AS BIGINT) + 2147483648) FILTER (WHERE "r"."kind" COLLATE "binary" = 'test_drive') & 4294967295) - 2147483648 AS BIGINT) AS "surveys_last",
    CAST((MAX(("r"."answered_on" - DATE '1970-01-01') * 4294967296 + CAST("r"."plan_months" AS BIGINT) + 2147483648) FILTER (WHERE "r"."answered_on" >= (SELECT "1 year ago + 1" FROM "cutoffs") AND "r"."kind" COLLATE "binary" = 'plan') & 4294967295) - 2147483648 AS BIGINT) AS "surveys_last_2"
  FROM "surveys" AS "r"
  WHERE "r"."answered_on" BETWEEN DATE '0001-01-01' AND (SELECT "today" FROM "cutoffs") AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_web_visits" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "web_visits_count"
  FROM "web_visits" AS "r"
  WHERE "r"."visited_at" >= CAST((SELECT "90 days ago + 1" FROM "cutoffs") AS TIMESTAMP) AND "r"."visited_at" < CAST((SELECT "today + 1" FROM "cutoffs") AS TIMESTAMP) AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_event_participations" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "event_participations_count"
  FROM "event_participations" AS "r"
  WHERE "r"."attended_on" BETWEEN (SELECT "90 days ago + 1" FROM "cutoffs") AND (SELECT "today" FROM "cutoffs") AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_campaign_sends" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) FILTER (WHERE "r"."responded") AS "campaign_sends_count",
    COUNT(*) FILTER (WHERE NOT "r"."responded" IS NULL) AS "campaign_sends_count_2"
  FROM "campaign_sends" AS "r"
  WHERE "r"."sent_at" >= CAST((SELECT "90 days ago + 1" FROM "cutoffs") AS TIMESTAMP) AND "r"."sent_at" < CAST((SELECT "today + 1" FROM "cutoffs") AS TIMESTAMP) AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "layer_1" AS MATERIALIZED (
  SELECT
    "s"."customer_id",
    COALESCE("rows_of_opportunities"."open_opportunities_exists", FALSE) AS "open_opportunities_exists",
    COALESCE("rows_of_actions"."high_involvement_count", 0) AS "high_involvement_count",
    "rows_of_surveys"."surveys_last" AS "surveys_last",
    "rows_of_surveys"."surveys_last_2" AS "surveys_last_2",
    COALESCE("rows_of_web_visits"."web_visits_count", 0) AS "web_visits_count",
    COALESCE("rows_of_event_participations"."event_participations_count", 0) AS "event_participations_count",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count", 0) AS "campaign_sends_count",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count_2", 0) AS "campaign_sends_count_2"
  FROM "subject" AS "s"
    LEFT JOIN "rows_of_opportunities" ON "rows_of_opportunities"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_actions" ON "rows_of_actions"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_surveys" ON "rows_of_surveys"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_web_visits" ON "rows_of_web_visits"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_event_participations" ON "rows_of_event_participations"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_campaign_sends" ON "rows_of_campaign_sends"."key" = "s"."customer_id"
), "statistics_values" AS (
  SELECT
    "s"."surveys_last" AS "value",
    COUNT(*) AS "times"
  FROM "layer_1" AS "s"
  WHERE "s"."surveys_last" IS NOT NULL
  GROUP BY "s"."surveys_last"
), "statistics_running" AS (
  SELECT
    "value",
    "times",
    SUM("times") OVER (ORDER BY "value" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "up_to",
    SUM("times") OVER () AS "total"
  FROM "statistics_values"
), "statistics" AS (
  SELECT
    MIN(CASE WHEN ("total" - "up_to") * 10 < "total" * 3 THEN "value" END) AS "edge"
  FROM "statistics_running"
), "layer_2" AS (
  SELECT
    "s"."customer_id",
    "s"."open_opportunities_exists",
    "s"."surveys_last",
    "statistics"."edge" AS "edge",
    "s"."high_involvement_count" >= 1 AS "c_2_1_1" /* 2.1 ① 최근 90일 내 고관여 행동 존재 */,
    "s"."web_visits_count" >= 5 AS "c_2_1_3" /* 2.1 ③ 최근 90일 내 웹사이트 접속 5회 이상 */,
    "s"."event_participations_count" >= 1 OR CAST("s"."campaign_sends_count" AS DOUBLE) / NULLIF(CAST("s"."campaign_sends_count_2" AS DOUBLE), 0) >= 0.3e0 AS "c_2_1_4" /* 2.1 ④ 최근 90일 내 이벤트 참여 이력 존재 또는 캠페인/앱푸시 반응률 30% 이상 */,
    "s"."surveys_last_2" <= 6 AS "c_2_1_5" /* 2.1 ⑤ 구매 계획이 6개월 이내 */
  FROM "layer_1" AS "s"
    CROSS JOIN "statistics"
), "layer_3" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_3",
    "s"."c_2_1_4",
    "s"."c_2_1_5",
    "s"."customer_id",
    "s"."open_opportunities_exists",
    "s"."surveys_last" >= "s"."edge" AS "c_2_1_2" /* 2.1 ② 시승 만족도 점수 상위 30% 이상 */
  FROM "layer_2" AS "s"
), "layer_4" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_2",
    "s"."c_2_1_3",
    "s"."c_2_1_4",
    "s"."c_2_1_5",
    "s"."customer_id",
    COALESCE("s"."open_opportunities_exists" AND "s"."c_2_1_1" AND "s"."c_2_1_2" AND "s"."c_2_1_3" AND "s"."c_2_1_4" AND "s"."c_2_1_5", FALSE) AS "m_2_1" /* 2.1 구매 가망 고객 */
  FROM "layer_3" AS "s"
)
SELECT
  "s"."customer_id" AS "key" /* customer_id */,
  "s"."c_2_1_1" AS "c_2.1_1" /* 2.1 ① 최근 90일 내 고관여 행동 존재 */,
  "s"."c_2_1_2" AS "c_2.1_2" /* 2.1 ② 시승 만족도 점수 상위 30% 이상 */,
  "s"."c_2_1_3" AS "c_2.1_3" /* 2.1 ③ 최근 90일 내 웹사이트 접속 5회 이상 */,
  "s"."c_2_1_4" AS "c_2.1_4" /* 2.1 ④ 최근 90일 내 이벤트 참여 이력 존재 또는 캠페인/앱푸시 반응률 30% 이상 */,
  "s"."c_2_1_5" AS "c_2.1_5" /* 2.1 ⑤ 구매 계획이 6개월 이내 */,
  "s"."m_2_1" AS "m_2.1" /* 2.1 구매 가망 고객 */,
  CASE WHEN "s"."m_2_1" THEN '2.1' ELSE CAST(NULL AS VARCHAR) END AS "cell_purchase" /* 구매 전환 */,
  substr(CASE WHEN "s"."m_2_1" THEN ',2.1' ELSE '' END, 2) AS "cells"
FROM "layer_4" AS "s";

/* Quadrille, as of 2025-06-30 */
WITH "subject" AS (
  SELECT
    CASE WHEN typeof("r"."customer_id") = 'integer' THEN "r"."customer_id" END AS "customer_id"
  FROM (
    SELECT
      "r"."customer_id",
      "r"."joined_on",
      CASE WHEN typeof("r"."joined_on") = 'text' THEN "r"."joined_on" END AS "step"
    FROM "customers" AS "r"
    LIMIT -1 OFFSET 0
  ) AS "r"
  WHERE "r"."joined_on" >= '0001-' AND "r"."joined_on" < '2025-07-01' AND (date("r"."joined_on", '+0 days') = "r"."joined_on" OR ("r"."joined_on" >= '0001-' AND date(substr("r"."joined_on", 1, 10), '+0 days') = substr("r"."joined_on", 1, 10) AND (length("r"."joined_on") = 10 OR ("r"."joined_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."joined_on", 12, 2) < '24' AND (length("r"."joined_on") = 16 OR substr("r"."joined_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."joined_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."joined_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."joined_on") = length(CAST("r"."joined_on" AS BLOB)))) OR CASE WHEN date("r"."step", '+0 days') = "r"."step" AND "r"."step" >= '0001-' THEN "r"."step" WHEN "r"."step" >= '0001-' AND date(substr("r"."step", 1, 10), '+0 days') = substr("r"."step", 1, 10) AND (length("r"."step") = 10 OR ("r"."step" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."step", 12, 2) < '24' AND (length("r"."step") = 16 OR substr("r"."step", 17) GLOB ':[0-5][0-9]' OR (substr("r"."step", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."step", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."step") = length(CAST("r"."step" AS BLOB)) THEN substr("r"."step", 1, 10) END IS NULL
), "rows_of_opportunities" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "open_opportunities_exists"
  FROM (
    SELECT
      "r"."closed_on",
      "r"."customer_id",
      CASE WHEN typeof("r"."closed_on") = 'text' THEN "r"."closed_on" END AS "step"
    FROM "opportunities" AS "r"
    WHERE ("r"."opened_on" IS NULL OR "r"."opened_on" < '2025-07-01' OR NOT (date("r"."opened_on", '+0 days') = "r"."opened_on" OR ("r"."opened_on" >= '0001-' AND date(substr("r"."opened_on", 1, 10), '+0 days') = substr("r"."opened_on", 1, 10) AND (length("r"."opened_on") = 10 OR ("r"."opened_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."opened_on", 12, 2) < '24' AND (length("r"."opened_on") = 16 OR substr("r"."opened_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."opened_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."opened_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."opened_on") = length(CAST("r"."opened_on" AS BLOB))))) AND typeof("r"."customer_id") = 'integer'
    LIMIT -1 OFFSET 0
  ) AS "r"
  WHERE CASE WHEN date("r"."step", '+0 days') = "r"."step" AND "r"."step" >= '0001-' THEN "r"."step" WHEN "r"."step" >= '0001-' AND date(substr("r"."step", 1, 10), '+0 days') = substr("r"."step", 1, 10) AND (length("r"."step") = 10 OR ("r"."step" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."step", 12, 2) < '24' AND (length("r"."step") = 16 OR substr("r"."step", 17) GLOB ':[0-5][0-9]' OR (substr("r"."step", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."step", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."step") = length(CAST("r"."step" AS BLOB)) THEN substr("r"."step", 1, 10) END IS NULL OR "r"."closed_on" >= '2025-07-01' AND (date("r"."closed_on", '+0 days') = "r"."closed_on" OR ("r"."closed_on" >= '0001-' AND date(substr("r"."closed_on", 1, 10), '+0 days') = substr("r"."closed_on", 1, 10) AND (length("r"."closed_on") = 10 OR ("r"."closed_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."closed_on", 12, 2) < '24' AND (length("r"."closed_on") = 16 OR substr("r"."closed_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."closed_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."closed_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."closed_on") = length(CAST("r"."closed_on" AS BLOB))))
  GROUP BY "r"."customer_id"
), "rows_of_actions" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "high_involvement_count"
  FROM "actions" AS "r"
  WHERE "r"."acted_at" >= '2025-04-02' AND "r"."acted_at" < '2025-07-01' AND (datetime("r"."acted_at", '+0 seconds') = "r"."acted_at" OR date("r"."acted_at", '+0 days') = "r"."acted_at" OR ("r"."acted_at" >= '0001-' AND date(substr("r"."acted_at", 1, 10), '+0 days') = substr("r"."acted_at", 1, 10) AND (length("r"."acted_at") = 10 OR ("r"."acted_at" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."acted_at", 12, 2) < '24' AND (length("r"."acted_at") = 16 OR substr("r"."acted_at", 17) GLOB ':[0-5][0-9]' OR (substr("r"."acted_at", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."acted_at", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."acted_at") = length(CAST("r"."acted_at" AS BLOB)))) AND CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END IN ('quote', 'test_drive', 'consultation', 'showroom') AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_surveys" AS (
  SELECT
    "r"."customer_id" AS "key",
    CAST(substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'test_drive' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 12) AS INTEGER) - CASE substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'test_drive' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 11, 1) WHEN '1' THEN 0 ELSE 9223372036854775807 END - CASE substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'test_drive' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 11, 1) WHEN '0' THEN 1 ELSE 0 END AS "surveys_last",
    CAST(substr(MAX(CASE WHEN "r"."answered_on" >= '2024-07-01' AND CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'plan' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END & 9223372036854775807), -19) END), 12) AS INTEGER) - CASE substr(MAX(CASE WHEN "r"."answered_on" >= '2024-07-01' AND CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'plan' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END & 9223372036854775807), -19) END), 11, 1) WHEN '1' THEN 0 ELSE 9223372036854775807 END - CASE substr(MAX(CASE WHEN "r"."answered_on" >= '2024-07-01' AND CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'plan' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END & 9223372036854775807), -19) END), 11, 1) WHEN '0' THEN 1 ELSE 0 END AS "surveys_last_2"
  FROM "surveys" AS "r"
  WHERE "r"."answered_on" >= '0001-' AND "r"."answered_on" < '2025-07-01' AND (date("r"."answered_on", '+0 days') = "r"."answered_on" OR ("r"."answered_on" >= '0001-' AND date(substr("r"."answered_on", 1, 10), '+0 days') = substr("r"."answered_on", 1, 10) AND (length("r"."answered_on") = 10 OR ("r"."answered_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."answered_on", 12, 2) < '24' AND (length("r"."answered_on") = 16 OR substr("r"."answered_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."answered_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."answered_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."answered_on") = length(CAST("r"."answered_on" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_web_visits" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "web_visits_count"
  FROM "web_visits" AS "r"
  WHERE "r"."visited_at" >= '2025-04-02' AND "r"."visited_at" < '2025-07-01' AND (datetime("r"."visited_at", '+0 seconds') = "r"."visited_at" OR date("r"."visited_at", '+0 days') = "r"."visited_at" OR ("r"."visited_at" >= '0001-' AND date(substr("r"."visited_at", 1, 10), '+0 days') = substr("r"."visited_at", 1, 10) AND (length("r"."visited_at") = 10 OR ("r"."visited_at" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."visited_at", 12, 2) < '24' AND (length("r"."visited_at") = 16 OR substr("r"."visited_at", 17) GLOB ':[0-5][0-9]' OR (substr("r"."visited_at", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."visited_at", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."visited_at") = length(CAST("r"."visited_at" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_event_participations" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "event_participations_count"
  FROM "event_participations" AS "r"
  WHERE "r"."attended_on" >= '2025-04-02' AND "r"."attended_on" < '2025-07-01' AND (date("r"."attended_on", '+0 days') = "r"."attended_on" OR ("r"."attended_on" >= '0001-' AND date(substr("r"."attended_on", 1, 10), '+0 days') = substr("r"."attended_on", 1, 10) AND (length("r"."attended_on") = 10 OR ("r"."attended_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."attended_on", 12, 2) < '24' AND (length("r"."attended_on") = 16 OR substr("r"."attended_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."attended_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."attended_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."attended_on") = length(CAST("r"."attended_on" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_campaign_sends" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(CASE WHEN CASE "r"."responded" WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE NULL END THEN 1 END) AS "campaign_sends_count",
    COUNT(CASE WHEN NOT CASE "r"."responded" WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE NULL END IS NULL THEN 1 END) AS "campaign_sends_count_2"
  FROM "campaign_sends" AS "r"
  WHERE "r"."sent_at" >= '2025-04-02' AND "r"."sent_at" < '2025-07-01' AND (datetime("r"."sent_at", '+0 seconds') = "r"."sent_at" OR date("r"."sent_at", '+0 days') = "r"."sent_at" OR ("r"."sent_at" >= '0001-' AND date(substr("r"."sent_at", 1, 10), '+0 days') = substr("r"."sent_at", 1, 10) AND (length("r"."sent_at") = 10 OR ("r"."sent_at" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."sent_at", 12, 2) < '24' AND (length("r"."sent_at") = 16 OR substr("r"."sent_at", 17) GLOB ':[0-5][0-9]' OR (substr("r"."sent_at", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."sent_at", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."sent_at") = length(CAST("r"."sent_at" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
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
  LIMIT -1 OFFSET 0
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
    "s"."high_involvement_count" >= 1 AS "c_2_1_1" /* 2.1 ① High-involvement action in the last 90 days */,
    "s"."web_visits_count" >= 5 AS "c_2_1_3" /* 2.1 ③ Five site visits or more in the last 90 days */,
    "s"."event_participations_count" >= 1 OR NULLIF(NULLIF(CAST("s"."campaign_sends_count" AS REAL) / CAST("s"."campaign_sends_count_2" AS REAL), 9e999), -9e999) >= (3 / 10.0) AS "c_2_1_4" /* 2.1 ④ Came to an event in the last 90 days, or answers 30% of campaigns or more */,
    "s"."surveys_last_2" <= 6 AS "c_2_1_5" /* 2.1 ⑤ Plans to buy within 6 months */
  FROM "layer_1" AS "s"
    CROSS JOIN "statistics"
  LIMIT -1 OFFSET 0
), "layer_3" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_3",
    "s"."c_2_1_4",
    "s"."c_2_1_5",
    "s"."customer_id",
    "s"."open_opportunities_exists",
    "s"."surveys_last" >= "s"."edge" AS "c_2_1_2" /* 2.1 ② Test drive satisfaction in the top 30% */
  FROM "layer_2" AS "s"
  LIMIT -1 OFFSET 0
), "layer_4" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_2",
    "s"."c_2_1_3",
    "s"."c_2_1_4",
    "s"."c_2_1_5",
    "s"."customer_id",
    "s"."open_opportunities_exists" AND "s"."c_2_1_1" AND "s"."c_2_1_2" IS TRUE AND "s"."c_2_1_3" AND "s"."c_2_1_4" IS TRUE AND "s"."c_2_1_5" IS TRUE AS "m_2_1" /* 2.1 Likely buyer */
  FROM "layer_3" AS "s"
  LIMIT -1 OFFSET 0
), "layer_5" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_2",
    "s"."c_2_1_3",
    "s"."c_2_1_4",
    "s"."c_2_1_5",
    "s"."customer_id",
    "s"."m_2_1",
    CASE WHEN "s"."m_2_1" THEN ',2.1' ELSE '' END AS "step"
  FROM "layer_4" AS "s"
  LIMIT -1 OFFSET 0
)
SELECT
  "s"."customer_id" AS "key" /* customer_id */,
  "s"."c_2_1_1" AS "c_2.1_1" /* 2.1 ① High-involvement action in the last 90 days */,
  "s"."c_2_1_2" AS "c_2.1_2" /* 2.1 ② Test drive satisfaction in the top 30% */,
  "s"."c_2_1_3" AS "c_2.1_3" /* 2.1 ③ Five site visits or more in the last 90 days */,
  "s"."c_2_1_4" AS "c_2.1_4" /* 2.1 ④ Came to an event in the last 90 days, or answers 30% of campaigns or more */,
  "s"."c_2_1_5" AS "c_2.1_5" /* 2.1 ⑤ Plans to buy within 6 months */,
  "s"."m_2_1" AS "m_2.1" /* 2.1 Likely buyer */,
  CASE WHEN "s"."m_2_1" THEN '2.1' ELSE NULL END AS "cell_purchase" /* Purchase */,
  CASE WHEN instr("s"."step", char(0)) > 0 THEN CAST(substr(CAST("s"."step" AS BLOB), COALESCE((SELECT i FROM (WITH RECURSIVE b(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < length(CAST("s"."step" AS BLOB))) SELECT i FROM b WHERE substr(hex(substr(CAST("s"."step" AS BLOB), i, 1)), 1, 1) NOT IN ('8', '9', 'A', 'B')) ORDER BY i LIMIT 1 OFFSET 1), length(CAST("s"."step" AS BLOB)) + 1)) AS TEXT) ELSE substr("s"."step", 2) END AS "cells"
FROM "layer_5" AS "s";

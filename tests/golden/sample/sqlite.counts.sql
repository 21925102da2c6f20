/* Quadrille, as of 2025-06-30 */
WITH "subject" AS (
  SELECT
    CASE WHEN typeof("r"."customer_id") = 'integer' THEN "r"."customer_id" END AS "customer_id",
    CASE WHEN typeof("r"."email_consent") = 'integer' THEN "r"."email_consent" END AS "email_consent",
    CASE WHEN typeof("r"."sms_consent") = 'integer' THEN "r"."sms_consent" END AS "sms_consent"
  FROM (
    SELECT
      "r"."customer_id",
      "r"."email_consent",
      "r"."joined_on",
      "r"."sms_consent",
      CASE WHEN typeof("r"."joined_on") = 'text' THEN "r"."joined_on" END AS "step"
    FROM "customers" AS "r"
    LIMIT -1 OFFSET 0
  ) AS "r"
  WHERE "r"."joined_on" >= '0001-' AND "r"."joined_on" < '2025-07-01' AND (date("r"."joined_on", '+0 days') = "r"."joined_on" OR ("r"."joined_on" >= '0001-' AND date(substr("r"."joined_on", 1, 10), '+0 days') = substr("r"."joined_on", 1, 10) AND (length("r"."joined_on") = 10 OR ("r"."joined_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."joined_on", 12, 2) < '24' AND (length("r"."joined_on") = 16 OR substr("r"."joined_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."joined_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."joined_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."joined_on") = length(CAST("r"."joined_on" AS BLOB)))) OR CASE WHEN date("r"."step", '+0 days') = "r"."step" AND "r"."step" >= '0001-' THEN "r"."step" WHEN "r"."step" >= '0001-' AND date(substr("r"."step", 1, 10), '+0 days') = substr("r"."step", 1, 10) AND (length("r"."step") = 10 OR ("r"."step" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."step", 12, 2) < '24' AND (length("r"."step") = 16 OR substr("r"."step", 17) GLOB ':[0-5][0-9]' OR (substr("r"."step", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."step", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."step") = length(CAST("r"."step" AS BLOB)) THEN substr("r"."step", 1, 10) END IS NULL
), "rows_of_leads" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "leads_exists"
  FROM "leads" AS "r"
  WHERE ("r"."created_at" IS NULL OR "r"."created_at" < '2025-07-01' OR NOT (datetime("r"."created_at", '+0 seconds') = "r"."created_at" OR date("r"."created_at", '+0 days') = "r"."created_at" OR ("r"."created_at" >= '0001-' AND date(substr("r"."created_at", 1, 10), '+0 days') = substr("r"."created_at", 1, 10) AND (length("r"."created_at") = 10 OR ("r"."created_at" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."created_at", 12, 2) < '24' AND (length("r"."created_at") = 16 OR substr("r"."created_at", 17) GLOB ':[0-5][0-9]' OR (substr("r"."created_at", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."created_at", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."created_at") = length(CAST("r"."created_at" AS BLOB))))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
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
), "rows_of_vehicles" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "vehicles_exists",
    MIN(CASE WHEN date("r"."step", '+0 days') = "r"."step" AND "r"."step" >= '0001-' THEN "r"."step" WHEN "r"."step" >= '0001-' AND date(substr("r"."step", 1, 10), '+0 days') = substr("r"."step", 1, 10) AND (length("r"."step") = 10 OR ("r"."step" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."step", 12, 2) < '24' AND (length("r"."step") = 16 OR substr("r"."step", 17) GLOB ':[0-5][0-9]' OR (substr("r"."step", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."step", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."step") = length(CAST("r"."step" AS BLOB)) THEN substr("r"."step", 1, 10) END) AS "vehicles_min",
    MAX(CASE WHEN typeof("r"."mileage") = 'integer' THEN "r"."mileage" END) AS "vehicles_max",
    COUNT(CASE WHEN "r"."warranty_end" >= '2025-06-30' AND "r"."warranty_end" < '2025-12-31' AND (date("r"."warranty_end", '+0 days') = "r"."warranty_end" OR ("r"."warranty_end" >= '0001-' AND date(substr("r"."warranty_end", 1, 10), '+0 days') = substr("r"."warranty_end", 1, 10) AND (length("r"."warranty_end") = 10 OR ("r"."warranty_end" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."warranty_end", 12, 2) < '24' AND (length("r"."warranty_end") = 16 OR substr("r"."warranty_end", 17) GLOB ':[0-5][0-9]' OR (substr("r"."warranty_end", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."warranty_end", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."warranty_end") = length(CAST("r"."warranty_end" AS BLOB)))) OR "r"."finance_end" >= '2025-06-30' AND "r"."finance_end" < '2025-12-31' AND (date("r"."finance_end", '+0 days') = "r"."finance_end" OR ("r"."finance_end" >= '0001-' AND date(substr("r"."finance_end", 1, 10), '+0 days') = substr("r"."finance_end", 1, 10) AND (length("r"."finance_end") = 10 OR ("r"."finance_end" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."finance_end", 12, 2) < '24' AND (length("r"."finance_end") = 16 OR substr("r"."finance_end", 17) GLOB ':[0-5][0-9]' OR (substr("r"."finance_end", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."finance_end", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."finance_end") = length(CAST("r"."finance_end" AS BLOB)))) THEN 1 END) AS "vehicles_count",
    COUNT(CASE WHEN "r"."warranty_end" >= '2025-12-31' AND (date("r"."warranty_end", '+0 days') = "r"."warranty_end" OR ("r"."warranty_end" >= '0001-' AND date(substr("r"."warranty_end", 1, 10), '+0 days') = substr("r"."warranty_end", 1, 10) AND (length("r"."warranty_end") = 10 OR ("r"."warranty_end" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."warranty_end", 12, 2) < '24' AND (length("r"."warranty_end") = 16 OR substr("r"."warranty_end", 17) GLOB ':[0-5][0-9]' OR (substr("r"."warranty_end", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."warranty_end", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."warranty_end") = length(CAST("r"."warranty_end" AS BLOB)))) OR "r"."finance_end" >= '2025-12-31' AND (date("r"."finance_end", '+0 days') = "r"."finance_end" OR ("r"."finance_end" >= '0001-' AND date(substr("r"."finance_end", 1, 10), '+0 days') = substr("r"."finance_end", 1, 10) AND (length("r"."finance_end") = 10 OR ("r"."finance_end" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."finance_end", 12, 2) < '24' AND (length("r"."finance_end") = 16 OR substr("r"."finance_end", 17) GLOB ':[0-5][0-9]' OR (substr("r"."finance_end", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."finance_end", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."finance_end") = length(CAST("r"."finance_end" AS BLOB)))) THEN 1 END) > 0 AS "vehicles_exists_2"
  FROM (
    SELECT
      "r"."customer_id",
      "r"."finance_end",
      "r"."mileage",
      "r"."warranty_end",
      CASE WHEN typeof("r"."delivered_on") = 'text' THEN "r"."delivered_on" END AS "step"
    FROM "vehicles" AS "r"
    WHERE ("r"."delivered_on" IS NULL OR "r"."delivered_on" < '2025-07-01' OR NOT (date("r"."delivered_on", '+0 days') = "r"."delivered_on" OR ("r"."delivered_on" >= '0001-' AND date(substr("r"."delivered_on", 1, 10), '+0 days') = substr("r"."delivered_on", 1, 10) AND (length("r"."delivered_on") = 10 OR ("r"."delivered_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."delivered_on", 12, 2) < '24' AND (length("r"."delivered_on") = 16 OR substr("r"."delivered_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."delivered_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."delivered_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."delivered_on") = length(CAST("r"."delivered_on" AS BLOB))))) AND typeof("r"."customer_id") = 'integer'
    LIMIT -1 OFFSET 0
  ) AS "r"
  GROUP BY "r"."customer_id"
), "rows_of_actions" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "high_involvement_count"
  FROM "actions" AS "r"
  WHERE "r"."acted_at" >= '2025-04-02' AND "r"."acted_at" < '2025-07-01' AND (datetime("r"."acted_at", '+0 seconds') = "r"."acted_at" OR date("r"."acted_at", '+0 days') = "r"."acted_at" OR ("r"."acted_at" >= '0001-' AND date(substr("r"."acted_at", 1, 10), '+0 days') = substr("r"."acted_at", 1, 10) AND (length("r"."acted_at") = 10 OR ("r"."acted_at" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."acted_at", 12, 2) < '24' AND (length("r"."acted_at") = 16 OR substr("r"."acted_at", 17) GLOB ':[0-5][0-9]' OR (substr("r"."acted_at", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."acted_at", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."acted_at") = length(CAST("r"."acted_at" AS BLOB)))) AND CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END IN ('quote', 'test_drive', 'consultation', 'showroom') AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_web_visits" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "web_visits_count"
  FROM "web_visits" AS "r"
  WHERE "r"."visited_at" >= '2025-04-02' AND "r"."visited_at" < '2025-07-01' AND (datetime("r"."visited_at", '+0 seconds') = "r"."visited_at" OR date("r"."visited_at", '+0 days') = "r"."visited_at" OR ("r"."visited_at" >= '0001-' AND date(substr("r"."visited_at", 1, 10), '+0 days') = substr("r"."visited_at", 1, 10) AND (length("r"."visited_at") = 10 OR ("r"."visited_at" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."visited_at", 12, 2) < '24' AND (length("r"."visited_at") = 16 OR substr("r"."visited_at", 17) GLOB ':[0-5][0-9]' OR (substr("r"."visited_at", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."visited_at", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."visited_at") = length(CAST("r"."visited_at" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_surveys" AS (
  SELECT
    "r"."customer_id" AS "key",
    CAST(substr(MAX(CASE WHEN "r"."answered_on" >= '2024-07-01' AND CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'plan' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END & 9223372036854775807), -19) END), 12) AS INTEGER) - CASE substr(MAX(CASE WHEN "r"."answered_on" >= '2024-07-01' AND CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'plan' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END & 9223372036854775807), -19) END), 11, 1) WHEN '1' THEN 0 ELSE 9223372036854775807 END - CASE substr(MAX(CASE WHEN "r"."answered_on" >= '2024-07-01' AND CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'plan' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."plan_months") = 'integer' THEN "r"."plan_months" END & 9223372036854775807), -19) END), 11, 1) WHEN '0' THEN 1 ELSE 0 END AS "surveys_last",
    CAST(substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'test_drive' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 12) AS INTEGER) - CASE substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'test_drive' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 11, 1) WHEN '1' THEN 0 ELSE 9223372036854775807 END - CASE substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'test_drive' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 11, 1) WHEN '0' THEN 1 ELSE 0 END AS "surveys_last_2",
    CAST(substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'satisfaction' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 12) AS INTEGER) - CASE substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'satisfaction' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 11, 1) WHEN '1' THEN 0 ELSE 9223372036854775807 END - CASE substr(MAX(CASE WHEN CASE WHEN typeof("r"."kind") = 'text' THEN "r"."kind" END = 'satisfaction' THEN substr("r"."answered_on", 1, 10) || CASE WHEN CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END < 0 THEN '0' ELSE '1' END || substr('0000000000000000000' || (CASE WHEN typeof("r"."score") = 'integer' THEN "r"."score" END & 9223372036854775807), -19) END), 11, 1) WHEN '0' THEN 1 ELSE 0 END AS "surveys_last_3"
  FROM "surveys" AS "r"
  WHERE "r"."answered_on" >= '0001-' AND "r"."answered_on" < '2025-07-01' AND (date("r"."answered_on", '+0 days') = "r"."answered_on" OR ("r"."answered_on" >= '0001-' AND date(substr("r"."answered_on", 1, 10), '+0 days') = substr("r"."answered_on", 1, 10) AND (length("r"."answered_on") = 10 OR ("r"."answered_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."answered_on", 12, 2) < '24' AND (length("r"."answered_on") = 16 OR substr("r"."answered_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."answered_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."answered_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."answered_on") = length(CAST("r"."answered_on" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_campaign_sends" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(CASE WHEN "r"."sent_at" >= '2025-04-02' AND CASE "r"."responded" WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE NULL END THEN 1 END) AS "campaign_sends_count",
    COUNT(CASE WHEN "r"."sent_at" >= '2025-04-02' AND NOT CASE "r"."responded" WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE NULL END IS NULL THEN 1 END) AS "campaign_sends_count_2",
    COUNT(CASE WHEN CASE "r"."responded" WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE NULL END THEN 1 END) AS "campaign_sends_count_3",
    COUNT(CASE WHEN NOT CASE "r"."responded" WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE NULL END IS NULL THEN 1 END) AS "campaign_sends_count_4"
  FROM "campaign_sends" AS "r"
  WHERE "r"."sent_at" >= '2024-07-01' AND "r"."sent_at" < '2025-07-01' AND (datetime("r"."sent_at", '+0 seconds') = "r"."sent_at" OR date("r"."sent_at", '+0 days') = "r"."sent_at" OR ("r"."sent_at" >= '0001-' AND date(substr("r"."sent_at", 1, 10), '+0 days') = substr("r"."sent_at", 1, 10) AND (length("r"."sent_at") = 10 OR ("r"."sent_at" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."sent_at", 12, 2) < '24' AND (length("r"."sent_at") = 16 OR substr("r"."sent_at", 17) GLOB ':[0-5][0-9]' OR (substr("r"."sent_at", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."sent_at", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."sent_at") = length(CAST("r"."sent_at" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_event_participations" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(CASE WHEN "r"."attended_on" >= '2025-04-02' THEN 1 END) AS "event_participations_count",
    COUNT(*) AS "event_participations_count_2"
  FROM "event_participations" AS "r"
  WHERE "r"."attended_on" >= '2024-07-01' AND "r"."attended_on" < '2025-07-01' AND (date("r"."attended_on", '+0 days') = "r"."attended_on" OR ("r"."attended_on" >= '0001-' AND date(substr("r"."attended_on", 1, 10), '+0 days') = substr("r"."attended_on", 1, 10) AND (length("r"."attended_on") = 10 OR ("r"."attended_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."attended_on", 12, 2) < '24' AND (length("r"."attended_on") = 16 OR substr("r"."attended_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."attended_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."attended_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."attended_on") = length(CAST("r"."attended_on" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_complaints" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "complaints_count"
  FROM "complaints" AS "r"
  WHERE "r"."received_on" >= '2023-07-01' AND "r"."received_on" < '2025-07-01' AND (date("r"."received_on", '+0 days') = "r"."received_on" OR ("r"."received_on" >= '0001-' AND date(substr("r"."received_on", 1, 10), '+0 days') = substr("r"."received_on", 1, 10) AND (length("r"."received_on") = 10 OR ("r"."received_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."received_on", 12, 2) < '24' AND (length("r"."received_on") = 16 OR substr("r"."received_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."received_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."received_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."received_on") = length(CAST("r"."received_on" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_service_visits" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "service_visits_count"
  FROM "service_visits" AS "r"
  WHERE "r"."visited_on" >= '2024-07-01' AND "r"."visited_on" < '2025-07-01' AND (date("r"."visited_on", '+0 days') = "r"."visited_on" OR ("r"."visited_on" >= '0001-' AND date(substr("r"."visited_on", 1, 10), '+0 days') = substr("r"."visited_on", 1, 10) AND (length("r"."visited_on") = 10 OR ("r"."visited_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."visited_on", 12, 2) < '24' AND (length("r"."visited_on") = 16 OR substr("r"."visited_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."visited_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."visited_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."visited_on") = length(CAST("r"."visited_on" AS BLOB)))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_enquiries" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "enquiries_count"
  FROM "enquiries" AS "r"
  WHERE "r"."asked_at" >= '2024-07-01' AND "r"."asked_at" < '2025-07-01' AND (datetime("r"."asked_at", '+0 seconds') = "r"."asked_at" OR date("r"."asked_at", '+0 days') = "r"."asked_at" OR ("r"."asked_at" >= '0001-' AND date(substr("r"."asked_at", 1, 10), '+0 days') = substr("r"."asked_at", 1, 10) AND (length("r"."asked_at") = 10 OR ("r"."asked_at" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."asked_at", 12, 2) < '24' AND (length("r"."asked_at") = 16 OR substr("r"."asked_at", 17) GLOB ':[0-5][0-9]' OR (substr("r"."asked_at", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."asked_at", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."asked_at") = length(CAST("r"."asked_at" AS BLOB)))) AND CASE WHEN typeof("r"."topic") = 'text' THEN "r"."topic" END = 'service' AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_purchases" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "purchases_count"
  FROM "purchases" AS "r"
  WHERE ("r"."bought_on" IS NULL OR "r"."bought_on" < '2025-07-01' OR NOT (date("r"."bought_on", '+0 days') = "r"."bought_on" OR ("r"."bought_on" >= '0001-' AND date(substr("r"."bought_on", 1, 10), '+0 days') = substr("r"."bought_on", 1, 10) AND (length("r"."bought_on") = 10 OR ("r"."bought_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."bought_on", 12, 2) < '24' AND (length("r"."bought_on") = 16 OR substr("r"."bought_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."bought_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."bought_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."bought_on") = length(CAST("r"."bought_on" AS BLOB))))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_referrals" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "referrals_count"
  FROM "referrals" AS "r"
  WHERE ("r"."referred_on" IS NULL OR "r"."referred_on" < '2025-07-01' OR NOT (date("r"."referred_on", '+0 days') = "r"."referred_on" OR ("r"."referred_on" >= '0001-' AND date(substr("r"."referred_on", 1, 10), '+0 days') = substr("r"."referred_on", 1, 10) AND (length("r"."referred_on") = 10 OR ("r"."referred_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."referred_on", 12, 2) < '24' AND (length("r"."referred_on") = 16 OR substr("r"."referred_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."referred_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."referred_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."referred_on") = length(CAST("r"."referred_on" AS BLOB))))) AND typeof("r"."customer_id") = 'integer'
  GROUP BY "r"."customer_id"
), "rows_of_subscriptions" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "subscriptions_exists"
  FROM (
    SELECT
      "r"."customer_id",
      "r"."ends_on",
      CASE WHEN typeof("r"."ends_on") = 'text' THEN "r"."ends_on" END AS "step"
    FROM "subscriptions" AS "r"
    WHERE ("r"."starts_on" IS NULL OR "r"."starts_on" < '2025-07-01' OR NOT (date("r"."starts_on", '+0 days') = "r"."starts_on" OR ("r"."starts_on" >= '0001-' AND date(substr("r"."starts_on", 1, 10), '+0 days') = substr("r"."starts_on", 1, 10) AND (length("r"."starts_on") = 10 OR ("r"."starts_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."starts_on", 12, 2) < '24' AND (length("r"."starts_on") = 16 OR substr("r"."starts_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."starts_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."starts_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."starts_on") = length(CAST("r"."starts_on" AS BLOB))))) AND CASE "r"."paid" WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE NULL END AND typeof("r"."customer_id") = 'integer'
    LIMIT -1 OFFSET 0
  ) AS "r"
  WHERE CASE WHEN date("r"."step", '+0 days') = "r"."step" AND "r"."step" >= '0001-' THEN "r"."step" WHEN "r"."step" >= '0001-' AND date(substr("r"."step", 1, 10), '+0 days') = substr("r"."step", 1, 10) AND (length("r"."step") = 10 OR ("r"."step" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."step", 12, 2) < '24' AND (length("r"."step") = 16 OR substr("r"."step", 17) GLOB ':[0-5][0-9]' OR (substr("r"."step", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."step", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."step") = length(CAST("r"."step" AS BLOB)) THEN substr("r"."step", 1, 10) END IS NULL OR "r"."ends_on" >= '2025-06-30' AND (date("r"."ends_on", '+0 days') = "r"."ends_on" OR ("r"."ends_on" >= '0001-' AND date(substr("r"."ends_on", 1, 10), '+0 days') = substr("r"."ends_on", 1, 10) AND (length("r"."ends_on") = 10 OR ("r"."ends_on" GLOB '??????????[ T][0-2][0-9]:[0-5][0-9]*' AND substr("r"."ends_on", 12, 2) < '24' AND (length("r"."ends_on") = 16 OR substr("r"."ends_on", 17) GLOB ':[0-5][0-9]' OR (substr("r"."ends_on", 17) GLOB ':[0-5][0-9].?*' AND substr("r"."ends_on", 21) NOT GLOB '*[^0-9]*')))) AND length("r"."ends_on") = length(CAST("r"."ends_on" AS BLOB))))
  GROUP BY "r"."customer_id"
), "layer_1" AS MATERIALIZED (
  SELECT
    "s"."customer_id",
    "s"."email_consent",
    "s"."sms_consent",
    COALESCE("rows_of_leads"."leads_exists", FALSE) AS "leads_exists",
    COALESCE("rows_of_opportunities"."open_opportunities_exists", FALSE) AS "open_opportunities_exists",
    COALESCE("rows_of_vehicles"."vehicles_exists", FALSE) AS "vehicles_exists",
    "rows_of_vehicles"."vehicles_min" AS "vehicles_min",
    "rows_of_vehicles"."vehicles_max" AS "vehicles_max",
    COALESCE("rows_of_vehicles"."vehicles_count", 0) AS "vehicles_count",
    COALESCE("rows_of_vehicles"."vehicles_exists_2", FALSE) AS "vehicles_exists_2",
    COALESCE("rows_of_actions"."high_involvement_count", 0) AS "high_involvement_count",
    COALESCE("rows_of_web_visits"."web_visits_count", 0) AS "web_visits_count",
    "rows_of_surveys"."surveys_last" AS "surveys_last",
    "rows_of_surveys"."surveys_last_2" AS "surveys_last_2",
    "rows_of_surveys"."surveys_last_3" AS "surveys_last_3",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count", 0) AS "campaign_sends_count",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count_2", 0) AS "campaign_sends_count_2",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count_3", 0) AS "campaign_sends_count_3",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count_4", 0) AS "campaign_sends_count_4",
    COALESCE("rows_of_event_participations"."event_participations_count", 0) AS "event_participations_count",
    COALESCE("rows_of_event_participations"."event_participations_count_2", 0) AS "event_participations_count_2",
    COALESCE("rows_of_complaints"."complaints_count", 0) AS "complaints_count",
    COALESCE("rows_of_service_visits"."service_visits_count", 0) AS "service_visits_count",
    COALESCE("rows_of_enquiries"."enquiries_count", 0) AS "enquiries_count",
    COALESCE("rows_of_purchases"."purchases_count", 0) AS "purchases_count",
    COALESCE("rows_of_referrals"."referrals_count", 0) AS "referrals_count",
    COALESCE("rows_of_subscriptions"."subscriptions_exists", FALSE) AS "subscriptions_exists"
  FROM "subject" AS "s"
    LEFT JOIN "rows_of_leads" ON "rows_of_leads"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_opportunities" ON "rows_of_opportunities"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_vehicles" ON "rows_of_vehicles"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_actions" ON "rows_of_actions"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_web_visits" ON "rows_of_web_visits"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_surveys" ON "rows_of_surveys"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_campaign_sends" ON "rows_of_campaign_sends"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_event_participations" ON "rows_of_event_participations"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_complaints" ON "rows_of_complaints"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_service_visits" ON "rows_of_service_visits"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_enquiries" ON "rows_of_enquiries"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_purchases" ON "rows_of_purchases"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_referrals" ON "rows_of_referrals"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_subscriptions" ON "rows_of_subscriptions"."key" = "s"."customer_id"
  LIMIT -1 OFFSET 0
), "statistics_values" AS (
  SELECT
    "s"."surveys_last_2" AS "value",
    COUNT(*) AS "times"
  FROM "layer_1" AS "s"
  WHERE "s"."surveys_last_2" IS NOT NULL
  GROUP BY "s"."surveys_last_2"
), "statistics_running" AS (
  SELECT
    "value",
    "times",
    SUM("times") OVER (ORDER BY "value" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "up_to",
    SUM("times") OVER () AS "total"
  FROM "statistics_values"
), "statistics" AS (
  SELECT
    MIN(CASE WHEN ("total" - "up_to") * 10 < "total" * 3 THEN "value" END) AS "edge",
    MIN(CASE WHEN ("total" - "up_to") * 2 < "total" * 1 THEN "value" END) AS "edge_2"
  FROM "statistics_running"
), "statistics_2_values" AS (
  SELECT
    "s"."surveys_last_3" AS "value",
    COUNT(*) AS "times"
  FROM "layer_1" AS "s"
  WHERE "s"."surveys_last_3" IS NOT NULL
  GROUP BY "s"."surveys_last_3"
), "statistics_2_running" AS (
  SELECT
    "value",
    "times",
    SUM("times") OVER (ORDER BY "value" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "up_to",
    SUM("times") OVER () AS "total"
  FROM "statistics_2_values"
), "statistics_2" AS (
  SELECT
    MIN(CASE WHEN ("total" - "up_to") * 10 < "total" * 3 THEN "value" END) AS "edge_3",
    MIN(CASE WHEN ("total" - "up_to") * 2 < "total" * 1 THEN "value" END) AS "edge_4"
  FROM "statistics_2_running"
), "layer_2" AS (
  SELECT
    "s"."complaints_count",
    "s"."customer_id",
    "s"."email_consent",
    "s"."event_participations_count",
    "s"."high_involvement_count",
    "s"."open_opportunities_exists",
    "s"."sms_consent",
    "s"."subscriptions_exists",
    "s"."surveys_last",
    "s"."surveys_last_2",
    "s"."surveys_last_3",
    "s"."vehicles_exists",
    "s"."vehicles_exists_2",
    "s"."web_visits_count",
    "statistics"."edge" AS "edge",
    "statistics"."edge_2" AS "edge_2",
    "statistics_2"."edge_3" AS "edge_3",
    "statistics_2"."edge_4" AS "edge_4",
    "s"."leads_exists" AND NOT "s"."open_opportunities_exists" AND NOT "s"."vehicles_exists" AS "in_engage",
    NULLIF(NULLIF(CAST("s"."campaign_sends_count" AS REAL) / CAST("s"."campaign_sends_count_2" AS REAL), 9e999), -9e999) AS "response_rate_90d" /* campaign response rate, 90 days */,
    "s"."high_involvement_count" >= 1 AS "c_2_1_1" /* 2.1 ① High-involvement action in the last 90 days */,
    "s"."web_visits_count" >= 5 AS "c_2_1_3" /* 2.1 ③ Five site visits or more in the last 90 days */,
    "s"."surveys_last" <= 6 AS "c_2_1_5" /* 2.1 ⑤ Plans to buy within 6 months */,
    "s"."web_visits_count" >= 3 AS "c_2_2_3" /* 2.2 ③ Three site visits or more in the last 90 days */,
    "s"."surveys_last" > 6 AS "c_2_2_5" /* 2.2 ⑤ Plans to buy later than in 6 months */,
    "s"."high_involvement_count" = 0 AS "c_2_3_1" /* 2.3 ① No high-involvement action in the last 90 days */,
    "s"."web_visits_count" = 0 AS "c_2_3_3" /* 2.3 ③ No site visit in the last 90 days */,
    "s"."service_visits_count" >= 2 AS "c_3_1_1" /* 3.1 ① Two service visits or more in the last year */,
    "s"."service_visits_count" = 1 AS "c_3_2_1" /* 3.2 ① One service visit in the last year */,
    "s"."enquiries_count" >= 2 AS "c_3_2_2" /* 3.2 ② Two service enquiries or more in the last year */,
    "s"."service_visits_count" = 0 AS "c_3_3_1" /* 3.3 ① No service visit in the last year */,
    "s"."enquiries_count" <= 1 AS "c_3_3_2" /* 3.3 ② At most one service enquiry in the last year */,
    "s"."purchases_count" >= 2 OR "s"."referrals_count" >= 1 AS "c_4_1_1" /* 4.1 ① Bought again (two purchases or more, or referred a friend) */,
    "s"."vehicles_min" < '2020-07-01' AS "c_4_1_2" /* 4.1 ② Owner for 5 years or more */,
    "s"."event_participations_count_2" >= 2 AS "c_4_1_4" /* 4.1 ④ Two events or more in the last year */,
    NULLIF(NULLIF(CAST("s"."campaign_sends_count_3" AS REAL) / CAST("s"."campaign_sends_count_4" AS REAL), 9e999), -9e999) AS "response_rate_1y" /* campaign response rate, 1 year */,
    "s"."complaints_count" = 0 AS "c_4_1_6" /* 4.1 ⑥ No complaint in the last 2 years */,
    "s"."purchases_count" < 2 AS "c_4_2_1" /* 4.2 ① Has not bought again */,
    "s"."vehicles_min" < '2022-07-01' AS "c_4_2_2" /* 4.2 ② Owner for 3 years or more */,
    "s"."event_participations_count_2" >= 1 AS "c_4_2_4" /* 4.2 ④ One event or more in the last year */,
    "s"."event_participations_count_2" = 0 AS "c_4_3_3" /* 4.3 ③ No event in the last year */,
    "s"."complaints_count" >= 1 AS "c_4_3_5" /* 4.3 ⑤ A complaint in the last 2 years */,
    "s"."vehicles_max" >= 50000 AS "c_5_1_2" /* 5.1 ② 50,000 miles or more */,
    "s"."vehicles_count" >= 1 AS "c_5_1_3" /* 5.1 ③ Warranty or finance ends within 6 months */,
    "s"."vehicles_max" >= 30000 AS "c_5_2_2" /* 5.2 ② 30,000 miles or more */
  FROM "layer_1" AS "s"
    CROSS JOIN "statistics"
    CROSS JOIN "statistics_2"
  LIMIT -1 OFFSET 0
), "layer_3" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_3",
    "s"."c_2_1_5",
    "s"."c_2_2_3",
    "s"."c_2_2_5",
    "s"."c_2_3_1",
    "s"."c_2_3_3",
    "s"."c_3_1_1",
    "s"."c_3_2_1",
    "s"."c_3_2_2",
    "s"."c_3_3_1",
    "s"."c_3_3_2",
    "s"."c_4_1_1",
    "s"."c_4_1_2",
    "s"."c_4_1_4",
    "s"."c_4_1_6",
    "s"."c_4_2_1",
    "s"."c_4_2_2",
    "s"."c_4_2_4",
    "s"."c_4_3_3",
    "s"."c_4_3_5",
    "s"."c_5_1_2",
    "s"."c_5_1_3",
    "s"."c_5_2_2",
    "s"."customer_id",
    "s"."in_engage",
    "s"."open_opportunities_exists",
    "s"."subscriptions_exists",
    "s"."vehicles_exists",
    "s"."vehicles_exists_2",
    CASE WHEN "s"."high_involvement_count" >= 1 THEN 30 ELSE 0 END + CASE WHEN "s"."web_visits_count" >= 5 THEN 20 ELSE 0 END + (CASE WHEN "s"."web_visits_count" >= 1 AND "s"."web_visits_count" <= 4 THEN 10 ELSE 0 END + CASE WHEN "s"."surveys_last" <= 6 THEN 20 ELSE 0 END) + (CASE WHEN "s"."response_rate_90d" >= (3 / 10.0) THEN 15 ELSE 0 END + CASE WHEN "s"."event_participations_count" >= 1 THEN 10 ELSE 0 END + (CASE WHEN CASE WHEN "s"."email_consent" = 1 THEN TRUE WHEN "s"."email_consent" = 0 THEN FALSE ELSE NULL END OR CASE WHEN "s"."sms_consent" = 1 THEN TRUE WHEN "s"."sms_consent" = 0 THEN FALSE ELSE NULL END THEN 5 ELSE 0 END + CASE WHEN "s"."complaints_count" >= 1 THEN -20 ELSE 0 END)) AS "lead_score" /* lead score */,
    CASE WHEN "s"."high_involvement_count" >= 1 THEN 30 ELSE 0 END + CASE WHEN "s"."web_visits_count" >= 5 THEN 20 ELSE 0 END + (CASE WHEN "s"."web_visits_count" >= 1 AND "s"."web_visits_count" <= 4 THEN 10 ELSE 0 END + CASE WHEN COALESCE("s"."surveys_last" <= 6, TRUE) THEN 20 ELSE 0 END) + (CASE WHEN COALESCE("s"."response_rate_90d" >= (3 / 10.0), TRUE) THEN 15 ELSE 0 END + CASE WHEN "s"."event_participations_count" >= 1 THEN 10 ELSE 0 END + (CASE WHEN COALESCE(CASE WHEN "s"."email_consent" = 1 THEN TRUE WHEN "s"."email_consent" = 0 THEN FALSE ELSE NULL END, TRUE) OR COALESCE(CASE WHEN "s"."sms_consent" = 1 THEN TRUE WHEN "s"."sms_consent" = 0 THEN FALSE ELSE NULL END, TRUE) THEN 5 ELSE 0 END + CASE WHEN "s"."complaints_count" >= 1 THEN -20 ELSE 0 END)) AS "most_points",
    "s"."event_participations_count" >= 1 OR "s"."response_rate_90d" >= (3 / 10.0) AS "c_2_1_4" /* 2.1 ④ Came to an event in the last 90 days, or answers 30% of campaigns or more */,
    "s"."response_rate_90d" >= (1 / 10.0) AND "s"."response_rate_90d" <= (3 / 10.0) AS "c_2_2_4" /* 2.2 ④ Answers 10% to 30% of campaigns in the last 90 days */,
    "s"."response_rate_90d" < (1 / 10.0) AS "c_2_3_4" /* 2.3 ④ Answers less than 10% of campaigns in the last 90 days */,
    "s"."vehicles_exists" AND "s"."c_3_1_1" AS "m_3_1" /* 3.1 Active service user */,
    "s"."vehicles_exists" AND "s"."c_3_2_1" AND "s"."c_3_2_2" AS "m_3_2" /* 3.2 Average service user */,
    "s"."vehicles_exists" AND "s"."c_3_3_1" AND "s"."c_3_3_2" AS "m_3_3" /* 3.3 Inactive service user */,
    "s"."response_rate_1y" >= (4 / 10.0) AS "c_4_1_5" /* 4.1 ⑤ Answers 40% of campaigns or more in the last year */,
    "s"."response_rate_1y" >= (2 / 10.0) AND "s"."response_rate_1y" <= (4 / 10.0) AS "c_4_2_5" /* 4.2 ⑤ Answers 20% to 40% of campaigns in the last year */,
    "s"."response_rate_1y" < (2 / 10.0) AS "c_4_3_4" /* 4.3 ④ Answers less than 20% of campaigns in the last year */,
    "s"."event_participations_count" >= 1 OR "s"."response_rate_90d" >= (4 / 10.0) AS "c_5_1_7" /* 5.1 ⑦ Came to an event in the last 90 days, or answers 40% of campaigns or more */,
    "s"."response_rate_90d" >= (2 / 10.0) AND "s"."response_rate_90d" <= (4 / 10.0) AS "c_5_2_7" /* 5.2 ⑦ Answers 20% to 40% of campaigns in the last 90 days */,
    "s"."response_rate_90d" < (2 / 10.0) AS "c_5_3_7" /* 5.3 ⑦ Answers less than 20% of campaigns in the last 90 days */,
    "s"."surveys_last_2" >= "s"."edge" AS "c_2_1_2" /* 2.1 ② Test drive satisfaction in the top 30% */,
    "s"."surveys_last_2" >= "s"."edge_2" AND NOT "s"."surveys_last_2" >= "s"."edge" AS "c_2_2_2" /* 2.2 ② Test drive satisfaction in the top 30% to 50% */,
    NOT "s"."surveys_last_2" >= "s"."edge_2" AS "c_2_3_2" /* 2.3 ② Test drive satisfaction in the top 50% to 100% */,
    "s"."surveys_last_3" >= "s"."edge_3" AS "c_4_1_3" /* 4.1 ③ Satisfaction in the top 30% */,
    "s"."surveys_last_3" >= "s"."edge_4" AND NOT "s"."surveys_last_3" >= "s"."edge_3" AS "c_4_2_3" /* 4.2 ③ Satisfaction in the top 30% to 50% */,
    NOT "s"."surveys_last_3" >= "s"."edge_4" AS "c_4_3_2" /* 4.3 ② Satisfaction in the top 50% to 100% */
  FROM "layer_2" AS "s"
  LIMIT -1 OFFSET 0
), "layer_4" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_2",
    "s"."c_2_1_3",
    "s"."c_2_1_4",
    "s"."c_2_1_5",
    "s"."c_2_2_2",
    "s"."c_2_2_3",
    "s"."c_2_2_4",
    "s"."c_2_2_5",
    "s"."c_2_3_1",
    "s"."c_2_3_2",
    "s"."c_2_3_3",
    "s"."c_2_3_4",
    "s"."c_3_1_1",
    "s"."c_3_2_1",
    "s"."c_3_2_2",
    "s"."c_3_3_1",
    "s"."c_3_3_2",
    "s"."c_4_1_1",
    "s"."c_4_1_2",
    "s"."c_4_1_3",
    "s"."c_4_1_4",
    "s"."c_4_1_5",
    "s"."c_4_1_6",
    "s"."c_4_2_1",
    "s"."c_4_2_2",
    "s"."c_4_2_3",
    "s"."c_4_2_4",
    "s"."c_4_2_5",
    "s"."c_4_3_2",
    "s"."c_4_3_3",
    "s"."c_4_3_4",
    "s"."c_4_3_5",
    "s"."c_5_1_2",
    "s"."c_5_1_3",
    "s"."c_5_1_7",
    "s"."c_5_2_2",
    "s"."c_5_2_7",
    "s"."c_5_3_7",
    "s"."customer_id",
    "s"."in_engage",
    "s"."lead_score",
    "s"."m_3_1",
    "s"."m_3_2",
    "s"."m_3_3",
    "s"."most_points",
    "s"."open_opportunities_exists",
    "s"."subscriptions_exists",
    "s"."vehicles_exists",
    "s"."vehicles_exists_2",
    "s"."in_engage" AND "s"."lead_score" >= 60 AS "m_1_1" /* 1.1 Hot lead */,
    "s"."in_engage" AND "s"."lead_score" >= 25 AND "s"."lead_score" < 60 AS "m_1_2" /* 1.2 Warm lead */,
    "s"."in_engage" AND "s"."lead_score" < 25 AS "m_1_3" /* 1.3 Cold lead */,
    "s"."open_opportunities_exists" AND "s"."c_2_1_1" AND "s"."c_2_1_2" IS TRUE AND "s"."c_2_1_3" AND "s"."c_2_1_4" IS TRUE AND "s"."c_2_1_5" IS TRUE AS "m_2_1" /* 2.1 Likely buyer */,
    "s"."open_opportunities_exists" AND "s"."c_2_1_1" AND "s"."c_2_2_2" IS TRUE AND "s"."c_2_2_3" AND "s"."c_2_2_4" IS TRUE AND "s"."c_2_2_5" IS TRUE AS "m_2_2" /* 2.2 Potential buyer */,
    "s"."open_opportunities_exists" AND "s"."c_2_3_1" AND "s"."c_2_3_2" IS TRUE AND "s"."c_2_3_3" AND "s"."c_2_3_4" IS TRUE AS "m_2_3" /* 2.3 Buyer about to leave */,
    "s"."vehicles_exists" AND "s"."c_4_1_1" AND "s"."c_4_1_2" IS TRUE AND "s"."c_4_1_3" IS TRUE AND "s"."c_4_1_4" AND "s"."c_4_1_5" IS TRUE AND "s"."c_4_1_6" AND "s"."subscriptions_exists" AS "m_4_1" /* 4.1 Loyal customer */,
    "s"."vehicles_exists" AND "s"."c_4_2_1" AND "s"."c_4_2_2" IS TRUE AND "s"."c_4_2_3" IS TRUE AND "s"."c_4_2_4" AND "s"."c_4_2_5" IS TRUE AND "s"."c_4_1_6" AS "m_4_2" /* 4.2 Potentially loyal customer */,
    "s"."vehicles_exists" AND "s"."c_4_2_1" AND "s"."c_4_3_2" IS TRUE AND "s"."c_4_3_3" AND "s"."c_4_3_4" IS TRUE AND "s"."c_4_3_5" AS "m_4_3" /* 4.3 Dissatisfied customer */,
    "s"."vehicles_exists" AND "s"."c_4_1_2" IS TRUE AND "s"."c_5_1_2" IS TRUE AND "s"."c_5_1_3" AND "s"."c_2_1_1" AND "s"."c_4_1_3" IS TRUE AND "s"."c_2_1_3" AND "s"."c_5_1_7" IS TRUE AND "s"."c_4_1_6" AND "s"."c_2_1_5" IS TRUE AS "m_5_1" /* 5.1 Likely to buy again */,
    "s"."vehicles_exists" AND "s"."c_4_2_2" IS TRUE AND "s"."c_5_2_2" IS TRUE AND "s"."vehicles_exists_2" AND "s"."c_2_1_1" AND "s"."c_4_2_3" IS TRUE AND "s"."c_2_2_3" AND "s"."c_5_2_7" IS TRUE AND "s"."c_4_1_6" AND "s"."c_2_2_5" IS TRUE AS "m_5_2" /* 5.2 May buy again */,
    "s"."vehicles_exists" AND "s"."c_4_1_2" IS TRUE AND "s"."c_5_1_2" IS TRUE AND "s"."c_5_1_3" AND "s"."c_2_3_1" AND "s"."c_4_3_2" IS TRUE AND "s"."c_2_3_3" AND "s"."c_5_3_7" IS TRUE AND "s"."c_4_3_5" AS "m_5_3" /* 5.3 Owner about to leave */
  FROM "layer_3" AS "s"
  LIMIT -1 OFFSET 0
), "layer_5" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_2",
    "s"."c_2_1_3",
    "s"."c_2_1_4",
    "s"."c_2_1_5",
    "s"."c_2_2_2",
    "s"."c_2_2_3",
    "s"."c_2_2_4",
    "s"."c_2_2_5",
    "s"."c_2_3_1",
    "s"."c_2_3_2",
    "s"."c_2_3_3",
    "s"."c_2_3_4",
    "s"."c_3_1_1",
    "s"."c_3_2_1",
    "s"."c_3_2_2",
    "s"."c_3_3_1",
    "s"."c_3_3_2",
    "s"."c_4_1_1",
    "s"."c_4_1_2",
    "s"."c_4_1_3",
    "s"."c_4_1_4",
    "s"."c_4_1_5",
    "s"."c_4_1_6",
    "s"."c_4_2_1",
    "s"."c_4_2_2",
    "s"."c_4_2_3",
    "s"."c_4_2_4",
    "s"."c_4_2_5",
    "s"."c_4_3_2",
    "s"."c_4_3_3",
    "s"."c_4_3_4",
    "s"."c_4_3_5",
    "s"."c_5_1_2",
    "s"."c_5_1_3",
    "s"."c_5_1_7",
    "s"."c_5_2_2",
    "s"."c_5_2_7",
    "s"."c_5_3_7",
    "s"."customer_id",
    "s"."in_engage",
    "s"."lead_score",
    "s"."m_1_1",
    "s"."m_1_2",
    "s"."m_1_3",
    "s"."m_2_1",
    "s"."m_2_2",
    "s"."m_2_3",
    "s"."m_3_1",
    "s"."m_3_2",
    "s"."m_3_3",
    "s"."m_4_1",
    "s"."m_4_2",
    "s"."m_4_3",
    "s"."m_5_1",
    "s"."m_5_2",
    "s"."m_5_3",
    "s"."most_points",
    "s"."open_opportunities_exists",
    "s"."subscriptions_exists",
    "s"."vehicles_exists",
    "s"."vehicles_exists_2",
    CASE WHEN "s"."m_1_1" THEN ',1.1' ELSE '' END || CASE WHEN "s"."m_1_2" THEN ',1.2' ELSE '' END || CASE WHEN "s"."m_1_3" THEN ',1.3' ELSE '' END || CASE WHEN "s"."m_2_1" THEN ',2.1' ELSE '' END || CASE WHEN "s"."m_2_2" THEN ',2.2' ELSE '' END || CASE WHEN "s"."m_2_3" THEN ',2.3' ELSE '' END || CASE WHEN "s"."m_3_1" THEN ',3.1' ELSE '' END || CASE WHEN "s"."m_3_2" THEN ',3.2' ELSE '' END || CASE WHEN "s"."m_3_3" THEN ',3.3' ELSE '' END || CASE WHEN "s"."m_4_1" THEN ',4.1' ELSE '' END || CASE WHEN "s"."m_4_2" THEN ',4.2' ELSE '' END || CASE WHEN "s"."m_4_3" THEN ',4.3' ELSE '' END || CASE WHEN "s"."m_5_1" THEN ',5.1' ELSE '' END || CASE WHEN "s"."m_5_2" THEN ',5.2' ELSE '' END || CASE WHEN "s"."m_5_3" THEN ',5.3' ELSE '' END AS "step"
  FROM "layer_4" AS "s"
  LIMIT -1 OFFSET 0
), "outcome" AS (
  SELECT
    "s"."customer_id" AS "key" /* customer_id */,
    "s"."in_engage" AS "stage_engage" /* Engage */,
    "s"."open_opportunities_exists" AS "stage_purchase" /* Purchase */,
    "s"."vehicles_exists" AS "stage_maintain" /* Maintain */,
    "s"."vehicles_exists" AS "stage_loyalty" /* Loyalty */,
    "s"."vehicles_exists" AS "stage_repurchase" /* Repurchase */,
    CASE WHEN "s"."most_points" >= 60 AND "s"."lead_score" < 60 THEN NULL ELSE "s"."lead_score" >= 60 END AS "c_1.1_1" /* 1.1 ① Lead score at or above the hot threshold */,
    "s"."m_1_1" AS "m_1.1" /* 1.1 Hot lead */,
    CASE WHEN "s"."most_points" >= 25 AND "s"."lead_score" < 60 AND ("s"."lead_score" < 25 OR "s"."most_points" >= 60) THEN NULL ELSE "s"."lead_score" >= 25 AND "s"."lead_score" < 60 END AS "c_1.2_1" /* 1.2 ① Lead score from the warm up to the hot threshold */,
    "s"."m_1_2" AS "m_1.2" /* 1.2 Warm lead */,
    CASE WHEN "s"."lead_score" < 25 AND "s"."most_points" >= 25 THEN NULL ELSE "s"."lead_score" < 25 END AS "c_1.3_1" /* 1.3 ① Lead score below the warm threshold */,
    "s"."m_1_3" AS "m_1.3" /* 1.3 Cold lead */,
    "s"."c_2_1_1" AS "c_2.1_1" /* 2.1 ① High-involvement action in the last 90 days */,
    "s"."c_2_1_2" AS "c_2.1_2" /* 2.1 ② Test drive satisfaction in the top 30% */,
    "s"."c_2_1_3" AS "c_2.1_3" /* 2.1 ③ Five site visits or more in the last 90 days */,
    "s"."c_2_1_4" AS "c_2.1_4" /* 2.1 ④ Came to an event in the last 90 days, or answers 30% of campaigns or more */,
    "s"."c_2_1_5" AS "c_2.1_5" /* 2.1 ⑤ Plans to buy within 6 months */,
    "s"."m_2_1" AS "m_2.1" /* 2.1 Likely buyer */,
    "s"."c_2_1_1" AS "c_2.2_1" /* 2.2 ① High-involvement action in the last 90 days */,
    "s"."c_2_2_2" AS "c_2.2_2" /* 2.2 ② Test drive satisfaction in the top 30% to 50% */,
    "s"."c_2_2_3" AS "c_2.2_3" /* 2.2 ③ Three site visits or more in the last 90 days */,
    "s"."c_2_2_4" AS "c_2.2_4" /* 2.2 ④ Answers 10% to 30% of campaigns in the last 90 days */,
    "s"."c_2_2_5" AS "c_2.2_5" /* 2.2 ⑤ Plans to buy later than in 6 months */,
    "s"."m_2_2" AS "m_2.2" /* 2.2 Potential buyer */,
    "s"."c_2_3_1" AS "c_2.3_1" /* 2.3 ① No high-involvement action in the last 90 days */,
    "s"."c_2_3_2" AS "c_2.3_2" /* 2.3 ② Test drive satisfaction in the top 50% to 100% */,
    "s"."c_2_3_3" AS "c_2.3_3" /* 2.3 ③ No site visit in the last 90 days */,
    "s"."c_2_3_4" AS "c_2.3_4" /* 2.3 ④ Answers less than 10% of campaigns in the last 90 days */,
    "s"."m_2_3" AS "m_2.3" /* 2.3 Buyer about to leave */,
    "s"."c_3_1_1" AS "c_3.1_1" /* 3.1 ① Two service visits or more in the last year */,
    "s"."m_3_1" AS "m_3.1" /* 3.1 Active service user */,
    "s"."c_3_2_1" AS "c_3.2_1" /* 3.2 ① One service visit in the last year */,
    "s"."c_3_2_2" AS "c_3.2_2" /* 3.2 ② Two service enquiries or more in the last year */,
    "s"."m_3_2" AS "m_3.2" /* 3.2 Average service user */,
    "s"."c_3_3_1" AS "c_3.3_1" /* 3.3 ① No service visit in the last year */,
    "s"."c_3_3_2" AS "c_3.3_2" /* 3.3 ② At most one service enquiry in the last year */,
    "s"."m_3_3" AS "m_3.3" /* 3.3 Inactive service user */,
    "s"."c_4_1_1" AS "c_4.1_1" /* 4.1 ① Bought again (two purchases or more, or referred a friend) */,
    "s"."c_4_1_2" AS "c_4.1_2" /* 4.1 ② Owner for 5 years or more */,
    "s"."c_4_1_3" AS "c_4.1_3" /* 4.1 ③ Satisfaction in the top 30% */,
    "s"."c_4_1_4" AS "c_4.1_4" /* 4.1 ④ Two events or more in the last year */,
    "s"."c_4_1_5" AS "c_4.1_5" /* 4.1 ⑤ Answers 40% of campaigns or more in the last year */,
    "s"."c_4_1_6" AS "c_4.1_6" /* 4.1 ⑥ No complaint in the last 2 years */,
    "s"."subscriptions_exists" AS "c_4.1_7" /* 4.1 ⑦ Uses a paid subscription */,
    "s"."m_4_1" AS "m_4.1" /* 4.1 Loyal customer */,
    "s"."c_4_2_1" AS "c_4.2_1" /* 4.2 ① Has not bought again */,
    "s"."c_4_2_2" AS "c_4.2_2" /* 4.2 ② Owner for 3 years or more */,
    "s"."c_4_2_3" AS "c_4.2_3" /* 4.2 ③ Satisfaction in the top 30% to 50% */,
    "s"."c_4_2_4" AS "c_4.2_4" /* 4.2 ④ One event or more in the last year */,
    "s"."c_4_2_5" AS "c_4.2_5" /* 4.2 ⑤ Answers 20% to 40% of campaigns in the last year */,
    "s"."c_4_1_6" AS "c_4.2_6" /* 4.2 ⑥ No complaint in the last 2 years */,
    "s"."m_4_2" AS "m_4.2" /* 4.2 Potentially loyal customer */,
    "s"."c_4_2_1" AS "c_4.3_1" /* 4.3 ① Has not bought again */,
    "s"."c_4_3_2" AS "c_4.3_2" /* 4.3 ② Satisfaction in the top 50% to 100% */,
    "s"."c_4_3_3" AS "c_4.3_3" /* 4.3 ③ No event in the last year */,
    "s"."c_4_3_4" AS "c_4.3_4" /* 4.3 ④ Answers less than 20% of campaigns in the last year */,
    "s"."c_4_3_5" AS "c_4.3_5" /* 4.3 ⑤ A complaint in the last 2 years */,
    "s"."m_4_3" AS "m_4.3" /* 4.3 Dissatisfied customer */,
    "s"."c_4_1_2" AS "c_5.1_1" /* 5.1 ① Owner for 5 years or more */,
    "s"."c_5_1_2" AS "c_5.1_2" /* 5.1 ② 50,000 miles or more */,
    "s"."c_5_1_3" AS "c_5.1_3" /* 5.1 ③ Warranty or finance ends within 6 months */,
    "s"."c_2_1_1" AS "c_5.1_4" /* 5.1 ④ High-involvement action in the last 90 days */,
    "s"."c_4_1_3" AS "c_5.1_5" /* 5.1 ⑤ Satisfaction in the top 30% */,
    "s"."c_2_1_3" AS "c_5.1_6" /* 5.1 ⑥ Five site visits or more in the last 90 days */,
    "s"."c_5_1_7" AS "c_5.1_7" /* 5.1 ⑦ Came to an event in the last 90 days, or answers 40% of campaigns or more */,
    "s"."c_4_1_6" AS "c_5.1_8" /* 5.1 ⑧ No complaint in the last 2 years */,
    "s"."c_2_1_5" AS "c_5.1_9" /* 5.1 ⑨ Plans to buy within 6 months */,
    "s"."m_5_1" AS "m_5.1" /* 5.1 Likely to buy again */,
    "s"."c_4_2_2" AS "c_5.2_1" /* 5.2 ① Owner for 3 years or more */,
    "s"."c_5_2_2" AS "c_5.2_2" /* 5.2 ② 30,000 miles or more */,
    "s"."vehicles_exists_2" AS "c_5.2_3" /* 5.2 ③ Warranty or finance ends later than in 6 months */,
    "s"."c_2_1_1" AS "c_5.2_4" /* 5.2 ④ High-involvement action in the last 90 days */,
    "s"."c_4_2_3" AS "c_5.2_5" /* 5.2 ⑤ Satisfaction in the top 30% to 50% */,
    "s"."c_2_2_3" AS "c_5.2_6" /* 5.2 ⑥ Three site visits or more in the last 90 days */,
    "s"."c_5_2_7" AS "c_5.2_7" /* 5.2 ⑦ Answers 20% to 40% of campaigns in the last 90 days */,
    "s"."c_4_1_6" AS "c_5.2_8" /* 5.2 ⑧ No complaint in the last 2 years */,
    "s"."c_2_2_5" AS "c_5.2_9" /* 5.2 ⑨ Plans to buy later than in 6 months */,
    "s"."m_5_2" AS "m_5.2" /* 5.2 May buy again */,
    "s"."c_4_1_2" AS "c_5.3_1" /* 5.3 ① Owner for 5 years or more */,
    "s"."c_5_1_2" AS "c_5.3_2" /* 5.3 ② 50,000 miles or more */,
    "s"."c_5_1_3" AS "c_5.3_3" /* 5.3 ③ Warranty or finance ends within 6 months */,
    "s"."c_2_3_1" AS "c_5.3_4" /* 5.3 ④ No high-involvement action in the last 90 days */,
    "s"."c_4_3_2" AS "c_5.3_5" /* 5.3 ⑤ Satisfaction in the top 50% to 100% */,
    "s"."c_2_3_3" AS "c_5.3_6" /* 5.3 ⑥ No site visit in the last 90 days */,
    "s"."c_5_3_7" AS "c_5.3_7" /* 5.3 ⑦ Answers less than 20% of campaigns in the last 90 days */,
    "s"."c_4_3_5" AS "c_5.3_8" /* 5.3 ⑧ A complaint in the last 2 years */,
    "s"."m_5_3" AS "m_5.3" /* 5.3 Owner about to leave */,
    CASE WHEN "s"."m_1_1" THEN '1.1' WHEN "s"."m_1_2" THEN '1.2' WHEN "s"."m_1_3" THEN '1.3' ELSE NULL END AS "cell_engage" /* Engage */,
    CASE WHEN "s"."m_2_1" THEN '2.1' WHEN "s"."m_2_2" THEN '2.2' WHEN "s"."m_2_3" THEN '2.3' ELSE NULL END AS "cell_purchase" /* Purchase */,
    CASE WHEN "s"."m_3_1" THEN '3.1' WHEN "s"."m_3_2" THEN '3.2' WHEN "s"."m_3_3" THEN '3.3' ELSE NULL END AS "cell_maintain" /* Maintain */,
    CASE WHEN "s"."m_4_1" THEN '4.1' WHEN "s"."m_4_2" THEN '4.2' WHEN "s"."m_4_3" THEN '4.3' ELSE NULL END AS "cell_loyalty" /* Loyalty */,
    CASE WHEN "s"."m_5_1" THEN '5.1' WHEN "s"."m_5_2" THEN '5.2' WHEN "s"."m_5_3" THEN '5.3' ELSE NULL END AS "cell_repurchase" /* Repurchase */,
    CASE WHEN instr("s"."step", char(0)) > 0 THEN CAST(substr(CAST("s"."step" AS BLOB), COALESCE((SELECT i FROM (WITH RECURSIVE b(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < length(CAST("s"."step" AS BLOB))) SELECT i FROM b WHERE substr(hex(substr(CAST("s"."step" AS BLOB), i, 1)), 1, 1) NOT IN ('8', '9', 'A', 'B')) ORDER BY i LIMIT 1 OFFSET 1), length(CAST("s"."step" AS BLOB)) + 1)) AS TEXT) ELSE substr("s"."step", 2) END AS "cells"
  FROM "layer_5" AS "s"
), "accounted" AS (
  SELECT
    "outcome".*,
    CASE WHEN "m_1.1" THEN 1 ELSE 0 END + CASE WHEN "m_1.2" THEN 1 ELSE 0 END + CASE WHEN "m_1.3" THEN 1 ELSE 0 END AS "matches in engage",
    CASE WHEN "m_2.1" THEN 1 ELSE 0 END + CASE WHEN "m_2.2" THEN 1 ELSE 0 END + CASE WHEN "m_2.3" THEN 1 ELSE 0 END AS "matches in purchase",
    CASE WHEN "m_3.1" THEN 1 ELSE 0 END + CASE WHEN "m_3.2" THEN 1 ELSE 0 END + CASE WHEN "m_3.3" THEN 1 ELSE 0 END AS "matches in maintain",
    CASE WHEN "m_4.1" THEN 1 ELSE 0 END + CASE WHEN "m_4.2" THEN 1 ELSE 0 END + CASE WHEN "m_4.3" THEN 1 ELSE 0 END AS "matches in loyalty",
    CASE WHEN "m_5.1" THEN 1 ELSE 0 END + CASE WHEN "m_5.2" THEN 1 ELSE 0 END + CASE WHEN "m_5.3" THEN 1 ELSE 0 END AS "matches in repurchase",
    CASE WHEN "m_1.1" THEN 1 ELSE 0 END + CASE WHEN "m_1.2" THEN 1 ELSE 0 END + CASE WHEN "m_1.3" THEN 1 ELSE 0 END + CASE WHEN "m_2.1" THEN 1 ELSE 0 END + CASE WHEN "m_2.2" THEN 1 ELSE 0 END + CASE WHEN "m_2.3" THEN 1 ELSE 0 END + CASE WHEN "m_3.1" THEN 1 ELSE 0 END + CASE WHEN "m_3.2" THEN 1 ELSE 0 END + CASE WHEN "m_3.3" THEN 1 ELSE 0 END + CASE WHEN "m_4.1" THEN 1 ELSE 0 END + CASE WHEN "m_4.2" THEN 1 ELSE 0 END + CASE WHEN "m_4.3" THEN 1 ELSE 0 END + CASE WHEN "m_5.1" THEN 1 ELSE 0 END + CASE WHEN "m_5.2" THEN 1 ELSE 0 END + CASE WHEN "m_5.3" THEN 1 ELSE 0 END AS "matches",
    CASE WHEN "stage_engage" THEN 1 ELSE 0 END + CASE WHEN "stage_purchase" THEN 1 ELSE 0 END + CASE WHEN "stage_maintain" THEN 1 ELSE 0 END + CASE WHEN "stage_loyalty" THEN 1 ELSE 0 END + CASE WHEN "stage_repurchase" THEN 1 ELSE 0 END AS "stages"
  FROM "outcome"
), "counts" AS (
  SELECT
    COUNT(CASE WHEN 1 = 1 THEN 1 END) AS "n0",
    COUNT(CASE WHEN "matches" = 1 THEN 1 END) AS "n1",
    COUNT(CASE WHEN "matches" > 1 THEN 1 END) AS "n2",
    COUNT(CASE WHEN "matches" = 0 AND "stages" > 0 THEN 1 END) AS "n3",
    COUNT(CASE WHEN "matches" = 0 AND "stages" = 0 THEN 1 END) AS "n4",
    COUNT(CASE WHEN "stage_engage" THEN 1 END) AS "n5",
    COUNT(CASE WHEN "stage_engage" AND "cell_engage" IS NULL THEN 1 END) AS "n6",
    COUNT(CASE WHEN "matches in engage" > 1 THEN 1 END) AS "n7",
    COUNT(CASE WHEN "stage_purchase" THEN 1 END) AS "n8",
    COUNT(CASE WHEN "stage_purchase" AND "cell_purchase" IS NULL THEN 1 END) AS "n9",
    COUNT(CASE WHEN "matches in purchase" > 1 THEN 1 END) AS "n10",
    COUNT(CASE WHEN "stage_maintain" THEN 1 END) AS "n11",
    COUNT(CASE WHEN "stage_maintain" AND "cell_maintain" IS NULL THEN 1 END) AS "n12",
    COUNT(CASE WHEN "matches in maintain" > 1 THEN 1 END) AS "n13",
    COUNT(CASE WHEN "stage_loyalty" THEN 1 END) AS "n14",
    COUNT(CASE WHEN "stage_loyalty" AND "cell_loyalty" IS NULL THEN 1 END) AS "n15",
    COUNT(CASE WHEN "matches in loyalty" > 1 THEN 1 END) AS "n16",
    COUNT(CASE WHEN "stage_repurchase" THEN 1 END) AS "n17",
    COUNT(CASE WHEN "stage_repurchase" AND "cell_repurchase" IS NULL THEN 1 END) AS "n18",
    COUNT(CASE WHEN "matches in repurchase" > 1 THEN 1 END) AS "n19",
    COUNT(CASE WHEN "m_1.1" THEN 1 END) AS "n20",
    COUNT(CASE WHEN "cell_engage" = '1.1' THEN 1 END) AS "n21",
    COUNT(CASE WHEN "m_1.1" AND "matches in engage" > 1 THEN 1 END) AS "n22",
    COUNT(CASE WHEN "m_1.2" THEN 1 END) AS "n23",
    COUNT(CASE WHEN "cell_engage" = '1.2' THEN 1 END) AS "n24",
    COUNT(CASE WHEN "m_1.2" AND "matches in engage" > 1 THEN 1 END) AS "n25",
    COUNT(CASE WHEN "m_1.3" THEN 1 END) AS "n26",
    COUNT(CASE WHEN "cell_engage" = '1.3' THEN 1 END) AS "n27",
    COUNT(CASE WHEN "m_1.3" AND "matches in engage" > 1 THEN 1 END) AS "n28",
    COUNT(CASE WHEN "m_2.1" THEN 1 END) AS "n29",
    COUNT(CASE WHEN "cell_purchase" = '2.1' THEN 1 END) AS "n30",
    COUNT(CASE WHEN "m_2.1" AND "matches in purchase" > 1 THEN 1 END) AS "n31",
    COUNT(CASE WHEN "m_2.2" THEN 1 END) AS "n32",
    COUNT(CASE WHEN "cell_purchase" = '2.2' THEN 1 END) AS "n33",
    COUNT(CASE WHEN "m_2.2" AND "matches in purchase" > 1 THEN 1 END) AS "n34",
    COUNT(CASE WHEN "m_2.3" THEN 1 END) AS "n35",
    COUNT(CASE WHEN "cell_purchase" = '2.3' THEN 1 END) AS "n36",
    COUNT(CASE WHEN "m_2.3" AND "matches in purchase" > 1 THEN 1 END) AS "n37",
    COUNT(CASE WHEN "m_3.1" THEN 1 END) AS "n38",
    COUNT(CASE WHEN "cell_maintain" = '3.1' THEN 1 END) AS "n39",
    COUNT(CASE WHEN "m_3.1" AND "matches in maintain" > 1 THEN 1 END) AS "n40",
    COUNT(CASE WHEN "m_3.2" THEN 1 END) AS "n41",
    COUNT(CASE WHEN "cell_maintain" = '3.2' THEN 1 END) AS "n42",
    COUNT(CASE WHEN "m_3.2" AND "matches in maintain" > 1 THEN 1 END) AS "n43",
    COUNT(CASE WHEN "m_3.3" THEN 1 END) AS "n44",
    COUNT(CASE WHEN "cell_maintain" = '3.3' THEN 1 END) AS "n45",
    COUNT(CASE WHEN "m_3.3" AND "matches in maintain" > 1 THEN 1 END) AS "n46",
    COUNT(CASE WHEN "m_4.1" THEN 1 END) AS "n47",
    COUNT(CASE WHEN "cell_loyalty" = '4.1' THEN 1 END) AS "n48",
    COUNT(CASE WHEN "m_4.1" AND "matches in loyalty" > 1 THEN 1 END) AS "n49",
    COUNT(CASE WHEN "m_4.2" THEN 1 END) AS "n50",
    COUNT(CASE WHEN "cell_loyalty" = '4.2' THEN 1 END) AS "n51",
    COUNT(CASE WHEN "m_4.2" AND "matches in loyalty" > 1 THEN 1 END) AS "n52",
    COUNT(CASE WHEN "m_4.3" THEN 1 END) AS "n53",
    COUNT(CASE WHEN "cell_loyalty" = '4.3' THEN 1 END) AS "n54",
    COUNT(CASE WHEN "m_4.3" AND "matches in loyalty" > 1 THEN 1 END) AS "n55",
    COUNT(CASE WHEN "m_5.1" THEN 1 END) AS "n56",
    COUNT(CASE WHEN "cell_repurchase" = '5.1' THEN 1 END) AS "n57",
    COUNT(CASE WHEN "m_5.1" AND "matches in repurchase" > 1 THEN 1 END) AS "n58",
    COUNT(CASE WHEN "m_5.2" THEN 1 END) AS "n59",
    COUNT(CASE WHEN "cell_repurchase" = '5.2' THEN 1 END) AS "n60",
    COUNT(CASE WHEN "m_5.2" AND "matches in repurchase" > 1 THEN 1 END) AS "n61",
    COUNT(CASE WHEN "m_5.3" THEN 1 END) AS "n62",
    COUNT(CASE WHEN "cell_repurchase" = '5.3' THEN 1 END) AS "n63",
    COUNT(CASE WHEN "m_5.3" AND "matches in repurchase" > 1 THEN 1 END) AS "n64",
    COUNT(CASE WHEN "stage_engage" AND "c_1.1_1" THEN 1 END) AS "n65",
    COUNT(CASE WHEN "stage_engage" AND NOT "c_1.1_1" THEN 1 END) AS "n66",
    COUNT(CASE WHEN "stage_engage" AND "c_1.1_1" IS NULL THEN 1 END) AS "n67",
    COUNT(CASE WHEN "stage_engage" AND "c_1.2_1" THEN 1 END) AS "n68",
    COUNT(CASE WHEN "stage_engage" AND NOT "c_1.2_1" THEN 1 END) AS "n69",
    COUNT(CASE WHEN "stage_engage" AND "c_1.2_1" IS NULL THEN 1 END) AS "n70",
    COUNT(CASE WHEN "stage_engage" AND "c_1.3_1" THEN 1 END) AS "n71",
    COUNT(CASE WHEN "stage_engage" AND NOT "c_1.3_1" THEN 1 END) AS "n72",
    COUNT(CASE WHEN "stage_engage" AND "c_1.3_1" IS NULL THEN 1 END) AS "n73",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_1" THEN 1 END) AS "n74",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.1_1" THEN 1 END) AS "n75",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_1" IS NULL THEN 1 END) AS "n76",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_2" THEN 1 END) AS "n77",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.1_2" THEN 1 END) AS "n78",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_2" IS NULL THEN 1 END) AS "n79",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_3" THEN 1 END) AS "n80",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.1_3" THEN 1 END) AS "n81",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_3" IS NULL THEN 1 END) AS "n82",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_4" THEN 1 END) AS "n83",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.1_4" THEN 1 END) AS "n84",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_4" IS NULL THEN 1 END) AS "n85",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_5" THEN 1 END) AS "n86",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.1_5" THEN 1 END) AS "n87",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.1_5" IS NULL THEN 1 END) AS "n88",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_1" THEN 1 END) AS "n89",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.2_1" THEN 1 END) AS "n90",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_1" IS NULL THEN 1 END) AS "n91",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_2" THEN 1 END) AS "n92",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.2_2" THEN 1 END) AS "n93",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_2" IS NULL THEN 1 END) AS "n94",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_3" THEN 1 END) AS "n95",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.2_3" THEN 1 END) AS "n96",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_3" IS NULL THEN 1 END) AS "n97",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_4" THEN 1 END) AS "n98",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.2_4" THEN 1 END) AS "n99",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_4" IS NULL THEN 1 END) AS "n100",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_5" THEN 1 END) AS "n101",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.2_5" THEN 1 END) AS "n102",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.2_5" IS NULL THEN 1 END) AS "n103",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.3_1" THEN 1 END) AS "n104",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.3_1" THEN 1 END) AS "n105",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.3_1" IS NULL THEN 1 END) AS "n106",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.3_2" THEN 1 END) AS "n107",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.3_2" THEN 1 END) AS "n108",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.3_2" IS NULL THEN 1 END) AS "n109",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.3_3" THEN 1 END) AS "n110",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.3_3" THEN 1 END) AS "n111",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.3_3" IS NULL THEN 1 END) AS "n112",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.3_4" THEN 1 END) AS "n113",
    COUNT(CASE WHEN "stage_purchase" AND NOT "c_2.3_4" THEN 1 END) AS "n114",
    COUNT(CASE WHEN "stage_purchase" AND "c_2.3_4" IS NULL THEN 1 END) AS "n115",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.1_1" THEN 1 END) AS "n116",
    COUNT(CASE WHEN "stage_maintain" AND NOT "c_3.1_1" THEN 1 END) AS "n117",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.1_1" IS NULL THEN 1 END) AS "n118",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.2_1" THEN 1 END) AS "n119",
    COUNT(CASE WHEN "stage_maintain" AND NOT "c_3.2_1" THEN 1 END) AS "n120",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.2_1" IS NULL THEN 1 END) AS "n121",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.2_2" THEN 1 END) AS "n122",
    COUNT(CASE WHEN "stage_maintain" AND NOT "c_3.2_2" THEN 1 END) AS "n123",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.2_2" IS NULL THEN 1 END) AS "n124",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.3_1" THEN 1 END) AS "n125",
    COUNT(CASE WHEN "stage_maintain" AND NOT "c_3.3_1" THEN 1 END) AS "n126",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.3_1" IS NULL THEN 1 END) AS "n127",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.3_2" THEN 1 END) AS "n128",
    COUNT(CASE WHEN "stage_maintain" AND NOT "c_3.3_2" THEN 1 END) AS "n129",
    COUNT(CASE WHEN "stage_maintain" AND "c_3.3_2" IS NULL THEN 1 END) AS "n130",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_1" THEN 1 END) AS "n131",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.1_1" THEN 1 END) AS "n132",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_1" IS NULL THEN 1 END) AS "n133",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_2" THEN 1 END) AS "n134",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.1_2" THEN 1 END) AS "n135",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_2" IS NULL THEN 1 END) AS "n136",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_3" THEN 1 END) AS "n137",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.1_3" THEN 1 END) AS "n138",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_3" IS NULL THEN 1 END) AS "n139",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_4" THEN 1 END) AS "n140",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.1_4" THEN 1 END) AS "n141",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_4" IS NULL THEN 1 END) AS "n142",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_5" THEN 1 END) AS "n143",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.1_5" THEN 1 END) AS "n144",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_5" IS NULL THEN 1 END) AS "n145",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_6" THEN 1 END) AS "n146",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.1_6" THEN 1 END) AS "n147",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_6" IS NULL THEN 1 END) AS "n148",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_7" THEN 1 END) AS "n149",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.1_7" THEN 1 END) AS "n150",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.1_7" IS NULL THEN 1 END) AS "n151",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_1" THEN 1 END) AS "n152",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.2_1" THEN 1 END) AS "n153",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_1" IS NULL THEN 1 END) AS "n154",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_2" THEN 1 END) AS "n155",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.2_2" THEN 1 END) AS "n156",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_2" IS NULL THEN 1 END) AS "n157",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_3" THEN 1 END) AS "n158",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.2_3" THEN 1 END) AS "n159",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_3" IS NULL THEN 1 END) AS "n160",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_4" THEN 1 END) AS "n161",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.2_4" THEN 1 END) AS "n162",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_4" IS NULL THEN 1 END) AS "n163",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_5" THEN 1 END) AS "n164",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.2_5" THEN 1 END) AS "n165",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_5" IS NULL THEN 1 END) AS "n166",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_6" THEN 1 END) AS "n167",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.2_6" THEN 1 END) AS "n168",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.2_6" IS NULL THEN 1 END) AS "n169",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_1" THEN 1 END) AS "n170",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.3_1" THEN 1 END) AS "n171",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_1" IS NULL THEN 1 END) AS "n172",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_2" THEN 1 END) AS "n173",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.3_2" THEN 1 END) AS "n174",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_2" IS NULL THEN 1 END) AS "n175",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_3" THEN 1 END) AS "n176",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.3_3" THEN 1 END) AS "n177",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_3" IS NULL THEN 1 END) AS "n178",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_4" THEN 1 END) AS "n179",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.3_4" THEN 1 END) AS "n180",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_4" IS NULL THEN 1 END) AS "n181",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_5" THEN 1 END) AS "n182",
    COUNT(CASE WHEN "stage_loyalty" AND NOT "c_4.3_5" THEN 1 END) AS "n183",
    COUNT(CASE WHEN "stage_loyalty" AND "c_4.3_5" IS NULL THEN 1 END) AS "n184",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_1" THEN 1 END) AS "n185",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_1" THEN 1 END) AS "n186",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_1" IS NULL THEN 1 END) AS "n187",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_2" THEN 1 END) AS "n188",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_2" THEN 1 END) AS "n189",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_2" IS NULL THEN 1 END) AS "n190",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_3" THEN 1 END) AS "n191",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_3" THEN 1 END) AS "n192",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_3" IS NULL THEN 1 END) AS "n193",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_4" THEN 1 END) AS "n194",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_4" THEN 1 END) AS "n195",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_4" IS NULL THEN 1 END) AS "n196",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_5" THEN 1 END) AS "n197",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_5" THEN 1 END) AS "n198",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_5" IS NULL THEN 1 END) AS "n199",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_6" THEN 1 END) AS "n200",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_6" THEN 1 END) AS "n201",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_6" IS NULL THEN 1 END) AS "n202",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_7" THEN 1 END) AS "n203",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_7" THEN 1 END) AS "n204",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_7" IS NULL THEN 1 END) AS "n205",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_8" THEN 1 END) AS "n206",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_8" THEN 1 END) AS "n207",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_8" IS NULL THEN 1 END) AS "n208",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_9" THEN 1 END) AS "n209",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.1_9" THEN 1 END) AS "n210",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.1_9" IS NULL THEN 1 END) AS "n211",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_1" THEN 1 END) AS "n212",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_1" THEN 1 END) AS "n213",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_1" IS NULL THEN 1 END) AS "n214",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_2" THEN 1 END) AS "n215",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_2" THEN 1 END) AS "n216",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_2" IS NULL THEN 1 END) AS "n217",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_3" THEN 1 END) AS "n218",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_3" THEN 1 END) AS "n219",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_3" IS NULL THEN 1 END) AS "n220",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_4" THEN 1 END) AS "n221",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_4" THEN 1 END) AS "n222",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_4" IS NULL THEN 1 END) AS "n223",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_5" THEN 1 END) AS "n224",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_5" THEN 1 END) AS "n225",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_5" IS NULL THEN 1 END) AS "n226",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_6" THEN 1 END) AS "n227",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_6" THEN 1 END) AS "n228",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_6" IS NULL THEN 1 END) AS "n229",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_7" THEN 1 END) AS "n230",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_7" THEN 1 END) AS "n231",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_7" IS NULL THEN 1 END) AS "n232",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_8" THEN 1 END) AS "n233",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_8" THEN 1 END) AS "n234",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_8" IS NULL THEN 1 END) AS "n235",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_9" THEN 1 END) AS "n236",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.2_9" THEN 1 END) AS "n237",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.2_9" IS NULL THEN 1 END) AS "n238",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_1" THEN 1 END) AS "n239",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.3_1" THEN 1 END) AS "n240",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_1" IS NULL THEN 1 END) AS "n241",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_2" THEN 1 END) AS "n242",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.3_2" THEN 1 END) AS "n243",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_2" IS NULL THEN 1 END) AS "n244",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_3" THEN 1 END) AS "n245",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.3_3" THEN 1 END) AS "n246",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_3" IS NULL THEN 1 END) AS "n247",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_4" THEN 1 END) AS "n248",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.3_4" THEN 1 END) AS "n249",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_4" IS NULL THEN 1 END) AS "n250",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_5" THEN 1 END) AS "n251",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.3_5" THEN 1 END) AS "n252",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_5" IS NULL THEN 1 END) AS "n253",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_6" THEN 1 END) AS "n254",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.3_6" THEN 1 END) AS "n255",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_6" IS NULL THEN 1 END) AS "n256",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_7" THEN 1 END) AS "n257",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.3_7" THEN 1 END) AS "n258",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_7" IS NULL THEN 1 END) AS "n259",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_8" THEN 1 END) AS "n260",
    COUNT(CASE WHEN "stage_repurchase" AND NOT "c_5.3_8" THEN 1 END) AS "n261",
    COUNT(CASE WHEN "stage_repurchase" AND "c_5.3_8" IS NULL THEN 1 END) AS "n262"
  FROM "accounted"
)
SELECT 'overall' AS "ledger", '' AS "place", 'subjects' AS "line", "n0" AS "subjects" FROM "counts"
UNION ALL
SELECT 'overall' AS "ledger", '' AS "place", 'in_one' AS "line", "n1" AS "subjects" FROM "counts"
UNION ALL
SELECT 'overall' AS "ledger", '' AS "place", 'in_several' AS "line", "n2" AS "subjects" FROM "counts"
UNION ALL
SELECT 'overall' AS "ledger", '' AS "place", 'unassigned' AS "line", "n3" AS "subjects" FROM "counts"
UNION ALL
SELECT 'overall' AS "ledger", '' AS "place", 'in_no_stage' AS "line", "n4" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'engage' AS "place", 'entered' AS "line", "n5" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'engage' AS "place", 'unassigned' AS "line", "n6" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'engage' AS "place", 'overlapping' AS "line", "n7" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'purchase' AS "place", 'entered' AS "line", "n8" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'purchase' AS "place", 'unassigned' AS "line", "n9" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'purchase' AS "place", 'overlapping' AS "line", "n10" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'maintain' AS "place", 'entered' AS "line", "n11" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'maintain' AS "place", 'unassigned' AS "line", "n12" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'maintain' AS "place", 'overlapping' AS "line", "n13" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'loyalty' AS "place", 'entered' AS "line", "n14" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'loyalty' AS "place", 'unassigned' AS "line", "n15" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'loyalty' AS "place", 'overlapping' AS "line", "n16" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'repurchase' AS "place", 'entered' AS "line", "n17" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'repurchase' AS "place", 'unassigned' AS "line", "n18" AS "subjects" FROM "counts"
UNION ALL
SELECT 'stage' AS "ledger", 'repurchase' AS "place", 'overlapping' AS "line", "n19" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.1' AS "place", 'matched' AS "line", "n20" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.1' AS "place", 'assigned' AS "line", "n21" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.1' AS "place", 'overlapping' AS "line", "n22" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.2' AS "place", 'matched' AS "line", "n23" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.2' AS "place", 'assigned' AS "line", "n24" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.2' AS "place", 'overlapping' AS "line", "n25" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.3' AS "place", 'matched' AS "line", "n26" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.3' AS "place", 'assigned' AS "line", "n27" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '1.3' AS "place", 'overlapping' AS "line", "n28" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.1' AS "place", 'matched' AS "line", "n29" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.1' AS "place", 'assigned' AS "line", "n30" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.1' AS "place", 'overlapping' AS "line", "n31" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.2' AS "place", 'matched' AS "line", "n32" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.2' AS "place", 'assigned' AS "line", "n33" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.2' AS "place", 'overlapping' AS "line", "n34" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.3' AS "place", 'matched' AS "line", "n35" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.3' AS "place", 'assigned' AS "line", "n36" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '2.3' AS "place", 'overlapping' AS "line", "n37" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.1' AS "place", 'matched' AS "line", "n38" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.1' AS "place", 'assigned' AS "line", "n39" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.1' AS "place", 'overlapping' AS "line", "n40" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.2' AS "place", 'matched' AS "line", "n41" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.2' AS "place", 'assigned' AS "line", "n42" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.2' AS "place", 'overlapping' AS "line", "n43" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.3' AS "place", 'matched' AS "line", "n44" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.3' AS "place", 'assigned' AS "line", "n45" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '3.3' AS "place", 'overlapping' AS "line", "n46" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.1' AS "place", 'matched' AS "line", "n47" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.1' AS "place", 'assigned' AS "line", "n48" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.1' AS "place", 'overlapping' AS "line", "n49" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.2' AS "place", 'matched' AS "line", "n50" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.2' AS "place", 'assigned' AS "line", "n51" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.2' AS "place", 'overlapping' AS "line", "n52" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.3' AS "place", 'matched' AS "line", "n53" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.3' AS "place", 'assigned' AS "line", "n54" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '4.3' AS "place", 'overlapping' AS "line", "n55" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.1' AS "place", 'matched' AS "line", "n56" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.1' AS "place", 'assigned' AS "line", "n57" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.1' AS "place", 'overlapping' AS "line", "n58" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.2' AS "place", 'matched' AS "line", "n59" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.2' AS "place", 'assigned' AS "line", "n60" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.2' AS "place", 'overlapping' AS "line", "n61" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.3' AS "place", 'matched' AS "line", "n62" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.3' AS "place", 'assigned' AS "line", "n63" AS "subjects" FROM "counts"
UNION ALL
SELECT 'cell' AS "ledger", '5.3' AS "place", 'overlapping' AS "line", "n64" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.1#1' AS "place", 'met' AS "line", "n65" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.1#1' AS "place", 'not_met' AS "line", "n66" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.1#1' AS "place", 'no_data' AS "line", "n67" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.2#1' AS "place", 'met' AS "line", "n68" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.2#1' AS "place", 'not_met' AS "line", "n69" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.2#1' AS "place", 'no_data' AS "line", "n70" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.3#1' AS "place", 'met' AS "line", "n71" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.3#1' AS "place", 'not_met' AS "line", "n72" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '1.3#1' AS "place", 'no_data' AS "line", "n73" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#1' AS "place", 'met' AS "line", "n74" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#1' AS "place", 'not_met' AS "line", "n75" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#1' AS "place", 'no_data' AS "line", "n76" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#2' AS "place", 'met' AS "line", "n77" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#2' AS "place", 'not_met' AS "line", "n78" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#2' AS "place", 'no_data' AS "line", "n79" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#3' AS "place", 'met' AS "line", "n80" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#3' AS "place", 'not_met' AS "line", "n81" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#3' AS "place", 'no_data' AS "line", "n82" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#4' AS "place", 'met' AS "line", "n83" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#4' AS "place", 'not_met' AS "line", "n84" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#4' AS "place", 'no_data' AS "line", "n85" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#5' AS "place", 'met' AS "line", "n86" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#5' AS "place", 'not_met' AS "line", "n87" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.1#5' AS "place", 'no_data' AS "line", "n88" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#1' AS "place", 'met' AS "line", "n89" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#1' AS "place", 'not_met' AS "line", "n90" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#1' AS "place", 'no_data' AS "line", "n91" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#2' AS "place", 'met' AS "line", "n92" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#2' AS "place", 'not_met' AS "line", "n93" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#2' AS "place", 'no_data' AS "line", "n94" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#3' AS "place", 'met' AS "line", "n95" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#3' AS "place", 'not_met' AS "line", "n96" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#3' AS "place", 'no_data' AS "line", "n97" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#4' AS "place", 'met' AS "line", "n98" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#4' AS "place", 'not_met' AS "line", "n99" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#4' AS "place", 'no_data' AS "line", "n100" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#5' AS "place", 'met' AS "line", "n101" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#5' AS "place", 'not_met' AS "line", "n102" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.2#5' AS "place", 'no_data' AS "line", "n103" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#1' AS "place", 'met' AS "line", "n104" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#1' AS "place", 'not_met' AS "line", "n105" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#1' AS "place", 'no_data' AS "line", "n106" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#2' AS "place", 'met' AS "line", "n107" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#2' AS "place", 'not_met' AS "line", "n108" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#2' AS "place", 'no_data' AS "line", "n109" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#3' AS "place", 'met' AS "line", "n110" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#3' AS "place", 'not_met' AS "line", "n111" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#3' AS "place", 'no_data' AS "line", "n112" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#4' AS "place", 'met' AS "line", "n113" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#4' AS "place", 'not_met' AS "line", "n114" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '2.3#4' AS "place", 'no_data' AS "line", "n115" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.1#1' AS "place", 'met' AS "line", "n116" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.1#1' AS "place", 'not_met' AS "line", "n117" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.1#1' AS "place", 'no_data' AS "line", "n118" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.2#1' AS "place", 'met' AS "line", "n119" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.2#1' AS "place", 'not_met' AS "line", "n120" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.2#1' AS "place", 'no_data' AS "line", "n121" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.2#2' AS "place", 'met' AS "line", "n122" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.2#2' AS "place", 'not_met' AS "line", "n123" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.2#2' AS "place", 'no_data' AS "line", "n124" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.3#1' AS "place", 'met' AS "line", "n125" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.3#1' AS "place", 'not_met' AS "line", "n126" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.3#1' AS "place", 'no_data' AS "line", "n127" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.3#2' AS "place", 'met' AS "line", "n128" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.3#2' AS "place", 'not_met' AS "line", "n129" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '3.3#2' AS "place", 'no_data' AS "line", "n130" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#1' AS "place", 'met' AS "line", "n131" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#1' AS "place", 'not_met' AS "line", "n132" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#1' AS "place", 'no_data' AS "line", "n133" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#2' AS "place", 'met' AS "line", "n134" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#2' AS "place", 'not_met' AS "line", "n135" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#2' AS "place", 'no_data' AS "line", "n136" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#3' AS "place", 'met' AS "line", "n137" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#3' AS "place", 'not_met' AS "line", "n138" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#3' AS "place", 'no_data' AS "line", "n139" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#4' AS "place", 'met' AS "line", "n140" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#4' AS "place", 'not_met' AS "line", "n141" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#4' AS "place", 'no_data' AS "line", "n142" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#5' AS "place", 'met' AS "line", "n143" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#5' AS "place", 'not_met' AS "line", "n144" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#5' AS "place", 'no_data' AS "line", "n145" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#6' AS "place", 'met' AS "line", "n146" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#6' AS "place", 'not_met' AS "line", "n147" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#6' AS "place", 'no_data' AS "line", "n148" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#7' AS "place", 'met' AS "line", "n149" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#7' AS "place", 'not_met' AS "line", "n150" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.1#7' AS "place", 'no_data' AS "line", "n151" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#1' AS "place", 'met' AS "line", "n152" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#1' AS "place", 'not_met' AS "line", "n153" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#1' AS "place", 'no_data' AS "line", "n154" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#2' AS "place", 'met' AS "line", "n155" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#2' AS "place", 'not_met' AS "line", "n156" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#2' AS "place", 'no_data' AS "line", "n157" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#3' AS "place", 'met' AS "line", "n158" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#3' AS "place", 'not_met' AS "line", "n159" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#3' AS "place", 'no_data' AS "line", "n160" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#4' AS "place", 'met' AS "line", "n161" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#4' AS "place", 'not_met' AS "line", "n162" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#4' AS "place", 'no_data' AS "line", "n163" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#5' AS "place", 'met' AS "line", "n164" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#5' AS "place", 'not_met' AS "line", "n165" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#5' AS "place", 'no_data' AS "line", "n166" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#6' AS "place", 'met' AS "line", "n167" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#6' AS "place", 'not_met' AS "line", "n168" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.2#6' AS "place", 'no_data' AS "line", "n169" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#1' AS "place", 'met' AS "line", "n170" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#1' AS "place", 'not_met' AS "line", "n171" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#1' AS "place", 'no_data' AS "line", "n172" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#2' AS "place", 'met' AS "line", "n173" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#2' AS "place", 'not_met' AS "line", "n174" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#2' AS "place", 'no_data' AS "line", "n175" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#3' AS "place", 'met' AS "line", "n176" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#3' AS "place", 'not_met' AS "line", "n177" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#3' AS "place", 'no_data' AS "line", "n178" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#4' AS "place", 'met' AS "line", "n179" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#4' AS "place", 'not_met' AS "line", "n180" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#4' AS "place", 'no_data' AS "line", "n181" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#5' AS "place", 'met' AS "line", "n182" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#5' AS "place", 'not_met' AS "line", "n183" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '4.3#5' AS "place", 'no_data' AS "line", "n184" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#1' AS "place", 'met' AS "line", "n185" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#1' AS "place", 'not_met' AS "line", "n186" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#1' AS "place", 'no_data' AS "line", "n187" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#2' AS "place", 'met' AS "line", "n188" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#2' AS "place", 'not_met' AS "line", "n189" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#2' AS "place", 'no_data' AS "line", "n190" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#3' AS "place", 'met' AS "line", "n191" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#3' AS "place", 'not_met' AS "line", "n192" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#3' AS "place", 'no_data' AS "line", "n193" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#4' AS "place", 'met' AS "line", "n194" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#4' AS "place", 'not_met' AS "line", "n195" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#4' AS "place", 'no_data' AS "line", "n196" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#5' AS "place", 'met' AS "line", "n197" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#5' AS "place", 'not_met' AS "line", "n198" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#5' AS "place", 'no_data' AS "line", "n199" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#6' AS "place", 'met' AS "line", "n200" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#6' AS "place", 'not_met' AS "line", "n201" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#6' AS "place", 'no_data' AS "line", "n202" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#7' AS "place", 'met' AS "line", "n203" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#7' AS "place", 'not_met' AS "line", "n204" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#7' AS "place", 'no_data' AS "line", "n205" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#8' AS "place", 'met' AS "line", "n206" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#8' AS "place", 'not_met' AS "line", "n207" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#8' AS "place", 'no_data' AS "line", "n208" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#9' AS "place", 'met' AS "line", "n209" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#9' AS "place", 'not_met' AS "line", "n210" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.1#9' AS "place", 'no_data' AS "line", "n211" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#1' AS "place", 'met' AS "line", "n212" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#1' AS "place", 'not_met' AS "line", "n213" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#1' AS "place", 'no_data' AS "line", "n214" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#2' AS "place", 'met' AS "line", "n215" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#2' AS "place", 'not_met' AS "line", "n216" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#2' AS "place", 'no_data' AS "line", "n217" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#3' AS "place", 'met' AS "line", "n218" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#3' AS "place", 'not_met' AS "line", "n219" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#3' AS "place", 'no_data' AS "line", "n220" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#4' AS "place", 'met' AS "line", "n221" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#4' AS "place", 'not_met' AS "line", "n222" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#4' AS "place", 'no_data' AS "line", "n223" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#5' AS "place", 'met' AS "line", "n224" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#5' AS "place", 'not_met' AS "line", "n225" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#5' AS "place", 'no_data' AS "line", "n226" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#6' AS "place", 'met' AS "line", "n227" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#6' AS "place", 'not_met' AS "line", "n228" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#6' AS "place", 'no_data' AS "line", "n229" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#7' AS "place", 'met' AS "line", "n230" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#7' AS "place", 'not_met' AS "line", "n231" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#7' AS "place", 'no_data' AS "line", "n232" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#8' AS "place", 'met' AS "line", "n233" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#8' AS "place", 'not_met' AS "line", "n234" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#8' AS "place", 'no_data' AS "line", "n235" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#9' AS "place", 'met' AS "line", "n236" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#9' AS "place", 'not_met' AS "line", "n237" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.2#9' AS "place", 'no_data' AS "line", "n238" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#1' AS "place", 'met' AS "line", "n239" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#1' AS "place", 'not_met' AS "line", "n240" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#1' AS "place", 'no_data' AS "line", "n241" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#2' AS "place", 'met' AS "line", "n242" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#2' AS "place", 'not_met' AS "line", "n243" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#2' AS "place", 'no_data' AS "line", "n244" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#3' AS "place", 'met' AS "line", "n245" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#3' AS "place", 'not_met' AS "line", "n246" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#3' AS "place", 'no_data' AS "line", "n247" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#4' AS "place", 'met' AS "line", "n248" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#4' AS "place", 'not_met' AS "line", "n249" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#4' AS "place", 'no_data' AS "line", "n250" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#5' AS "place", 'met' AS "line", "n251" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#5' AS "place", 'not_met' AS "line", "n252" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#5' AS "place", 'no_data' AS "line", "n253" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#6' AS "place", 'met' AS "line", "n254" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#6' AS "place", 'not_met' AS "line", "n255" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#6' AS "place", 'no_data' AS "line", "n256" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#7' AS "place", 'met' AS "line", "n257" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#7' AS "place", 'not_met' AS "line", "n258" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#7' AS "place", 'no_data' AS "line", "n259" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#8' AS "place", 'met' AS "line", "n260" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#8' AS "place", 'not_met' AS "line", "n261" AS "subjects" FROM "counts"
UNION ALL
SELECT 'criterion' AS "ledger", '5.3#8' AS "place", 'no_data' AS "line", "n262" AS "subjects" FROM "counts";

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
    "s"."lead_score",
    "s"."m_3_1",
    "s"."m_3_2",
    "s"."m_3_3",
    "s"."most_points",
    "s"."subscriptions_exists",
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
    "s"."subscriptions_exists",
    "s"."vehicles_exists_2",
    CASE WHEN "s"."m_1_1" THEN ',1.1' ELSE '' END || CASE WHEN "s"."m_1_2" THEN ',1.2' ELSE '' END || CASE WHEN "s"."m_1_3" THEN ',1.3' ELSE '' END || CASE WHEN "s"."m_2_1" THEN ',2.1' ELSE '' END || CASE WHEN "s"."m_2_2" THEN ',2.2' ELSE '' END || CASE WHEN "s"."m_2_3" THEN ',2.3' ELSE '' END || CASE WHEN "s"."m_3_1" THEN ',3.1' ELSE '' END || CASE WHEN "s"."m_3_2" THEN ',3.2' ELSE '' END || CASE WHEN "s"."m_3_3" THEN ',3.3' ELSE '' END || CASE WHEN "s"."m_4_1" THEN ',4.1' ELSE '' END || CASE WHEN "s"."m_4_2" THEN ',4.2' ELSE '' END || CASE WHEN "s"."m_4_3" THEN ',4.3' ELSE '' END || CASE WHEN "s"."m_5_1" THEN ',5.1' ELSE '' END || CASE WHEN "s"."m_5_2" THEN ',5.2' ELSE '' END || CASE WHEN "s"."m_5_3" THEN ',5.3' ELSE '' END AS "step"
  FROM "layer_4" AS "s"
  LIMIT -1 OFFSET 0
)
SELECT
  "s"."customer_id" AS "key" /* customer_id */,
  CASE WHEN "s"."most_points" >= 60 AND "s"."lead_score" < 60 THEN NULL ELSE "s"."lead_score" >= 60 END AS "c_1.1_1" /* 1.1 ① Lead score at or above the hot threshold */,
  CASE WHEN "s"."most_points" >= 25 AND "s"."lead_score" < 60 AND ("s"."lead_score" < 25 OR "s"."most_points" >= 60) THEN NULL ELSE "s"."lead_score" >= 25 AND "s"."lead_score" < 60 END AS "c_1.2_1" /* 1.2 ① Lead score from the warm up to the hot threshold */,
  CASE WHEN "s"."lead_score" < 25 AND "s"."most_points" >= 25 THEN NULL ELSE "s"."lead_score" < 25 END AS "c_1.3_1" /* 1.3 ① Lead score below the warm threshold */,
  "s"."c_2_1_1" AS "c_2.1_1" /* 2.1 ① High-involvement action in the last 90 days */,
  "s"."c_2_1_2" AS "c_2.1_2" /* 2.1 ② Test drive satisfaction in the top 30% */,
  "s"."c_2_1_3" AS "c_2.1_3" /* 2.1 ③ Five site visits or more in the last 90 days */,
  "s"."c_2_1_4" AS "c_2.1_4" /* 2.1 ④ Came to an event in the last 90 days, or answers 30% of campaigns or more */,
  "s"."c_2_1_5" AS "c_2.1_5" /* 2.1 ⑤ Plans to buy within 6 months */,
  "s"."c_2_1_1" AS "c_2.2_1" /* 2.2 ① High-involvement action in the last 90 days */,
  "s"."c_2_2_2" AS "c_2.2_2" /* 2.2 ② Test drive satisfaction in the top 30% to 50% */,
  "s"."c_2_2_3" AS "c_2.2_3" /* 2.2 ③ Three site visits or more in the last 90 days */,
  "s"."c_2_2_4" AS "c_2.2_4" /* 2.2 ④ Answers 10% to 30% of campaigns in the last 90 days */,
  "s"."c_2_2_5" AS "c_2.2_5" /* 2.2 ⑤ Plans to buy later than in 6 months */,
  "s"."c_2_3_1" AS "c_2.3_1" /* 2.3 ① No high-involvement action in the last 90 days */,
  "s"."c_2_3_2" AS "c_2.3_2" /* 2.3 ② Test drive satisfaction in the top 50% to 100% */,
  "s"."c_2_3_3" AS "c_2.3_3" /* 2.3 ③ No site visit in the last 90 days */,
  "s"."c_2_3_4" AS "c_2.3_4" /* 2.3 ④ Answers less than 10% of campaigns in the last 90 days */,
  "s"."c_3_1_1" AS "c_3.1_1" /* 3.1 ① Two service visits or more in the last year */,
  "s"."c_3_2_1" AS "c_3.2_1" /* 3.2 ① One service visit in the last year */,
  "s"."c_3_2_2" AS "c_3.2_2" /* 3.2 ② Two service enquiries or more in the last year */,
  "s"."c_3_3_1" AS "c_3.3_1" /* 3.3 ① No service visit in the last year */,
  "s"."c_3_3_2" AS "c_3.3_2" /* 3.3 ② At most one service enquiry in the last year */,
  "s"."c_4_1_1" AS "c_4.1_1" /* 4.1 ① Bought again (two purchases or more, or referred a friend) */,
  "s"."c_4_1_2" AS "c_4.1_2" /* 4.1 ② Owner for 5 years or more */,
  "s"."c_4_1_3" AS "c_4.1_3" /* 4.1 ③ Satisfaction in the top 30% */,
  "s"."c_4_1_4" AS "c_4.1_4" /* 4.1 ④ Two events or more in the last year */,
  "s"."c_4_1_5" AS "c_4.1_5" /* 4.1 ⑤ Answers 40% of campaigns or more in the last year */,
  "s"."c_4_1_6" AS "c_4.1_6" /* 4.1 ⑥ No complaint in the last 2 years */,
  "s"."subscriptions_exists" AS "c_4.1_7" /* 4.1 ⑦ Uses a paid subscription */,
  "s"."c_4_2_1" AS "c_4.2_1" /* 4.2 ① Has not bought again */,
  "s"."c_4_2_2" AS "c_4.2_2" /* 4.2 ② Owner for 3 years or more */,
  "s"."c_4_2_3" AS "c_4.2_3" /* 4.2 ③ Satisfaction in the top 30% to 50% */,
  "s"."c_4_2_4" AS "c_4.2_4" /* 4.2 ④ One event or more in the last year */,
  "s"."c_4_2_5" AS "c_4.2_5" /* 4.2 ⑤ Answers 20% to 40% of campaigns in the last year */,
  "s"."c_4_1_6" AS "c_4.2_6" /* 4.2 ⑥ No complaint in the last 2 years */,
  "s"."c_4_2_1" AS "c_4.3_1" /* 4.3 ① Has not bought again */,
  "s"."c_4_3_2" AS "c_4.3_2" /* 4.3 ② Satisfaction in the top 50% to 100% */,
  "s"."c_4_3_3" AS "c_4.3_3" /* 4.3 ③ No event in the last year */,
  "s"."c_4_3_4" AS "c_4.3_4" /* 4.3 ④ Answers less than 20% of campaigns in the last year */,
  "s"."c_4_3_5" AS "c_4.3_5" /* 4.3 ⑤ A complaint in the last 2 years */,
  "s"."c_4_1_2" AS "c_5.1_1" /* 5.1 ① Owner for 5 years or more */,
  "s"."c_5_1_2" AS "c_5.1_2" /* 5.1 ② 50,000 miles or more */,
  "s"."c_5_1_3" AS "c_5.1_3" /* 5.1 ③ Warranty or finance ends within 6 months */,
  "s"."c_2_1_1" AS "c_5.1_4" /* 5.1 ④ High-involvement action in the last 90 days */,
  "s"."c_4_1_3" AS "c_5.1_5" /* 5.1 ⑤ Satisfaction in the top 30% */,
  "s"."c_2_1_3" AS "c_5.1_6" /* 5.1 ⑥ Five site visits or more in the last 90 days */,
  "s"."c_5_1_7" AS "c_5.1_7" /* 5.1 ⑦ Came to an event in the last 90 days, or answers 40% of campaigns or more */,
  "s"."c_4_1_6" AS "c_5.1_8" /* 5.1 ⑧ No complaint in the last 2 years */,
  "s"."c_2_1_5" AS "c_5.1_9" /* 5.1 ⑨ Plans to buy within 6 months */,
  "s"."c_4_2_2" AS "c_5.2_1" /* 5.2 ① Owner for 3 years or more */,
  "s"."c_5_2_2" AS "c_5.2_2" /* 5.2 ② 30,000 miles or more */,
  "s"."vehicles_exists_2" AS "c_5.2_3" /* 5.2 ③ Warranty or finance ends later than in 6 months */,
  "s"."c_2_1_1" AS "c_5.2_4" /* 5.2 ④ High-involvement action in the last 90 days */,
  "s"."c_4_2_3" AS "c_5.2_5" /* 5.2 ⑤ Satisfaction in the top 30% to 50% */,
  "s"."c_2_2_3" AS "c_5.2_6" /* 5.2 ⑥ Three site visits or more in the last 90 days */,
  "s"."c_5_2_7" AS "c_5.2_7" /* 5.2 ⑦ Answers 20% to 40% of campaigns in the last 90 days */,
  "s"."c_4_1_6" AS "c_5.2_8" /* 5.2 ⑧ No complaint in the last 2 years */,
  "s"."c_2_2_5" AS "c_5.2_9" /* 5.2 ⑨ Plans to buy later than in 6 months */,
  "s"."c_4_1_2" AS "c_5.3_1" /* 5.3 ① Owner for 5 years or more */,
  "s"."c_5_1_2" AS "c_5.3_2" /* 5.3 ② 50,000 miles or more */,
  "s"."c_5_1_3" AS "c_5.3_3" /* 5.3 ③ Warranty or finance ends within 6 months */,
  "s"."c_2_3_1" AS "c_5.3_4" /* 5.3 ④ No high-involvement action in the last 90 days */,
  "s"."c_4_3_2" AS "c_5.3_5" /* 5.3 ⑤ Satisfaction in the top 50% to 100% */,
  "s"."c_2_3_3" AS "c_5.3_6" /* 5.3 ⑥ No site visit in the last 90 days */,
  "s"."c_5_3_7" AS "c_5.3_7" /* 5.3 ⑦ Answers less than 20% of campaigns in the last 90 days */,
  "s"."c_4_3_5" AS "c_5.3_8" /* 5.3 ⑧ A complaint in the last 2 years */,
  CASE WHEN "s"."m_1_1" THEN '1.1' WHEN "s"."m_1_2" THEN '1.2' WHEN "s"."m_1_3" THEN '1.3' ELSE NULL END AS "cell_engage" /* Engage */,
  CASE WHEN "s"."m_2_1" THEN '2.1' WHEN "s"."m_2_2" THEN '2.2' WHEN "s"."m_2_3" THEN '2.3' ELSE NULL END AS "cell_purchase" /* Purchase */,
  CASE WHEN "s"."m_3_1" THEN '3.1' WHEN "s"."m_3_2" THEN '3.2' WHEN "s"."m_3_3" THEN '3.3' ELSE NULL END AS "cell_maintain" /* Maintain */,
  CASE WHEN "s"."m_4_1" THEN '4.1' WHEN "s"."m_4_2" THEN '4.2' WHEN "s"."m_4_3" THEN '4.3' ELSE NULL END AS "cell_loyalty" /* Loyalty */,
  CASE WHEN "s"."m_5_1" THEN '5.1' WHEN "s"."m_5_2" THEN '5.2' WHEN "s"."m_5_3" THEN '5.3' ELSE NULL END AS "cell_repurchase" /* Repurchase */,
  CASE WHEN instr("s"."step", char(0)) > 0 THEN CAST(substr(CAST("s"."step" AS BLOB), COALESCE((SELECT i FROM (WITH RECURSIVE b(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < length(CAST("s"."step" AS BLOB))) SELECT i FROM b WHERE substr(hex(substr(CAST("s"."step" AS BLOB), i, 1)), 1, 1) NOT IN ('8', '9', 'A', 'B')) ORDER BY i LIMIT 1 OFFSET 1), length(CAST("s"."step" AS BLOB)) + 1)) AS TEXT) ELSE substr("s"."step", 2) END AS "cells"
FROM "layer_5" AS "s";
